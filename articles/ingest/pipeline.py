"""Runs the stages 0 to 6 over a whole import, batch by batch.

A batch is read, then planned and written in one short transaction with its part of the journal.
Whoever stops a run, gently between batches or not, loses nothing but the batch in hand, and the
next run goes on from there.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, BinaryIO, Protocol

from articles.choices import Action, Outcome, RunStatus
from articles.ingest import collect, store
from articles.ingest.batches import Batch, ahead, begun, joined, to_tell
from articles.ingest.known import Known
from articles.ingest.records import Found
from articles.ingest.workers import Orders, Submit, prepared_by, readers
from articles.models import ImportRun
from articles.search.sorting import sorted_beside

# A batch is one transaction: as much as is written in well under half a second.
MOST_DOCUMENTS = 100
MOST_BYTES = 4 * 1024 * 1024
MOST_FOUND = 10 * MOST_DOCUMENTS  # with archives that hold nothing
# Batches that worker processes read ahead of the one being written.
AHEAD = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked of a run."""

    is_dry: bool = False
    publish: bool = False
    source: str | None = None
    format: str | None = None
    from_vault: bool = False  # read what is stored; `source` and `format` then choose among it
    workers: int = 1
    is_fused: bool = True  # documents are held back where a source suddenly reads much worse
    paths: tuple[str, ...] = ()  # as they were given, for the journal

    @property
    def overrides(self) -> dict[str, str | None]:
        return {"source": self.source, "format": self.format}

    def orders(self, known: Known) -> Orders:
        is_given = not self.from_vault
        return Orders(
            known,
            self.format if is_given else None,
            self.source if is_given else None,
            # Who reads and writes alone would only prepare what may not be wanted.
            prepares=self.workers > 1 and not self.is_dry,
        )

    @property
    def journal(self) -> dict[str, Any]:
        paths = [collect.printable(path) for path in self.paths]
        return {
            "paths": paths,
            "from_vault": self.from_vault,
            "publish": self.publish,
            **self.overrides,
        }


@dataclass(slots=True)
class Summary:
    """What came of a run: documents by outcome, articles by action; two sums that must hold."""

    read: int = 0
    planned: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    published: int = 0
    not_published: Counter[str] = field(default_factory=Counter)
    drafts: int = 0  # that were there before; of a run that publishes
    is_stopped: bool = False
    run: int | None = None  # the key of its journal, if it has one
    pictures: int = 0
    shared_names: int = 0  # of picture files that several pictures could be
    # Files that were to be kept as pictures; with the code of a refusal, or "" for no picture.
    bad_pictures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        return (self.read, self.planned) == (self.documents.total(), self.articles.total())

    @property
    def unpublished(self) -> int:
        return self.articles[Action.CREATE.value] - self.published

    @property
    def counts(self) -> dict[str, Any]:
        """The numbers as the journal keeps them."""
        return {
            "read": self.read,
            "planned": self.planned,
            "documents": dict(self.documents),
            "articles": dict(self.articles),
            "published": self.published,
        }

    def counts_with(self, batch: Batch, plans: Iterable[store.DocumentPlan]) -> dict[str, Any]:
        """Return the numbers as they will be when a batch has been written."""
        documents, articles = Counter(self.documents), Counter(self.articles)
        whole = replace(self, documents=documents, articles=articles)
        whole.add(batch, plans)
        return whole.counts

    def add(self, batch: Batch, plans: Iterable[store.DocumentPlan]) -> None:
        """Count a batch: what was planned for its documents, and those that were not read again."""
        self.read += len(batch.found)
        for plan in plans:
            self.planned += len(plan.reading.articles)
            self.documents[plan.outcome.value] += 1
            self.articles.update(step.action.value for step in plan.steps)
        if not batch.unchanged:
            return
        made = sum(seen.articles for seen in batch.unchanged.values())
        held = sum(seen.held for seen in batch.unchanged.values())
        self.planned += made
        self.documents[Outcome.UNCHANGED.value] += len(batch.unchanged)
        self.articles += Counter({Action.UNCHANGED.value: held, Action.DELETED.value: made - held})


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to one document; `plan` is None where nothing had to be read.

    Of such a document `deleted` tells how many of its articles an editor has deleted.
    """

    found: Found
    plan: store.DocumentPlan | None
    deleted: int = 0


Report = Callable[[Sequence[Done]], None]


class Halt(Exception):
    """A run is not to go on; the batch in hand is not written."""


class Guard(Protocol):
    """Whoever watches that a run does what was planned."""

    def require(self, batch: Sequence[Done]) -> None:
        """Raise Halt where it would not."""

    def remember(self, plans: Iterable[store.DocumentPlan]) -> None:
        """Learn what has been written."""


def run(
    roots: Iterable[collect.Root],
    options: Options,
    *,
    report: Report,
    summary: Summary | None = None,
    is_stopped: Callable[[], bool] = bool,
    stdin: BinaryIO | None = None,
    guard: Guard | None = None,
) -> Summary:
    """Import the documents under the roots, or only plan them, and return what came of it.

    `report` is called with each batch of documents once it is stored, in order; `is_stopped` is
    asked between batches. A `summary` that is given grows as batches are stored, so that there is
    one whatever ends the run. A `guard` may stop it before a batch is written.
    """
    summary = summary or Summary()
    known = store.known()
    found = _found(roots, options, known, stdin)
    pending = store.Pending()
    orders = options.orders(known)
    with (
        _journal(options, summary) as journal,
        _loaded_set_aside(),
        # Who reads and writes alone keeps to one core.
        sorted_beside() if orders.prepares else nullcontext(),
        readers(orders, options.workers) as submit,
    ):
        write = partial(
            _import,
            options=options,
            orders=orders,
            summary=summary,
            journal=journal,
            pending=pending,
            guard=guard,
        )
        batches = joined(_batches(found, options, submit), MOST_BYTES)
        for batch in ahead(batches, AHEAD if options.workers > 1 else 0):
            if is_stopped():
                summary.is_stopped = True
                break
            try:
                done = _written(batch, orders, write)
            except Halt:
                summary.is_stopped = True
                break
            report(done)
            pending.forget()
    return summary


def _found(
    roots: Iterable[collect.Root], options: Options, known: Known, stdin: BinaryIO | None
) -> Iterable[Found]:
    if options.from_vault:
        return store.stored(**options.overrides)
    return collect.collect(roots, most=known.max_document_bytes, stdin=stdin)


@contextmanager
def _journal(options: Options, summary: Summary) -> Iterator[ImportRun | None]:
    """Open the journal of a run that has one, and close it whatever ends the run."""
    if options.is_dry:
        yield None
        return
    journal = store.start(options.journal)
    summary.run = journal.pk
    is_through = False
    try:
        yield journal
        is_through = True
    finally:
        summary.is_stopped = summary.is_stopped or not is_through
        status = RunStatus.STOPPED if summary.is_stopped else RunStatus.FINISHED
        close = store.finish if is_through else store.leave
        close(journal, status, counts=summary.counts)


@contextmanager
def _loaded_set_aside() -> Iterator[None]:
    """Spare the garbage collector what is loaded already; it took 4 % of an import."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _written(batch: Batch, orders: Orders, write: Callable[[Batch], list[Done]]) -> list[Done]:
    """Write a batch; what somebody changed since it was found unchanged is read after all."""
    while True:
        try:
            return write(batch)
        except store.Outdated as outdated:
            batch = batch.with_read(outdated.places, orders)


