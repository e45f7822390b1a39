"""The two ways PostgreSQL has to what holds words: to walk a list, or to gather and sort."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from articles.models import Article
from articles.search import server
from articles.search.index import index_articles
from articles.search.matching import matching
from articles.search.newest import Shelf, Start
from articles.text.headings import Kind, heading
from articles.text.tokens import asked
from tests.builders import make_article, make_published, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
EVERYTHING = heading(Kind.EVERYTHING)


@pytest.fixture
def source(db):
    """A source with thirty articles about a ferry, among drafts and articles about nothing."""
    source = make_source("Harbour News")
    for number in range(60):
        article = make_published(
            "Ferry" if number % 2 else "Quay",
            body=f"<p>Ship {number}.</p>",
            source=source,
            published_at=NOW - timedelta(hours=number // 3),
        )
        index_articles([article])
    index_articles(
        [make_article("Ferry"), make_published("Ferry", published_at=NOW + timedelta(1))]
    )
    return source


def found(words: str, shelf: Shelf, start: Start, size: int) -> list[str]:
    return [hit.public_id for hit in server.newest(matching(asked(words)), shelf, start, size)]


@pytest.mark.parametrize("meanwhile", [0, 0.1, 1, 1000])
@pytest.mark.parametrize("is_forwards", [True, False], ids=["older", "newer"])
def test_both_ways_find_the_same_from_any_place(source, monkeypatch, meanwhile, is_forwards):
    monkeypatch.setattr(server, "ASKED_MEANWHILE", meanwhile)
    order = "-" if is_forwards else ""
    ferries = Article.objects.published(at=NOW).filter(title="Ferry")
    rows = list(ferries.order_by(f"{order}published_at", f"{order}public_id"))
    expected = [row.public_id for row in rows]
    places: list[Any] = [None, *((row.published_at, row.public_id) for row in rows)]
    shelves = [
        Shelf([EVERYTHING], NOW),
        Shelf([heading(Kind.SOURCE, source.public_id), EVERYTHING], NOW),
    ]

    for shelf in shelves:
        for number, place in enumerate(places):
            start = Start(place, is_forwards)
            assert found("ferry", shelf, start, 5) == expected[number : number + 5]
        assert found("ferry", shelf, Start(None, is_forwards), 100) == expected
    assert len(expected) == 30


def loops(words: str, size: int) -> int:
    """Return how often PostgreSQL gathered all that holds the words."""
    ran: list[tuple[str, Any]] = []

    def listen(execute, sql, params, many, context):
        ran.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        assert len(found(words, Shelf([EVERYTHING], NOW), Start(), size)) == size
    sql, values = ran[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        ((root,),) = cursor.fetchone()
    (gathered,) = [one for one in root["Plan"]["Plans"] if one.get("Subplan Name") == "CTE found"]
    return int(gathered["Actual Loops"])


def test_nothing_is_gathered_where_the_walk_has_found_enough(source, monkeypatch):
    # How many the server guesses there are depends on when it looked last.
    monkeypatch.setattr(server, "LEAST_MET", 0)
    monkeypatch.setattr(server, "ASKED_MEANWHILE", 1000)
    assert loops("ferry", 10) == 0
    monkeypatch.setattr(server, "ASKED_MEANWHILE", 0)
    assert loops("ferry", 10) == 1


def test_no_list_is_walked_where_next_to_nothing_would_be_met(source, monkeypatch):
    monkeypatch.setattr(server, "LEAST_MET", 1e9)
    monkeypatch.setattr(server, "ASKED_MEANWHILE", 1000)
    assert loops("ferry", 10) == 1


@pytest.mark.parametrize("words", ["ferry", "quay", "ship 7", '"ship 8"', "nothing"])
def test_the_guess_is_a_number_of_rows(source, words):
    assert server.guessed(matching(asked(words))) >= 1


def test_a_server_that_plans_for_several_processes_finds_the_same(source):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL force_parallel_mode = on")

    assert len(found("ferry", Shelf([EVERYTHING], NOW), Start(), 5)) == 5
