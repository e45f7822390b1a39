"""Stage 0, the only one that touches files: paths, archives and standard input to bytes.

    paths       what lies under the given paths, in the order of names
    archives    a file or a stream to documents; what is an archive gives its members
    zips, tars  an archive to its members
    streams     compressed bytes, never more than asked for

Nothing outside the given paths is read, and nothing is written but a zip from standard input, to
a file without a name that goes with the process.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from articles.ingest.collect import archives
from articles.ingest.collect.paths import (
    LONGEST,
    STANDARD_INPUT,
    STDIN,
    NoSuchPath,
    Root,
    names,
    opened,
    printable,
    roots,
)
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refusal, Refused

__all__ = [
    "LONGEST",
    "STANDARD_INPUT",
    "STDIN",
    "NoSuchPath",
    "Root",
    "collect",
    "count",
    "fetch",
    "names",
    "printable",
    "roots",
]
# Whoever writes a file when it is read may be done a moment later.
TRIES = 2
UNREADABLE = (Refused, OSError, RuntimeError)  # RuntimeError: a link to itself, before Python 3.13


def collect(given: Iterable[Root], *, most: int, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Yield each document under the roots, one at a time, or why it has no bytes.

    At most `most` bytes of any document are held; `stdin` is read where a root stands for it.
    """
    for root in given:
        if root == STANDARD_INPUT:
            yield from _from_stdin(stdin, most)
        else:
            for name in names(root):
                yield from _documents(root, name, most)


def count(given: Iterable[Root]) -> int:
    """Return how many files lie under the roots; an archive among them counts as one."""
    return sum(1 for root in given for _ in names(root))


def fetch(root: Root, name: str, most: int) -> Found:
    """Return one file of a root as it stands, an archive too, or why it has no bytes.

    A file that changes while it is read is read once more, then refused.
    """
    place, size = _place(root, name), 0
    try:
        for _ in range(TRIES):
            with os.fdopen(opened(root, name), "rb") as file:
                before = os.fstat(file.fileno())
                size = before.st_size
                # No more than is there: room for `most` bytes costs more than to hash them. Of a
                # file that says nothing of its size, as the system's own, all that comes.
                data = file.read((size or most) + 1) if size <= most else b""
                if not _has_changed(file, before):
                    return archives.document(place, data, most, size)
    except UNREADABLE as error:
        return Found(place, None, 0, "", _why(error))
    return Found(place, None, size, "", Refused(Refusal.CHANGED_WHILE_READ))


def _place(root: Root, name: str) -> Place:
    return Place(printable(str(root.folder)), printable(name))


def _has_changed(file: BinaryIO, before: os.stat_result) -> bool:
    after = os.fstat(file.fileno())
    return (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns)


def _documents(root: Root, name: str, most: int) -> Iterator[Found]:
    found = fetch(root, name, most)
    is_large = found.refused is not None and found.refused.reason == Refusal.TOO_LARGE
    if is_large or archives.kind_of((found.data or b"")[: archives.HEAD]):
        yield from _opened(root, name, most)
    else:
        yield found


def _opened(root: Root, name: str, most: int) -> Iterator[Found]:
    """Yield the documents of a file that is large or an archive."""
    place = _place(root, name)
    try:
        with os.fdopen(opened(root, name), "rb") as file:
            before = os.fstat(file.fileno())
            kind = archives.kind_of(file.read(archives.HEAD))
            file.seek(0)
            if kind:
                has_changed = partial(_has_changed, file, before)
                yield from archives.documents(place, file, kind, most, has_changed)
            else:
                is_large = before.st_size > most
                reason = Refusal.TOO_LARGE if is_large else Refusal.CHANGED_WHILE_READ
                yield Found(place, None, before.st_size, "", Refused(reason))
    except UNREADABLE as error:
        yield Found(place, None, 0, "", _why(error))


def _why(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    return Refused(Refusal.UNREADABLE_FILE, detail=getattr(error, "strerror", None) or "")


def _from_stdin(stream: BinaryIO | None, most: int) -> Iterator[Found]:
    place = Place(STDIN, STDIN)
    if stream is None:
        yield Found(place, None, 0, "", Refused(Refusal.UNREADABLE_FILE))
        return
    try:
        yield from archives.from_stream(place, stream, most)
    except OSError as error:
        yield Found(place, None, 0, "", _why(error))
