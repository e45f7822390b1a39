"""The dates of a feed's entry: as exact as they are printed, never more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate
from typing import Any

from articles.ingest.dated import DateCandidate, Dated, unread
from articles.ingest.formats.exports.xml_reading import XmlReading
from articles.ingest.formats.exports.xml_text import Element
from articles.ingest.formats.feed.names import DATES
from articles.ingest.printed_moments import is_impossible, moment_in

_RULES = {
    "published": "export_published",
    "created": "export_created",
    "updated": "export_changed",
}

_CLOCK = re.compile(r"\d{1,2}:\d{2}|T\d{4}")
_ZONE = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|[+-]\d{2}:?\d{2})\s*(?:\([^()]*\))?\s*$", re.I)
# Of these feedparser reads the year or the clock, and takes the rest from today.
_HALF_READ = re.compile(
    r"\d{4}\s*(?:[/.年]|\s[^\W\d]|-W|-\d{3}(?!\d)|-(?:00|1[3-9]|[2-9]\d)(?!\d))|[\d:]{1,5}$(?<!\d{4})"
)
_NUMBER = re.compile(r"\d{9,}")
_NAMED = re.compile(r"[A-Za-z]{3}|年|\d{4}[/.]")
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEAR = re.compile(r"\d{4}")
# What each date of an entry weighs. A change is no publication; a year alone tells nothing.
# RSS 1.0 has no other date than that of Dublin Core.
_ONLY_DATE = "dc:date"
_WEIGHTS = {"published": 1.0, _ONLY_DATE: 0.8, "created": 0.6, "updated": 0.4}
_YEAR_WEIGHT = 0.3


def dates(
    values: Mapping[str, Any], elements: Sequence[Element], reading: XmlReading
) -> tuple[DateCandidate, ...]:
    """Return the dates of an entry, each with the element that says it."""
    found = []
    for key in _RULES:
        printed = str(values.get(key) or "").strip()
        if not printed:
            continue
        dated = _dated(printed, values.get(f"{key}_parsed"))
        element = _saying(printed, elements, reading)
        rule = _RULES["published" if _is_only(element) else key]
        said = reading.said(element, rule, printed).evidence if element else None
        line, text = (said.line, said.text) if said else (None, printed)
        weight = _weight(key, dated, element)
        found.append(
            DateCandidate(dated, rule, weight, line, text)
            if dated
            else unread(printed, line, weight)
        )
    return tuple(found)


def _day(printed: str) -> Dated | None:
    """Return the day of a date of RFC 822 without a zone, which feedparser does not read."""
    try:
        found = parsedate(printed)
        return Dated(date(*found[:3]), "day") if found else None
    except (ValueError, IndexError, TypeError):
        return None


def _dated(printed: str, parsed: Any) -> Dated | None:
    """Return the date that is printed, as one of three readers of dates understands it."""
    # feedparser would count on, to the 2nd of March, and take a number's first digits for a year.
    if is_impossible(printed):
        return None
    if _NUMBER.fullmatch(printed):
        return moment_in(printed)
    if _HALF_READ.match(printed):
        return moment_in(printed) if _NAMED.search(printed) else None
    found = as_printed(printed, parsed) or _day(printed)
    return found or (moment_in(printed) if _NAMED.search(printed) else None)


def _weight(key: str, dated: Dated | None, element: Element | None) -> float:
    if dated and dated.precision == "year":
        return _YEAR_WEIGHT
    return _WEIGHTS[_ONLY_DATE if _is_only(element) else key]


def _is_only(element: Element | None) -> bool:
    return element is not None and element.name == _ONLY_DATE


def as_printed(printed: str, parsed: Any) -> Dated | None:
    """Return a date that was parsed, an instant only where a clock and its zone are printed."""
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    if _CLOCK.search(printed) and _ZONE.search(printed):
        return Dated(moment, "time")
    if _YEAR.fullmatch(printed):
        return Dated(date(moment.year, 1, 1), "year")
    if _MONTH.fullmatch(printed):
        return Dated(date(moment.year, moment.month, 1), "month")
    return Dated(moment.date(), "day")


def _saying(printed: str, elements: Sequence[Element], reading: XmlReading) -> Element | None:
    named = (one for one in elements if one.name in DATES)
    return next((one for one in named if reading.xml.value(one).strip() == printed), None)
