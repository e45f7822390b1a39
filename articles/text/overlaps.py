"""The words that two texts have in common, as spans of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.text.folding import CLUSTER, PAIRED, RUN, fold_fully, is_paired, is_plain
from articles.text.shingles import AROUND, LENGTH, MOST_CHARACTERS

LEAST_CHARACTERS = 30  # Han, kana or Hangul
LEAST_WORDS = 12
# Seeds of one pair of texts that are followed, so that no pair costs more than a few milliseconds.
MOST_SEEDS = 400

_LETTER = re.compile(rf"[^\W_{PAIRED}]")


class Overlap(NamedTuple):
    """The same words in two texts, as offsets in code points of each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A squeezed text whose characters know where they stood; `starts` and `ends` are offsets."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def is_within_word(self, at: int) -> bool:
        """Say whether the squeezed characters before and at a place belong to one word."""
        return (
            0 < at < len(self.text)
            and self.ends[at - 1] >= self.starts[at]
            and _LETTER.match(self.text[at]) is not None
            and _LETTER.match(self.text[at - 1]) is not None
        )

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


def traced(text: str) -> Traced:
    """Return a text's letters and digits, folded, each with the place it came from.

    Characters that fold together, such as a letter and the marks on it, share the place of all.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in pieces(text):
        is_one_to_one = end - start == len(piece)
        outer = start if text[start : start + 1].isalnum() else start + 1
        for run in RUN.finditer(piece):
            first, last = run.span()
            folded.append(run[0])
            if is_one_to_one:
                starts += range(start + first, start + last)
                ends += range(start + first + 1, start + last + 1)
            else:
                starts += [outer] * (last - first)
                ends += [end] * (last - first)
        if len(starts) >= MOST_CHARACTERS:
            break
    return Traced(text, "".join(folded)[:MOST_CHARACTERS], starts, ends)


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield folded pieces of a text with the spans they came from."""
    if is_plain(text):
        yield text.lower(), 0, len(text)
        return
    done = 0
    for cluster in CLUSTER.finditer(text):
        start, end = cluster.span()
        if start > done:
            yield text[done:start].lower(), done, start
        yield fold_fully(cluster[0]), start, end
        done = end
    yield text[done:].lower(), done, len(text)


def overlaps(one: Traced, other: Traced, seeds: Sequence[str]) -> list[Overlap]:
    """Return the longest common passages around seeds: words of `one` that `other` may have too.

    A passage has at least thirty characters of a script without spaces, or twelve words. Of words
    that occur several times the first places count.
    """
    found: list[Overlap] = []
    done: list[tuple[int, int]] = []
    for seed in seeds[:MOST_SEEDS]:
        here = one.text.find(seed)
        there = other.text.find(seed) if here >= 0 else -1
        if there < 0 or any(start <= here < end for start, end in done):
            continue
        before = _common(one.text[:here][::-1], other.text[:there][::-1])
        length = before + _common(one.text[here:], other.text[there:])
        start, second = here - before, there - before
        done.append((start, start + length))
        if overlap := _passage(one, other, (start, second, length)):
            found.append(overlap)
    return sorted(set(found))


def seeds_of(text: str, places: Sequence[int]) -> list[str]:
    """Return the words around chosen runs of a squeezed text, wider before narrower."""
    wide = [
        seed
        for place in places
        for seed in (
            text[max(place - AROUND, 0) : place + LENGTH],
            text[place : place + LENGTH + AROUND],
        )
    ]
    return [seed for seed in wide if len(seed) == LENGTH + AROUND]


def _common(a: str, b: str) -> int:
    """Return how many characters two texts have in common from their beginnings on."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _passage(one: Traced, other: Traced, common: tuple[int, int, int]) -> Overlap | None:
    """Return a common stretch without the torn words at its ends, if it is long enough."""
    start, second, length = common
    last = second + length
    end = start + length
    while start < end and (one.is_within_word(start) or other.is_within_word(second)):
        start, second = start + 1, second + 1
    while end > start and (one.is_within_word(end) or other.is_within_word(last)):
        end, last = end - 1, last - 1
    if end - start < LEAST_WORDS or not _is_long(one, start, end):
        return None
    return Overlap(*one.span(start, end), *other.span(second, last))


def _is_long(one: Traced, start: int, end: int) -> bool:
    characters = words = 0
    place = start
    for character in one.text[start:end]:
        if is_paired(character):
            characters += 1
        elif place == start or not one.is_within_word(place):
            words += 1
        place += 1
    return characters >= LEAST_CHARACTERS or words >= LEAST_WORDS
