"""What a page's article is called: as the page shows it, proved by what its head states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from articles.ingest.formats.html_page.alignment import squeezed
from articles.ingest.formats.html_page.json_ld import Statements, said
from articles.ingest.formats.html_page.meta_tags import Head
from articles.ingest.formats.html_page.site import SEPARATOR
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Evidence, Said
from articles.text.bylines import is_info_line
from articles.text.folding import fold
from articles.text.lines import is_date_line, is_headline

LONGEST = 300
# Share of pairs of characters that a shown heading and a stated title must have in common.
ALIKE = 0.5
_HEAD_KEYS = ("og:title", "twitter:title", "headline", "dc.title", "title")
_QUOTES = str.maketrans("‘’“”′″´`", "''\"\"'\"''")
_FRAMES = frozenset(("nav", "footer", "aside"))
_SHORTEST_SHOWN = 4
_MOST_LINES = 4
# Titles that a page states; each is compared with every heading.
_MOST_STATED = 12
_LEAST_OVER = 8
# Headings of lower levels stand in side bars and under other headings.
_DEEPEST = 3
NOWHERE = range(0)


@dataclass(frozen=True, slots=True)
class Titles:
    """The title, the blocks that show it where any do, and every wording of it."""

    said: Said | None
    blocks: range
    wordings: tuple[str, ...]


def find_title(page: Structure, head: Head, stated: Statements, names: Sequence[str]) -> Titles:
    """Return the title of a page's article.

    A heading of the page that agrees with a stated title is it; else the line that begins as the
    window's title does; else a lone first-level heading; else a stated title without the names.
    """
    window = window_title(page)
    stated_titles = [*islice(_stated(head, stated), _MOST_STATED), *window]
    wordings = [_without_names(one.value, names) for one in stated_titles]
    shown = _agreeing(page, wordings) or _beginning(page, stated_titles)
    shown = shown or _lone(page, names) or _over_date(page)
    if not shown:
        best = next(iter(stated_titles), None)
        value = _without_tail(_without_names(best.value, names)) if best else ""
        title = best._replace(value=value) if best and value else None
        return Titles(title, NOWHERE, tuple(wordings))
    block = page.blocks[shown.start]
    words = " ".join(" ".join(page.words(index) for index in shown).split())
    rule = "heading" if block.level else "title_line"
    value = _without_kickers(_without_names(_joined(page, shown), names))
    title = Said(value, Evidence(rule, block.line, words[:LONGEST]))
    return Titles(title, shown, (value, words, *wordings))


def window_title(page: Structure) -> list[Said]:
    """Return the title element of the page's head, if it says anything."""
    for spot in page.spots:
        if spot.name == "title":
            words = page.said(spot)[: 4 * LONGEST]
            return (
                [Said(words, Evidence("title_element", spot.line, words[:LONGEST]))]
                if words
                else []
            )
    return []


def _stated(head: Head, stated: Statements) -> Iterator[Said]:
    article = stated.article()
    if article:
        for key in ("headline", "title", "alternativeHeadline", "name"):
            found = said(*article, key)
            if found and len(found.value) <= LONGEST:
                yield found
    for meta in head.all(*_HEAD_KEYS):
        if len(meta.value) <= LONGEST:
            yield meta.said()


def _plain(text: str) -> str:
    return fold(squeezed(text).translate(_QUOTES))


def _joined(page: Structure, shown: range) -> str:
    """Return the lines of a title as one; Chinese has no space where a line ends."""
    text = ""
    for index in shown:
        words = page.line(index)
        is_han = not text or not words or (text[-1] > "\u2e80" and words[0] > "\u2e80")
        text += words if is_han else f" {words}"
    return text


def _without_tail(text: str) -> str:
    """Return a window's title up to its first underscore, which no headline holds."""
    first = re.split(r"\s*_+\s*", text, maxsplit=1)[0]
    return _without_kickers(first if len(first) >= _SHORTEST_SHOWN else text)


