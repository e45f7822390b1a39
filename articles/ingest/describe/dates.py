"""When a text was first published, as far as the document says it: never more than is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from articles.ingest.describe.page_date import printed_day
from articles.ingest.records import Dated, Evidence, Marked, PartKind, RawDocument, Warn

# No page is older, and zones before and behind UTC need room on both sides of a date.
EARLIEST_YEAR = 1800
# A clock that is a little fast is no reason to know nothing.
FUTURE = timedelta(days=1)
HEADER_KEYS = ("date", "published", "pubdate", "published_at", "publishdate", "datepublished")

_RFC = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}")
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:(?P<joint>[T ])(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date with what shows it, or what an editor should know about why there is none."""

    value: Dated | None = None
    evidence: Evidence | None = None
    warning: Warn | None = None


def header_date(raw: RawDocument, at: datetime | None = None) -> Date:
    """Return the date of a header: an instant where it has a zone, else the day it prints.

    A day and a clock with a space between and no zone is what a crawler writes: its own time.
    Nothing counts that lies more than a day after `at`, which is now, or before 1800.
    """
    found = raw.field(*HEADER_KEYS)
    if found is None:
        return Date()
    value = found.value.strip()
    if _RFC.match(value):
        return _dated(_rfc(value), Evidence("header_rfc1123", found.line, value), at)
    iso = _ISO.match(value)
    if iso is None:
        return Date(warning=Warn("date_unread", line=found.line))
    if iso["joint"] == " " and not iso["zone"]:
        return Date(warning=Warn("crawl_time", line=found.line, params={"value": value}))
    return _dated(_iso(iso), Evidence("header_iso", found.line, value), at)


def printed_date(raw: RawDocument, marked: Sequence[Marked], at: datetime | None = None) -> Date:
    """Return the day that a line about the text prints, the first such line of the article.

    A day that cannot be is passed over, and said where no other follows.
    """
    unread = Date()
    for one in marked:
        if one.kind not in (PartKind.METADATA, PartKind.CREDIT) or one.reason:
            continue
        line = raw.words(one.block).strip()
        day = printed_day(line)
        if day is not None:
            dated = _dated(day, Evidence("day_line", one.block.line, line), at)
            if dated.value is not None:
                return dated
            unread = dated
    return unread


def date_warnings(raw: RawDocument, marked: Sequence[Marked]) -> tuple[Warn, ...]:
    """Return what an editor should know of the dates of a document, its header's or its pages'."""
    articles = dict.fromkeys(one.article for one in marked if one.article is not None)
    found = [header_date(raw)]
    if not raw.header or len(articles) > 1:
        found += [printed_date(raw, [m for m in marked if m.article == one]) for one in articles]
    return tuple(one.warning for one in found if one.warning)


def _dated(value: datetime | date | None, evidence: Evidence, at: datetime | None) -> Date:
    if value is None or not _is_likely(value, (at or datetime.now(UTC)) + FUTURE):
        return Date(warning=Warn("date_unread", line=evidence.line))
    return Date(Dated(value, "time" if isinstance(value, datetime) else "day"), evidence)


def _is_likely(value: datetime | date, latest: datetime) -> bool:
    is_past = value <= latest if isinstance(value, datetime) else value <= latest.date()
    return is_past and value.year >= EARLIEST_YEAR


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
