"""Days in numbers, 3/14/2024 or 14/3/2024: which comes first is told by the document or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from articles.text.lines import NUMBERED_DAY

MOST_CHARS = 100_000
_NUMBERED = re.compile(NUMBERED_DAY)
# Where English is no more than `en`, nothing is known.
_REGIONS = {"en-us": True, **dict.fromkeys("en-gb en-au en-nz en-ie en-in en-za".split(), False)}
_PIECES = re.compile(r"\d+")


def is_numbered(words: str) -> bool:
    """Whether words are a day in numbers with its year behind."""
    return _NUMBERED.fullmatch(words) is not None


def day_in_numbers(words: str, *, is_month_first: bool | None) -> date | None:
    """Return the day of three numbers; None where both orders are possible and neither is told.

    >>> day_in_numbers("3/14/2024", is_month_first=None)
    datetime.date(2024, 3, 14)
    """
    month_first, day_first = _readings(words)
    if is_ambiguous(words):
        return None if is_month_first is None else month_first if is_month_first else day_first
    return month_first or day_first


def is_ambiguous(words: str) -> bool:
    """Whether a day in numbers may be one of two."""
    month_first, day_first = _readings(words)
    return bool(month_first and day_first) and month_first != day_first


def order_of_region(language: str) -> bool | None:
    """Say whether the month comes first where a language is written so; None if nobody knows.

    >>> order_of_region("en-GB")
    False
    """
    region = language.strip().replace("_", "-").lower()
    return _REGIONS.get(region)


def month_comes_first(text: str, days: frozenset[date]) -> bool | None:
    """Say in which order a document writes days in numbers; None where it does not show that.

    It shows it by days that have one reading, all the same way; where none has, by one of the two
    readings being a day that it also says in another form: `days`.
    """
    found = _numbered(text)
    told = {bool(one) for one, other in found if (one is None) != (other is None)}
    told = told or set(_also_said(found, days))
    return told.pop() if len(told) == 1 else None


# A text, and a day that is stated outside of it.
@lru_cache(maxsize=2)
def _numbered(text: str) -> frozenset[tuple[date | None, date | None]]:
    return frozenset(_readings(one[0]) for one in _NUMBERED.finditer(text, 0, MOST_CHARS))


def _also_said(
    found: Iterable[tuple[date | None, date | None]], days: frozenset[date]
) -> Iterator[bool]:
    for month_first, day_first in found:
        if (month_first in days) != (day_first in days):
            yield month_first in days


def _readings(words: str) -> tuple[date | None, date | None]:
    """Return the day if the first number is the month, and if the second is."""
    first, second, year = (int(piece) for piece in _PIECES.findall(words))
    return _day(year, first, second), _day(year, second, first)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
