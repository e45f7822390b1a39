"""The archive: everything by its date; what a date holds is asked of one index, never counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.cards.lists import Span
from articles.text.headings import Kind, heading
from articles.web.cards import Section
from articles.web.listing import Row, earliest, listed, newest, which

# Years with a link to each; what is dated before them is found by its own address.
MOST_YEARS = 200
_FORMATS = ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")
_SHORT = ("Y", "F", "MONTH_DAY_FORMAT")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day where the site is; nothing at all is all time."""

    numbers: tuple[int, ...] = ()

    @classmethod
    def of(cls, moment: datetime, length: int) -> Self:
        """Return the day, month or year of a moment: 3, 2 or 1 of its numbers."""
        local = timezone.localtime(moment)
        return cls((local.year, local.month, local.day)[:length])

    @property
    def span(self) -> Span:
        """From its first moment until the next one begins; Http404 for no period of a calendar."""
        if not self.numbers:
            return Span()
        try:
            return Span(_begin(*self.numbers), _begin(*self._next()))
        except (ValueError, OverflowError) as error:
            raise Http404 from error

    @property
    def name(self) -> str:
        if not self.numbers:
            return ""
        return date_format(_day(*self.numbers), _FORMATS[len(self.numbers) - 1])

    @property
    def short(self) -> str:
        """Its name where what holds it has been named."""
        return date_format(_day(*self.numbers), _SHORT[len(self.numbers) - 1])

    @property
    def machine(self) -> str:
        """The same for the `datetime` of a `<time>`."""
        return "-".join(_written(self.numbers))

    @property
    def url(self) -> str:
        return reverse("web:archive", args=_written(self.numbers))

    @property
    def link(self) -> Section:
        return Section(self.name, self.url)

    @property
    def above(self) -> list[Section]:
        """The periods that hold this one, the longest first."""
        return [Period(self.numbers[:length]).link for length in range(1, len(self.numbers))]

    def parts(self, at: datetime) -> list[Period]:
        """Return its years, months or days that have an article, the newest first.

        Three queries at most, each a few steps along the index of dates.
        """
        if len(self.numbers) == 3:
            return []
        first, last = self._ends(at)
        if first is None or last is None:
            return []
        parts = list(self._possible(first, last))[:MOST_YEARS]
        seen = listed(at, heading(Kind.EVERYTHING))
        has_some = which([seen.filter(part.span.condition("sort_at")) for part in parts])
        return [part for part, has in zip(parts, has_some, strict=True) if has]

    def beside(self, at: datetime) -> tuple[Section | None, Section | None]:
        """Return the last period before and the first one after that have an article."""
        if not self.numbers:
            return None, None
        span, length = self.span, len(self.numbers)
        before, after = newest(at, 1, Span(end=span.start)), earliest(at, Span(start=span.end))
        return (
            Period.of(before[0][0], length).link if before else None,
            Period.of(after[0], length).link if after else None,
        )

    def _ends(self, at: datetime) -> tuple[Row | None, Row | None]:
        last = newest(at, 1, self.span)
        return earliest(at, self.span), last[0] if last else None

    def _possible(self, first: Row, last: Row) -> Iterator[Period]:
        """Yield the parts from the last article's to the first's."""
        length = len(self.numbers) + 1
        part, end = Period.of(last[0], length), Period.of(first[0], length)
        for number in range(part.numbers[-1], end.numbers[-1] - 1, -1):
            yield Period((*self.numbers, number))

    def _next(self) -> tuple[int, ...]:
        start, length = _day(*self.numbers), len(self.numbers)
        later = start + timedelta(days=(366, 31, 1)[length - 1])
        return (later.year, later.month, later.day)[:length]


def _day(year: int, month: int = 1, day: int = 1) -> date:
    return date(year, month, day)


def _begin(year: int, month: int = 1, day: int = 1) -> datetime:
    zone = timezone.get_current_timezone()
    return datetime(year, month, day, tzinfo=zone).astimezone(UTC)


def _written(numbers: tuple[int, ...]) -> list[str]:
    return [f"{number:0{width}}" for number, width in zip(numbers, (4, 2, 2), strict=False)]
