"""Reads documents one by one, here or in worker processes; what is refused is told, not raised.

Workers know nothing of Django: this module and what it imports are all they load.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from articles.ingest.known import Known
from articles.ingest.records import DocumentReading, Evidence, Found
from articles.ingest.refusals import Refused
from articles.text.packing import pack
from articles.text.prepared import Prepared, prepare

# Documents a task: few enough to share a batch out, enough to be worth the way.
TASK = 8


@dataclass(frozen=True, slots=True)
class Orders:
    """How documents are to be read."""

    known: Known
    format: str | None = None
    source: str | None = None
    prepares: bool = False  # what the indexes want, and the bytes compressed, for who writes


@dataclass(frozen=True, slots=True)
class Read:
    """What a document says; `prepared` is by the text of its articles, if it was asked for."""

    reading: DocumentReading
    milliseconds: int
    prepared: Mapping[str, Prepared] = field(default_factory=dict)
    packed: bytes | None = None


Waiting = Callable[[], list[Read]]
Submit = Callable[[Sequence[Found]], Waiting]


@contextmanager
def readers(orders: Orders, workers: int = 1) -> Iterator[Submit]:
    """Give a function that has documents read and returns one that waits for them, in order."""
    if workers < 2:
        yield lambda found: partial(read_all, found, orders)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_serve)

    def submit(found: Sequence[Found]) -> Waiting:
        starts = range(0, len(found), TASK)
        tasks = [pool.submit(read_all, found[start : start + TASK], orders) for start in starts]
        return lambda: [one for task in tasks for one in task.result()]

    try:
        yield submit
    finally:
        pool.shutdown(cancel_futures=True)


def _serve() -> None:
    """Leave what a terminal sends to a whole group to the parent, which ends its workers.

    Where it was killed and cannot, they end by themselves. Who reads gives way to who writes, for
    whom all wait: on two cores that makes an import an eighth faster.
    """
    os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=[parent_process()], daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


def read_all(found: Sequence[Found], orders: Orders) -> list[Read]:
    return [read_one(one, orders) for one in found]


def read_one(found: Found, orders: Orders) -> Read:
    """Return what a document says, or why it cannot be read, and how long that took."""
    # Here, for where nothing is new nothing is read, and what reads takes as long to load as to
    # meet a thousand documents again.
    from articles.ingest.reading import read  # noqa: PLC0415

    started = time.perf_counter()
    form, source = found.format or orders.format, found.source or orders.source
    try:
        reading = read(found, orders.known, format=form, source=source)
        if form:
            reading = replace(reading, evidence={**reading.evidence, **_given(form)})
    except Refused as refused:
        # Without its traceback, which would keep the whole document in memory.
        reason = refused.with_traceback(None)
        said = _given(form, source)
        reading = DocumentReading(
            found.place, found.sha256, found.size, source=source, evidence=said, refused=reason
        )
    done = Read(reading, round((time.perf_counter() - started) * 1000))
    return _with_prepared(done, found) if orders.prepares else done


def prepared_by(reads: Iterable[Read]) -> dict[str, Prepared]:
    """Return all that has been prepared, by its text."""
    return {text: one for read in reads for text, one in read.prepared.items()}


def _with_prepared(read: Read, found: Found) -> Read:
    texts = {article.body_text for article in read.reading.articles}
    packed = None if found.data is None else pack(found.data)
    return replace(read, prepared={text: prepare(text) for text in texts}, packed=packed)


def _given(form: str | None, source: str | None = None) -> dict[str, Evidence]:
    """Return what shows that a value was said and not found; reading again asks for it."""
    values = {"format": form, "source": source}
    return {name: Evidence("given", None, value) for name, value in values.items() if value}
