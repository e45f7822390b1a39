from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.api import deprecations
from articles.api.deprecations import Deprecation

pytestmark = pytest.mark.django_db

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 7, 1, tzinfo=UTC)


def test_nothing_is_deprecated_yet(client):
    assert "Deprecation" not in client.get("/api/v1/images/").headers


@pytest.mark.parametrize("query", ["", "?nonsense=1"], ids=["good", "refused"])
def test_a_route_that_ends_says_so_in_every_answer(client, monkeypatch, query):
    link = "https://newsroom.example/changes"
    monkeypatch.setitem(deprecations.TABLE, "image-list", Deprecation(SINCE, UNTIL, link))

    response = client.get("/api/v1/images/" + query)

    assert response["Deprecation"] == "@1767225600"
    assert response["Sunset"] == "Wed, 01 Jul 2026 00:00:00 GMT"
    assert f'<{link}>; rel="deprecation"' in response["Link"]
    assert "Deprecation" not in client.get("/api/v1/sources/").headers


def test_an_end_need_not_be_known(client, monkeypatch):
    monkeypatch.setitem(deprecations.TABLE, "image-list", Deprecation(SINCE))

    response = client.get("/api/v1/images/")

    assert response["Deprecation"] == "@1767225600"
    assert not {"Sunset", "Link"} & set(response.headers)


def test_every_route_of_the_table_exists():
    from articles.api.urls import urlpatterns  # noqa: PLC0415

    assert {pattern.name for pattern in urlpatterns} >= set(deprecations.TABLE)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "address", ["", "articles/", "articles/bcdfghjkmnpq/", "docs/", "schema/", "changes/"]
)
def test_what_cannot_be_done_is_refused_as_a_problem(client, method, address):
    response = getattr(client, method)(f"/api/v1/{address}")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["", "articles/", "articles/bcdfghjkmnpq/", "docs/"])
def test_options_say_what_can_be_done_and_nothing_else(client, address):
    response = client.options(f"/api/v1/{address}")

    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
