"""What a page calls its text: the line that the browser's title repeats, or that has company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.ingest.clean.line import Line
from articles.ingest.clean.long_title import first_lines, folded, whole_title, window_lines
from articles.text.lines import LEAST_HEADLINE, is_latin
from articles.text.names import is_han_name

# How far under a title its day, source and widgets stand.
UNDER_TITLE = 3
# Fewer running words than this beside this many lines are an index or a form, not an article.
MANY_LINES = 8
LONGEST_WINDOW_TITLE = 240
# Of the browser's title, what a line must repeat of it that is not followed by a site's name.
LEAST_REPEATED = 0.4
# A day this far above the text is the site's, not the text's.
FAR = 25
_SITE_FOLLOWS = re.compile(r"[-_|｜—–·•:：<>»›/(（【\[]")


class Title(NamedTuple):
    """The line of the title, that of the browser's title which it repeats, its lines."""

    line: int | None = None
    window: int | None = None
    lines: int = 1


def find_title(lines: Sequence[Line], text: int) -> Title:
    """Return the title of a page whose running text begins at `text`; without one the first is.

    Where markup has one heading of the first level there, nothing else is.
    """
    headings = [i for i, line in enumerate(lines[: text + 1]) if line.block.level == 1]
    if len(headings) == 1:
        return Title(headings[0])
    repeated = _repeated(lines, text)
    if repeated is not None:
        return Title(repeated, 0, window_lines(lines, repeated))
    best = max(_accompanied(lines, text), default=None)
    if best is None:
        return _undated_title(lines, text)
    first, count = whole_title(lines, best[1], len(lines))
    return Title(first, None, count)


def is_dated(lines: Sequence[Line], below: int) -> bool:
    """Whether a day, a source or a credit stands right under a title."""
    near = lines[below : below + 1 + UNDER_TITLE] if below else ()
    return any(line.is_date or line.is_info for line in near)


def _accompanied(lines: Sequence[Line], text: int) -> Iterator[tuple[float, int]]:
    """Yield the lines above a day, a source or a writer, with what speaks for each as the title."""
    for index in range(1, min(len(lines), text + UNDER_TITLE)):
        line = lines[index]
        if not (line.is_date or line.is_credit):
            continue
        found = _above(lines, index)
        if found is not None and not (is_latin(lines[found].words) and text - found > FAR):
            # Running text that stands above a title is another text, if not the site's.
            near = 1 - min(abs(text - found), 100) / 100 - (found > text) / 10
            likeness = _likeness(lines[found].words, lines[0].words) if found else 0.0
            yield 2 * likeness + near + _is_long(lines[found].words) + line.is_date / 2, found


def _above(lines: Sequence[Line], index: int) -> int | None:
    """Return the title above a line, with no more than a sentence between them: the nearest.

    In English a desk or a place may stand between, and a title may be a sentence itself.
    """
    near = range(index - 1, max(-1, index - 1 - UNDER_TITLE), -1)
    if is_latin(lines[index - 1].words):
        found = [i for i in near if lines[i].may_be_title]
        best = max(found, key=lambda i: _promise(lines, i), default=None)
    elif lines[index - 1].may_be_title:
        best = index - 1
    else:
        best = next((i for i in near if lines[i].is_title), None)
    between = lines[best + 1 : index] if best is not None else ()
    return None if sum(line.is_prose for line in between) > 1 else best


def _promise(lines: Sequence[Line], index: int) -> float:
    line = lines[index]
    likeness = _likeness(line.words, lines[0].words) if index else 0.0
    # A document that begins with it, rather than with a menu, has its deck under it.
    return 2 * likeness + _is_long(line.words) - line.is_prose / 2 + (index == 0) / 4


def _is_long(words: str) -> bool:
    return words.count(" ") >= 3 if is_latin(words) else len(words) >= 8


def _likeness(words: str, window: str) -> float:
    """Return how much of a line stands in the browser's title, by words or pairs of characters."""
    if len(window) > LONGEST_WINDOW_TITLE:
        return 0.0
    pieces, whole = _pieces(words), _pieces(window)
    return len(pieces & whole) / len(pieces) if pieces else 0.0


def _pieces(words: str) -> frozenset[str]:
    if is_latin(words):
        return frozenset(re.findall(r"\w{3,}", folded(words, joint=" ")))
    bare = folded(words)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _undated_title(lines: Sequence[Line], text: int) -> Title:
    """Return the title nearest to the text under a menu; without one the first lines are."""
    if not 0 < text < len(lines):
        return Title()
    above = lines[:text]
    if _is_short_title(above):
        return Title(0)
    if any(line.is_furniture for line in above) or text >= MANY_LINES:
        return Title(_nearest(above))
    count = first_lines(lines, text)
    return Title(0, None, count) if count else Title()


def _is_short_title(above: Sequence[Line]) -> bool:
    """Whether a word of Han, too short for a headline, stands over its writer or its day: 背影."""
    first, *others = above
    is_word = first.words.isalpha() and not first.is_known and not is_latin(first.words)
    is_short = len(first.words) < LEAST_HEADLINE and not is_han_name(first.words)
    is_over = bool(others) and all(line.is_date or line.is_info for line in others)
    return is_word and is_short and is_over


def _nearest(above: Sequence[Line]) -> int | None:
    """Return the title among the last lines above a text, or the first line of all.

    The nearest is, but for one that the browser's title repeats, or an English one that says more:
    a writer's name may stand under it.
    """
    found: list[tuple[float, int]] = []
    for index in range(len(above) - 1, max(-1, len(above) - 1 - UNDER_TITLE), -1):
        words = above[index].words
        if not above[index].is_title or (is_latin(words) and " " not in words):
            continue
        length = min(len(words), 100) / 100 if is_latin(words) else 0.0
        likeness = _likeness(words, above[0].words) if index else 0.0
        found.append((2 * likeness + length - 0.1 * (len(above) - index), index))
    return max(found)[1] if found else (0 if above[0].is_title else None)


def _repeated(lines: Sequence[Line], text: int) -> int | None:
    """Return the line that the first line repeats, the site's name behind it aside."""
    if not lines or not 6 <= len(lines[0].words) <= LONGEST_WINDOW_TITLE:
        return None
    first = None
    running = 0
    window = folded(lines[0].words)
    for index in range(1, len(lines)):
        # A page's menu stands between the two: running text is rare in it.
        if running > 1 and running * 4 > index - 1 and index > text:
            break
        if _repeats(lines, index, window):
            if is_dated(lines, index + window_lines(lines, index)):
                return index
            first = first or index
        running += lines[index].is_prose
    return first


def _repeats(lines: Sequence[Line], index: int, window: str) -> bool:
    line = lines[index]
    if line.kind is not None or not 6 <= len(line.words) <= len(lines[0].words):
        return False
    if not window.startswith(folded(line.words)):
        return False
    count = window_lines(lines, index)
    words = folded("".join(one.words for one in lines[index : index + count]))
    rest = window[len(words) :]
    is_much = len(words) >= LEAST_REPEATED * len(window) and _is_long(line.words)
    return not rest or is_much or _SITE_FOLLOWS.match(rest) is not None
