"""When a text was first published, as far as the document says it: never more than is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.describe.date_candidates import (
    LEAST_WEIGHT,
    choose,
    day_order,
    printed_candidates,
)
from articles.ingest.describe.day_order import day_in_numbers, is_ambiguous, is_numbered
from articles.ingest.describe.labels import names_its_site
from articles.ingest.describe.page_date import ambiguous_day, printed_day
from articles.ingest.records import Entry, Evidence, HeaderField, Marked, RawDocument, Warn
from articles.text import lines
from articles.text.header_keys import DATE, is_no, is_yes

# No page is older, and zones before and behind UTC need room on both sides of a date.
EARLIEST_YEAR = 1800
# A clock that is a little fast is no reason to know nothing.
FUTURE = timedelta(days=1)
HEADER_WEIGHT = 1.0

__all__ = [
    "Date",
    "all_dates",
    "choose",
    "date_warnings",
    "header_date",
    "likely",
    "printed_date",
    "stated_date_warnings",
    "stated_dates",
]

_RFC = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}")
_WEEKDAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s+|(?:星期|周).[，,]?\s*")
_STROKES = re.compile(r"^(\d{4})/(\d{1,2})/(?=\d)")
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:(?P<joint>[T ])(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date with what shows it, or what an editor should know about why there is none."""

    value: Dated | None = None
    evidence: Evidence | None = None
    warning: Warn | None = None


def header_date(raw: RawDocument, at: datetime | None = None) -> Date:
    """Return the date of a header: an instant where it has a zone, else the day it prints.

    A day and a clock with a space between and no zone is what a crawler writes: its own time. In
    the header of a post it is its writer's, in a zone that is not told: that gives the day.
    Nothing counts that lies more than a day after `at`, which is now, or before 1800.
    """
    found = _field(raw)
    if found is None:
        return Date()
    value = found.value.strip()
    if _RFC.match(value):
        return _dated(_rfc(value), Evidence("header_rfc1123", found.line, value), at)
    iso = _ISO.match(_STROKES.sub(r"\1-\2-", value))
    if iso is None:
        return _in_words(raw, Evidence("header_date", found.line, value), at)
    if iso["joint"] == " " and not iso["zone"] and names_its_site(raw):
        return Date(warning=Warn("crawl_time", line=found.line, params={"value": value}))
    return _dated(_iso(iso), Evidence("header_iso", found.line, value), at)


def _in_words(raw: RawDocument, evidence: Evidence, at: datetime | None) -> Date:
    """Return the day that a header's date begins with, if it is `3 May 2024` or `5/3/2024`."""
    words = _day_words(evidence.text)
    if not words:
        return Date(warning=_unread(evidence.line, evidence.text))
    day = printed_day(words, is_month_first=day_order(raw))
    if day is None and ambiguous_day(words):
        params = {"value": evidence.text[:40]}
        return Date(warning=Warn("ambiguous_day", line=evidence.line, params=params))
    return _dated(day, evidence, at)


def _day_words(value: str) -> str:
    """Return the words of the day that a value begins with, or ""."""
    weekday = _WEEKDAY.match(value)
    found = lines.DATE.match(value, weekday.end() if weekday else 0)
    return found[0] if found else ""


def stated_dates(raw: RawDocument, entry: Entry) -> tuple[DateCandidate, ...]:
    """Return the dates that an entry states; days in numbers, as the document's others are.

    The language of a feed is no sign of their order: programs have one from the start.
    """
    return tuple(
        _told(raw, entry, one) if one.rule == "date_unread" else one for one in entry.dates
    )


def _told(raw: RawDocument, entry: Entry, found: DateCandidate) -> DateCandidate:
    words = _day_words(found.text)
    if not is_numbered(words):
        return replace(found, weight=0.0)
    day = day_in_numbers(words, is_month_first=None)
    if is_ambiguous(words):
        order = day_order(raw, entry.url.value if entry.url else "", words)
        day = day_in_numbers(words, is_month_first=order)
        found = replace(found, rule="ambiguous_day")
    if day is None:
        return replace(found, weight=0.0)
    return replace(found, dated=Dated(day, "day"), rule="numbered_day")


