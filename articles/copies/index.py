"""The index of shingles: enters texts, and tells which others have chosen the same.

A shingle that stands in more than MOST_OF_ONE texts is boilerplate: it is entered no more, and no
passage begins with it. Copies are still known by it, from the texts that it was entered for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import itemgetter
from typing import Any

from django.db import connection

from articles.copies.sieve import Sieve
from articles.models import Sample, ShingleFilter
from articles.text.shingles import Shingles, is_same_place, sides

# Raise when `text.shingles` chooses others; `rebuild_copies` then brings the index up to date.
RULES = 2
# Of 1,114 real texts, ten shingles of 56,000 stood in more than a dozen: formulas of an agency.
# Without a limit one such line in 10,000 articles would make fifty million passages.
MOST_OF_ONE = 12
# Postings of one shingle that are gone through one by one; a text that says the same over and over
# has thousands.
FEW_OF_ONE = 4 * MOST_OF_ONE
# Samples in one tree of the index: some 150,000 rows, which a database's cache holds.
EPOCH = 1 << 10

# How a row of the index is packed: an epoch before a hash, a sample before what stands around.
_HASH_BITS = 40
_AROUND_BITS = 30
# Rows that SQLite writes at a time, which takes two thirds of the time that rows one by one do.
_ROWS = 100
_ROW = "(%s,%s)"
_ENTER = "INSERT INTO article_shingle (place, text) VALUES "
_COPY = "COPY article_shingle (place, text) FROM STDIN"
_FIND = {
    "sqlite": (
        "SELECT p.place, p.text, s.article_id, s.size"
        " FROM json_each(%s) e CROSS JOIN json_each(%s) h"
        " CROSS JOIN article_shingle p ON p.place = e.value + h.value"
        " JOIN articles_sample s ON s.id = p.text >> 30"
    ),
    "postgresql": (
        "SELECT p.place, p.text, s.article_id, s.size"
        " FROM article_shingle p JOIN articles_sample s ON s.id = p.text >> 30"
        " WHERE p.place = ANY(ARRAY(SELECT e + h FROM unnest(%s::bigint[]) e"
        " CROSS JOIN unnest(%s::bigint[]) h))"
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """What is entered of an article: a digest of all that matters, and its chosen shingles."""

    article: int
    digest: str
    shingles: Shingles

    @property
    def size(self) -> int:
        return len(self.shingles.hashes)


@dataclass(slots=True)
class Meeting:
    """Another article that chose some of the same shingles of an article, and how many it chose.

    `places` are where those of them stand in the article that are no boilerplate.
    """

    size: int
    shared: set[int] = field(default_factory=set)
    places: list[int] = field(default_factory=list)


# What a text chose beside a shingle: what stands around it, the article, how many it chose.
Posting = tuple[int, int, int]
Meetings = dict[int, Meeting]


def enter(texts: Sequence[Text], sieve: Sieve) -> list[Meetings]:
    """Enter one text or more; return for each the articles entered before that share some.

    The order alone decides, not how many texts come at a time.
    """
    hashes = set(chain.from_iterable(text.shingles.hashes for text in texts))
    choices = _Choices(_find(hashes, sieve))
    made = Sample.objects.bulk_create(
        Sample(
            article_id=text.article,
            size=text.size,
            digest=text.digest,
            rules=RULES,
        )
        for text in texts
    )
    rows: list[tuple[int, int]] = []
    entered: list[int] = []
    found = []
    for text, sample in zip(texts, made, strict=True):
        common, meetings = choices.meet(text)
        found.append(meetings)
        hashes_of, arounds = _without(common, text.shingles)
        epoch, key = _epoch(sample.pk), sample.pk << _AROUND_BITS
        rows += zip(
            [epoch | number for number in hashes_of],
            [key | around for around in arounds],
            strict=True,
        )
        entered += hashes_of
    _insert(rows)
    sieve.add(entered, [sample.pk for sample in made])
    return found


def _without(common: set[int], of: Shingles) -> tuple[Sequence[int], Sequence[int]]:
    """Return hashes and surroundings of shingles but for some."""
    if not common:
        return of.hashes, of.arounds
    kept = [number not in common for number in of.hashes]
    return list(compress(of.hashes, kept)), list(compress(of.arounds, kept))


def _epoch(sample: int) -> int:
    return sample // EPOCH << _HASH_BITS


def _hash(row: tuple[int, ...]) -> int:
    return row[0] & (1 << _HASH_BITS) - 1


def clear() -> None:
    """Forget all texts."""
    Sample.objects.all().delete()
    ShingleFilter.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM article_shingle")


def missing() -> int:
    """Return how many samples the present rules did not make."""
    return Sample.objects.exclude(rules=RULES).count()


class _Choices:
    """Who chose a shingle: texts that were entered before, and those of a batch so far."""

    def __init__(self, stored: defaultdict[int, list[Posting]]) -> None:
        self._postings = stored
        self._texts: list[Text] = []
        # Most shingles are chosen by one text alone, of which nothing but that is noted.
        self._alone: dict[int, int] = {}

    def meet(self, text: Text) -> tuple[set[int], Meetings]:
        """Add a text; return which of its shingles are boilerplate, and whom it meets."""
        hashes = set(text.shingles.hashes)
        shared = self._shared(hashes)
        common = {number for number in shared if _is_common(self._postings[number])}
        many = {
            number: _by_side(present)
            for number in shared
            if len(present := self._postings[number]) > FEW_OF_ONE
        }
        meetings: Meetings = {}
        for number, around, place in zip(*text.shingles, strict=True) if shared else ():
            if number in shared:
                of_one = many.get(number)
                found = self._postings[number] if of_one is None else _beside(of_one, around)
                _join(meetings, found, around, place, is_common=number in common)
        self._alone |= dict.fromkeys(hashes - shared, len(self._texts))
        self._texts.append(text)
        self._note(text, shared - common)
        return common, meetings

    def _shared(self, hashes: set[int]) -> set[int]:
        """Return the shingles that others have chosen, which then are known one by one."""
        met: dict[int, set[int]] = defaultdict(set)
        for number in self._alone.keys() & hashes:
            met[self._alone.pop(number)].add(number)
        for text, numbers in met.items():
            self._note(self._texts[text], numbers)
        return self._postings.keys() & hashes

    def _note(self, text: Text, numbers: set[int]) -> None:
        """Note where a text has these shingles, all in one go through those it chose."""
        for number, around in zip(text.shingles.hashes, text.shingles.arounds, strict=True):
            if number in numbers:
                self._postings[number].append((around, text.article, text.size))


def _by_side(postings: Iterable[Posting]) -> dict[int, dict[int, Posting]]:
    """Return the postings by what stands on either side, an article's once."""
    found: dict[int, dict[int, Posting]] = defaultdict(dict)
    for posting in postings:
        for side in filter(None, sides(posting[0])):
            found[side].setdefault(posting[1], posting)
    return found


