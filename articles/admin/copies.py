"""Beside an article: the others that carry its text, and the words it shares with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Expression, F, Q, Value, When
from django.db.models.functions import Length, Replace, Substr

from articles.models import Article, Passage

MOST_MEMBERS = 50
MOST_PASSAGES = 50


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage as it is shown: its words, the other article, the paragraphs they stand in."""

    other: Article
    words: str
    paragraph: int
    other_paragraph: int


def members(article: Article) -> list[Article]:
    """Return the articles of the family, the one that stands for it first."""
    if article.family is None:
        return []
    found = article.family.articles.select_related("source", "family").defer("body", "body_text")
    stands = Q(pk=article.family.canonical_id)
    ranked = found.order_by(Case(When(stands, then=0), default=1), "originally_published_at", "pk")
    return list(ranked[:MOST_MEMBERS])


def shared(article: Article) -> Iterator[Shared]:
    """Yield the passages that an article shares with those that are no copies of it, in order."""
    found = (
        Passage.objects.of(article.pk)
        .select_related("article__source", "other__source")
        .defer("article__body", "article__body_text", "other__body", "other__body_text")
        .annotate(
            here=_paragraph("article__body_text", "start"),
            there=_paragraph("other__body_text", "other_start"),
        )
    )
    for one in found.order_by("start", "other_start", "pk")[:MOST_PASSAGES]:
        places = one.here, one.there  # type: ignore[attr-defined]
        if one.article_id == article.pk:
            yield Shared(one.other, article.body_text[one.start : one.end], *places)
        else:
            words = article.body_text[one.other_start : one.other_end]
            yield Shared(one.article, words, *reversed(places))


def _paragraph(text: str, start: str) -> Expression:
    """Count the line ends before a place, without loading the text."""
    before = Substr(text, 1, F(start))  # type: ignore[arg-type]
    return Length(before) - Length(Replace(before, Value("\n"), Value(""))) + 1
