"""A date as pages print or state it: to an instant where it has a zone, else to its day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from articles.ingest.dated import Dated
from articles.text.day_words import is_span

EARLIEST, LATEST = 1800, 2200
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october"),
            *("nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# Names of zones that mean one thing wherever they are printed; CST and IST do not.
_HOURS = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
    "cet": 1,
    "cest": 2,
    "hkt": 8,
    "jst": 9,
}
_NAMES = "|".join(sorted(_HOURS, key=len, reverse=True))
_CLOCK = (
    r"(?:\s*+(?:(?:T|,|at|-|\||·|•|—)\s*+|[（(])?(?P<hour>\d{1,2})[:：时](?P<minute>\d{2})"
    r"(?:[:：分](?P<second>\d{2})(?:[.,]\d{1,9})?秒?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    rf"\s*[（(]?(?P<zone>(?:{_NAMES})\b|[+-]\d{{2}}:?\d{{2}}(?!\d))?)?"
)
_NUMBERS = re.compile(
    r"(?<!\d)(?P<year>(?:18|19|20|21)\d{2})\s?(?P<mark>[-/.年])\s?(?P<month>\d{1,2})\s?(?:(?P=mark)|月)"
    rf"\s?(?P<day>\d{{1,2}})(?!\d)\s?[日号]?{_CLOCK}",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<half>)(?P<zone>Z)?)?(?!\d)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    rf"\b(?:(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name2>{_MONTH}),?)"
    rf"\s+(?P<year>(?:18|19|20|21)\d{{2}})(?!\d),?{_CLOCK}",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    rf"\b(?P<name>{_MONTH})\s+(?P<year>(?:18|19|20)\d{{2}})(?!\d)", re.IGNORECASE
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*")


def moment_in(text: str) -> Dated | None:
    """Return the first date of a text; None where it prints none that can be.

    A clock without a zone is some place's, nobody knows which: it gives its day alone.

    >>> str(moment_in("Dec. 21, 2023 11:00 pm EST"))
    '2023-12-21T23:00:00-05:00'
    >>> str(moment_in("发布时间：2021年3月2日 08:30"))
    '2021-03-02'
    """
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return Dated(datetime.fromtimestamp(int(epoch[1]), UTC), "time")
    found = _printed(text)
    if found:
        return _dated(found)
    month = _MONTH_ONLY.search(text)
    if month and (number := _number(month["name"])):
        return Dated(date(int(month["year"]), number, 1), "month")
    return None


def is_impossible(text: str) -> bool:
    """Whether the first day that a text prints is none, as 30 February.

    >>> is_impossible("2021-02-30T08:00:00Z")
    True
    """
    found = _printed(text)
    return found is not None and _day(found) is None


def _printed(text: str) -> re.Match[str] | None:
    return _NUMBERS.search(text) or _ENGLISH.search(text) or _COMPACT.search(text)


def _number(name: str) -> int | None:
    return _MONTHS.get(name.lower().rstrip("."))


def _dated(found: re.Match[str]) -> Dated | None:
    day = _day(found)
    if day is None:
        return None
    parts = found.groupdict()
    if not parts.get("hour") or not parts.get("zone") or _is_span(found):
        return Dated(day, "day")
    try:
        hour = _hour(int(parts["hour"]), parts.get("half") or "")
        clock = datetime(
            day.year, day.month, day.day, hour, int(parts["minute"]), int(parts["second"] or 0),
            tzinfo=_zone(parts["zone"]),
        )  # fmt: skip
        clock.astimezone(UTC)
    except (ValueError, OverflowError):
        return Dated(day, "day")
    return Dated(clock, "time")


def _is_span(found: re.Match[str]) -> bool:
    """Whether what looks like a zone is when it ends what begins then; programs write a T."""
    start = found.start("hour")
    return found.string[start - 1] not in "Tt" and is_span(found.string[start : found.end()])


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    name = parts.get("name") or parts.get("name2")
    month = _number(name) if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month or 0, int(parts["day"] or parts["day2"]))
    except ValueError:
        return None


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _zone(name: str) -> timezone:
    hours = _HOURS.get(name.lower())
    if hours is not None:
        return UTC if hours == 0 else timezone(timedelta(hours=hours))
    digits = name[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if not offset:
        return UTC
    return timezone(-offset if name.startswith("-") else offset)
