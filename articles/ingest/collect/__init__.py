"""Stage 0, the only one that touches files: paths, archives and standard input to bytes.

    paths       the given paths, and how names are kept
    folders     what lies under them, in the order of names, and what never is opened
    archives    a file or a stream to documents; what is an archive gives its members
    zips, tars  an archive to its members
    streams     compressed bytes, never more than asked for

Nothing outside the given paths is read, and nothing is written but a zip from standard input, to
a file without a name that goes with the process.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from articles.ingest.collect import archives
from articles.ingest.collect.folders import KINDS, Folders
from articles.ingest.collect.paths import (
    LONGEST,
    STANDARD_INPUT,
    STDIN,
    NoSuchPath,
    Root,
    printable,
    roots,
)
from articles.ingest.collect.streams import PIECE
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
# Hexadecimal digits of a SHA-256 that tell documents of standard input apart.
DIGITS = 16
UNREADABLE = (Refused, OSError, RuntimeError)  # RuntimeError: a link to itself, before Python 3.13


def collect(given: Iterable[Root], *, most: int, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Yield each document under the roots, one at a time, or why it has no bytes.

    At most `most` bytes of any document are held; `stdin` is read where a root stands for it.
    """
    for root in given:
        if root == STANDARD_INPUT:
            yield from _from_stdin(stdin, most)
            continue
        with Folders(root) as folders:
            for name in folders.names():
                yield from _documents(folders, name, most)


def names(root: Root) -> Iterator[str]:
    """Yield what lies under a root and is no folder, as paths from it."""
    with Folders(root) as folders:
        yield from folders.names()


def count(given: Iterable[Root]) -> int:
    """Return how many files lie under the roots; an archive among them counts as one."""
    return sum(1 for root in given for _ in names(root))


def fetch(root: Root, name: str, most: int) -> Found:
    """Return one file of a root as it stands, an archive too, or why it has no bytes.

    A file that changes while it is read is read once more, then refused.
    """
    with Folders(root) as folders:
        place = folders.place(name)
        try:
            data, size = _bytes(folders, name, most)
        except UNREADABLE as error:
            return _unread(place, error)
    return archives.document(place, data, most, size)


def _documents(folders: Folders, name: str, most: int) -> Iterator[Found]:
    place = folders.place(name)
    try:
        data, size = _bytes(folders, name, most)
        if size > most:
            yield from _large(folders, name, most, size)
        elif kind := archives.kind_of(data):
            yield from archives.documents(place, io.BytesIO(data), kind, most)
        else:
            yield archives.document(place, data, most)
    except UNREADABLE as error:
        yield _unread(place, error)


def _bytes(folders: Folders, name: str, most: int) -> tuple[bytes, int]:
    """Return the bytes of a file and their number, or no bytes where those are more than `most`."""
    for _ in range(TRIES):
        handle = folders.opened(name)
        try:
            before = _is_file(os.fstat(handle))
            size = before.st_size
            data = _read(handle, size, most) if size <= most else b""
            if not _has_changed(handle, before):
                return data, max(size, len(data))
        finally:
            os.close(handle)
    raise Refused(Refusal.CHANGED_WHILE_READ)


def _read(handle: int, size: int, most: int) -> bytes:
    """Return what a file of that size holds; one that says nothing of its size, up to a limit."""
    data = os.read(handle, size or PIECE)
    if len(data) == size:
        return data
    pieces, left = [data], (size or most + 1) - len(data)
    while left > 0 and (piece := os.read(handle, min(left, PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _is_file(seen: os.stat_result) -> os.stat_result:
    if not stat.S_ISREG(seen.st_mode):
        raise Refused(Refusal.NOT_A_FILE, detail=KINDS.get(stat.S_IFMT(seen.st_mode), ""))
    return seen


def _has_changed(handle: int, before: os.stat_result) -> bool:
    after = os.fstat(handle)
    return (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns)


def _large(folders: Folders, name: str, most: int, size: int) -> Iterator[Found]:
    """Yield what a file of more than `most` bytes holds if it is an archive."""
    place = folders.place(name)
    with os.fdopen(folders.opened(name), "rb") as file:
        before = _is_file(os.fstat(file.fileno()))
        kind = archives.kind_of(file.read(archives.HEAD))
        if kind:
            has_changed = partial(_has_changed, file.fileno(), before)
            yield from archives.documents(place, file, kind, most, has_changed)
        else:
            is_same = before.st_size in (size, 0)  # some say nothing of their size
            reason = Refusal.TOO_LARGE if is_same else Refusal.CHANGED_WHILE_READ
            yield Found(place, None, size, "", Refused(reason))


def _unread(place: Place, error: Exception) -> Found:
    if not isinstance(error, Refused):
        detail = getattr(error, "strerror", None) or ""
        error = Refused(Refusal.UNREADABLE_FILE, detail=detail)
    return Found(place, None, 0, "", error)


def _from_stdin(stream: BinaryIO | None, most: int) -> Iterator[Found]:
    place = Place(STDIN, STDIN)
    if stream is None:
        yield Found(place, None, 0, "", Refused(Refusal.UNREADABLE_FILE))
        return
    try:
        with suppress(io.UnsupportedOperation):
            # Whoever started this may have left it so; what is not there yet would be the end.
            os.set_blocking(stream.fileno(), True)
        yield from map(_by_bytes, archives.from_stream(place, stream, most))
    except OSError as error:
        yield _unread(place, error)


def _by_bytes(found: Found) -> Found:
    """Keep a document of standard input apart from others: what is piped next has the same place.

    What has no bytes, such as an archive that was refused, stays where it is.
    """
    return replace(found, place=replace(found.place, entry=found.sha256[:DIGITS]))
