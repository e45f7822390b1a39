from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

handler400 = "articles.api.errors.bad_request"
handler404 = "articles.api.errors.page_not_found"
handler500 = "articles.api.errors.server_error"
