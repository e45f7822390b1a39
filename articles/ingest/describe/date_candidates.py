"""All dates that a document could mean by its publication, weighed; and which of them it is.

What weighs less than half is a date of something else or of nothing sure, shown and never taken:
a crawler's clock, a footer's year, the day of a later change.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import attrgetter

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.describe.day_order import (
    MOST_CHARS,
    month_comes_first,
    order_of_region,
)
from articles.ingest.describe.page_date import (
    PrintedDay,
    ambiguous_day,
    days_of,
    parted_day,
    printed_day,
    printed_month,
    published_day,
)
from articles.ingest.records import Block, BlockKind, Marked, PartKind, RawDocument
from articles.text.day_words import waits_for_day
from articles.text.lexicon import Kind
from articles.text.lexicon.acts import Act
from articles.text.lines import DATE, DAY

LEAST_WEIGHT = 0.5
# By rule; those of a header's own date stand with it.
WEIGHTS = {
    "day_line": 0.8,
    "url_day": 0.6,
    "month_line": 0.55,
    "drawn_up": 0.55,
    "dateline": 0.5,
    "day_above_title": 0.5,
    "numbered_day": 0.8,
    "updated_line": 0.3,
    "other_day": 0.0,
    "date_unread": 0.0,
    "ambiguous_day": 0.2,
    "dateline_without_year": 0.2,
    "footer_year": 0.05,
}
OTHER_DAYS: dict[Act | None, str] = {Act.CHANGED: "updated_line", Act.OTHER: "other_day"}
MOST_CANDIDATES = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d{2})(?P<joint>[-/_]?)(?P<month>\d{2})(?P=joint)[-/]?(?P<day>\d{2})(?!\d)"
)
# Agencies begin so: place, day, and that it came by wire.
_DATELINE = re.compile(
    rf"^[（(【\[]?(?P<before>[\u3400-\u9fff·]{{0,20}}?)(?P<day>{DAY}|\d{{1,2}}月\d{{1,2}}日)(?:电|讯|专电)"
)
_ENGLISH_DATELINE = re.compile(r"^[A-Z][A-Z .'-]{2,30},(?P<day>[^(—–]{6,24})(?:\(|—|–|--)")


def choose(candidates: Iterable[DateCandidate]) -> DateCandidate | None:
    """Return the candidate that is the date, the first among equals; None where none is."""
    taken = [one for one in candidates if one.dated and one.weight >= LEAST_WEIGHT]
    return max(taken, key=lambda one: one.weight, default=None)


def printed_candidates(
    raw: RawDocument, marked: Sequence[Marked], address: str = ""
) -> tuple[DateCandidate, ...]:
    """Return the dates that a document prints beside and in an article, in order, each once."""
    found: dict[tuple[str, str], DateCandidate] = {}
    printed = list(_of_marks(raw, marked))
    is_unclear = any(one.rule == "ambiguous_day" for one in printed)
    order = day_order(raw, address) if is_unclear else None
    for one in printed:
        told = _told(one, is_month_first=order) if one.rule == "ambiguous_day" else one
        found.setdefault((told.rule, str(told.dated or told.text)), told)
    day = _url_day(address)
    if day is not None:
        found["url_day", ""] = _candidate("url_day", Dated(day, "day"), None, address)
    return tuple(found.values())[:MOST_CANDIDATES]


def day_order(raw: RawDocument, address: str = "", stated: str = "") -> bool | None:
    """Say whether the month comes first in a document's days in numbers; None if nothing tells.

    Its other days tell it, that of its address, then the region of its header's language.
    `stated` is a day in numbers that may stand outside its text.
    """
    day = _url_day(address)
    days = _days(raw.text) | ({day} if day else frozenset())
    order = month_comes_first(raw.text, days)
    if order is None and stated:
        order = month_comes_first(stated, days)
    language = raw.field("lang", "language", "locale")
    return order if order is not None or language is None else order_of_region(language.value)


@lru_cache(maxsize=1)
def _days(text: str) -> frozenset[date]:
    """Return the days that a text says in one way only; each article of an export asks again."""
    found = (printed_day(one[0]) for one in DATE.finditer(text, 0, MOST_CHARS))
    return frozenset(day for day in found if day)


def _told(found: DateCandidate, *, is_month_first: bool | None) -> DateCandidate:
    """Return a day in numbers as the rest of the document shows how to read it, if it does."""
    day = printed_day(found.text, is_month_first=is_month_first)
    if day is None:
        return found
    return _candidate("numbered_day", Dated(day, "day"), found.line, found.text)


def _url_day(address: str) -> date | None:
    url = _URL_DAY.search(address)
    return _date(url["year"], url["month"], url["day"]) if url else None


def _of_marks(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[DateCandidate]:
    beside = [one for one in marked if one.block.kind is not BlockKind.HEADER]
    lines = [one for one in beside if _is_about(one)]
    titles = (one for one in beside if one.kind is PartKind.TITLE)
    title = next(titles, None) if lines else None
    for one, following in zip(lines, [*lines[1:], None], strict=False):
        is_above = title is not None and one.block.start < title.block.start
        for found in _of_line(raw, one, following):
            yield _above_title(found) if is_above and found.rule == "day_line" else found
    first = next((one for one in beside if one.kind is PartKind.BODY), None)
    if first is not None:
        yield from _of_dateline(raw.words(first.block)[:120], first.block.line)
    for one in beside:
        if one.reason == Kind.FOOTER:
            yield from _of_footer(raw.words(one.block)[:200], one.block.line)


def _label_above(raw: RawDocument, block: Block) -> str:
    """Return the label of a line's day that stands in the line above, or ""."""
    index = bisect_left(raw.blocks, block.start, key=attrgetter("start"))
    above = raw.words(raw.blocks[index - 1]).strip() if index else ""
    return above if waits_for_day(above) else ""