def printed_date(
    raw: RawDocument, marked: Sequence[Marked], at: datetime | None = None, *, address: str = ""
) -> Date:
    """Return the date that the lines about an article print, as `choose` weighs them.

    A day that cannot be is passed over, and said where no other follows.
    """
    found = printed_candidates(raw, marked, address)
    best = choose(likely(found, at))
    if best is not None:
        return Date(best.dated, Evidence(best.rule, best.line, best.text))
    unclear = next((one for one in found if one.rule == "ambiguous_day"), None)
    unlikely = choose(found) or next((one for one in found if one.rule == "date_unread"), None)
    if unlikely is not None:
        return Date(warning=_unread(unlikely.line, unlikely.text))
    if unclear is None:
        return Date()
    params = {"value": unclear.text[:40]}
    return Date(warning=Warn("ambiguous_day", line=unclear.line, params=params))


def _unread(line: int | None, text: str) -> Warn:
    return Warn("date_unread", line=line, params={"value": text[:40]})


def all_dates(
    raw: RawDocument, marked: Sequence[Marked], *, has_header: bool, address: str = ""
) -> tuple[DateCandidate, ...]:
    """Return every date that a document could mean by an article's publication, weighed."""
    header = _header_candidate(raw) if has_header else None
    printed = likely(printed_candidates(raw, marked, address), None)
    return (header, *printed) if header else printed


def _header_candidate(raw: RawDocument) -> DateCandidate | None:
    found, field = header_date(raw), _field(raw)
    if field is None:
        return None
    rule = found.evidence.rule if found.evidence else found.warning.code if found.warning else ""
    weight = HEADER_WEIGHT if found.value else 0.0
    return DateCandidate(found.value, rule, weight, field.line, field.value.strip()[:200])


def likely(found: Iterable[DateCandidate], at: datetime | None = None) -> tuple[DateCandidate, ...]:
    """Return those that lie neither in the future, from `at` or now on, nor before any page."""
    found = tuple(found)
    if not found:
        return ()
    latest = (at or datetime.now(UTC)) + FUTURE
    return tuple(one for one in found if not one.dated or _is_likely(one.dated.value, latest))


def date_warnings(raw: RawDocument, marked: Sequence[Marked]) -> tuple[Warn, ...]:
    """Return what an editor should know of the dates of a document, its header's or its pages'."""
    articles = dict.fromkeys(one.article for one in marked if one.article is not None)
    found = [header_date(raw)]
    if not raw.header or len(articles) > 1:
        found += [printed_date(raw, [m for m in marked if m.article == one]) for one in articles]
    return tuple(one.warning for one in found if one.warning)


def stated_date_warnings(raw: RawDocument) -> tuple[Warn, ...]:
    """Return warnings of the dates of an export that cannot be taken: the first, and how many."""
    stated = [one for entry in raw.entries for one in stated_dates(raw, entry)]
    found = {
        "date_unread": [one for one in stated if _cannot_be(one)],
        "ambiguous_day": [one for one in stated if one.rule == "ambiguous_day"],
    }
    return tuple(
        Warn(code, line=told[0].line, params={"value": told[0].text[:40], "count": len(told)})
        for code, told in found.items()
        if told
    )


def _cannot_be(found: DateCandidate) -> bool:
    return found.rule == "date_unread" or (found.weight >= LEAST_WEIGHT and not likely([found]))


def _field(raw: RawDocument) -> HeaderField | None:
    """Return the header field that holds a date; `published` may also say whether, not when."""
    named = [one for one in raw.header if one.key in DATE and one.value.strip()]
    return next((one for one in named if not is_no(one.value) and not is_yes(one.value)), None)


def _dated(value: datetime | date | None, evidence: Evidence, at: datetime | None) -> Date:
    if value is None or not _is_likely(value, (at or datetime.now(UTC)) + FUTURE):
        return Date(warning=_unread(evidence.line, evidence.text))
    return Date(Dated(value, "time" if isinstance(value, datetime) else "day"), evidence)


def _is_likely(value: datetime | date, latest: datetime) -> bool:
    is_past = value <= latest if isinstance(value, datetime) else value <= latest.date()
    return is_past and value.year >= EARLIEST_YEAR


# An article and its document both ask for the day of one header.
@lru_cache(maxsize=16)
def _rfc(value: str) -> datetime | date | None:
    try:
        found = parsedate_to_datetime(value)
        return found.astimezone(UTC) if found.tzinfo else found.date()
    except (ValueError, TypeError, OverflowError):
        return None


def _iso(found: re.Match[str]) -> datetime | date | None:
    day = _day(*found["day"].split("-"))
    if day is None or not found["clock"] or not found["zone"]:
        return day
    zone = found["zone"].replace("UTC", "Z").replace("GMT", "Z")
    clock = found["clock"].zfill(8 if found["clock"].count(":") == 2 else 5)
    try:
        return datetime.fromisoformat(f"{day}T{clock}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
