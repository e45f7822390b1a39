"""Runs of eight characters, a few of them chosen by what they are: how copies find each other.

Two texts that share thirty characters in a row have chosen at least one run inside them both, so
an index of the chosen runs misses no such passage. (Winnowing: S. Schleimer, D. S. Wilkerson and
A. Aiken, 2003: of every WINDOW neighbouring runs the one with the smallest hash is chosen.) One in
twelve is chosen that way. Choosing one in sixteen by its hash alone, which is enough to find
copies, would miss a passage of thirty characters in every fourth case: (15/16) ** 23 is 0.23.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.text.folding import RUN, fold

LENGTH = 8
LEAST_SHARED = 30  # characters of an overlap that is never missed
WINDOW = LEAST_SHARED - LENGTH + 1
# An overlap of thirty characters goes on for at least eleven on one side of any run inside it.
AROUND = (LEAST_SHARED - LENGTH) // 2
# Of longer texts only the beginning is looked at. The longest real article met had 60,000.
MOST_CHARACTERS = 200_000

_CHUNK = 4096  # characters hashed in one multiplication
_HASH_BYTES = 5
_HASH = (1 << 8 * _HASH_BYTES) - 1
# Odd numbers of 45 bits: with characters of 16 bits, eight products fit into 64.
_FACTORS = (
    *(0x1B8E9CA3D2F5, 0x13C6EF372FE9, 0x1A54FF53A5F1, 0x10E527FADE6B),
    *(0x19B05688C2B3, 0x1F83D9ABFB41, 0x15BE0CD19137, 0x1428A2F98D73),
)
_MULTIPLIER = sum(factor << (64 * (LENGTH - 1 - k)) for k, factor in enumerate(_FACTORS))
# The smallest hash of a window has nearly always one of these first bytes: a fifth of all.
_SMALL = re.compile(b"[\x00-\x32]")


class Shingle(NamedTuple):
    """A chosen run: its hash, a check of what stands on either side, where it stands.

    `around` holds fifteen bits for each side, the left ones first; 0 for a side that is too short.
    """

    hash: int
    around: int
    place: int


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, in one width and case.

    >>> squeezed("ＡＩ 监管：10 国")
    'ai监管10国'
    """
    return "".join(RUN.findall(fold(text)))[:MOST_CHARACTERS]


def shingles(text: str) -> list[Shingle]:
    """Return the chosen runs of a squeezed text, in order, each with its surroundings once."""
    lanes = _hashes(text)
    values = memoryview(lanes).cast("Q")
    first, last = AROUND, len(values) - AROUND
    places = _chosen(lanes, values)[::-1]  # so that of several places the first is kept
    numbers = [values[place] & _HASH for place in places]
    arounds = [
        (values[place - AROUND] >> 20 & 0x7FFF or 1) << 15
        | (values[place + AROUND] >> 20 & 0x7FFF or 1)
        if first <= place < last
        else _around(values, place)
        for place in places
    ]
    found = dict(zip(zip(numbers, arounds, strict=True), places, strict=True))
    return [Shingle(number, around, place) for (number, around), place in found.items()][::-1]


def is_same_place(one: int, other: int) -> bool:
    """Say whether two runs have eleven characters in common on the same side of them."""
    difference = one ^ other
    left, right = difference >> 15, difference & 0x7FFF
    return (not left and one >> 15 > 0) or (not right and one & 0x7FFF > 0)


def containment(a: str, b: str) -> float:
    """Return how much of the shorter squeezed text stands in the longer one, from 0 to 1."""
    first, second = _all(a), _all(b)
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer else 0.0


def _all(text: str) -> set[str]:
    return {text[start : start + LENGTH] for start in range(len(text) - LENGTH + 1)}


def _hashes(text: str) -> bytes:
    """Return eight bytes for each run, of which the lower five are its hash.

    A number with a character in every eight bytes is multiplied by one with a factor in every
    eight bytes: that adds up eight products for every run at once, in a tenth of the time of a
    loop. What lies above the fifth byte is cut off, which is what mixes.
    """
    runs = len(text) - LENGTH + 1
    lanes = bytearray()
    for start in range(0, max(runs, 0), _CHUNK):
        wide = text[start : start + _CHUNK + LENGTH - 1].encode("utf-32-le", "surrogatepass")
        count = len(wide) // 4
        spread = bytearray(count * 8)
        spread[0::8], spread[1::8] = wide[0::4], wide[1::4]
        product = int.from_bytes(spread, "little") * _MULTIPLIER
        whole = product.to_bytes((count + LENGTH) * 8, "little")
        lanes += whole[(LENGTH - 1) * 8 : count * 8]
    return bytes(lanes)


def _chosen(lanes: bytes, values: memoryview[int]) -> list[int]:
    """Return the places of the runs that are the smallest of some window, in order."""
    runs = len(values)
    small = [match.start() for match in _SMALL.finditer(lanes[_HASH_BYTES - 1 :: 8])]
    window = min(WINDOW, runs)
    chosen = _smallest(values, small, (-1, runs), window) if small else []
    gaps = [
        (before, after) for before, after in pairwise([-1, *small, runs]) if after - before > window
    ]
    for before, after in gaps:
        chosen += _smallest(values, range(before + 1, after), (before, after), window)
    return sorted(chosen)


def _smallest(
    values: memoryview[int], places: Sequence[int], bounds: tuple[int, int], window: int
) -> list[int]:
    """Return those of the places around which a whole window holds nothing smaller.

    The hashes of all other places between the bounds are greater; of equal ones the later counts
    as smaller.
    """
    chosen = []
    first, last = bounds
    numbers, standing = [-1], [first]  # those before a place that are smaller, in rising order
    for place, number in zip(places, [values[place] & _HASH for place in places], strict=True):
        while numbers[-1] >= number:
            numbers.pop()
            other = standing.pop()
            if place - standing[-1] > window:
                chosen.append(other)
        numbers.append(number)
        standing.append(place)
    chosen += [at for before, at in pairwise(standing) if last - before > window]
    return chosen


def _around(values: memoryview[int], place: int) -> int:
    """Return checks of the runs that begin eleven characters before and after a place."""
    around = 0
    if place >= AROUND:
        around = (values[place - AROUND] >> 20 & 0x7FFF or 1) << 15
    if place + AROUND < len(values):
        around |= values[place + AROUND] >> 20 & 0x7FFF or 1
    return around
