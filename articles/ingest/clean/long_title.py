"""Over how many lines a title runs: the next is of it where something shows so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.ingest.clean.line import Line
from articles.text.lines import is_latin

MOST_TITLE_LINES = 4
_QUOTES = str.maketrans("‘’‛“”‟´`", "'''\"\"\"''")
_PAIRS = (
    ("《", "》"),
    ("“", "”"),
    ("「", "」"),
    ("『", "』"),
    ("（", "）"),
    ("(", ")"),
    ("【", "】"),
)
# What leaves a line open: a mark after which more must come, a word that nobody stops at.
_LEFT_OPEN = re.compile(
    r"[，,、：:—–&＆+-]$|\b(?:a|an|the|of|and|or|but|to|in|on|at|for|from|with|by|as|its?|is|are)$",
    re.IGNORECASE,
)
_DASHES = "—–-－ "
# Less behind a dash may be who wrote it: characters of Han, words of English.
LEAST_BEHIND_DASH, LEAST_WORDS_BEHIND_DASH = 5, 4
LONGEST_REPEAT = 400


def folded(words: str, *, joint: str = "") -> str:
    """Return words without what pages print in two ways: case, white space, shapes of quotes."""
    return joint.join(words.translate(_QUOTES).split()).casefold()


def is_left_open(words: str) -> bool:
    """Whether a line of a title stops where no title does: its mark or its bracket wants more."""
    is_unclosed = any(words.count(first) > words.count(last) for first, last in _PAIRS)
    return is_unclosed or _LEFT_OPEN.search(words) is not None


def window_lines(lines: Sequence[Line], title: int) -> int:
    """Return over how many lines a title runs that the browser's title, or both lines, repeat."""
    window = folded(lines[0].words)
    words, count = folded(lines[title].words), 1
    while title + count < len(lines) and count < MOST_TITLE_LINES:
        line = lines[title + count]
        words += folded(line.words)
        twice = count < title and lines[count].words == line.words
        if line.is_known or (not twice and not window.startswith(words)):
            break
        count += 1
    return count


def first_lines(lines: Sequence[Line], text: int) -> int:
    """Return how many lines above the text at `text` are its title, which the first begins.

    None are where the first is none. A line under it is of it where the title so far is left open,
    the line itself says that it goes on, or the document has both in one line elsewhere.
    """
    if not text or not (lines[0].is_title or _opens_title(lines, text)):
        return 0
    count = 1
    while count < min(text, MOST_TITLE_LINES) and _continues(lines, count):
        count += 1
    return count


def _opens_title(lines: Sequence[Line], text: int) -> bool:
    """Whether the first line is a title but for the mark that it stops with, and one follows."""
    first, second = lines[0], lines[1:text][:1]
    is_open = len(first.words) >= 4 and is_left_open(first.words)
    is_plain = not first.is_known and not first.is_prose
    return is_open and is_plain and any(line.is_title for line in second)


def _continues(lines: Sequence[Line], index: int) -> bool:
    line, above = lines[index], lines[index - 1]
    is_shown = _goes_on(line.words, above.words) or is_left_open(above.words)
    return line.is_title and (is_shown or _stands_elsewhere(lines, index))


def _goes_on(words: str, above: str) -> bool:
    """Whether a line says that it goes on: behind a dash, or in English without a capital."""
    bare = words.lstrip(_DASHES)
    if not is_latin(bare):
        return words[0] in "—–－" and len(bare) >= LEAST_BEHIND_DASH
    is_long = bare.count(" ") + 1 >= LEAST_WORDS_BEHIND_DASH
    return (bare != words and is_long) or (words[0].islower() and is_latin(above))


def _stands_elsewhere(lines: Sequence[Line], index: int) -> bool:
    """Whether another line of the document holds the lines down to `index` in one piece."""
    whole = folded("".join(line.words for line in lines[: index + 1]))
    others = (line.words for line in lines[index + 1 :] if len(line.words) <= LONGEST_REPEAT)
    return any(whole in folded(words) for words in others if len(words) >= len(whole))
