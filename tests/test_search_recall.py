"""A search finds exactly what a reading of all texts finds, and readers find it in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.choices import Status
from articles.models import Article, Source
from articles.search import newest
from articles.search.desk import search
from articles.search.index import index_articles
from articles.search.newest import Shelf, Start
from articles.search.pages import COUNTS_AS, Order, Placed, found
from articles.search.questions import Rank
from articles.text.folding import PAIRED, fold
from articles.text.headings import Kind, heading
from articles.text.tokens import Asked, Term, asked, tokens
from articles.text.variants import simplified
from tests.builders import make_article, make_source

pytestmark = pytest.mark.django_db
AT = datetime(2024, 1, 1, tzinfo=UTC)

WORDS = st.sampled_from(
    "国 中国 国中 中中国 a ab 5G é É ﬁ Ｇ 後 后 𠮷 𬭸 한국 x-y don't 。 -".split()
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("".join)
QUERIES = st.lists(WORDS | WORDS.map('"{}"'.format) | WORDS.map("-{}".format), max_size=4).map(
    " ".join
) | TEXTS.map('"{}"'.format)


def holds(text: str, term: Term) -> bool:
    """Whether a text holds a term, read as a person reads it: words side by side."""
    letter = rf"[^\W_{PAIRED}]"
    pattern, was_word = "", None
    for run in term.runs:
        is_word = re.match(letter, run) is not None
        # Two words of a kind are two because something stands between them.
        between = r"[\W_]+" if is_word == was_word else r"[\W_]*"
        word = re.escape(run.translate(simplified()))
        pattern += between * (was_word is not None)
        pattern += rf"(?<!{letter}){word}(?!{letter})" if is_word else word
        was_word = is_word
    return re.search(pattern, fold(text).translate(simplified())) is not None


def scan(words: str) -> set[int]:
    """Return the articles that a reading of all texts finds."""
    question = asked(words)

    def has(article: Article, term: Term) -> bool:
        fields = (f"{article.title}\n{article.subtitle}", article.summary, article.body_text)
        return any(holds(text, term) for text in fields)

    return {
        article.pk
        for article in Article.objects.all()
        if question.wanted
        and all(has(article, term) for term in question.wanted)
        and not any(has(article, term) for term in question.unwanted)
    }


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6),
    st.lists(QUERIES, min_size=1, max_size=8),
)
def test_every_search_finds_what_a_full_scan_finds(stories, queries):
    with transaction.atomic():
        articles = [
            make_article(title[:500], summary=summary, body=f"<p>{body}</p>", sort_at=AT)
            for title, summary, body in stories
        ]
        index_articles(articles)
        for words in queries:
            found = set(search(Article.objects.all(), words).values_list("pk", flat=True))
            assert found == scan(words), words
        transaction.set_rollback(True)


# What ten years and one are worth is what a title and a place on top are worth: ties all over.
DAYS = st.sampled_from([0, 0, 1, 365, 3650, 3650 - 365, 4000])
FAR = datetime(2099, 1, 1, tzinfo=UTC)
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT},
    {"embargo_until": FAR},
    {"expires_at": AT + timedelta(days=1)},
    {"published_at": FAR},
]
SHOWN: list[dict[str, Any]] = [{"status": Status.PUBLISHED}] * 12
EXTRAS = st.sampled_from([*SHOWN, *HIDDEN])
STORIES = st.lists(
    st.tuples(TEXTS, TEXTS, TEXTS, DAYS, EXTRAS, st.booleans()), min_size=1, max_size=8
)
NOW = AT + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for: words, an order, one source or all, and pages of a size."""

    words: str
    order: Order
    of_source: bool
    size: int
    # Where to begin: at which of the results, counted around; at the very one or beside it.
    place: int | None
    beside: str
    is_forwards: bool
    is_inclusive: bool

    def start(self, whole: list[Placed]) -> Start:
        if self.place is None or not whole:
            return Start(is_forwards=self.is_forwards)
        one = whole[self.place % len(whole)]
        key = (one.moment, self.beside or one.public_id)
        return Start(key, self.is_forwards, self.is_inclusive)


