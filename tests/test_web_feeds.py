"""Feeds: where they are found, what they hold, and what they never tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.choices import CreditRole, Status
from articles.models import Article, Credit, Listed
from articles.web.feeds.entries import MOST, walks
from articles.web.feeds.subjects import Subject, of_source
from tests.builders import (
    LONG_AGO,
    edit,
    make_article,
    make_category,
    make_published,
    make_source,
    shown,
)

pytestmark = pytest.mark.django_db

ENDINGS = ["atom.xml", "rss.xml", "feed.json"]
UNKNOWN = "bcdfghjkmnpq"
SECRET = "Quietword"
T = datetime(2026, 3, 1, 12, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "scheduled": {"status": Status.PUBLISHED, "published_at": FUTURE},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": FUTURE},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
}


def credit(article: Article, name: str, role: CreditRole = CreditRole.AUTHOR) -> Article:
    Credit.objects.create(article=article, role=role, name=name)
    return shown(article) if article.status == Status.PUBLISHED else article


def ids(path: str) -> list[str]:
    """The articles of a feed, whatever its format, in its order."""
    response = Client().get(path)
    assert response.status_code == 200, path
    if "json" in response["Content-Type"]:
        found = [item["id"] for item in response.json()["items"]]
    else:
        found = [entry.id for entry in feedparser.parse(response.content).entries]
    return [urn.removeprefix("urn:newsroom:article:") for urn in found]


def answer(path: str) -> tuple[int, bytes, dict[str, str], int]:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path)
    return response.status_code, response.content, dict(response.headers), len(queries)


@pytest.fixture
def places():
    """The places of feeds, each with one article that is there and one that is not."""
    above = make_category("Region")
    city, source = make_category("City", parent=above), make_source("Harbour Post")
    mine = make_published("Mine", source=source, categories=(city,))
    credit(mine, "王/小 明?#%")
    other = make_published("Other", published_at=LONG_AGO - timedelta(days=1))
    return {
        "/feeds/": [mine, other],
        f"/sources/{source.public_id}/": [mine],
        f"/sections/{city.public_id}/": [mine],
        f"/sections/{above.public_id}/": [mine],
        f"/categories/{above.public_id}/": [mine],
        "/people/%E7%8E%8B/%E5%B0%8F%20%E6%98%8E%3F%23%25/": [mine],
    }


@pytest.mark.parametrize("ending", ENDINGS)
class TestPlaces:
    def test_every_place_has_a_feed_of_its_own(self, places, ending):
        for place, articles in places.items():
            assert ids(place + ending) == [a.public_id for a in articles], place

    def test_nothing_is_known_of_what_has_no_published_article(self, ending):
        source, category = make_source(), make_category()
        for values in HIDDEN.values():
            credit(make_article(SECRET, source=source, categories=(category,), **values), SECRET)

        unknown = answer(f"/sources/{UNKNOWN}/{ending}")
        assert unknown[0] == 404
        for key in (f"sources/{source.public_id}", f"sections/{category.public_id}"):
            assert answer(f"/{key}/{ending}") == unknown
        assert answer(f"/people/{SECRET}/{ending}") == answer(f"/people/Nobody/{ending}")
        assert answer(f"/people/Nobody/{ending}")[0] == 404

    def test_the_feed_of_everything_stands_before_there_is_anything(self, ending):
        assert ids(f"/feeds/{ending}") == []

    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_what_is_not_published_changes_no_byte(self, places, ending, values):
        mine = places["/feeds/"][0]
        paths = [place + ending + text for place in places for text in ("", "?text=full")]
        with time_machine.travel(T, tick=False):
            before = [answer(path) for path in paths]
            for _ in range(20):
                hidden = make_article(
                    SECRET, source=mine.source, categories=tuple(mine.categories.all()), **values
                )
                credit(hidden, "王/小 明?#%")

            assert [answer(path) for path in paths] == before

    @pytest.mark.parametrize("text", ["", "?text=full"])
    def test_a_feed_takes_as_many_queries_for_one_article_as_for_many(self, ending, text):
        source = make_source()
        path = f"/sources/{source.public_id}/{ending}{text}"
        costs = []
        for count in (1, 12):
            for _ in range(count):
                article = make_published(source=source, categories=(make_category(),))
                credit(article, "Ann")
            costs.append(answer(path)[3])

        assert costs[0] == costs[1] <= 10

    def test_a_feed_ends_with_the_fiftieth(self, ending):
        made = [
            make_published(f"{n}", published_at=LONG_AGO + timedelta(n)) for n in range(MOST + 1)
        ]

        assert ids(f"/feeds/{ending}") == [a.public_id for a in reversed(made[1:])]

    @pytest.mark.parametrize(
        ("field", "before"), [("published_at", 0), ("embargo_until", 0), ("expires_at", 1)]
    )
    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    def test_an_article_comes_and_goes_in_its_second(self, ending, field, before, seconds):
        source = make_source()
        values: dict[str, Any] = {field: T}
        with time_machine.travel(T - timedelta(days=1), tick=False):
            make_published(source=source, **values)
        make_published(source=source)

        with time_machine.travel(T + timedelta(seconds=seconds), tick=False):
            found = ids(f"/sources/{source.public_id}/{ending}")

        assert len(found) - 1 == (before if seconds < 0 else 1 - before)

    def test_no_copy_outlives_what_it_shows(self, ending):
        make_published(expires_at=T)

        with time_machine.travel(T - timedelta(seconds=20), tick=False):
            assert "max-age=20" in answer(f"/feeds/{ending}")[2]["Cache-Control"]

    def test_what_is_known_is_not_sent_again(self, places, ending):
        for place in places:
            known = answer(place + ending)[2]["ETag"]
            response = Client().get(place + ending, headers={"If-None-Match": known})
            assert (response.status_code, response.content) == (304, b"")

    def test_a_feed_answers_head(self, places, ending):
        response = Client().head(f"/feeds/{ending}")

        assert (response.status_code, response.content) == (200, b"")
        assert response["ETag"] == answer(f"/feeds/{ending}")[2]["ETag"]

    def test_another_kind_of_text_is_refused(self, ending):
        refused = Client().get(f"/feeds/{ending}?text=all")

        assert refused.status_code == 400
        assert refused["Cache-Control"] == "no-store"
        assert "full" in refused.content.decode()

    def test_the_feed_says_where_it_is(self, places, ending):
        for place in places:
            for text in ("", "?text=full"):
                content = answer(place + ending + text)[1].decode()
                own = place.replace("categories", "sections") + ending + text
                assert f'"http://testserver{own}"' in content


def test_the_address_of_old_still_answers():
    article = make_published()

    assert ids("/feed.atom") == [article.public_id]


def test_pages_name_their_feeds(places):
    mine = places["/feeds/"][0]
    source, category = mine.source, mine.categories.get()
    pages = {
        "/": "/feeds/",
        f"/sources/{source.public_id}/": f"/sources/{source.public_id}/",
        f"/sections/{category.public_id}/city/": f"/sections/{category.public_id}/",
    }
    for page, place in pages.items():
        text = answer(page)[1].decode()
        assert text.count('rel="alternate"') == len(ENDINGS)
        for ending in ENDINGS:
            assert f'href="{place}{ending}"' in text


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_embargo_ends_below_any_number_of_articles_that_were_published_later(ending):
    source = make_source()
    held = make_published(
        source=source, published_at=T - timedelta(hours=10), embargo_until=T - timedelta(hours=1)
    )
    for minute in range(MOST):
        make_published(source=source, published_at=T - timedelta(hours=5, minutes=minute))
    last = make_published(source=source, published_at=T - timedelta(minutes=1))
    still = T - timedelta(hours=1, seconds=1)

    for place in ("/feeds/", f"/sources/{source.public_id}/"):
        with time_machine.travel(T, tick=False):
            found = ids(place + ending)
        with time_machine.travel(still, tick=False):
            before = ids(place + ending)

        assert found[:2] == [last.public_id, held.public_id]
        assert len(found) == len(before) == MOST
        assert held.public_id not in before


def test_an_entry_knows_until_when_an_embargo_held_it_back():
    held = make_published(published_at=T, embargo_until=T + timedelta(hours=1))
    make_published(published_at=T, embargo_until=T - timedelta(hours=1))
    make_published(published_at=T)
    known = Listed.objects.filter(heading=Subject().heading, held_until__isnull=False)

    assert list(known.values_list("card", "held_until")) == [(held.pk, T + timedelta(hours=1))]
    edit(held, embargo_until=None)
    assert not known.exists()


def test_a_feed_walks_along_the_index_of_its_heading():
    """How the database would go about it with a large table, which this one is not."""
    source = make_source()
    make_published(source=source)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    for subject in (Subject(), of_source(source)):
        newest, held = (walk.explain() for walk in walks(subject.heading, T))

        assert "article_listed_published" in newest
        assert "article_listed_held" in held
        for plan, column in ((newest, "published_at"), (held, "held_until")):
            assert f"{column}<?" in plan or f"{column} <=" in plan
            assert "TEMP B-TREE" not in plan
            assert "Sort" not in plan
