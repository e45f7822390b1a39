"""What readers can ask for; the admin is the project's to place."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.web.urls")),
]
