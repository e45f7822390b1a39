"""What words are found in, as rows of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.api.ordering import Place
from articles.cards.walk import some
from articles.search.newest import Shelf, Start
from articles.search.pages import Order, Placed, found
from articles.text.tokens import Asked


@dataclass(frozen=True, slots=True)
class Searched:
    """What was asked, how it is sorted, and what may be found.

    Rows are a moment, the public id, the article's key, and whether there are rows behind the
    place that the page starts from.
    """

    question: Asked
    order: Order
    shelf: Shelf
    is_newest_first: bool = True

    def found(self, place: Place | None, *, forwards: bool, limit: int) -> list[Any]:
        rows = self._from(place, limit)
        is_behind = place is not None and bool(rows) and self.is_there(place.opposite)
        return [(*row.key, row.article, is_behind) for row in rows]

    def is_there(self, place: Place) -> bool:
        return bool(self._from(place, 1))

    def cards(self, rows: Sequence[Any], columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """Return columns of the card of each row, in one query; names as of `Card`."""
        keys = [key for _moment, _public_id, key, _is_behind in rows]
        shelf = self.shelf
        read = some(keys, ("pk", *columns), shelf.at, with_embargoed=shelf.with_embargoed)
        found = {key: values for key, *values in read}
        return [tuple(found[key]) for key in keys if key in found]

    def _from(self, place: Place | None, size: int) -> list[Placed]:
        start = Start(is_forwards=self.is_newest_first)
        if place is not None:
            is_forwards = place.side.is_forwards == self.is_newest_first
            start = Start(place.key[:2], is_forwards, place.side.is_inclusive)
        return found(self.question, self.order, self.shelf, start, size)
