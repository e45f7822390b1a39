"""Pages of a list that may have any number of rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator


class BoundedPaginator(Paginator):
    """Counts, and goes, no further than `limit` rows: a list costs the same at any size.

    Whoever looks for more narrows the list by search, filters or date.
    """

    # Counts up to a number in a way that is shorter than going through the rows.
    counted: Callable[[int], int] | None = None
    # 100 pages of 50: nobody has been seen to leaf on from there.
    limit = 5_000

    @cached_property
    def _found(self) -> int:
        if self.counted is not None:
            return self.counted(self.limit + 1)
        rows: Any = self.object_list
        return int(rows.order_by()[: self.limit + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._found, self.limit)

    @property
    def has_more(self) -> bool:
        """Whether there are rows behind the last page."""
        return self._found > self.limit

    def page(self, number: int | str) -> Page:
        """Return a page whose rows are found by key first: what is skipped is never read."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)
