"""Which blocks of a page hold the lines that another reader of it kept.

Lines come without markup and offsets, white space moved, entities resolved, sometimes two blocks
in one line or one block in two. So texts are compared without white space: a block that occurs
once on both sides is an anchor, and between two anchors the others are looked for in order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

# Shorter blocks stand in many places, and their place must be told by their neighbours.
_ANCHOR = 24
# A block that another reader shortened is still his when this much of its beginning or end is.
_ENDS = 40
# Characters looked through before what is not a line of its own counts as not held: 0.1 s.
_MOST_SEARCHED = 200_000_000


def squeezed(text: str) -> str:
    """Return a text without white space and soft hyphens, for comparing."""
    return "".join(text.replace("\xad", "").replace("\u200b", "").split())


def aligned(blocks: Sequence[str], lines: Sequence[str]) -> list[bool]:
    """Return for each block whether `lines` hold it; both in the order of the page."""
    bare = [squeezed(block) for block in blocks]
    kept = _Kept([squeezed(line) for line in lines])
    found = _anchors(bare, kept)
    _between(bare, kept, found)
    return [index in found for index in range(len(bare))]


class _Kept:
    """The lines as one text, with where each that stands once begins."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "".join(lines)
        self.searched = 0
        self.lines: dict[str, int] = {}
        counts = Counter(lines)
        at = 0
        for line in lines:
            if counts[line] == 1:
                self.lines[line] = at
            at += len(line)

    def place(self, words: str, start: int = 0, stop: int | None = None) -> tuple[int, int]:
        """Return where a block stands between two places, whole or by both its ends; -1 if not."""
        stop = len(self.text) if stop is None else stop
        at = self.lines.get(words, -1)
        if not start <= at <= stop - len(words):
            at = self.find(words, start, stop)
        if at >= 0 or len(words) < 2 * _ENDS:
            return at, at + len(words)
        first = self.find(words[:_ENDS], start, stop)
        last = self.find(words[-_ENDS:], start, stop) if first >= 0 else -1
        if last >= first >= 0 and last + _ENDS - first <= len(words) * 1.2:
            return first, last + _ENDS
        return -1, -1

    def find(self, words: str, start: int, stop: int) -> int:
        if self.searched > _MOST_SEARCHED:
            return -1
        at = self.text.find(words, start, stop)
        self.searched += (stop if at < 0 else at) - start
        return at


def _anchors(bare: Sequence[str], kept: _Kept) -> dict[int, tuple[int, int]]:
    """Return where the long blocks stand in the lines, those that stand in the same order there."""
    counts = Counter(bare)
    places = []
    for index, words in enumerate(bare):
        if len(words) < _ANCHOR or counts[words] > 1:
            continue
        at, end = kept.place(words)
        if at >= 0:
            places.append((index, at, end))
    return {index: (at, end) for index, at, end in _rising(places)}


def _rising(places: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the longest run of places whose order in the lines is that of the page."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for number, (_, at, _) in enumerate(places):
        slot = bisect_left(ends, at)
        before.append(tails[slot - 1] if slot else -1)
        if slot == len(ends):
            ends.append(at)
            tails.append(number)
        else:
            ends[slot], tails[slot] = at, number
    run = []
    number = tails[-1] if tails else -1
    while number >= 0:
        run.append(places[number])
        number = before[number]
    return run[::-1]


def _between(bare: Sequence[str], kept: _Kept, found: dict[int, tuple[int, int]]) -> None:
    """Find the remaining blocks, each in what is left between its neighbours' places."""
    stops = _stops(bare, kept, found)
    at = 0
    for index, words in enumerate(bare):
        if index in found:
            at = found[index][1]
        elif words and at < stops[index]:
            start, end = kept.place(words, at, stops[index])
            is_long = len(words) >= _ANCHOR
            if start >= 0 and (is_long or start - at <= len(words)):
                found[index] = (start, end)
                at = end


def _stops(bare: Sequence[str], kept: _Kept, found: dict[int, tuple[int, int]]) -> list[int]:
    stop = len(kept.text)
    stops = [stop] * len(bare)
    for index in range(len(bare) - 1, -1, -1):
        stops[index] = stop
        if index in found:
            stop = found[index][0]
    return stops
