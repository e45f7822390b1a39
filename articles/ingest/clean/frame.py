"""Where the text of a page begins and ends among the lines that the site put around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from articles.ingest.records import Block, BlockKind, RawDocument
from articles.text.bylines import (
    credit_line,
    is_han_name,
    is_info_line,
    is_outlet,
    lone_label,
)
from articles.text.lexicon import LABEL_ROLES, Kind, furniture_kind
from articles.text.lines import is_date_line, is_headline, is_prose

# How far under a title its day, source and widgets stand, and how many lines make company.
UNDER_TITLE = 3
COMPANY = 4
# Fewer running words than this beside this many lines are an index or a form, not an article.
LEAST_PROSE, MANY_LINES = 60, 8
LONGEST_VALUE = 24
LONGEST_WINDOW_TITLE, MOST_TITLE_LINES = 200, 4
ENDS_A_BODY = frozenset(
    {
        Kind.SHARE_LINE, Kind.RELATED_LINKS, Kind.COMMENTS, Kind.END_MARK, Kind.LICENCE,
        Kind.FOOTER, Kind.SIDE_BAR, Kind.PAGE_MARKER, Kind.ORIGINAL_TITLE, Kind.NOTICE,
    }
)  # fmt: skip
SHARED = frozenset({Kind.SHARE_LINE, Kind.PLACEHOLDER_IMAGE, Kind.ORIGINAL_TITLE})


class Line(NamedTuple):
    """A block with what its shape and its words would make it."""

    block: Block
    words: str
    kind: Kind | None
    is_info: bool = False
    is_credit: bool = False
    is_date: bool = False
    is_prose: bool = False

    @property
    def is_furniture(self) -> bool:
        return self.kind is not None or self.is_info or self.block.kind is BlockKind.RULE

    @property
    def is_title(self) -> bool:
        """Whether the line may be a title: long enough, and nothing else that is known."""
        known = self.is_furniture or self.is_date or self.is_prose
        return is_headline(self.words) and not known and not is_han_name(self.words)


@dataclass(frozen=True, slots=True)
class Frame:
    """Indices of lines: the title if one stands above the body, and the body, half open."""

    title: int | None
    start: int
    end: int
    window_title: int | None = None
    title_lines: int = 1


def line_of(raw: RawDocument, block: Block) -> Line:
    """Return the line a block is, with its shape taken once."""
    words = raw.words(block).strip()
    if block.kind is BlockKind.CHUNK:
        return Line(block, words, None, is_prose=True)
    kind = furniture_kind(words)
    info = kind is None and is_info_line(words)
    date = is_date_line(words)
    known = info or date or (kind is not None and (len(words) <= 80 or kind in SHARED))
    return Line(
        block,
        words,
        kind,
        is_info=info,
        is_credit=info and (bool(credit_line(words)) or _labels_name(words)),
        is_date=date,
        is_prose=not known and is_prose(words),
    )


def _labels_name(words: str) -> bool:
    return (lone_label(words) or "").casefold() in LABEL_ROLES


def with_values(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each that is only the value of the label above it taken for information."""
    out: list[Line] = []
    label: str | None = None
    for line in lines:
        is_value = label is not None and not line.is_prose and not line.is_furniture
        is_short = is_value and len(line.words) <= LONGEST_VALUE
        named = is_short and label is not None and label.casefold() in LABEL_ROLES
        out.append(line._replace(is_info=True, is_credit=named) if is_short else line)
        label = None if line.is_prose else lone_label(line.words)
    return out


def frame_of(lines: Sequence[Line], *, is_page: bool) -> Frame:
    """Return where a document's own text stands; an empty body where there is no article."""
    if not is_page:
        return Frame(None, 0, _tail(lines))
    title, window_title, length = _title(lines)
    below = 0 if title is None else title + length
    start = _start(lines, below, has_title=title is not None)
    end = _after_chunks(lines) or _end(lines, start)
    running = sum(len(line.words) for line in lines[start:end] if line.is_prose)
    if running < LEAST_PROSE and len(lines) >= MANY_LINES and not _is_dated(lines, below):
        return Frame(None, len(lines), len(lines))
    return Frame(title, start, end, window_title, length)


def _title(lines: Sequence[Line]) -> tuple[int | None, int | None, int]:
    """Return the title's index, that of the browser's title which repeats it, and its lines."""
    repeated = _repeated(lines)
    if repeated is not None:
        return repeated, 0, _title_lines(lines, repeated)
    first_prose = next((i for i, line in enumerate(lines) if line.is_prose), len(lines))
    for index in range(first_prose):
        if lines[index].is_date:
            higher = range(index - 1, max(-1, index - 1 - UNDER_TITLE), -1)
            found = next((i for i in higher if lines[i].is_title), None)
            if found is not None:
                return found, None, 1
    return _undated_title(lines, first_prose)


