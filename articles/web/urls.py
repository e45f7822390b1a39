"""Addresses of pages; the id finds, the words beside it decorate."""

from __future__ import annotations

from django.urls import path

import articles.converters  # noqa: F401  (registers public_id)
from articles.web import views
from articles.web.feeds import Latest
from articles.web.media import rendition
from articles.web.public import public

app_name = "web"
urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<public_id:public_id>/", views.article, name="article"),
    path("articles/<public_id:public_id>/<str:slug>/", views.article, name="article"),
    path("sections/<public_id:public_id>/", views.category, name="category"),
    path("sections/<public_id:public_id>/<str:slug>/", views.category, name="category"),
    path("sources/<public_id:public_id>/", views.source, name="source"),
    path("search/", views.search, name="search"),
    path("feed.atom", public(Latest()), name="feed"),
    path("media/images/<public_id:public_id>/<slug:spec>/", rendition, name="rendition"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
