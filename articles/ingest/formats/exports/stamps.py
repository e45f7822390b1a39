"""Dates as exports write them: ISO 8601, milliseconds since 1970, or the day of a local time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from articles.ingest.dated import DateCandidate, Dated, unread
from articles.ingest.formats.exports.json_text import Value

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<clock>\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?"
)
_MILLISECONDS = re.compile(r"\d{12,13}")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_YEAR = 1800


def stamp(text: str, *, rule: str, weight: float, line: int | None = None) -> DateCandidate | None:
    """Return the date that an export's field holds; None where the field is empty.

    A time without a zone gives its day: a zone is never added.
    """
    if not text.strip():
        return None
    dated = _dated(text.strip())
    if dated is None or dated.value.year < _EARLIEST_YEAR:
        return unread(text, line, weight)
    return DateCandidate(dated, rule, weight, line, text.strip()[:100])


def stamps(record: Value, known: Iterable[tuple[str, str, float]]) -> Iterator[DateCandidate]:
    """Yield the dates of a record: `known` are the keys that may hold one, its rule and weight."""
    for key, rule, weight in known:
        value = record.at(key)
        found = value and stamp(value.text, rule=rule, weight=weight, line=value.line)
        if found:
            yield found


def _dated(text: str) -> Dated | None:
    try:
        if found := _ISO.fullmatch(text):
            return _iso(found)
        if _MILLISECONDS.fullmatch(text):
            return Dated(_EPOCH + timedelta(milliseconds=int(text)), "time")
        if month := _MONTH.fullmatch(text):
            return Dated(date(int(month[1]), int(month[2]), 1), "month")
        return Dated(date(int(text), 1, 1), "year") if _YEAR.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def _iso(found: re.Match[str]) -> Dated:
    day = date.fromisoformat(found["day"])
    if not found["zone"]:
        return Dated(day, "day")
    clock = found["clock"].partition(".")[0]
    at = datetime.fromisoformat(f"{day}T{clock}{found['zone']}")
    return Dated(at.astimezone(UTC), "time")
