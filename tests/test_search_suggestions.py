"""What is offered to whoever found nothing: only what leads to something readers see."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from articles.choices import Status
from articles.models import SearchWord
from articles.search.index import index_articles
from articles.search.newest import Shelf
from articles.search.suggestions import LESS, WORDS, suggestions
from articles.text.headings import Kind, heading
from articles.text.tokens import asked
from tests.builders import make_article, make_published
from tests.limits import at_most

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, tzinfo=UTC)
SHELF = Shelf((heading(Kind.EVERYTHING),), NOW)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


def slips(word: str, letters: str) -> set[str]:
    """Return what a word may be mistyped as, or be meant by, in one place."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return {
        *(start + letter + end for start, end in halves for letter in letters),
        *(start + letter + end[1:] for start, end in halves for letter in letters),
        *(start + end[1:] for start, end in halves),
        *(start + end[1:2] + end[:1] + end[2:] for start, end in halves),
    } - {"harbour", "bridge"}


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
        pytest.param('ferry "bridge opens"', ['"bridge opens"'], id="all-but-a-phrase"),
        pytest.param('harbuor "opens bridge"', [], id="no-phrase-that-nothing-holds"),
        pytest.param("rbidge", ["bridge"], id="swapped-at-the-start"),
        pytest.param("hharbour", ["harbour"], id="one-too-many-at-the-start"),
        pytest.param("harbourr", ["harbour"], id="one-too-many-at-the-end"),
        pytest.param("harbou", ["harbour"], id="left-out-at-the-end"),
        pytest.param("harxour", ["harbour"], id="one-wrong"),
        pytest.param("harbouz", ["harbour"], id="one-wrong-at-the-end"),
        pytest.param("xarbour", [], id="one-wrong-at-the-start"),
        pytest.param("harxouz", [], id="two-wrong"),
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


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"status": Status.DRAFT}, id="draft"),
        pytest.param({"status": Status.WITHDRAWN, "was_public": True}, id="withdrawn"),
        pytest.param({"published_at": LATER}, id="scheduled"),
        pytest.param({"embargo_until": LATER}, id="embargoed"),
        pytest.param({"expires_at": BEFORE}, id="expired"),
    ],
)
@pytest.mark.parametrize("words", ["harbou", "harbuor bridge", "ahrbour", "harbour ferrz"])
def test_hundreds_of_words_that_readers_do_not_see_change_nothing(words, values):
    before = offered(words)
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = [slip for word in words.split() for slip in sorted(slips(word, letters))]
    assert len(texts) > 250
    values = {"status": Status.PUBLISHED, "published_at": LONG_AGO, **values}
    index_articles([make_article("Hidden", body=f"<p>{' '.join(texts)}</p>", **values)])

    assert SearchWord.objects.count() > 250
    assert offered(words) == before != []


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
            asked_for = given[0]
            tried.append(len(json.loads(asked_for) if isinstance(asked_for, str) else asked_for))
        return execute(sql, given, *rest)

    with connection.execute_wrapper(note):
        offered(words)

    # Another letter at each place behind the second, and one more.
    assert tried[0] <= 1 + WORDS * 2 * len("bridgex") * len(letters) + LESS
    assert tried[0] < SearchWord.objects.count() / 4


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

    with at_most(0.1):
        offered(" ".join(f"{start}qqzz" for start in starts))


def test_a_search_that_excludes_too_much_is_first_offered_without_that(client):
    index_articles([make_published("Bread and read")])

    answer = client.get("/api/v1/search/", {"q": "bread -read"}).json()

    assert answer["suggestions"][0] == "bread"
