"""Addresses of pages; the id finds, the words beside it decorate."""

from __future__ import annotations

from django.urls import include, path

import articles.converters  # noqa: F401  (registers public_id and others)
from articles.web import sitemaps, views
from articles.web.media import rendition
from articles.web.opensearch import opensearch
from articles.web.robots import robots

app_name = "web"
urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<public_id:public_id>/", views.article, name="article"),
    path("articles/<public_id:public_id>/<str:slug>/", views.article, name="article"),
    path("sections/<public_id:public_id>/", views.category, name="category"),
    path("sections/<public_id:public_id>/<str:slug>/", views.category, name="category"),
    path("sources/<public_id:public_id>/", views.source, name="source"),
    path("people/<path:name>/", views.person, name="person"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive, name="archive"),
    path("archive/<year:year>/<two_digits:month>/", views.archive, name="archive"),
    path("archive/<year:year>/<two_digits:month>/<two_digits:day>/", views.archive, name="archive"),
    path("corrections/", views.corrections, name="corrections"),
    path("search/", views.search, name="search"),
    path("media/images/<public_id:public_id>/<slug:spec>/", rendition, name="rendition"),
    path("", include("articles.web.feeds.urls")),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemaps/<str:name>.xml", sitemaps.part, name="sitemap-part"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
