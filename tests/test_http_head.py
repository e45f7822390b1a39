"""HEAD says what GET would say, at every address of the API and whatever is asked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from articles.models import Article, Image
from articles.search.index import index_articles
from tests.builders import make_category, make_image, make_published, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
ABSENT = "bbbbbbbbbbbb"
ROUTES = [str(pattern.pattern) for pattern in get_resolver("articles.api.urls").url_patterns]
QUERIES = [
    *("", "?q=bridge", "?q=", "?nonsense=1", "?page_size=0", "?cursor=x", "?ordering=x"),
    *("?since=x", "?fields=x", "?include=x", "?at=x", "?language=en", "?format=json"),
]
OTHERWISE = [
    {"Accept": "application/xml"},
    {"Accept": "text/markdown"},
    {"Authorization": "Bearer nobody"},
    {"If-None-Match": "*"},
    {"Host": "evil.example"},
]


@pytest.fixture
def article(db) -> Article:
    source, category, image = make_source(), make_category(), make_image()
    article = make_published("A bridge", source=source, categories=(category,), lead=image)
    index_articles([article])
    return article


def key_of(route: str, article: Article) -> str:
    rows = {
        "sources": article.source,
        "categories": article.categories.first(),
        "images": Image.objects.first(),
    }
    row = rows.get(route.partition("/")[0]) or article
    return str(row.public_id)


def same(client: Client, address: str, **headers: str) -> bool:
    """Whether both say the same; how long an answer is only those that made it know."""
    got, head = (ask(address, headers=headers) for ask in (client.get, client.head))
    assert head.content == b""
    told, expected = dict(head.items()), dict(got.items())
    for said in (told, expected):
        # A second may have passed between them.
        said["Cache-Control"] = re.sub(r"\d+", "…", said.get("Cache-Control", ""))
    if "Content-Length" not in told:
        expected.pop("Content-Length", None)
    return (head.status_code, told) == (got.status_code, expected)


@pytest.mark.parametrize("route", ROUTES)
def test_head_says_what_get_says(client, article, route):
    forms = ["json", "md", "nonsense"] if "<str:format>" in route else [""]
    keys = [key_of(route, article), ABSENT] if "<" in route else [""]
    places = [
        "/api/v1/" + route.replace("<public_id:id>", key).replace("<str:format>", form) + query
        for key in keys
        for form in forms
        for query in QUERIES
    ]

    assert [place for place in places if not same(client, place)] == []


@pytest.mark.parametrize("route", ROUTES)
def test_head_says_what_get_says_to_whoever_asks_otherwise(client, article, route):
    place = route.replace("<public_id:id>", key_of(route, article)).replace("<str:format>", "md")

    assert [asks for asks in OTHERWISE if not same(client, f"/api/v1/{place}", **asks)] == []
