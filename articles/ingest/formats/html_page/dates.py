"""When a page's article was published: every date it could be, by who says it and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from articles.ingest.dated import DateCandidate, Dated, unread
from articles.ingest.formats.html_page.json_ld import Statements, texts
from articles.ingest.formats.html_page.meta_tags import Head
from articles.ingest.formats.html_page.structure import Spot, Structure
from articles.ingest.printed_moments import moment_in
from articles.text.day_words import act_of_day, waits_for_day
from articles.text.lexicon.acts import Act
from articles.text.lines import NUMBERED_DAY

# Whom to believe, from 0 to 1. Under 0.5 nothing becomes a date: what is said of a change, what
# stands in a list of other articles, a year in the footer.
STATED = {"datepublished": 0.95, "pubdate": 0.94, "datecreated": 0.6, "datemodified": 0.3}
TAGGED = {
    **dict.fromkeys(
        ("article:published_time", "og:article:published_time", "article:published"), 0.9
    ),
    **dict.fromkeys(("datepublished", "og:published_time", "og:release_date"), 0.88),
    **dict.fromkeys(
        "pubdate publishdate publish_date publish-date publisheddate publishtime published"
        " publication_date firstpublishedtime parsely-pub-date sailthru.date article.published"
        " article_date_original dc.date.issued dcterms.issued bytedance:published_time"
        " weibo:article:create_at published_at publishedtime og:pubdate".split(),
        0.85,
    ),
    **dict.fromkeys("date dc.date dcterms.date dcterms.created dc.date.created".split(), 0.8),
    **dict.fromkeys("datecreated created".split(), 0.6),
    **dict.fromkeys(
        "article:modified_time og:updated_time datemodified lastmod last-modified modified"
        " dcterms.modified article_date_updated revised".split(),
        0.3,
    ),
}
LABELLED, NEAR, ADDRESS, CHANGED, ELSEWHERE, FOOTER = 0.78, 0.72, 0.55, 0.3, 0.2, 0.05
# Words that a day has beside it, where they do not say what happened on it.
_LABEL = re.compile(r"(?:时间|日期|来源)[^\d]{0,24}$")
# Other properties tell of what happens, of a person or of the page's own data.
_PROPERTIES = frozenset("date pubdate datepublished datecreated dateissued datemodified".split())
_NO_DAY = {
    Act.CHANGED: ("", CHANGED),
    Act.OTHER: ("other_day", 0.0),
    Act.DRAWN_UP: ("drawn_up", ADDRESS),
}
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:19|20)\d{2}",
    re.IGNORECASE,
)
_IN_URL = re.compile(
    r"/(?P<year>(?:19|20)\d{2})(?P<mark>[-/_]?)(?P<month>0[1-9]|1[0-2]|(?<=[-/_])[1-9])"
    r"(?:(?P=mark)|/|-)?(?P<day>0[1-9]|[12]\d|3[01]|(?<=[-/])[1-9])(?=[/_.-]|$)"
)
_NUMBERED = re.compile(NUMBERED_DAY)
_YEAR = re.compile(r"(?:©|\(c\)|copyright|版权所有)\D{0,40}((?:19|20)\d{2})", re.IGNORECASE)
# Longer lines are text, and a date in them is one of its story.
_LONGEST_LINE = 160
_MOST = 40


def find_dates(
    page: Structure,
    head: Head,
    stated: Statements,
    url: str,
    near: range,
    text: Collection[int] = (),
) -> tuple[DateCandidate, ...]:
    """Return what could be the article's date, `near` being the blocks right around it.

    `text` are the blocks of its text: a day that is told of behind the first is one of its story.
    """
    inside = range(min(text) + 1, max(text) + 1) if text else range(0)
    beside = [index for index in near if index not in inside]
    found = [
        *_stated(stated),
        *_tagged(head),
        *_elements(page, near, inside),
        *_lines(page, beside),
        *_in_address(url),
        *_footers(page),
    ]
    return tuple(dict.fromkeys(_in_own_zone(found)))[:_MOST]


def _candidate(
    text: str, rule: str, weight: float, line: int | None, shown: str = ""
) -> tuple[DateCandidate, ...]:
    dated = moment_in(text)
    if dated is None:
        return ()
    # A month is what an issue is of; its day is unknown.
    weight = min(weight, 0.45) if dated.precision == "month" else weight
    return (DateCandidate(dated, rule, weight, line, (shown or text).strip()[:200]),)


def _stated(stated: Statements) -> Iterator[DateCandidate]:
    article = stated.article()
    nodes = [article] if article else []
    nodes += [one for one in stated.nodes if one is not article and "datePublished" in one[0]]
    for order, (node, line) in enumerate(nodes):
        for key, value in node.items():
            weight = STATED.get(key.lower(), 0.0) * (1.0 if order == 0 and article else 0.8)
            for text in texts(value) if weight else ():
                found = _candidate(text, "json_ld", weight, line, f"{key}: {text}")
                yield from found or _in_numbers(text, weight, line)


def _tagged(head: Head) -> Iterator[DateCandidate]:
    for meta in head.metas:
        weight = TAGGED.get(meta.key)
        if weight:
            rule = "open_graph" if meta.key.startswith(("article:", "og:")) else "meta_tag"
            found = _candidate(meta.value, rule, weight, meta.line, meta.text)
            yield from found or _in_numbers(meta.value, weight, meta.line)


def _in_numbers(text: str, weight: float, line: int | None) -> Iterator[DateCandidate]:
    """Yield a stated day in numbers as unread: the rest of the page may show their order."""
    if _NUMBERED.match(text.strip()):
        yield unread(text, line, weight)


def _elements(page: Structure, near: range, inside: range) -> Iterator[DateCandidate]:
    """Yield the dates of time elements: of those by the title, and of those that say published."""
    for spot in page.spots:
        named = spot.named
        is_time = spot.name == "time" or "date" in named.get("itemprop", "").lower()
        if not is_time:
            continue
        words = page.said(spot)[:_LONGEST_LINE]
        rule, weight = _element_weight(page, spot, words, near, inside)
        stamp = named.get("datetime") or named.get("content") or ""
        yield from _candidate(stamp, rule, weight, spot.line, words or stamp)
        yield from _candidate(words, rule, max(weight - 0.01, 0.0), spot.line)


def _element_weight(
    page: Structure, spot: Spot, words: str, near: range, inside: range
) -> tuple[str, float]:
    named = spot.named
    hints = f"{named.get('class', '')} {named.get('itemprop', '')} {words}".lower()
    if not _is_in(page, spot, near) or (inside and _is_in(page, spot, inside)):
        return "time_element", ELSEWHERE
    act = _act_of_element(page, spot, near)
    if act is Act.OTHER or _is_of_event(named.get("itemprop", "")):
        return "other_day", 0.0
    if act is Act.DRAWN_UP:
        return "drawn_up", ADDRESS
    if act is Act.PUBLISHED or "publish" in hints or "posted" in hints or "pubdate" in named:
        return "time_element", 0.8
    is_changed = act is Act.CHANGED or re.search(r"updat|modif|更新", hints)
    return "time_element", CHANGED if is_changed else 0.76


def _is_of_event(itemprop: str) -> bool:
    named = set(itemprop.lower().split())
    return "date" in itemprop.lower() and not named & _PROPERTIES


def _act_of_element(page: Structure, spot: Spot, near: range) -> Act | None:
    """Return what the words around an element, or inside it, say happened then."""
    index = next(i for i in near if page.blocks[i].end >= spot.start)
    block = page.blocks[index]
    line = page.text[block.start : block.end]
    if len(line) > _LONGEST_LINE:
        return None
    start, end = max(spot.start - block.start, 0), spot.end - block.start
    inner = _DATE.search(line, start, end)
    if inner is not None:
        start, end = inner.span()
    label = _label_above(page, index)
    return act_of_day(f"{label} {line}", start + len(label) + 1, end + len(label) + 1)


def _is_in(page: Structure, spot: Spot, blocks: range) -> bool:
    return page.blocks[blocks.start].start <= spot.start <= page.blocks[blocks.stop - 1].end


def _lines(page: Structure, near: Iterable[int]) -> Iterator[DateCandidate]:
    """Yield the dates of short lines around the title."""
    for index in near:
        words = page.words(index)
        block = page.blocks[index]
        if not words or len(words) > _LONGEST_LINE:
            continue
        label = _label_above(page, index)
        words = f"{label} {words}" if label else words
        found = list(_DATE.finditer(words))
        ends = [*(one.start() for one in found), len(words)][1:]
        for one, end in zip(found, ends, strict=True):
            rule, weight = _line_weight(words, one)
            yield from _candidate(words[one.start() : end], rule, weight, block.line, words)


def _label_above(page: Structure, index: int) -> str:
    """Return the label of a block's day that stands in the block above."""
    above = page.line(index - 1) if index else ""
    return above if waits_for_day(above) else ""


