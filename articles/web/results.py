"""What a search shows: articles with the words marked, and what to ask where nothing is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from articles.models import Article
from articles.search.newest import Shelf, Start
from articles.search.pages import Order, found
from articles.search.suggestions import suggestions
from articles.text.headings import Kind, heading
from articles.text.snippets import highlighted, snippet
from articles.text.tokens import Asked, asked
from articles.web.cards import Card, cards_of
from articles.web.listing import Page, Place, Row, turned


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found; `instead` finds something where that is nothing."""

    page: Page
    instead: Sequence[str]


def results(text: str, order: Order, place: Place | None, at: datetime) -> Results:
    """Return what a search finds from a place on."""
    question, shelf = asked(text), Shelf([heading(Kind.EVERYTHING)], at)

    def walk(place: Place | None, size: int) -> Sequence[Row]:
        start = Start(place.key, place.is_older) if place else Start()
        some = found(question, order, shelf, start, size)
        return [(one.moment, one.public_id, one.article) for one in some]

    page = turned(walk, place)
    cards = cards_of(page.keys, at)
    _mark(cards, question)
    is_nothing = page.is_first and not page.rows
    return Results(replace(page, cards=cards), suggestions(question, shelf) if is_nothing else ())


def _mark(cards: Sequence[Card], question: Asked) -> None:
    """Let cards say where the words stand, in one query."""
    keys = [card.article.pk for card in cards]
    texts = dict(Article.objects.filter(pk__in=keys).values_list("pk", "body_text"))
    for card in cards:
        card.title = highlighted(card.article.title, question.wanted)
        card.text = snippet(texts.get(card.article.pk, ""), question.wanted)
