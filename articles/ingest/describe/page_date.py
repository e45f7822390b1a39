"""The day that a page's line prints, never more than is printed."""

from __future__ import annotations

import re
from datetime import date

from articles.ingest.describe.day_order import day_in_numbers, is_ambiguous, is_numbered
from articles.text.lines import DATE, MONTHS

# A line about a text is short; a longer one tells a story that has days in it.
LONGEST_LINE = 160
_PIECES = re.compile(r"\d+|[a-z]{3,}", re.IGNORECASE)
# Days of something else: of the site, of a licence, of a later change.
_OTHER_DAY = re.compile(
    r"©|\(c\)|copyright|版权|备案|许可证|更新时间|更新于|修改|updated|modified|上传时间",
    re.IGNORECASE,
)

# Where both are printed, the first is the text's.
_PUBLISHED = re.compile(r"published|posted|发布|发表|刊发", re.IGNORECASE)
_CHANGED = re.compile(r"更新时间|更新于|修改|updated|modified", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH_AND_DAY = re.compile(r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?")
LONGEST_MONTH_LINE = 40
_MONTH_NAME = "|".join(MONTHS)
_MONTH_LINE = re.compile(
    r"\D{0,12}?(?P<year>(?:19|20)\d{2})\s?(?:年|[-/.])\s?(?P<month>\d{1,2})\s?月?(?!\s?[-/.\d])"
    rf"|(?:[a-z]+:? ){{0,2}}(?P<name>{_MONTH_NAME})[a-z]*\.?,? (?P<its_year>(?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)


def printed_day(
    line: str, *, of_anything: bool = False, is_month_first: bool | None = None
) -> date | None:
    """Return the day a line about a text prints, or None; `of_anything` takes that of a change.

    Of a day in numbers `is_month_first` says the order, where the numbers do not.

    >>> printed_day("Published 5 March 2021")
    datetime.date(2021, 3, 5)
    """
    if len(line) > LONGEST_LINE or (is_other_day(line) and not of_anything):
        return None
    found = DATE.search(line)
    if found and is_numbered(found[0]):
        return day_in_numbers(found[0], is_month_first=is_month_first)
    return _day(*_PIECES.findall(found[0])[:3]) if found else None


def ambiguous_day(line: str) -> bool:
    """Whether the day that a line about a text prints is in numbers that may be one of two."""
    found = DATE.search(line) if len(line) <= LONGEST_LINE and not is_other_day(line) else None
    return found is not None and is_numbered(found[0]) and is_ambiguous(found[0])


def is_other_day(line: str) -> bool:
    """Whether a line's day is that of a change, a licence or the site."""
    other = _OTHER_DAY.search(line)
    if other is None or _PUBLISHED.search(line):
        return False
    first = DATE.search(line)
    return first is None or first.start() > other.start() or _CHANGED.fullmatch(other[0]) is None


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
    if found is None or is_other_day(line):
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