def _above_title(found: DateCandidate) -> DateCandidate:
    return replace(found, rule="day_above_title", weight=WEIGHTS["day_above_title"])


def _is_about(one: Marked) -> bool:
    return not one.reason and one.kind in (PartKind.METADATA, PartKind.CREDIT)


def _of_line(raw: RawDocument, one: Marked, following: Marked | None) -> Iterator[DateCandidate]:
    words, line = raw.visible(one.block).strip(), one.block.line
    if "19" not in words and "20" not in words:
        return
    said = f"{_label_above(raw, one.block)} {words}".lstrip()
    published = published_day(said)
    dated = (published.moment() if published else None) or _in_parts(raw, said, following)
    if dated is not None:
        rule = "month_line" if dated.precision == "month" else _rule(published)
        yield _candidate(rule, dated, line, words)
    elif published is not None:
        rule = "ambiguous_day" if ambiguous_day(said) else "date_unread"
        yield _candidate(rule, None, line, words)
    for other in days_of(said) if dated is None else ():
        day = other.day() if other.act in OTHER_DAYS else None
        if day is not None:
            yield _candidate(OTHER_DAYS[other.act], Dated(day, "day"), line, words)


def _rule(found: PrintedDay | None) -> str:
    return "drawn_up" if found and found.act is Act.DRAWN_UP else "day_line"


def _in_parts(raw: RawDocument, words: str, following: Marked | None) -> Dated | None:
    """Return a day that is set in two lines, or a month without a day."""
    day = parted_day(words, raw.words(following.block).strip()) if following else None
    month = printed_month(words) if day is None else None
    return Dated(day, "day") if day else Dated(month, "month") if month else None


def _of_dateline(words: str, line: int) -> Iterator[DateCandidate]:
    is_wired = "电" in words or "讯" in words
    match = (_DATELINE.match(words) if is_wired else None) or _ENGLISH_DATELINE.match(words)
    if match is None:
        return
    day = printed_day(match["day"]) if DATE.search(match["day"]) else None
    if day is not None:
        yield _candidate("dateline", Dated(day, "day"), line, match[0])
    elif "月" in match["day"]:
        yield _candidate("dateline_without_year", None, line, match[0])


def _of_footer(words: str, line: int) -> Iterator[DateCandidate]:
    years = _YEAR.findall(words)
    if years:
        yield _candidate("footer_year", Dated(date(int(years[-1]), 1, 1), "year"), line, words)


def _candidate(rule: str, dated: Dated | None, line: int | None, text: str) -> DateCandidate:
    return DateCandidate(dated, rule, WEIGHTS[rule], line, text[:200])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
