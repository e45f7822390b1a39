"""How alike what stands above a line is to what stands below, while the line moves down."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence

from articles.text.lines import is_latin

# Letters to look at on each side, and the least that say anything; a Han character says as much
# as four.
WINDOW, LEAST = 3600, 400
LONGEST_LINE = 20_000
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_RUN = re.compile(rf"[{_HAN}]{{2,}}")
_WORD = re.compile(rf"[^\W\d_{_HAN}]{{5,}}")
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
    above, below = _Side(), _Side()
    entering = 0
    for index in range(len(lines)):
        while entering < len(lines) and (entering <= index or below.weight < WINDOW):
            below.add(_words(lines[entering]), weight(lines[entering]), above)
            entering += 1
        least = min(above.weight, below.weight)
        if least >= LEAST:
            yield index, _likeness(above, below), least
        above.add(*below.drop(above), below)
        while above.weight - above.lines[0][1] >= WINDOW:
            above.drop(below)


class _Side:
    """The lines on one side: their words, and how many of these come twice and are known beyond."""

    def __init__(self) -> None:
        self.lines: deque[tuple[list[str], int]] = deque()
        self.weight = 0
        self.counted: dict[str, int] = {}
        self.repeated = 0
        self.known = 0
        self.shared = 0  # with what the other side counts: words that stand on both

    def add(self, words: list[str], weight: int, other: _Side) -> None:
        """Put a line behind the last one."""
        self.lines.append((words, weight))
        self.weight += weight
        counted, beyond = self.counted, other.counted
        for word in words:
            before = counted.get(word, 0)
            counted[word] = before + 1
            if before == 0:
                other.known += beyond.get(word, 0) > 1
                self.shared += word in beyond
            elif before == 1:
                self.repeated += 1
                self.known += word in beyond

    def drop(self, other: _Side) -> tuple[list[str], int]:
        """Take the first line away, and return it."""
        words, weight = self.lines.popleft()
        self.weight -= weight
        counted, beyond = self.counted, other.counted
        for word in words:
            after = counted.pop(word) - 1
            if after:
                counted[word] = after
            if after == 0:
                other.known -= beyond.get(word, 0) > 1
                self.shared -= word in beyond
            elif after == 1:
                self.repeated -= 1
                self.known -= word in beyond
        return words, weight


def _likeness(one: _Side, other: _Side) -> float:
    repeated = max((1 + side.known) / (2 + side.repeated) for side in (one, other))
    least = min(len(one.counted), len(other.counted))
    return min(repeated, RARITY * (1 + one.shared + other.shared) / (1 + least))


def weight(line: str) -> int:
    """Return how much a line says, in letters."""
    return len(line) if is_latin(line) else len(line) * 4


def _words(line: str) -> list[str]:
    sample = line[:LONGEST_LINE]
    pairs = [run[i : i + 2] for run in _RUN.findall(sample) for i in range(len(run) - 1)]
    words = [word[:_STEM] for word in _WORD.findall(sample.lower()) if word not in _COMMON]
    return pairs + words
