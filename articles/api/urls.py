from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

import articles.converters  # noqa: F401  (registers the converter of public ids)
from articles.api import views
from articles.api.docs import docs

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("articles", views.ArticleViewSet, "article")
router.register("sources", views.SourceViewSet, "source")
router.register("categories", views.CategoryViewSet, "category")
router.register("images", views.ImageViewSet, "image")

urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("schema/", views.SchemaView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    *router.urls,
]
