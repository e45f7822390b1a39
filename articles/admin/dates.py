"""Drill-down by date whose cost does not depend on the number of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

Step = tuple[str, str, bool]
MOST_YEARS = 30
# Years that every database, feed and time zone can take, with room on both sides.
FIRST_YEAR, LAST_YEAR = 1800, 2200


class DatedChangeList(ChangeList):
    """A list with links to years, months and days that hold rows.

    Django's own counts the distinct periods of all rows in the list; this one asks the index of
    the date column once for each period that could be shown.
    """

    def date_steps(self) -> Iterator[Step]:
        """Yield an address, its words and whether it leads back, for each link."""
        name = str(self.date_hierarchy)
        year, month = (self._chosen(f"{name}__{part}") for part in ("year", "month"))
        if year is None:
            yield from ((self._to(name, start), f"{start:%Y}", False) for start in self._years())
            return
        yield self._to(name, None), "‹", True
        if month is None:
            for start in self._held(periods_of(year)):
                words = date_format(start, "YEAR_MONTH_FORMAT")
                yield self._to(name, start, "month"), words, False
            return
        yield self._to(name, date(year, 1, 1)), f"{year}", True
        for start in self._held(periods_of(year, month)):
            yield self._to(name, start, "day"), date_format(start, "MONTH_DAY_FORMAT"), False

    def _chosen(self, key: str) -> int | None:
        value = str(self.params.get(key, ""))
        return int(value) if re.fullmatch("[0-9]{1,4}", value) and 0 < int(value) < 9999 else None

    def _to(self, name: str, start: date | None, depth: str = "year") -> str:
        parts = ("year", "month", "day")
        chosen: dict[str, Any] = {
            f"{name}__{part}": getattr(start, part)
            for part in parts[: parts.index(depth) + 1]
            if start
        }
        removed = [key for part in parts if (key := f"{name}__{part}") not in chosen]
        return self.get_query_string(chosen, removed)

    def _years(self) -> list[date]:
        name = str(self.date_hierarchy)
        rows = self.root_queryset.order_by()
        ends = [
            rows.order_by(order).values_list(name, flat=True).first()
            for order in (name, f"-{name}")
        ]
        if ends[0] is None or ends[1] is None:
            return []
        first, last = (timezone.localtime(end).year for end in ends)
        years = range(max(first, last - MOST_YEARS), last + 1)
        return self._held([(date(year, 1, 1), date(year + 1, 1, 1)) for year in years])

    def _held(self, periods: list[tuple[date, date]]) -> list[date]:
        """Return the starts of those periods that hold at least one row; one query."""
        name = str(self.date_hierarchy)
        rows: QuerySet[Model] = self.model._default_manager.order_by()
        tests = [
            Exists(rows.filter(**{f"{name}__gte": midnight(start), f"{name}__lt": midnight(end)}))
            for start, end in periods
        ]
        held = rows.values_list(*tests)[:1] if tests else []
        return [
            start for row in held for (start, _), holds in zip(periods, row, strict=True) if holds
        ]


def check_year(value: datetime) -> None:
    """Refuse a date that no article can have: a slip of the keyboard."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s."),
            code="year",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def periods_of(year: int, month: int | None = None) -> list[tuple[date, date]]:
    """Return the months of a year or the days of a month, each with the start of the next."""
    if month is None:
        starts = [date(year, number, 1) for number in range(1, 13)]
        return list(zip(starts, [*starts[1:], date(year + 1, 1, 1)], strict=True))
    if not 1 <= month <= 12:
        return []
    first = date(year, month, 1).toordinal()
    after = (date(year + month // 12, month % 12 + 1, 1)).toordinal()
    return [(date.fromordinal(n), date.fromordinal(n + 1)) for n in range(first, after)]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  (made aware)