QUESTIONS = st.builds(
    Question,
    words=QUERIES,
    order=st.sampled_from(Order),
    of_source=st.booleans(),
    size=st.integers(1, 4),
    place=st.none() | st.integers(0, 7),
    beside=st.sampled_from(["", "", "dddddddddddd", "wwwwwwwwwwww"]),
    is_forwards=st.booleans(),
    is_inclusive=st.booleans(),
)


def file(stories: Iterable[Any], source: Source) -> None:
    """Make articles, some for readers and some not, some of a source and some of none."""
    articles = [
        make_article(
            title[:500] or "-",
            summary=summary,
            body=f"<p>{body}</p>",
            source=source if has_source else None,
            **{"status": Status.PUBLISHED, "published_at": AT - timedelta(days=days), **extras},
        )
        for title, summary, body, days, extras, has_source in stories
    ]
    index_articles(articles)


def rank(article: Article, question: Asked) -> Rank:
    """Say where the words of a question stand in an article that holds them."""
    title = f"{article.title}\n{article.subtitle}"
    lead = article.summary if tokens(article.summary) else article.body_text
    in_title = [holds(title, term) for term in question.wanted]
    if all(in_title):
        return Rank.TITLE
    on_top = all(holds(title, term) or holds(lead, term) for term in question.wanted)
    return Rank.LEAD if any(in_title) or on_top else Rank.TEXT


def in_order(question: Question, source: Source) -> list[Placed]:
    """Return what readers find by a reading of all texts, in its order."""
    articles = Article.objects.published(NOW).filter(pk__in=scan(question.words))
    placed = []
    for article in articles.filter(source=source) if question.of_source else articles:
        assert article.published_at is not None
        worth = COUNTS_AS[rank(article, asked(question.words))]
        moment = article.published_at
        moment += worth if question.order == Order.RELEVANCE else timedelta(0)
        placed.append(Placed(moment, article.public_id, article.pk))
    return sorted(placed, reverse=True)


def from_there(whole: list[Placed], start: Start) -> list[Placed]:
    way = whole if start.is_forwards else whole[::-1]
    if start.key is None:
        return way
    key, sign = start.key, 1 if start.is_forwards else -1
    beyond = [one for one in way if (one.key < key) == (sign > 0) and one.key != key]
    return [one for one in way if one.key == key and start.is_inclusive] + beyond


@pytest.mark.parametrize("most", [1, newest.MOST_READ], ids=["along-the-list", "along-the-words"])
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STORIES, st.lists(QUESTIONS, min_size=1, max_size=8))
def test_readers_find_all_that_a_full_scan_finds_from_any_place_on(
    most, monkeypatch, stories, questions
):
    monkeypatch.setattr(newest, "MOST_READ", most)
    with transaction.atomic():
        file(stories, source := make_source())
        for one in questions:
            whole = in_order(one, source)
            number = heading(Kind.SOURCE, source.public_id)
            everything = heading(Kind.EVERYTHING)
            shelf = Shelf((everything, number) if one.of_source else (everything,), NOW)
            start, pages = one.start(whole), []
            expected = from_there(whole, start)
            while some := found(asked(one.words), one.order, shelf, start, one.size):
                pages += some
                start = Start(some[-1].key, one.is_forwards)
                assert len(pages) <= len(expected), one
            assert pages == expected, one
        transaction.set_rollback(True)


@pytest.mark.parametrize("letter", ["哈", "ha "])
def test_a_phrase_after_a_word_that_returns_a_thousand_times_is_found(letter):
    article = make_article("长文", body=f"<p>{letter * 1000}终于 到了</p>")
    index_articles([article])

    assert search(Article.objects.all(), '"终于 到了"').count() == 1
    assert search(Article.objects.all(), f'"{letter * 5}终于"').count() == 1
    assert search(Article.objects.all(), "终于 长文 -到了").count() == 0
    assert search(Article.objects.all(), "终于 长文 -到处").count() == 1


def test_a_long_summary_is_found_to_its_end_and_runs_into_nothing():
    words = " ".join(f"word{number}" for number in range(900))
    index_articles([make_article("Long", summary=f"{words} ends", body="<p>Begins here</p>")])

    assert search(Article.objects.all(), '"word899 ends"').count() == 1
    assert search(Article.objects.all(), '"ends begins"').count() == 0