def _beside(by_side: Mapping[int, dict[int, Posting]], around: int) -> Iterable[Posting]:
    """Return those of many postings that have a side in common with a shingle."""
    left, right = sides(around)
    return (by_side.get(left, {}) | by_side.get(right, {})).values()


def _join(
    meetings: Meetings, present: Iterable[Posting], around: int, place: int, *, is_common: bool
) -> None:
    """Note the others that have a shingle in the same surroundings."""
    for other_around, other, size in present:
        if is_same_place(other_around, around):
            meeting = meetings.setdefault(other, Meeting(size))
            meeting.shared.add(place)
            if not is_common and place not in meeting.places[-1:]:
                meeting.places.append(place)


def _is_common(postings: Sequence[Posting]) -> bool:
    if len(postings) < MOST_OF_ONE:
        return False
    return len({article for _around, article, _size in postings}) >= MOST_OF_ONE


def _find(hashes: set[int], sieve: Sieve) -> defaultdict[int, list[Posting]]:
    """Return the texts that the shingles have been entered for, those entered first before."""
    found: defaultdict[int, list[Posting]] = defaultdict(list)
    epochs = _epochs()
    possible = sorted(sieve.sift(hashes, len(epochs)))
    rows = sorted(_search(possible, epochs), key=itemgetter(1))
    for place, text, article, size in rows:
        around = text & (1 << _AROUND_BITS) - 1
        found[_hash((place,))].append((around, article, size))
    return found


def _epochs() -> list[int]:
    # Not both in one statement, for which SQLite would go through all of them.
    samples = Sample.objects.values_list("pk", flat=True)
    first, last = samples.order_by("pk").first(), samples.order_by("-pk").first()
    if first is None or last is None:
        return []
    return sorted({*map(_epoch, range(first, last, EPOCH)), _epoch(last)})


def _search(hashes: Sequence[int], epochs: Sequence[int]) -> list[tuple[int, int, int, int]]:
    if not hashes or not epochs:
        return []
    given: list[Any] = [list(epochs), list(hashes)]
    if connection.vendor == "sqlite":
        given = [json.dumps(numbers) for numbers in given]
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor], given)
        found: list[tuple[int, int, int, int]] = cursor.fetchall()
    return found


def _insert(rows: list[tuple[int, int]]) -> None:
    """Write rows in the order of their keys, which is the order of the tree."""
    # Floats are compared in a third of the time, and are exact up to eight million samples.
    rows.sort(key=lambda row: float(row[0]))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            whole = len(rows) - len(rows) % _ROWS
            numbers = chain.from_iterable(rows[:whole])
            marks = ",".join([_ROW] * _ROWS)
            many = list(zip(*[numbers] * (2 * _ROWS), strict=True))
            cursor.executemany(_ENTER + marks, many)
            cursor.executemany(_ENTER + _ROW, rows[whole:])
        else:
            with cursor.copy(_COPY) as copy:
                copy.write("".join(f"{place}\t{text}\n" for place, text in rows))


def hashes_after(sample: int) -> Iterator[list[int]]:
    """Yield the shingles entered for samples after one, many at a time, below their epochs."""
    # Not a plain cursor, for which PostgreSQL sends all of millions of rows at once.
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT place FROM article_shingle WHERE place >= %s AND text >= %s",
            [_epoch(sample), (sample + 1) << _AROUND_BITS],
        )
        while rows := cursor.fetchmany(10_000):
            yield [place for (place,) in rows]
