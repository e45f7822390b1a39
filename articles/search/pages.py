"""Pages of what a question finds, in one of two orders; any depth costs the same.

By relevance an article stands where a newer one would: words in its title count as ten years,
words on top as one. So what is new and what is about the words are weighed against each other
in one number that no other article changes: drafts and a grown archive move nothing, both
databases agree on every place, and a page begins where the last one ended. (`bm25` and `ts_rank`
promise none of these: the first counts all that is stored, and they differ from each other.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db import connection

from articles.search import server
from articles.search.matching import matching
from articles.search.newest import Hit, Shelf, Start, newest
from articles.search.questions import Match, Rank
from articles.text.tokens import Asked

COUNTS_AS = {
    Rank.TITLE: timedelta(days=3650),
    Rank.LEAD: timedelta(days=365),
    Rank.TEXT: timedelta(0),
}
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)


class Order(StrEnum):
    """How results are sorted; ties are broken by the public id."""

    RELEVANCE = "relevance"
    NEWEST = "-published_at"


@dataclass(frozen=True, slots=True, order=True)
class Placed:
    """An article and its place in an order."""

    moment: datetime
    public_id: str
    article: int

    @property
    def key(self) -> tuple[datetime, str]:
        return self.moment, self.public_id


def found(question: Asked, order: Order, shelf: Shelf, start: Start, size: int) -> list[Placed]:
    """Return up to `size` articles from a place on, as the order has them."""
    if not question.wanted:
        return []
    ranks = COUNTS_AS if order == Order.RELEVANCE else {None: timedelta(0)}
    placed = [
        Placed(hit.published_at + bonus, hit.public_id, hit.article)
        for rank, bonus in ranks.items()
        for hit in _newest(matching(question, rank), shelf, _earlier(start, bonus), size)
    ]
    return sorted(placed, reverse=start.is_forwards)[:size]


def _newest(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit]:
    if connection.vendor == "sqlite":
        return newest(match, shelf, start, size)
    return server.newest(match, shelf, start, size)


def _earlier(start: Start, by: timedelta) -> Start:
    """Return the same place as articles of one rank have it."""
    if start.key is None:
        return start
    moment, public_id = start.key
    moment = moment - by if moment - _EARLIEST > by else _EARLIEST
    return replace(start, key=(moment, public_id))
