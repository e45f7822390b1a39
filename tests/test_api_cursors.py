"""Cursors that no list gave out, that are old, or that say another order."""

from __future__ import annotations

import base64
import json

import pytest

from articles.api.ordering import LONGEST_CURSOR, Place, Side, orderings
from articles.models import Source
from tests.builders import (
    make_published,
)
from tests.walks import BY_TITLE, make_crowd

pytestmark = pytest.mark.django_db


def token(*parts):
    text = parts[0] if len(parts) == 1 else json.dumps(parts, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


GOOD_KEY = ("2024-01-01T08:00:00.000000", "bbbbbbbbbbbb")


BAD_CURSORS = {
    "of another framework": "cD0yMDI0",
    "no base64": "!!!",
    "full width": "１２３４",
    "no JSON": token("p=2024"),
    "no list": token("7"),
    "a word": token('"abc"'),
    "an empty list": token("[]"),
    "nested deep": token("[" * 1_300),
    "too long": "A" * 5_000,
    "of another ordering": token("title", "after", "A title", "bbbbbbbbbbbb"),
    "of an unknown side": token("-published_at", "beside", *GOOD_KEY),
    "too few keys": token("-published_at", "after", GOOD_KEY[0]),
    "too many keys": token("-published_at", "after", *GOOD_KEY, "x"),
    "a number for a date": token("-published_at", "after", 7, "bbbbbbbbbbbb"),
    "no date": token("-published_at", "after", "yesterday", "bbbbbbbbbbbb"),
    "a date in another form": token("-published_at", "after", "2024-01-01", "bbbbbbbbbbbb"),
    "a date with an offset": token("-published_at", "after", f"{GOOD_KEY[0]}Z", "bbbbbbbbbbbb"),
    "no id": token("-published_at", "after", GOOD_KEY[0], "1 OR 1=1"),
    "an object for an id": token("-published_at", "after", GOOD_KEY[0], {"a": 1}),
    "padded": token("-published_at", "after", *GOOD_KEY) + "=",
    "with white space": token(json.dumps(["-published_at", "after", *GOOD_KEY])),
}


@pytest.mark.parametrize("cursor", BAD_CURSORS.values(), ids=BAD_CURSORS)
def test_a_cursor_that_no_list_gave_out_is_refused(client, cursor):
    response = client.get("/api/v1/articles/", {"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


BAD_NAMES = {"NUL": "a\0b", "lone surrogate": "\ud800"}


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_cursor_with_text_that_no_database_keeps_is_refused(client, name):
    cursor = token("name", "after", name, "bbbbbbbbbbbb")

    response = client.get("/api/v1/sources/", {"cursor": cursor})

    assert response.status_code == 400


@pytest.mark.parametrize("position", [2**31, -1, True, 1.5, "1"])
def test_a_cursor_with_a_number_that_no_list_holds_is_refused(client, position):
    cursor = token("position", "after", position, "News", "bbbbbbbbbbbb")

    assert client.get("/api/v1/categories/", {"cursor": cursor}).status_code == 400


def test_a_cursor_is_for_one_ordering(client):
    make_crowd(2)
    page = client.get("/api/v1/articles/?page_size=1").json()

    assert client.get(f"{page['next']}&ordering=date").status_code == 400


def test_a_cursor_reads_back_as_the_place_it_was_written_for():
    article = make_published("桥 & “bridge”")
    place = Place(BY_TITLE, Side.UP_TO, BY_TITLE.key(article))

    assert Place.read(place.token(), BY_TITLE) == place


@pytest.mark.parametrize("sign", '桥𐍈"\x1f', ids=["3 bytes", "4 bytes", "2 of JSON", "6 of JSON"])
def test_the_longest_name_fits_into_a_cursor(sign):
    ordering = orderings(Source, "-name", name="name")["-name"]
    place = Place(ordering, Side.UP_TO, (sign * 200, "bbbbbbbbbbbb"))

    assert Place.read(place.token(), ordering) == place
    assert Source._meta.get_field("name").max_length == 200
    assert len(place.token()) < LONGEST_CURSOR < 2_000


def test_a_cursor_that_would_be_good_is_taken(client):
    make_crowd(1)

    response = client.get(
        "/api/v1/articles/", {"cursor": token("-published_at", "from", *GOOD_KEY)}
    )

    assert response.status_code == 200
