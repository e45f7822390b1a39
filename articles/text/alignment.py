"""What two sequences have in common, in order: near linear, whatever is compared.

Places whose value stands once on each side anchor the others (patience); what is left between two
anchors is compared place by place where that is little, and otherwise not at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

# Comparisons between two anchors, and rounds of anchors: beyond them a stretch counts as rewritten.
MOST_CELLS = 10_000
MOST_ROUNDS = 12

Pair = tuple[int, int]
_Range = tuple[int, int, int, int]


class Hunk(NamedTuple):
    """A stretch of the old, from `start` to `end`, that is `first` to `last` in the new."""

    start: int
    end: int
    first: int
    last: int

    @property
    def grows(self) -> bool:
        return self.last - self.first > self.end - self.start


def hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Hunk]:
    """Return what differs, in order; replaced stretches of one length fall apart place by place."""
    found: list[Hunk] = []
    here = there = 0
    for i, j in [*aligned(old, new), (len(old), len(new))]:
        if i > here or j > there:
            found += _split(Hunk(here, i, there, j))
        here, there = i + 1, j + 1
    return found


def _split(hunk: Hunk) -> list[Hunk]:
    start, end, first, last = hunk
    if end - start != last - first:
        return [hunk]
    return [Hunk(start + n, start + n + 1, first + n, first + n + 1) for n in range(end - start)]


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return pairs of places with equal values, both in order.

    >>> aligned("abcd", "xbcy")
    [(1, 1), (2, 2)]
    """
    pairs: list[Pair] = []
    waiting: list[tuple[_Range, int]] = [((0, len(old), 0, len(new)), 0)]
    while waiting:
        whole, depth = waiting.pop()
        within = _trimmed(old, new, whole, pairs)
        a, b, c, d = within
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, within) if depth < MOST_ROUNDS else []
        if not anchors:
            pairs += _longest(old, new, within)
            continue
        pairs += anchors
        for i, j in [*anchors, (b, d)]:
            waiting.append(((a, i, c, j), depth + 1))
            a, c = i + 1, j + 1
    return sorted(pairs)


def _trimmed(
    old: Sequence[Hashable], new: Sequence[Hashable], within: _Range, pairs: list[Pair]
) -> _Range:
    """Pair what both begin and end with; return what is left."""
    a, b, c, d = within
    while a < b and c < d and old[a] == new[c]:
        pairs.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        pairs.append((b, d))
    return a, b, c, d


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], within: _Range) -> list[Pair]:
    """Return the longest rising row of places whose value stands once on each side."""
    a, b, c, d = within
    once = {value for value, n in Counter(old[a:b]).items() if n == 1}
    there = {value for value, n in Counter(new[c:d]).items() if n == 1} & once
    places = {new[j]: j for j in range(c, d) if new[j] in there}
    return _rising([(i, places[old[i]]) for i in range(a, b) if old[i] in places])


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest selection whose second places rise, as the first do already."""
    lowest: list[int] = []  # the least second place that ends a row of each length
    ends: list[int] = []  # and which pair that is
    before: list[int] = []
    for n, (_i, j) in enumerate(pairs):
        length = bisect_left(lowest, j)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [j]
        ends[length : length + 1] = [n]
    chosen = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _longest(old: Sequence[Hashable], new: Sequence[Hashable], within: _Range) -> list[Pair]:
    """Return the longest common subsequence by comparing all with all, none if that is much."""
    a, b, c, d = within
    if (b - a) * (d - c) > MOST_CELLS:
        return []
    rows = [[0] * (d - c + 1)]
    for i in range(b - 1, a - 1, -1):
        rows.append(_row(old[i], new[c:d], rows[-1]))
    rows.reverse()
    pairs = []
    i = j = 0
    while i < b - a and j < d - c:
        if old[a + i] == new[c + j]:
            pairs.append((a + i, c + j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _row(value: Hashable, new: Sequence[Hashable], below: list[int]) -> list[int]:
    """Return how much `value` and what follows it has in common with each rest of `new`."""
    row = [0] * (len(new) + 1)
    for j in range(len(new) - 1, -1, -1):
        row[j] = below[j + 1] + 1 if value == new[j] else max(below[j], row[j + 1])
    return row
