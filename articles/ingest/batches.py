"""Documents on their way through an import, as many at a time as one transaction writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from articles.ingest import store
from articles.ingest.known import Known
from articles.ingest.records import Found, Place, Reading
from articles.ingest.store import Seen
from articles.ingest.workers import Orders, Read, Submit, Waiting, read_all, read_one

# Documents met again in one transaction: a tenth of a second. SQLite takes 32,766 values at once.
MOST_TOGETHER = 10_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents in order; `readings` waits for those that had to be read."""

    found: list[Found]
    unchanged: Mapping[Place, Seen]
    readings: Waiting
    # Of those that were read, what an import would not read: a dry run tells all that it meets.
    met: Collection[Place] = ()

    @property
    def is_unchanged(self) -> bool:
        return len(self.unchanged) == len(self.found)

    @property
    def new(self) -> list[Found]:
        return [one for one in self.found if one.place not in self.unchanged]

    def with_read(self, places: Collection[Place], orders: Orders) -> Batch:
        """Return the batch with these documents read that were taken for unchanged."""
        unchanged = {place: one for place, one in self.unchanged.items() if place not in places}

        def readings() -> list[Read]:
            late = read_all([one for one in self.found if one.place in places], orders)
            reads = {one.reading.place: one for one in (*self.readings(), *late)}
            return [reads[one.place] for one in self.found if one.place in reads]

        return Batch(self.found, unchanged, readings)

    def before(self, known: Known) -> dict[tuple[Place, int], Reading]:
        """Read once more what changed documents said whose articles were deleted."""
        said: dict[tuple[Place, int], Reading] = {}
        for former, form in store.read_before(self.new):
            reading = read_one(former, Orders(known, form)).reading
            for index, article in enumerate(reading.articles):
                said[former.place, index] = article
        return said


def begun(
    found: list[Found], unchanged: Mapping[Place, Seen], submit: Submit, *, is_dry: bool
) -> Batch:
    """Have the documents of a batch read that need it; a dry run reads them all."""
    if is_dry:
        return Batch(found, {}, submit(store.as_given(found, unchanged)), unchanged.keys())
    new = [one for one in found if one.place not in unchanged]
    return Batch(found, unchanged, submit(new))


def to_tell(found: list[Found]) -> list[Found]:
    """Leave out archives that were read whole but for those that stand refused so far."""
    whole = {one.place for one in found if one.is_whole_archive}
    kept = store.standing_refused(whole) if whole else whole
    return [one for one in found if one.place not in whole or one.place in kept]


def joined(batches: Iterable[Batch], most: int) -> Iterator[Batch]:
    """Join neighbours of which nothing has to be read while they have at most `most` bytes.

    What is only met again is written in a moment, a transaction costs what it costs.
    """
    held: list[Batch] = []
    size = number = 0
    for batch in batches:
        more = sum(one.size for one in batch.found) if batch.is_unchanged else most
        if held and (size + more > most or number + len(batch.found) > MOST_TOGETHER):
            yield _one(held)
            held, size, number = [], 0, 0
        if batch.is_unchanged:
            held.append(batch)
            size += more
            number += len(batch.found)
        else:
            yield batch
    if held:
        yield _one(held)


def ahead(batches: Iterable[Batch], most: int) -> Iterator[Batch]:
    """Keep so many batches in the hands of workers while one is written."""
    waiting: deque[Batch] = deque()
    for batch in batches:
        waiting.append(batch)
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


def _one(batches: list[Batch]) -> Batch:
    found = list(chain.from_iterable(batch.found for batch in batches))
    unchanged: dict[Place, Seen] = {}
    for batch in batches:
        unchanged |= batch.unchanged
    return Batch(found, unchanged, batches[0].readings)
