"""Says in memory of nearly every shingle that is new that no text has it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.db import connection

from articles.models import Sample, ShingleFilter

# A Bloom filter of words with four bits a shingle in one of them, so that it can be 1 MB for the
# first thousands of articles and 32 MB for 100,000, where it lets one new shingle in 200 through
# (one in four at half a million). Each size is as much work to fill as those before it together.
SIZES = (1 << 17, 1 << 19, 1 << 21, 1 << 22)
PIECE = 1 << 17  # words of a row
WORDS_PER_SAMPLE = 48  # three shingles a word
# Samples between two times that the bits are kept: 4096 for 32 MB, as the index grows meanwhile.
LEAST_UNKEPT = 256
WORDS_PER_UNKEPT = 1 << 10
# What it costs to read the bits, and to take in a sample that they lack: a hundred and fifty
# shingles, each in a third of the time of a search.
WORDS_PER_SEARCH = 80
SEARCHES_PER_SAMPLE = 50

_PATTERN = (1 << 12) - 1
_PATTERN_AT = 22  # above the bits that say which word, below the epoch
# Whoever has entered a sample and not yet committed it holds this lock on the table.
_IS_SETTLED = """
SELECT NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = 'articles_sample'::regclass AND pid IS DISTINCT FROM pg_backend_pid()
)
"""


def _patterns() -> list[int]:
    """Return words of four bits each, scattered well enough."""
    found = []
    for number in range(_PATTERN + 1):
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
    shingles of samples after one, many at a time; of any only the lower 34 bits count.
    """

    def __init__(
        self, read: Callable[[int], Iterator[Sequence[int]]], sizes: Sequence[int] = SIZES
    ) -> None:
        self._read = read
        self._sizes = sizes
        self._words = array("Q")
        # All samples up to one are in the bits, and some of those after it. Samples are numbered
        # before they are committed, so that one may turn up among others that are in already.
        self._upto = self._kept = self._searches = 0
        self._beyond: set[int] = set()

    @property
    def size(self) -> int:
        """How many words of 64 bits it has; 0 until it is worth its while."""
        return len(self._words)

    def sift(self, hashes: set[int], trees: int) -> set[int]:
        """Return the shingles that some text may have, to be searched for in so many trees.

        All of them as long as the searches so far cost less than filling the sieve.
        """
        if not self._words and not self._is_worth(len(hashes) * trees):
            return hashes
        self._catch_up()
        found = self._possible(hashes)
        self._searches += len(found) * trees
        return found

    def add(self, hashes: Iterable[int], samples: Collection[int]) -> None:
        """Take in shingles that have just been entered with samples."""
        if self._words:
            self._take_in(hashes)
            self._beyond.update(samples)

    def _is_worth(self, searches: int) -> bool:
        """Say whether as many searches as are wanted now and have been so far cost more."""
        self._searches += searches
        upto = _kept()
        lacking = Sample.objects.filter(pk__gt=upto[0] if upto else 0).count()
        return self._searches >= (
            len(upto) * PIECE // WORDS_PER_SEARCH + SEARCHES_PER_SAMPLE * lacking
        )

    def _wanted(self) -> int:
        """Return the least size for all samples, or the greatest."""
        words = Sample.objects.count() * WORDS_PER_SAMPLE
        return next((size for size in self._sizes if size >= words), self._sizes[-1])

    def _catch_up(self) -> None:
        """Take in what has been entered since, by whoever it was."""
        if not self._words:
            self._load()
        known = max(self._beyond, default=self._upto)
        is_settled = _is_settled()
        unknown = Sample.objects.filter(pk__gt=self._upto).exclude(pk__in=self._beyond)
        if samples := set(unknown.order_by().values_list("pk", flat=True)):
            self._fill(min(samples) - 1)
            self._beyond |= samples
        if is_settled:
            self._upto = known
            self._beyond = {sample for sample in self._beyond if sample > known}
        if self._searches > SEARCHES_PER_SAMPLE * self._upto and self.size < self._wanted():
            self._begin(self._wanted())
            self._fill(0)
        if self._upto - self._kept >= max(LEAST_UNKEPT, self.size // WORDS_PER_UNKEPT):
            self._keep()

    def _load(self) -> None:
        """Take the bits as they were kept, or none."""
        upto = _kept()
        if upto:
            pieces = ShingleFilter.objects.order_by("piece").values_list("bits", flat=True)
            for bits in pieces.iterator(chunk_size=1):
                self._words.frombytes(bits)
        else:
            self._begin(self._wanted())
        self._searches = 0
        self._upto = self._kept = upto[0] if upto else 0

    def _begin(self, size: int) -> None:
        # The former ones go first, and no zeros stand beside them: each may be 32 MB.
        self._words = array("Q")
        self._words = array("Q", [0]) * size
        self._searches = 0

    def _fill(self, sample: int) -> None:
        for hashes in self._read(sample):
            self._take_in(hashes)

    def _take_in(self, hashes: Iterable[int]) -> None:
        words, mask, patterns = self._words, len(self._words) - 1, _PATTERNS
        for number in hashes:
            words[number & mask] |= patterns[number >> _PATTERN_AT & _PATTERN]

    def _possible(self, hashes: Iterable[int]) -> set[int]:
        words, mask, patterns = self._words, len(self._words) - 1, _PATTERNS
        return {
            number
            for number in hashes
            if not ~words[number & mask] & patterns[number >> _PATTERN_AT & _PATTERN]
        }

    def _keep(self) -> None:
        """Store the words in pieces, none of which is long in memory twice."""
        for piece, start in enumerate(range(0, self.size, PIECE)):
            bits = self._words[start : start + PIECE].tobytes()
            ShingleFilter.objects.bulk_create(
                [ShingleFilter(piece=piece, upto=self._upto, bits=bits)],
                update_conflicts=True,
                unique_fields=["piece"],
                update_fields=["upto", "bits"],
            )
        ShingleFilter.objects.filter(piece__gte=self.size // PIECE).delete()
        self._kept = self._upto


def _kept() -> list[int]:
    """Return up to which sample each piece goes that has been kept, none if they differ."""
    upto = list(ShingleFilter.objects.order_by("piece").values_list("upto", flat=True))
    return upto if len(set(upto)) == 1 and len(upto) * PIECE in SIZES else []


def _is_settled() -> bool:
    """Say whether nobody else is entering samples; in SQLite nobody else can."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_IS_SETTLED)
        (is_settled,) = cursor.fetchone()
    return bool(is_settled)
