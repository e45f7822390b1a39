"""What is offered to whoever found nothing: only what leads to something readers see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pytest
from django.db import connection

from articles.models import SearchWord
from articles.search.index import index_articles
from articles.search.newest import Shelf
from articles.search.suggestions import LESS, TRIED, suggestions
from articles.text.headings import Kind, heading
from articles.text.tokens import asked
from articles.text.vocabulary import distance
from tests.builders import make_article, make_published

pytestmark = pytest.mark.django_db
SHELF = Shelf((heading(Kind.EVERYTHING),), datetime(2026, 5, 1, tzinfo=UTC))


def offered(words: str) -> list[str]:
    return suggestions(asked(words), SHELF)


@pytest.fixture(autouse=True)
def shelf(db) -> None:
    index_articles(
        [
            make_published("The harbour bridge opens", body="<p>Cables cross it.</p>"),
            make_published("台风过后的渡口", body="<p>居民在桥上等候。</p>"),
        ]
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("harbuor", ["harbour"], id="swapped-letters"),
        pytest.param("rbidge", ["bridge"], id="swapped-at-the-start"),
        pytest.param("brige opens", ["bridge opens", "opens"], id="letter-left-out"),
        pytest.param("harbour ferry", ["harbour"], id="one-word-too-many"),
        pytest.param('"bridge harbour"', ["bridge harbour"], id="phrase-in-another-order"),
        pytest.param("bridge -cables", ["bridge"], id="minus"),
        pytest.param("台风居民", ["台风 居民"], id="chinese-run-together"),
        pytest.param("渡口海", ["渡口"], id="one-character-too-many"),
        pytest.param("海渡口", ["渡口"], id="one-character-before"),
        pytest.param("zzzz", [], id="like-nothing"),
        pytest.param("国", [], id="one-character"),
        pytest.param("…", [], id="nothing-asked"),
    ],
)
def test_what_nothing_was_found_for_leads_to_something(words, expected):
    assert offered(words) == expected


def test_a_word_that_only_a_draft_holds_is_never_told(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert offered("secretword") == []
    index_articles([make_article(f"Secretwords {number}") for number in range(5)])

    with django_assert_num_queries(2):
        assert offered("secretword") == []


def test_a_word_of_a_published_article_is_offered_beside_drafts_like_it():
    index_articles([make_article(f"Harbou{letter}") for letter in "abcdefghijklmnop"])

    assert offered("harbou") == ["harbour"]


@pytest.mark.parametrize(
    "words",
    ["harbou", "harbox bridgex openxs cablesx crossx", " ".join(map(str, range(60)))],
    ids=["many-known-like-it", "many-mistyped", "many-words"],
)
def test_one_search_has_few_others_tried(words):
    letters = "abcdefghijklmnopqrstuvwxyz"
    alike = [f"{start}{a}{b}" for start in ("harbo", "bridg") for a in letters for b in letters]
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in alike], ignore_conflicts=True)
    tried: list[int] = []

    def note(execute: Callable[..., Any], sql: str, given: Any, *rest: Any) -> Any:
        if "tried" in sql:
            rows = sql.count("(%s, %s)") if connection.vendor == "sqlite" else len(given[0])
            tried.append(rows)
        return execute(sql, given, *rest)

    with connection.execute_wrapper(note):
        offered(words)

    assert tried[0] <= 1 + TRIED + LESS


def test_the_known_word_most_like_it_is_found_among_very_many():
    letters = "abcdefghijklmnopqrstuvwxyz"
    alike = [f"ha{a}{b}{c}xx" for a in letters[:9] for b in letters for c in letters]
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in alike], ignore_conflicts=True)

    assert offered("harbuor") == ["harbour"]


@pytest.mark.limits
def test_a_search_for_many_words_takes_no_longer_where_many_are_known():
    letters = "abcdefghijklmnopqrstuvwxyz"
    starts = ("harb", "brid", "cabl", "open", "cros")
    alike = [
        f"{start}{a}{b}{c}" for start in starts for a in letters for b in letters for c in "ab"
    ]
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in alike], ignore_conflicts=True)
    before = perf_counter()

    offered(" ".join(f"{start}qqzz" for start in starts))

    assert perf_counter() - before < 0.1


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("bridge", "bridge", 0),
        ("bridge", "brigde", 1),
        ("bridge", "brdge", 1),
        ("bridge", "ridges", 2),
        ("bridge", "castle", 3),
        ("bridge", "bridgehead", 3),
    ],
)
def test_words_are_as_far_apart_as_letters_must_be_changed(one, other, far):
    assert distance(one, other, 2) == far
