"""Which index every list walks along, as the database itself tells; on both databases."""

from __future__ import annotations

import re
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.cards import lists
from articles.choices import CreditRole, Status
from articles.models import Article, ArticleImage, Card, Credit, Listed
from articles.search.index import index_articles
from articles.text.headings import Kind, heading
from tests.builders import (
    LONG_AGO,
    make_category,
    make_image,
    make_published,
    make_source,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]

PUBLISHED, DATE = "article_listed_published", "article_listed_date"
ONE_CARD = ("article_listed_once", "articles_listed_1", "articles_listed_card_id")


@pytest.fixture
def ids() -> dict[str, str]:
    source, news = make_source("Post"), make_category("News")
    local = make_category("Local", parent=news)
    made = []
    for number in range(9):
        article = make_published(
            f"Ferry {number}",
            source=source,
            categories=(local,),
            lead=make_image(),
            language="en",
            published_at=LONG_AGO + timedelta(days=number),
            originally_published_at=LONG_AGO + timedelta(hours=number),
        )
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
        made.append(shown(article))
    Card.objects.filter(pk__in=[article.pk for article in made[3:]]).update(updated_at=LONG_AGO)
    index_articles(made)
    return {"source": source.public_id, "category": news.public_id, "article": made[0].public_id}


WALK = ["bitmapscan", "sort", "hashjoin", "mergejoin", "material"]


