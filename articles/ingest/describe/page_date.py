"""The day that a page's line prints, never more than is printed."""

from __future__ import annotations

import re
from datetime import date

from articles.text.lines import DATE, MONTHS

# A line about a text is short; a longer one tells a story that has days in it.
LONGEST_LINE = 160
_PIECES = re.compile(r"\d+|[a-z]{3,}", re.IGNORECASE)
# Days of something else: of the site, of a licence, of a later change.
_OTHER_DAY = re.compile(
    r"©|\(c\)|copyright|版权|备案|许可证|更新时间|更新于|修改|updated|modified|上传时间",
    re.IGNORECASE,
)


def printed_day(line: str) -> date | None:
    """Return the day a line about a text prints, or None.

    >>> printed_day("Published 5 March 2021")
    datetime.date(2021, 3, 5)
    """
    if len(line) > LONGEST_LINE or _OTHER_DAY.search(line):
        return None
    found = DATE.search(line)
    return _day(*_PIECES.findall(found[0])) if found else None


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
