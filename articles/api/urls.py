from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

import articles.converters  # noqa: F401  (registers the converter of public ids)
from articles.api import views
from articles.api.changes import ChangesView
from articles.api.docs import docs
from articles.api.faces import ArticleFaces, VersionsView
from articles.api.search import SearchView

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("articles", views.ArticleViewSet, "article")
router.register("sources", views.SourceViewSet, "source")
router.register("categories", views.CategoryViewSet, "category")
router.register("images", views.ImageViewSet, "image")

article = ArticleFaces.as_view({"get": "retrieve"}, basename="article", detail=True)

# They are tried in this order: first what is asked for most.
urlpatterns = [
    path("articles/<public_id:id>/", article, name="article-detail"),
    path("articles/<public_id:id>/versions/", VersionsView.as_view(), name="article-versions"),
    path("articles/<public_id:id>.<str:format>", article, name="article-face"),
    *router.urls,
    path("", views.IndexView.as_view(), name="index"),
    path("schema/", views.SchemaView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("search/", SearchView.as_view(), name="search"),
]
