from __future__ import annotations

from django.urls import include, path

from tests.bench.readers import floor, obvious

urlpatterns = [
    path("bench/nothing/", floor.nothing),
    path("bench/floor/", floor.articles),
    path("bench/floor/<str:public_id>/", floor.article),
    path("bench/obvious/", obvious.Articles.as_view({"get": "list"})),
    path("bench/obvious/<str:public_id>/", obvious.Articles.as_view({"get": "retrieve"})),
    path("", include("newsroom.urls")),
]
