"""The archive: everything by its date; what a date holds is asked of one index, never counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

# Years with a link to each, those nearest to today; what is dated beyond them is found by its own
# address. The first and the last one have a link in any case.
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
        """From its first moment until the next one begins; Http404 for no period of a calendar.

        Open where the calendar ends.
        """
        if not self.numbers:
            return Span()
        try:
            return Span(_begin(_day(*self.numbers)), _begin(self._next()))
        except ValueError as error:
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
        parts = list(self._possible(first, last, at))
        seen = listed(at, heading(Kind.EVERYTHING))
        has_some = which([seen.filter(part.span.condition("sort_at")) for part in parts])
        return [part for part, has in zip(parts, has_some, strict=True) if has]

    def beside(self, at: datetime) -> tuple[Section | None, Section | None]:
        """Return the last period before and the first one after that have an article."""
        if not self.numbers:
            return None, None
        span, length = self.span, len(self.numbers)
        before = newest(at, 1, Span(end=span.start)) if span.start else ()
        after = earliest(at, Span(start=span.end)) if span.end else None
        return (
            Period.of(before[0][0], length).link if before else None,
            Period.of(after[0], length).link if after else None,
        )

    def _ends(self, at: datetime) -> tuple[Row | None, Row | None]:
        last = newest(at, 1, self.span)
        return earliest(at, self.span), last[0] if last else None

    def _possible(self, first: Row, last: Row, at: datetime) -> Iterator[Period]:
        """Yield the parts from the last article's to the first's, of years not too many."""
        length = len(self.numbers) + 1
        start, end, today = (Period.of(one, length).numbers[-1] for one in (first[0], last[0], at))
        numbers: Sequence[int] = range(start, end + 1)
        if length == 1:
            near = sorted(numbers, key=lambda year: abs(year - today))[:MOST_YEARS]
            numbers = sorted({start, *near, end})
        yield from (Period((*self.numbers, number)) for number in reversed(numbers))

    def _next(self) -> date | None:
        """Return the first day of the period that comes next; None after the last."""
        length = len(self.numbers)
        try:
            later = _day(*self.numbers) + timedelta(days=(366, 31, 1)[length - 1])
        except OverflowError:
            return None
        return _day(*(later.year, later.month, later.day)[:length])


def _day(year: int, month: int = 1, day: int = 1) -> date:
    return date(year, month, day)


def _begin(day: date | None) -> datetime | None:
    """Return the first moment of a day where the site is; None beyond what has a moment."""
    if day is None:
        return None
    zone = timezone.get_current_timezone()
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None


def _written(numbers: tuple[int, ...]) -> list[str]:
    return [f"{number:0{width}}" for number, width in zip(numbers, (4, 2, 2), strict=False)]
