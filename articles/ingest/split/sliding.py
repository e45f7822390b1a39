"""How alike what stands above a line is to what stands below, while the line moves down."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import add
from typing import NamedTuple

from articles.text.lines import EAST_ASIAN, is_latin

# Letters to look at on each side, and the least that say anything; a Han character says as much
# as four.
WINDOW, LEAST = 3600, 400
LONGEST_LINE = 20_000
_RUN = re.compile(rf"[{EAST_ASIAN}]{{2,}}")
_WORD = re.compile(rf"[^\W\d_{EAST_ASIAN}]{{5,}}")
_STEM = 6
# A word that comes twice is known to both sides so many times as often as any word.
RARITY = 6
# Words of every text.
_COMMON = frozenset(
    "about after again among being could every first other people should since still their there"
    " these thing things think those through under until where which while whose would".split()
)


def likenesses(lines: Sequence[str]) -> Iterator[tuple[int, float, int]]:
    """Yield lines with enough text on both sides, how alike these are, how much the shorter says.

    The likeness is the share of the words that one side repeats and the other knows, or less where
    hardly any word stands on both sides; few words say little.
    """
    read = _read(lines)
    above, below = _Side(), _Side()
    entering = 0
    for index in range(len(read)):
        while entering < len(read) and (entering <= index or below.weight < WINDOW):
            below.add(read[entering], above)
            entering += 1
        least = min(above.weight, below.weight)
        if least >= LEAST:
            yield index, _likeness(above, below), least
        above.add(below.drop(above), below)
        while above.weight - above.lines[0].weight >= WINDOW:
            above.drop(below)


class _Line(NamedTuple):
    """The words of a line that the text holds more than once, how many it holds once, its weight.

    Most words are held once: these count, but need not be looked for on the other side.
    """

    words: list[str]
    singles: int
    weight: int


def _read(lines: Sequence[str]) -> list[_Line]:
    words = [*map(_words, lines)]
    counted = Counter(chain.from_iterable(words))
    several = {word for word, times in counted.items() if times > 1}
    found = [[word for word in those if word in several] for those in words]
    return [
        _Line(those, len(every) - len(those), weight(line))
        for those, every, line in zip(found, words, lines, strict=True)
    ]


class _Side:
    """The lines on one side: their words, and how many of these come twice and are known beyond."""

    def __init__(self) -> None:
        self.lines: deque[_Line] = deque()
        self.weight = self.singles = 0
        self.counted: dict[str, int] = {}
        self.repeated = 0
        self.known = 0
        self.shared = 0  # with what the other side counts: words that stand on both

    @property
    def distinct(self) -> int:
        return len(self.counted) + self.singles

    def add(self, line: _Line, other: _Side) -> None:
        """Put a line behind the last one."""
        self.lines.append(line)
        self.weight += line.weight
        self.singles += line.singles
        counted, beyond = self.counted, other.counted
        for word in line.words:
            before = counted.get(word, 0)
            counted[word] = before + 1
            if before == 0:
                other.known += beyond.get(word, 0) > 1
                self.shared += word in beyond
            elif before == 1:
                self.repeated += 1
                self.known += word in beyond

    def drop(self, other: _Side) -> _Line:
        """Take the first line away, and return it."""
        line = self.lines.popleft()
        self.weight -= line.weight
        self.singles -= line.singles
        counted, beyond = self.counted, other.counted
        for word in line.words:
            after = counted.pop(word) - 1
            if after:
                counted[word] = after
            if after == 0:
                other.known -= beyond.get(word, 0) > 1
                self.shared -= word in beyond
            elif after == 1:
                self.repeated -= 1
                self.known -= word in beyond
        return line


def _likeness(one: _Side, other: _Side) -> float:
    repeated = max((1 + side.known) / (2 + side.repeated) for side in (one, other))
    least = min(one.distinct, other.distinct)
    return min(repeated, RARITY * (1 + one.shared + other.shared) / (1 + least))


def weight(line: str) -> int:
    """Return how much a line says, in letters."""
    return len(line) if is_latin(line) else len(line) * 4


def _words(line: str) -> list[str]:
    sample = line[:LONGEST_LINE]
    found: list[str] = []
    for run in _RUN.findall(sample):
        found += map(add, run, run[1:])
    found += [word[:_STEM] for word in _WORD.findall(sample.lower()) if word not in _COMMON]
    return found
