"""A page of a list, from a place in it: page 10,000 costs what page 1 does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import Exists, F, Q, QuerySet, Value
from django.http import Http404, HttpRequest

from articles import models
from articles.cards.comparison import RowComparison
from articles.cards.lists import EVER, Reader, Span, Wanted, entries
from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Listed
from articles.web.cards import Card, cards_of

# Full rows of two cards and of three; see the grid in site.css.
PAGE_SIZE = 18
OLDER, NEWER = "before", "after"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(rf"(-?[0-9]{{1,18}})\.({PUBLIC_ID_PATTERN})", re.ASCII)

# What places an article in a list, and its key.
Row = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list and the way to go from there.

    It is a place and no article: it stays good when the article it was made from goes.
    """

    at: datetime
    public_id: str
    is_older: bool = True

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        """Return the place that an address names, None for the start of the list.

        Raises Http404 for what is no place.
        """
        for name in (OLDER, NEWER):
            if text := request.GET.get(name, ""):
                return cls(*_read(text), is_older=name == OLDER)
        return None

    @property
    def key(self) -> tuple[datetime, str]:
        return self.at, self.public_id

    def condition(self, column: str, public_id: str = "public_id") -> RowComparison:
        """Return what rows behind the place fulfil."""
        place = (Value(self.at), Value(self.public_id))
        return RowComparison(
            F(column), F(public_id), *place, operator="<" if self.is_older else ">"
        )


# Up to so many rows from a place on; from the start without one.
Walk = Callable[[Place | None, int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, newest first; `older` and `newer` are the queries of its neighbours."""

    rows: list[Row]
    older: str = ""
    newer: str = ""
    is_first: bool = True
    cards: Sequence[Card] = ()

    @property
    def keys(self) -> list[int]:
        return [key for _at, _public_id, key in self.rows]


def turned(walk: Walk, place: Place | None) -> Page:
    """Return the page of a list that begins at a place, without its cards.

    Whoever goes back as far as the start gets the first page, whole.
    """
    found = list(walk(place, PAGE_SIZE + 1))
    rows, has_more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    if place is None:
        return Page(rows, older=_query(OLDER, rows[-1]) if has_more else "")
    if place.is_older:
        newer = _query(NEWER, rows[0]) if rows else ""
        older = _query(OLDER, rows[-1]) if has_more else ""
        return Page(rows, older, newer, is_first=False)
    if not has_more:
        return turned(walk, None)
    rows.reverse()
    return Page(rows, _query(OLDER, rows[-1]), _query(NEWER, rows[0]), is_first=False)


def page_of(request: HttpRequest, at: datetime, *headings: int, dates: Span = EVER) -> Page:
    """Return the articles under all of the headings, at the place that the address names."""
    page = turned(_walk(at, headings, dates), Place.read(request))
    return replace(page, cards=cards_of(page.keys, at))


def newest(at: datetime, size: int, dates: Span = EVER) -> Sequence[Row]:
    """Return the newest articles of all."""
    return _walk(at, (), dates)(None, size)


def earliest(at: datetime, dates: Span = EVER) -> Row | None:
    """Return the first article of a span."""
    within = _rows(at, (), dates).filter(dates.condition("sort_at"))
    rows = within.order_by("sort_at", "public_id")
    found: Row | None = rows.values_list("sort_at", "public_id", "card").first()
    return found


def listed(at: datetime, number: int) -> QuerySet[Listed]:
    """Return what readers see under a heading, in no order."""
    begun = ~Q(published_at__gt=at)
    return Listed.objects.filter(Reader(at).sees("card__"), begun, heading=number)


def which(rows: Sequence[QuerySet[Listed]]) -> list[bool]:
    """Return for each whether there are any, in one query."""
    probes = {f"probe_{number}": Exists(some) for number, some in enumerate(rows)}
    # Of any card: readers see nothing where there is none.
    answers = models.Card.objects.annotate(**probes).values_list(*probes).first()
    return list(answers or [False] * len(rows))


def _walk(at: datetime, headings: tuple[int, ...], dates: Span) -> Walk:
    def walk(place: Place | None, size: int) -> Sequence[Row]:
        rows = _rows(at, headings, dates)
        if place is None:
            rows = rows.filter(dates.condition("sort_at"))
        else:
            within = dates.towards("sort_at", place.at, later=not place.is_older)
            rows = rows.filter(within, place.condition("sort_at"))
        sign = "-" if place is None or place.is_older else ""
        ordered = rows.order_by(f"{sign}sort_at", f"{sign}public_id")
        return list(ordered.values_list("sort_at", "public_id", "card")[:size])

    return walk


def _rows(at: datetime, headings: tuple[int, ...], dates: Span) -> QuerySet[Listed]:
    return entries(Wanted(headings, "sort_at", sort_at=dates), Reader(at))


def _query(name: str, row: Row) -> str:
    at, public_id, _key = row
    return f"{name}={(at - _EPOCH) // _MICROSECOND}.{public_id}"


def _read(text: str) -> tuple[datetime, str]:
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise Http404
    try:
        return _EPOCH + int(match[1]) * _MICROSECOND, match[2]
    except OverflowError as error:
        raise Http404 from error