def _undated_title(lines: Sequence[Line], first_prose: int) -> tuple[int | None, int | None, int]:
    """Return the title nearest to the text under a menu; without one the first lines are."""
    if not 0 < first_prose < len(lines):
        return None, None, 1
    above = lines[:first_prose]
    if any(line.is_furniture for line in above) or first_prose >= MANY_LINES:
        near = (i for i in (first_prose - 1, 0) if above[i].is_title)
        return next(near, None), None, 1
    count = next((i for i, line in enumerate(above) if not line.is_title), first_prose)
    return (0, None, min(count, MOST_TITLE_LINES)) if count else (None, None, 1)


def _title_lines(lines: Sequence[Line], title: int) -> int:
    """Return over how many lines a title runs that the browser's title, or both lines, repeat."""
    window = _folded(lines[0].words)
    words, count = _folded(lines[title].words), 1
    while title + count < len(lines) and count < MOST_TITLE_LINES:
        words += _folded(lines[title + count].words)
        twice = count < title and lines[count].words == lines[title + count].words
        if not twice and not window.startswith(words):
            break
        count += 1
    return count


def _repeated(lines: Sequence[Line]) -> int | None:
    """Return the line that the first line repeats, the site's name behind it aside."""
    if not lines or not 6 <= len(lines[0].words) <= LONGEST_WINDOW_TITLE:
        return None
    window = _folded(lines[0].words)
    running, first = 0, None
    for index, line in enumerate(lines[1:], 1):
        # A page's menu stands between the two: running text is rare in it.
        if running * 4 > index - 1:
            break
        if _repeats(line, lines[0], window):
            if _is_dated(lines, index + 1):
                return index
            first = first or index
        running += line.is_prose
    return first


def _repeats(line: Line, window_line: Line, window: str) -> bool:
    is_long = 6 <= len(line.words) <= len(window_line.words)
    return is_long and line.kind is None and window.startswith(_folded(line.words))


def _folded(words: str) -> str:
    return re.sub(r"\s+", "", words).casefold()


def _is_dated(lines: Sequence[Line], below: int) -> bool:
    """Whether a day, a source or a credit stands right under a title."""
    near = lines[below : below + 1 + UNDER_TITLE] if below else ()
    return any(line.is_date or line.is_info for line in near)


def _start(lines: Sequence[Line], below: int, *, has_title: bool) -> int:
    """Return where running text begins under the title, past the last line of widgets."""
    prose = next((i for i in range(below, len(lines)) if lines[i].is_prose), len(lines))
    known = [i for i in range(below, prose) if lines[i].is_furniture or lines[i].is_date]
    if not has_title:
        return prose if known or prose >= MANY_LINES else 0
    if not known:
        return below
    start = known[-1] + 1
    while start < prose and (len(lines[start].words) < 4 or is_outlet(lines[start].words)):
        start += 1
    return start


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the body ends: at a line of an ending kind that has company of such lines.

    Where no running text follows at all, its place is the second sign.
    """
    repeated = _repeated_credits(lines, start)
    prose = [i for i in range(start, len(lines)) if lines[i].is_prose]
    for index in range(prose[0] + 1 if prose else len(lines), len(lines)):
        runs_on = index < prose[-1]
        if index in repeated or not _may_end(lines[index], runs_on=runs_on):
            continue
        if not runs_on or _has_company(lines, index):
            return index
    return len(lines)


def _may_end(line: Line, *, runs_on: bool) -> bool:
    is_rule = line.block.kind is BlockKind.RULE
    is_menu = line.kind is Kind.NAVIGATION and not runs_on
    return line.kind in ENDS_A_BODY or line.is_info or is_rule or is_menu


def _after_chunks(lines: Sequence[Line]) -> int:
    chunks = (i for i in range(len(lines) - 1, -1, -1) if lines[i].block.kind is BlockKind.CHUNK)
    return next(chunks, -1) + 1


def _has_company(lines: Sequence[Line], index: int) -> bool:
    after = lines[index + 1 : index + 1 + COMPANY]
    known = sum(line.is_furniture for line in after)
    return known >= (2 if any(line.is_prose for line in after) else 1)


def _repeated_credits(lines: Sequence[Line], start: int) -> frozenset[int]:
    """Return the credit lines between which text runs on: they end stories, not the page."""
    credited = [i for i in range(start, len(lines)) if lines[i].is_credit]
    running = [0]
    for line in lines:
        running.append(running[-1] + len(line.words) * line.is_prose)
    apart = [
        i
        for i, j in pairwise(credited)
        if running[j] - running[i] > 200 and _labels(lines[i]) == _labels(lines[j])
    ]
    return frozenset(apart)


def _labels(line: Line) -> frozenset[str]:
    return frozenset(named.label for named in credit_line(line.words))


def _tail(lines: Sequence[Line]) -> int:
    """Return where the lines begin that close a text without being sentences."""
    end = len(lines)
    while end and lines[end - 1].is_furniture and not lines[end - 1].is_prose:
        if lines[end - 1].block.pictures:
            break
        end -= 1
    return end
