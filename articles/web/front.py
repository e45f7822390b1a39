"""The front page: the newest stories with a picture, and beside them the newest of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.imaging.specs import LEAD
from articles.models import ArticleImage
from articles.web.cards import Card, cards_of
from articles.web.listing import Page, newest

PICTURED = 9
# How far back to look for them: a newsroom without pictures pays no more than this.
RECENT = 200


@dataclass(frozen=True, slots=True)
class Front:
    """What leads, what follows it with pictures, and the newest of the rest."""

    lead: Card | None
    cards: list[Card]
    latest: list[Card]

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.latest)


def front_of(page: Page, at: datetime) -> Front:
    """Return the front page that begins with `page`; no article stands on it twice."""
    recent = [key for _sort_at, _public_id, key in newest(at, RECENT)]
    chosen = _pictured(recent)
    cards = cards_of(chosen, at)
    shown = {card.article.pk for card in cards}
    return Front(
        lead=Card(cards[0].article, LEAD) if cards else None,
        cards=cards[1:],
        latest=[card for card in page.cards if card.article.pk not in shown],
    )


def _pictured(keys: Sequence[int]) -> list[int]:
    """Return the first articles that have a picture that is kept here."""
    kept = ArticleImage.objects.filter(article__in=keys).exclude(image__file="")
    has_one = set(kept.values_list("article", flat=True))
    return [key for key in keys if key in has_one][:PICTURED]
