"""Says in memory of nearly every shingle that is new that no text has it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Max

from articles.models import Sample, ShingleFilter

# A Bloom filter of words with four bits a shingle in one of them. 32 MB let one new shingle in
# 200 through at 100,000 articles of 2,000 characters, one in four at half a million.
WORDS = 1 << 22
PIECE = 1 << 17  # words of a row
# Samples between two times that the bits are kept: 32 MB for as many megabytes of index.
KEEP_EVERY = 1 << 12
# What it costs to read the bits, and to take in a sample that they lack: a hundred and fifty
# shingles, each in half of the time of a search.
SEARCHES_TO_READ = 50_000
SEARCHES_PER_SAMPLE = 75
_MIX = 0x9E3779B97F4A7C15


def _patterns() -> list[int]:
    """Return words of four bits each, scattered well enough."""
    found = []
    for number in range(1 << 12):
        mixed = number * 0x9E3779B97F4A7C15
        found.append(
            1 << (mixed >> 6 & 63)
            | 1 << (mixed >> 19 & 63)
            | 1 << (mixed >> 37 & 63)
            | 1 << (mixed >> 52 & 63)
        )
    return found


_PATTERNS = _patterns()


class Sieve:
    """The bits of all shingles of an index; one of a run of many batches.

    Shingles that are gone stay in it, which costs searches and hides nothing. `read` yields the
    shingles of samples after one.
    """

    def __init__(self, read: Callable[[int], Iterator[int]], words: int = WORDS) -> None:
        self._read = read
        self._size = words
        self._words = array("Q")
        self._upto = self._kept = self._searches = 0

    def is_worth(self, searches: int) -> bool:
        """Say whether as many searches as are wanted now and have been so far cost more."""
        if self._words:
            return True
        self._searches += searches
        kept = ShingleFilter.objects.aggregate(upto=Max("upto"))["upto"] or 0
        return self._searches > SEARCHES_TO_READ + SEARCHES_PER_SAMPLE * (_last() - kept)

    def catch_up(self) -> None:
        """Take in what has been entered since, by whoever it was."""
        if not self._words:
            self._load()
        last = _last()
        if last > self._upto:
            self.add(self._read(self._upto), upto=last)
        if self._upto - self._kept >= KEEP_EVERY:
            self._keep()

    def add(self, hashes: Iterable[int], *, upto: int) -> None:
        """Take in shingles that have just been entered, with samples up to one."""
        if not self._words:
            return
        words, mask, patterns = self._words, self._size - 1, _PATTERNS
        for number in hashes:
            mixed = number * _MIX
            words[mixed >> 32 & mask] |= patterns[mixed >> 16 & 0xFFF]
        self._upto = upto

    def possible(self, hashes: Iterable[int]) -> set[int]:
        """Return the shingles that some text may have."""
        words, mask, patterns = self._words, self._size - 1, _PATTERNS
        found = set()
        for number in hashes:
            mixed = number * _MIX
            pattern = patterns[mixed >> 16 & 0xFFF]
            if words[mixed >> 32 & mask] & pattern == pattern:
                found.add(number)
        return found

    def _load(self) -> None:
        pieces = ShingleFilter.objects.order_by("piece")
        upto = list(pieces.values_list("upto", flat=True))
        if len(upto) * PIECE == self._size and len(set(upto)) == 1:
            for bits in pieces.values_list("bits", flat=True).iterator(1):
                self._words.frombytes(bits)
            self._upto = upto[0]
        else:
            self._words.frombytes(bytes(8 * self._size))
        self._kept = self._upto

    def _keep(self) -> None:
        """Store the words in pieces, none of which is long in memory twice."""
        ShingleFilter.objects.all().delete()
        for piece, start in enumerate(range(0, self._size, PIECE)):
            bits = self._words[start : start + PIECE].tobytes()
            ShingleFilter.objects.create(piece=piece, upto=self._upto, bits=bits)
        self._kept = self._upto


def _last() -> int:
    return Sample.objects.aggregate(last=Max("pk"))["last"] or 0
