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
LONGEST_REPEAT, LEAST_OPEN = 400, 4


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


def whole_title(lines: Sequence[Line], at: int, stop: int) -> tuple[int, int]:
    """Return where the title begins that the line `at` is of, and over how many lines it runs.

    A line under another is of it where the title so far is left open, the line itself says that it
    goes on, or the document has both in one line elsewhere.
    """
    first = at
    while first and at - first < MOST_TITLE_LINES - 1 and _goes_on_from(lines, first):
        first -= 1
    last = at
    while last + 1 < min(stop, first + MOST_TITLE_LINES) and _continues(lines, first, last + 1):
        last += 1
    return first, last - first + 1


def first_lines(lines: Sequence[Line], text: int) -> int:
    """Return how many lines above the text at `text` are its title, if the first is one."""
    is_title = lines[0].is_title or (text > 1 and lines[1].is_title and _goes_on_from(lines, 1))
    return whole_title(lines, 0, text)[1] if text and is_title else 0


def _continues(lines: Sequence[Line], first: int, index: int) -> bool:
    line = lines[index]
    is_title = line.is_title and line.block.level == lines[index - 1].block.level
    return is_title and (_goes_on_from(lines, index) or _stands_elsewhere(lines, first, index))


def _goes_on_from(lines: Sequence[Line], index: int) -> bool:
    """Whether a line goes on with a title above it, which may stop as no title does."""
    above, words = lines[index - 1], lines[index].words
    is_open = is_left_open(above.words)
    is_plain = not above.is_known and not above.is_prose and len(above.words) >= LEAST_OPEN
    return (above.is_title or (is_plain and is_open)) and (is_open or _goes_on(words, above.words))


def _goes_on(words: str, above: str) -> bool:
    """Whether a line says that it goes on: behind a dash, or in English without a capital."""
    bare = words.lstrip(_DASHES)
    if not is_latin(bare):
        return words[0] in "—–－" and len(bare) >= LEAST_BEHIND_DASH
    is_long = bare.count(" ") + 1 >= LEAST_WORDS_BEHIND_DASH
    return (bare != words and is_long) or (words[0].islower() and is_latin(above))


def _stands_elsewhere(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether a line further down holds those from `first` to `last` in one piece."""
    whole = folded("".join(line.words for line in lines[first : last + 1]))
    others = (line.words for line in lines[last + 1 :] if len(line.words) <= LONGEST_REPEAT)
    return any(whole in folded(words) for words in others if len(words) >= len(whole))
