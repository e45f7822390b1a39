"""HEAD says what GET would say, at every address of the API and whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from articles.models import Article, Image
from articles.search.index import index_articles
from newsroom.middleware import BodilessMiddleware
from tests.builders import make_category, make_image, make_published, make_source
from tests.pictures import keep_image

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


def served(method: str, address: str) -> tuple[str, dict[str, str], bytes]:
    """Return what a server is handed; the test client would drop a body itself."""
    environ = RequestFactory().generic(method, address).environ
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(
        status: str, headers: list[tuple[str, str]], *_failure: object
    ) -> Callable[..., None]:
        told.append((status, headers))
        return lambda _data: None

    answer = WSGIHandler()(environ, start)
    body = b"".join(answer)
    answer.close()
    ((status, headers),) = told
    return status, dict(headers), body


@pytest.mark.parametrize(
    "kind", ["page", "api", "not there", "not understood", "picture", "static", "robots", "host"]
)
def test_no_body_is_left_to_the_server_to_drop(article, settings, kind):
    (settings.STATIC_ROOT / "site.css").write_text("p {}", "utf-8")
    image = keep_image()
    make_published("With a picture", lead=image)
    address = {
        "page": "/",
        "api": "/api/v1/articles/?page_size=1",
        "not there": "/nowhere/",
        "not understood": "/api/v1/articles/?nonsense=1",
        "picture": image.rendition_url("card"),
        "static": "/static/site.css",
        "robots": "/robots.txt",
        "host": "//evil.example/",
    }[kind]

    got, head = served("GET", address), served("HEAD", address)

    for _status, headers, _body in (got, head):
        headers.pop("Cache-Control", None)  # a second may have passed between them
    assert got[2] != b""
    assert head == (*got[:2], b"")


def test_a_file_that_nobody_sends_is_closed(tmp_path, rf):
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    file = path.open("rb")

    answer = BodilessMiddleware(lambda _request: FileResponse(file))(rf.head("/"))
    sent = b"".join(answer)
    answer.close()

    assert (sent, answer["Content-Length"]) == (b"", "4")
    assert file.closed