def _line_weight(words: str, found: re.Match[str]) -> tuple[str, float]:
    """Return the rule of a day in a line and what it weighs, by what the line says of it."""
    act = act_of_day(words, found.start(), found.end())
    if act in _NO_DAY:
        rule, weight = _NO_DAY[act]
        return rule or "date_line", weight
    is_labelled = act is not None or _LABEL.search(words[: found.start()])
    return "date_line", LABELLED if is_labelled else NEAR


def _in_address(url: str) -> Iterator[DateCandidate]:
    found = _IN_URL.search(url)
    if found:
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            return
        yield DateCandidate(Dated(day, "day"), "address", ADDRESS, None, url[:200])


def _footers(page: Structure) -> Iterator[DateCandidate]:
    for index in range(len(page.blocks) - 1, max(-1, len(page.blocks) - 12), -1):
        words = page.words(index)[:400]
        found = _YEAR.search(words)
        if found:
            year = Dated(date(int(found[1]), 1, 1), "year")
            yield DateCandidate(year, "footer_year", FOOTER, page.blocks[index].line, found[0])


def _in_own_zone(found: Iterable[DateCandidate]) -> list[DateCandidate]:
    """Return the candidates, a stated instant given as the page prints it, in its own zone.

    The instant is the same; its day is the one that readers of the page were shown.
    """
    found = list(found)
    printed = [value for one in found if (value := _local(one)) is not None]
    for index, one in enumerate(found):
        stated = one.dated.value if one.dated else None
        if isinstance(stated, datetime) and not stated.utcoffset():
            same = next((p for p in printed if abs((p - stated).total_seconds()) < 60), None)
            if same is not None:
                found[index] = replace(one, dated=Dated(stated.astimezone(same.tzinfo), "time"))
    return found


def _local(one: DateCandidate) -> datetime | None:
    """Return an instant that the page shows with a zone of its own."""
    value = one.dated.value if one.dated else None
    is_shown = one.rule in ("time_element", "date_line")
    return value if is_shown and isinstance(value, datetime) and value.utcoffset() else None
