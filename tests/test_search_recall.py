"""A search finds exactly what a reading of all texts finds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.search.index import index_articles
from articles.search.query import search
from articles.text.folding import PAIRED, fold
from articles.text.tokens import Term, asked
from articles.text.variants import simplified
from tests.builders import make_article

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
    deadline=None,
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
