"""Addresses of feeds: beside the page that shows the same to people."""

from __future__ import annotations

from django.urls import path

from articles.text.headings import Kind
from articles.web.feeds.subjects import ATOM, MEDIA_TYPES
from articles.web.feeds.views import feed

_PLACES = {
    Kind.EVERYTHING: "feeds/",
    Kind.SOURCE: "sources/<public_id:key>/",
    Kind.CATEGORY: "sections/<public_id:key>/",
    Kind.CREDIT: "people/<path:key>/",
}
urlpatterns = [
    path(place + ending, feed, {"kind": kind, "ending": ending}, name=f"feed-{kind}-{ending}")
    for kind, place in _PLACES.items()
    for ending in MEDIA_TYPES
]
# Sections have another name in the API.
_ALSO = "categories/<public_id:key>/"
urlpatterns += [
    path(_ALSO + ending, feed, {"kind": Kind.CATEGORY, "ending": ending}) for ending in MEDIA_TYPES
]
# The address of old.
urlpatterns += [path("feed.atom", feed, {"kind": Kind.EVERYTHING, "ending": ATOM}, name="feed")]
