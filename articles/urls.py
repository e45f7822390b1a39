"""What readers can ask for; the admin is the project's to place."""

from __future__ import annotations

from django.urls import include, path

from articles.api.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.web.urls")),
]