def _agreeing(page: Structure, wordings: Sequence[str]) -> range:
    """Return the heading most like a stated title, if one is; of equals the highest, the first."""
    wanted = [pairs for one in dict.fromkeys(wordings) if (pairs := _pairs(one))]
    best, found = ALIKE, NOWHERE
    for index in _headings(page):
        pairs = _pairs(page.words(index))
        level = page.blocks[index].level
        likeness = max((_likeness(pairs, one) for one in wanted), default=0.0)
        likeness += 0.1 * (level == 1) - 0.01 * level
        if likeness > best:
            best, found = likeness, range(index, index + 1)
    return found


def _headings(page: Structure) -> list[int]:
    return [
        index
        for index, block in enumerate(page.blocks)
        if 0 < block.level <= _DEEPEST
        and block.end - block.start <= LONGEST
        and (block.level == 1 or not any(element.name in _FRAMES for element in page.paths[index]))
    ]


def _pairs(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs in common (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _beginning(page: Structure, stated: Sequence[Said]) -> range:
    """Return the lines that a stated title begins with and a separator follows, or that are it."""
    lines = [
        _plain(page.words(index))
        if block.end - block.start <= LONGEST
        and not any(element.name in ("head", *_FRAMES) for element in page.paths[index])
        and "<a" not in block.html
        else ""
        for index, block in enumerate(page.blocks)
    ]
    for wanted in dict.fromkeys(_plain(one.value) for one in stated):
        runs = [_run(lines, index, wanted) for index, line in enumerate(lines) if line]
        found = [(-length, run.start, run) for length, run in runs if length >= _SHORTEST_SHOWN]
        if found:
            return min(found, key=lambda one: one[:2])[2]
    return NOWHERE


def _run(lines: Sequence[str], first: int, wanted: str) -> tuple[int, range]:
    """Return how much of a title some lines from the first on say, and which; 0 for no end."""
    text, best = "", (0, NOWHERE)
    for index in range(first, min(first + _MOST_LINES, len(lines))):
        text += lines[index]
        if not lines[index] or not wanted.startswith(text):
            break
        if len(text) == len(wanted) or not wanted[len(text)].isalnum():
            best = (len(text), range(first, index + 1))
    return best


def _lone(page: Structure, names: Sequence[str]) -> range:
    """Return the only first-level heading of a page that is not its site's name."""
    known = {_plain(name) for name in names}
    found = [
        index
        for index in _headings(page)
        if page.blocks[index].level == 1 and _plain(page.words(index)) not in known
    ]
    is_alone = len(found) == 1 and len(page.words(found[0])) >= 8
    return range(found[0], found[0] + 1) if is_alone else NOWHERE


def _over_date(page: Structure) -> range:
    """Return the headline right over the first line that says when something appeared."""
    before = -1
    for index, block in enumerate(page.blocks):
        words = page.line(index)
        if not words:
            continue
        if before >= 0 and (is_date_line(words) or is_info_line(words)):
            line = page.line(before)
            is_plain = "<a" not in page.blocks[before].html and block.level == 0
            is_title = is_plain and len(line) >= _LEAST_OVER and is_headline(line)
            return range(before, before + 1) if is_title else NOWHERE
        before = index
    return NOWHERE


def _without_names(text: str, names: Sequence[str]) -> str:
    """Return a title without the names of its site behind, or before, its last separator."""
    known = {_plain(name) for name in names if name}
    text = text.strip()
    changed = True
    while changed:
        changed = False
        marks = list(SEPARATOR.finditer(text))
        if marks and _is_name(text[marks[-1].end() :], known):
            text, changed = text[: marks[-1].start()].rstrip(), True
        elif marks and _is_name(text[: marks[0].start()], known):
            text, changed = text[marks[0].end() :].lstrip(), True
    return text


def _is_name(part: str, known: set[str]) -> bool:
    plain = _plain(part)
    if not plain:
        return True
    return plain in known or any(
        len(plain) >= 3 and len(name) >= 3 and (name in plain or plain in name)
        and min(len(plain), len(name)) * 3 >= max(len(plain), len(name))
        for name in known
    )  # fmt: skip


_BAR = re.compile(r"\s*[|｜丨]\s*")


def _without_kickers(text: str) -> str:
    """Return a title without the short labels that bars divide from it, as `Opinion | `."""
    parts = [part for part in _BAR.split(text) if part]
    if len(parts) < 2:
        return text
    longest = max(parts, key=len)
    short = all(len(part) * 3 <= len(longest) for part in parts if part is not longest)
    return longest if short else text