def plan(sql: str, values: Any, off: list[str]) -> str:
    """Return how the database would go about it with large tables, which these are not.

    PostgreSQL is told which ways to leave `off`.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE articles_listed, articles_card, articles_article")
            for way in ("seqscan", *off):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sql}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def plans(client, url, off=WALK):
    """Return the plans of the queries that ask for the rows of a page, and the page."""
    asked: list[tuple[str, Any]] = []

    def listen(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        answer = client.get(url)
        assert answer.status_code == 200, answer.content
    rows = [one for one in asked if re.match(r'SELECT "?articles_', one[0]) and "LIMIT" in one[0]]
    return [plan(*one, off) for one in rows], answer.json()


WALKS = {
    "everything": ("", PUBLISHED),
    "by date": ("ordering=-date", DATE),
    "oldest first": ("ordering=published_at", PUBLISHED),
    "a source": ("source={source}", PUBLISHED),
    "a source by date": ("source={source}&ordering=date", DATE),
    "a category": ("category={category}", PUBLISHED),
    "a language": ("language=en", PUBLISHED),
    "a credit": ("credit=Lin", PUBLISHED),
    "a role": ("credit_role=author", PUBLISHED),
    "a credit in a role": ("credit=Lin&credit_role=author", PUBLISHED),
    "with a picture": ("has_image=true", PUBLISHED),
    "broken off": ("truncated=false", PUBLISHED),
    "a span": ("published_after=2024-01-03&published_before=2024-01-09", PUBLISHED),
    "a span by date": ("ordering=date&originally_published_after=2024-01-01", DATE),
    "several": ("source={source}&category={category}&language=en&ordering=-date", DATE),
}


@pytest.mark.parametrize(("query", "index"), WALKS.values(), ids=WALKS)
def test_a_list_is_walked_along_its_index_from_any_place(client, ids, query, index):
    url = f"/api/v1/articles/?page_size=3&{query.format(**ids)}"
    first, page = plans(client, url)
    later, second = plans(client, page["next"])
    back, _page = plans(client, second["previous"])

    for found in (first, later, back):
        entries = [one for one in found if "articles_listed" in one]
        assert entries
        for one in entries:
            assert index in one
            assert "TEMP B-TREE" not in one
            assert "Sort" not in one
            assert "SCAN articles_" not in one
            assert "Seq Scan" not in one
    assert _starts_at_its_place(later[-1], index)
    assert _looks_back_in_order(later[-1])


def _looks_back_in_order(found: str) -> bool:
    """Whether PostgreSQL walks to what lies before a page too, and not through the table."""
    return connection.vendor == "sqlite" or found.count("Limit") == 2


def _starts_at_its_place(found: str, index: str) -> bool:
    """Whether the database goes to the place in the index, and reads nothing before it."""
    if connection.vendor == "sqlite":
        column = "published_at" if index == PUBLISHED else "sort_at"
        return f"({column},public_id)" in found
    return "AND (ROW(" in found


PLAIN_OR_NOT = {
    "the plain list": "",
    "oldest first": "ordering=published_at",
    "of a source": "source={source}",
    "counted": "count=exact",
    "narrowed": "source={source}&language=en",
    "of a span": "published_after=2024-01-01&published_before=2099-01-01",
}


@pytest.mark.parametrize("query", PLAIN_OR_NOT.values(), ids=PLAIN_OR_NOT)
def test_a_list_by_publication_ends_in_its_index_where_what_is_scheduled_begins(client, ids, query):
    url = f"/api/v1/articles/?page_size=3&{query.format(**ids)}"
    first, page = plans(client, url)
    later, second = plans(client, page["next"])
    back, _page = plans(client, second["previous"])

    assert _starts_at_its_place(later[-1], PUBLISHED)
    assert _starts_at_its_place(back[-1], PUBLISHED)
    towards_the_end = later if query == "ordering=published_at" else back
    for found in (first[-1], towards_the_end[-1]):
        assert re.search(r"published_at( <=? |<)", _of_the_list(found, PUBLISHED))


@pytest.mark.parametrize("query", ["ordering=date", "ordering=-date", "ordering=-date&language=en"])
def test_by_the_other_date_what_is_scheduled_is_told_by_the_index(client, ids, query):
    (found, *_), _page = plans(client, f"/api/v1/articles/?page_size=3&{query}")

    # SQLite does not say what it asks of the entries of an index.
    own = _of_the_list(found, DATE)
    assert "published_at <= " in own or connection.vendor == "sqlite"


def _of_the_list(found: str, index: str) -> str:
    """What the database says of how it goes along the index of a list, on one line or two."""
    return found[found.index(index) :].split("  ->", maxsplit=1)[0]


PLACES = {
    "by publication": "/api/v1/articles/?page_size=1",
    "by date": "/api/v1/articles/?ordering=-date&page_size=1",
    "the front page": "/?x=",
}


@pytest.mark.limits
@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_what_is_scheduled_costs_readers_next_to_nothing(client, ids, path):
    now, far = timezone.now(), timezone.now() + timedelta(days=30)

    def cost():
        """The least of several, each at an address of its own: what is asked again is kept."""
        times = []
        for number in range(8):
            before = perf_counter()
            assert client.get(f"{path}{number}").status_code == 200
            times.append(perf_counter() - before)
        return min(times)

    alone = cost()
    scheduled = Article.objects.bulk_create(
        Article(title="S", status=Status.PUBLISHED, published_at=far, sort_at=far)
        for _ in range(8_000)
    )
    Card.objects.bulk_create(
        Card(
            article_id=article.pk,
            public_id=article.public_id,
            visible_from=far,
            released_from=far,
            updated_at=now,
            face="x" * 3_000,
        )
        for article in scheduled
    )
    Listed.objects.bulk_create(
        Listed(
            card_id=article.pk,
            heading=heading(Kind.EVERYTHING),
            published_at=far,
            sort_at=far,
            public_id=article.public_id,
        )
        for article in scheduled
    )

    # Looked up one by one they cost fifty times as much.
    assert cost() < 6 * alone


def test_several_headings_are_asked_about_by_card(client, ids):
    (found, *_), _page = plans(
        client, f"/api/v1/articles/?source={ids['source']}&language=en&truncated=false"
    )

    assert any(name in found for name in ONE_CARD)


FEW = {
    "a span of the other date": ("originally_published_before=2024-01-01T11:00:00Z", DATE),
    "changed since": ("updated_since=2024-01-08", "article_card_updated"),
    "appeared since": ("updated_since=2024-01-08", "article_card_from"),
    # By keys that another query has found.
    "a family": ("family={article}", ""),
    # On SQLite by the search index, whose name in a plan is a number.
    "words": ("search=ferry+7&ordering=-date", ""),
}


@pytest.mark.parametrize(("query", "index"), FEW.values(), ids=FEW)
def test_what_is_few_is_found_by_its_own_index_and_sorted(client, ids, query, index):
    url = f"/api/v1/articles/?page_size=3&{query.format(**ids)}"
    (found, *_), page = plans(client, url, off=[])

    assert any(name in found for name in ONE_CARD)
    assert PUBLISHED not in found
    assert "Seq Scan" not in found
    assert "SCAN articles_" not in found
    # Among nine rows PostgreSQL finds another way as short.
    assert index in found or (connection.vendor == "postgresql" and index == DATE)
    assert page["results"]


MANY = {
    "originally_published_before=2024-02-01": PUBLISHED,
    "updated_since=2024-01-02": PUBLISHED,
    "search=ferry&ordering=-date": DATE,
}


@pytest.mark.parametrize("lots", [3, 20_000])
@pytest.mark.parametrize(("query", "index"), MANY.items(), ids=MANY)
def test_what_is_many_is_passed_over_in_the_lists_own_order(
    client, ids, monkeypatch, query, index, lots
):
    monkeypatch.setattr(lists, "MANY", 3)
    monkeypatch.setattr(lists, "LOTS", lots)

    (found, *_), page = plans(client, f"/api/v1/articles/?page_size=3&{query}")

    assert index in found or connection.vendor == "postgresql"  # which knows its nine rows
    assert "article_card_updated" not in found or connection.vendor == "postgresql"
    assert len(page["results"]) == 3


def test_the_rarest_of_several_headings_leads(client, ids):
    rare = make_published("Rare", source=make_source(), language="en", published_at=LONG_AGO)
    url = f"/api/v1/articles/?language=en&source={rare.source.public_id}"

    with CaptureQueriesContext(connection) as captured:
        page = client.get(url).json()

    rows = next(q["sql"] for q in captured if "ORDER BY" in q["sql"] and "face" in q["sql"])
    assert [row["id"] for row in page["results"]] == [rare.public_id]
    assert str(heading(Kind.SOURCE, rare.source.public_id)) in rows.split("EXISTS")[0]


OTHERS = {"sources": "article", "categories": "categor", "images": "image"}


@pytest.mark.parametrize("name", OTHERS)
def test_other_lists_read_no_article_that_they_do_not_show(client, ids, name):
    first, page = plans(client, f"/api/v1/{name}/?page_size=2")

    for one in first:
        assert "SCAN articles_article" not in one
        assert "SCAN U" not in one.replace("SCAN U0 USING", "")
        assert "Seq Scan on articles_article" not in one
    assert page["results"]


def test_pictures_are_walked_along_their_ids(client, ids):
    (found, *_), _page = plans(client, "/api/v1/images/?page_size=2")

    assert "articles_image" in found
    assert "TEMP B-TREE" not in found
    assert "articles_articleimage_image_id" in found
    assert ArticleImage.objects.count() == 9