def _import(
    batch: Batch,
    *,
    options: Options,
    orders: Orders,
    summary: Summary,
    journal: ImportRun | None,
    pending: store.Pending,
    guard: Guard | None,
) -> list[Done]:
    """Plan a batch and, where there is a journal, write it."""
    reads = batch.readings()
    if journal is not None and not reads:
        return _confirm(batch, summary, journal, guard)
    readings = [one.reading for one in reads]
    plan = partial(
        store.plan,
        readings,
        before=batch.before(orders.known),
        met=batch.met,
        is_fused=options.is_fused,
        is_again=options.from_vault,
    )
    if journal is None:
        plans, _facts = plan(pending=pending)
        summary.add(batch, plans)
        return _done(batch, plans)
    packed = {one.reading.sha256: one.packed for one in reads if one.packed is not None}
    blobs = store.blobs_of(() if options.from_vault else batch.new, packed)
    milliseconds = {one.reading.place: one.milliseconds for one in reads}
    with store.writing_alone():
        at = store.meet(batch.unchanged)
        plans, facts = plan()
        if guard is not None:
            guard.require(_done(batch, plans))
        counts = summary.counts_with(batch, plans)
        told = store.Batch(
            blobs, batch.unchanged, counts, milliseconds, pending.sieve, prepared_by(reads), at
        )
        moved = store.apply(plans, facts, told, run=journal, publish=options.publish)
    if guard is not None:
        guard.remember(plans)
    summary.add(batch, plans)
    summary.published += moved.moved
    summary.not_published.update(moved.kept.values())
    return _done(batch, plans)


def _confirm(batch: Batch, summary: Summary, journal: ImportRun, guard: Guard | None) -> list[Done]:
    """Note in the journal that all of a batch is as it was; nothing is planned for it."""
    done = _done(batch, [])
    with store.writing_alone():
        store.meet(batch.unchanged)
        if guard is not None:
            guard.require(done)
        store.confirm(batch.unchanged, summary.counts_with(batch, []), run=journal)
    if guard is not None:
        guard.remember([])
    summary.add(batch, [])
    return done


def _done(batch: Batch, plans: Iterable[store.DocumentPlan]) -> list[Done]:
    by_place = {plan.reading.place: plan for plan in plans}
    return [
        Done(found, None, seen.deleted)
        if (seen := batch.unchanged.get(found.place))
        else Done(found, by_place[found.place])
        for found in batch.found
    ]


def _batches(found: Iterable[Found], options: Options, submit: Submit) -> Iterator[Batch]:
    for batch in filter(None, map(to_tell, _cut(found))):
        unchanged = {} if options.from_vault else store.seen(batch, **options.overrides)
        yield begun(batch, unchanged, submit, is_dry=options.is_dry)


def _cut(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Cut what was found into batches, the same ones whether a document is read again or not."""
    batch: list[Found] = []
    documents = size = 0
    for one in found:
        batch.append(one)
        documents += not one.is_whole_archive  # which is told rarely, and never read
        size += len(one.data or b"")
        if documents == MOST_DOCUMENTS or size >= MOST_BYTES or len(batch) == MOST_FOUND:
            yield batch
            batch, documents, size = [], 0, 0
    if batch:
        yield batch
