"""The day that a page's line prints, never more than is printed."""

from __future__ import annotations

import re
from datetime import date

from articles.text.lines import MONTHS

# A line about a text is short; a longer one tells a story that has days in it.
LONGEST_LINE = 160
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?(?:年|[-/.])\s?(?P<month>\d{1,2})"
        r"\s?(?:月|[-/.])\s?(?P<day>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(?P<year>(?:19|20)\d{{2}})(?!\d)",
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d{{2}})(?!\d)",
    )
)
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
    found = next(filter(None, (pattern.search(line) for pattern in _DAYS)), None)
    return _day(found.groupdict()) if found else None


def _day(parts: dict[str, str]) -> date | None:
    name = parts.get("name")
    month = MONTHS.index(name.capitalize()) + 1 if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None
