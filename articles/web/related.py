"""Other articles beside the one that is read: of its family, and with passages in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.cards.around import Related, Relation, related_to
from articles.cards.lists import Reader
from articles.models import Article
from articles.web.cards import Card, cards_of

# Of each kind; more is no answer to what is related.
MOST = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """The same story as others have it, and articles that share passages with it."""

    family: Sequence[Card]
    passages: Sequence[Card]


def beside(article: Article, at: datetime) -> Beside:
    """Return what readers see beside an article, in a fixed number of queries."""
    found = related_to([article.pk], Reader(at))[article.pk]
    family = _first(found, Relation.FAMILY)
    passages = _first(found, Relation.PASSAGE)
    cards = cards_of([*family, *passages], at)
    copies = set(family)
    return Beside(
        [card for card in cards if card.article.pk in copies],
        [card for card in cards if card.article.pk not in copies],
    )


def _first(found: Sequence[Related], relation: Relation) -> list[int]:
    return [one.article.pk for one in found if one.relation == relation][:MOST]
