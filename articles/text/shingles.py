"""Runs of eight characters, a few of them chosen by what they are: how copies find each other.

Of every WINDOW neighbouring runs those with the smallest number are chosen, where a run's number
is fifteen bits of its hash (winnowing: S. Schleimer, D. S. Wilkerson and A. Aiken, 2003). Two
texts that share thirty characters in a row have a whole window of runs in common, hence the same
smallest ones, wherever the window stands: an index of the chosen runs misses no such passage. One
run in twelve is chosen. Choosing one in sixteen by its hash alone, which is enough to find copies,
would miss a passage of thirty characters in every fourth case: (15/16) ** 23 is 0.23.

Hashes and windows are reckoned of a whole text at once, a number for each run side by side in one
great integer: in half of the time of a loop.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from articles.text.folding import runs

LENGTH = 8
LEAST_SHARED = 30  # characters of an overlap that is never missed
WINDOW = LEAST_SHARED - LENGTH + 1
# An overlap of thirty characters goes on for at least eleven on one side of any run inside it.
AROUND = (LEAST_SHARED - LENGTH) // 2
# Of longer texts only the beginning is looked at. The longest real article met had 60,000.
MOST_CHARACTERS = 200_000

_CHUNK = 4096  # characters hashed in one multiplication
_HASH = (1 << 40) - 1
# Numbers of 30 bits for the characters of the first half of a run; those of the second half are
# as many times greater as the last one says. With characters of 16 bits all fits into 64.
_FACTORS = (0x2C6EF373, 0x39B05689, 0x1F83D9AB, 0x35BE0CD1)
_SECOND_HALF = 0x6A6F
_HALF = len(_FACTORS)
_MULTIPLIER = sum(factor << 64 * (_HALF - 1 - k) for k, factor in enumerate(_FACTORS))


class Shingles(NamedTuple):
    """The chosen runs of a text in order, each with its surroundings once.

    Their hashes of forty bits, checks of what stands on either side, and where they stand. A
    check has fifteen bits for each side, the left ones first; 0 for a side that is too short.
    """

    hashes: list[int]
    arounds: list[int]
    places: list[int]


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, in one width and case.

    >>> squeezed("ＡＩ 监管：10 国")
    'ai监管10国'
    """
    return joined(runs(text))


def joined(folded: Sequence[str]) -> str:
    """Return folded runs as one squeezed text."""
    return "".join(folded)[:MOST_CHARACTERS]


def shingles(text: str) -> Shingles:
    """Return the chosen runs of a squeezed text."""
    count = len(text) - LENGTH + 1
    if count < 1:
        return Shingles([], [], [])
    hashes = _hashes(text)
    numbers = _numbers(hashes, count)
    places = _chosen(numbers, count)
    values = array("Q", hashes)
    # Odd, so that none is 0; eleven empty ones before and after.
    sides = (numbers | _ones(count)) << 16 * AROUND
    around = array("H", sides.to_bytes(2 * (count + 2 * AROUND), "little"))
    return _once(
        Shingles(
            [values[place] & _HASH for place in places],
            [around[place] << 15 | around[place + 2 * AROUND] for place in places],
            places,
        )
    )


def is_same_place(one: int, other: int) -> bool:
    """Say whether two runs have eleven characters in common on the same side of them."""
    difference = one ^ other
    left, right = difference >> 15, difference & 0x7FFF
    return (not left and one >> 15 > 0) or (not right and one & 0x7FFF > 0)


def sides(around: int) -> tuple[int, int]:
    """Return the checks of both sides, never the same but for 0: that of one that is too short."""
    return around & ~0x7FFF, around & 0x7FFF


def containment(a: str, b: str) -> float:
    """Return how much of the shorter squeezed text stands in the longer one, from 0 to 1."""
    first, second = _all(a), _all(b)
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer else 0.0


def _all(text: str) -> set[str]:
    return {text[start : start + LENGTH] for start in range(len(text) - LENGTH + 1)}


def _once(found: Shingles) -> Shingles:
    """Leave out what is chosen again in the same surroundings."""
    if len(set(found.hashes)) == len(found.hashes):
        return found
    known: dict[tuple[int, int], int] = {}
    for number, around, place in zip(*found, strict=True):
        known.setdefault((number, around), place)
    return Shingles(
        [number for number, _around in known],
        [around for _number, around in known],
        list(known.values()),
    )


def _hashes(text: str) -> bytes:
    """Return eight bytes for each run, of which the lower five are its hash.

    A number with a character in every eight bytes is multiplied by one with a factor in every
    eight bytes: that adds up four products for every half of a run at once. What lies above the
    fifth byte is cut off, which is what mixes.
    """
    found = bytearray()
    for start in range(0, len(text) - LENGTH + 1, _CHUNK):
        wide = text[start : start + _CHUNK + LENGTH - 1].encode("utf-32-le", "surrogatepass")
        count = len(wide) // 4
        spread = bytearray(8 * count)
        spread[0::8], spread[1::8] = wide[0::4], wide[1::4]
        halves = int.from_bytes(spread, "little") * _MULTIPLIER >> 64 * (_HALF - 1)
        whole = halves + (halves >> 64 * _HALF) * _SECOND_HALF
        found += whole.to_bytes(8 * (count + 1), "little")[: 8 * (count - LENGTH + 1)]
    return bytes(found)


def _numbers(hashes: bytes, count: int) -> int:
    """Return fifteen bits of each hash, one after the other in sixteen bits."""
    pairs = bytearray(2 * count)
    pairs[0::2], pairs[1::2] = hashes[3::8], hashes[4::8]
    return int.from_bytes(pairs, "little") >> 1 & _ones(count) * 0x7FFF


def _chosen(numbers: int, count: int) -> list[int]:
    """Return the places of the runs that are the smallest of some window, in order.

    Those are the ones that are no smaller than the greatest of the smallest numbers of all windows
    they are in. Windows that go beyond the end have 0 there, which is the smallest of each and
    never the greatest of several.
    """
    window = min(WINDOW, count)
    steps = _steps(window)
    tops = _ones(count + window) << 15
    low = numbers
    for step in steps:
        low -= _excess(low, low >> 16 * step, tops)
    high = low
    for step in steps:
        moved = high << 16 * step
        high = moved + _excess(high, moved, tops)
    above = numbers - (high & (1 << 16 * count) - 1)
    is_chosen = (tops - above & tops).to_bytes(2 * (count + window), "little")[1::2]
    return list(compress(range(count), is_chosen))


def _excess(one: int, other: int, tops: int) -> int:
    """Return by how much each number of one is greater than that of the other, or 0."""
    difference = (one | tops) - other
    is_not_less = difference & tops
    return difference & is_not_less - (is_not_less >> 15)


def _steps(window: int) -> list[int]:
    """Return by how much to move what is known of ever greater windows, beginning with one."""
    steps, size = [], 1
    while size < window:
        steps.append(min(size, window - size))
        size += steps[-1]
    return steps


def _ones(count: int) -> int:
    """Return as many numbers of sixteen bits, each of them 1."""
    return int.from_bytes(b"\1\0" * count, "little")
