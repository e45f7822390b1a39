"""The day that a page's line prints, never more than is printed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from articles.ingest.dated import Dated
from articles.ingest.describe.day_order import day_in_numbers, is_ambiguous, is_numbered
from articles.ingest.printed_moments import moment_in
from articles.text.day_words import act_of_day
from articles.text.lexicon.acts import Act
from articles.text.lines import DATE, MONTHS

# A line about a text is short; a longer one tells a story that has days in it.
LONGEST_LINE = 160
_PIECES = re.compile(r"\d+|[a-z]{3,}", re.IGNORECASE)
# Of a line of the site's own or of a licence, no day is the text's.
_OF_SITE = re.compile(r"©|\(c\)|copyright|版权|备案|许可证", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH_AND_DAY = re.compile(r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?")
LONGEST_MONTH_LINE = 40
_BY_TRUST = (Act.PUBLISHED, None, Act.DRAWN_UP)
_MONTH_NAME = "|".join(MONTHS)
_MONTH_LINE = re.compile(
    r"\D{0,12}?(?P<year>(?:19|20)\d{2})\s?(?:年|[-/.])\s?(?P<month>\d{1,2}+)\s?月?+(?!\s?[-/.\d])"
    rf"|(?:[a-z]+:? ){{0,2}}(?P<name>{_MONTH_NAME})[a-z]*\.?,? (?P<its_year>(?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)


class PrintedDay(NamedTuple):
    """A day that a line prints: its words, the line from it to the next, what happened on it."""

    words: str
    stretch: str
    act: Act | None

    def day(self, *, is_month_first: bool | None = None) -> date | None:
        """Return the day, or None where no such day is; of numbers their order may be told."""
        if is_numbered(self.words):
            return day_in_numbers(self.words, is_month_first=is_month_first)
        return _day(*_PIECES.findall(self.words)[:3])

    def moment(self) -> Dated | None:
        """Return the instant where a clock and its zone stand behind the day, else the day."""
        day = self.day()
        if day is None:
            return None
        printed = moment_in(self.stretch)
        instant = printed.value if printed else None
        is_of_day = isinstance(instant, datetime) and instant.date() == day
        return printed if is_of_day else Dated(day, "day")


def days_of(line: str) -> tuple[PrintedDay, ...]:
    """Return the days that a line about a text prints, in order."""
    if len(line) > LONGEST_LINE:
        return ()
    found = list(DATE.finditer(line))
    ends = [*(one.start() for one in found), len(line)][1:]
    acts = [act_of_day(line, one.start(), one.end()) for one in found]
    if _OF_SITE.search(line) and Act.PUBLISHED not in acts:
        acts = [act or Act.OTHER for act in acts]
    return tuple(
        PrintedDay(one[0], line[one.start() : end], act)
        for one, end, act in zip(found, ends, acts, strict=True)
    )


def published_day(line: str) -> PrintedDay | None:
    """Return the day on which a line says a text was published, or that it prints without a word.

    Else it is that on which it was drawn up.

    >>> published_day("更新于 2024-01-05，发布于 2023-12-30").words
    '2023-12-30'
    """
    days = days_of(line)
    return next((one for act in _BY_TRUST for one in days if one.act is act), None)


def printed_day(line: str, *, is_month_first: bool | None = None) -> date | None:
    """Return the day a line about a text prints, or None.

    Of a day in numbers `is_month_first` says the order, where the numbers do not.

    >>> printed_day("Published 5 March 2021")
    datetime.date(2021, 3, 5)
    """
    found = published_day(line)
    return found.day(is_month_first=is_month_first) if found else None


def ambiguous_day(line: str) -> bool:
    """Whether the day that a line about a text prints is in numbers that may be one of two."""
    found = published_day(line)
    return found is not None and is_numbered(found.words) and is_ambiguous(found.words)


def parted_day(line: str, following: str) -> date | None:
    """Return the day of which one line prints the year and the next the month and the day."""
    year, rest = _YEAR.fullmatch(line), _MONTH_AND_DAY.fullmatch(following)
    return _day(line, rest["month"], rest["day"]) if year and rest else None


def printed_month(line: str) -> date | None:
    """Return the first day of the month that a short line prints without a day, or None.

    >>> printed_month("2019年9月")
    datetime.date(2019, 9, 1)
    """
    found = _MONTH_LINE.match(line) if len(line) <= LONGEST_MONTH_LINE else None
    if found is None or DATE.search(line) or _OF_SITE.search(line):
        return None
    start = found.start("name" if found["name"] else "year")
    if act_of_day(line, start, found.end()) in (Act.CHANGED, Act.OTHER):
        return None
    if found["name"]:
        return _day("1", found["name"], found["its_year"])
    return _day(found["year"], found["month"], "1")


def _day(first: str, second: str, third: str) -> date | None:
    """Return the day of three pieces: 2021 3 5, 5 March 2021 or March 5 2021."""
    if first.isdecimal() and second.isdecimal():
        year, month, day = first, int(second), third
    else:
        name, day = (second, first) if first.isdecimal() else (first, second)
        year, month = third, MONTHS.index(name[:3].capitalize()) + 1
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
