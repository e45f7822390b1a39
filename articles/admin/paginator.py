"""Pages of a list that may have any number of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Searched:
    """What is known of rows that a search found."""

    # The rows that were searched, in their order.
    among: QuerySet[Any]
    # Counts what was found, up to a number.
    counted: Callable[[int], int]
    # How many of these are worth counting, where that is dear.
    most: int | None = None


class BoundedPaginator(Paginator):
    """Counts, and goes, no further than `limit` rows: a list costs the same at any size.

    Whoever looks for more narrows the list by search, filters or date.
    """

    # A shorter way than going through the rows, where there is one.
    searched: Searched | None = None
    # 100 pages of 50: nobody has been seen to leaf on from there.
    limit = 5_000

    @cached_property
    def count(self) -> int:
        return min(self._found, self._most)

    @property
    def has_more(self) -> bool:
        """Whether there are rows behind the last page."""
        return self._found > self._most

    @property
    def _most(self) -> int:
        dear = self.searched.most if self.searched is not None else None
        return self.limit if dear is None else min(self.limit, dear)

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        if self.searched is not None and not rows.query.distinct:
            return self.searched.counted(self._most + 1)
        return int(rows.order_by()[: self._most + 1].count())

    def page(self, number: int | str) -> Page:
        """Return a page whose rows are found by key first: what is skipped is never read."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        if self.searched is not None and not rows.query.distinct:
            rows = self.searched.among
        return Page(rows.filter(pk__in=keys), number, self)
