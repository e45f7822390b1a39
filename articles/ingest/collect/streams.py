"""Bytes as they come: a stream that was looked into, and compressed ones, never more than asked."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from articles.ingest.refusals import Refusal, Refused

PIECE = 64 * 1024
# Text packs to a fifth, the same page a thousand times to a sixtieth; bombs begin at a thousandth.
# A small stream may hold one document of the largest size and be as empty as it likes.
MOST_TIMES = 64
MOST_BESIDES = 32 * 1024 * 1024
# The largest dictionary that the xz program itself makes (-9) takes 65 MB to unpack.
XZ_MEMORY = 96 * 1024 * 1024
# Programs that pack in parallel end a stream every 100 KB or so; nobody needs one a kilobyte.
MOST_STREAMS = 1_000
_PADDING = b"\0\r\n"


class Stream(Protocol):
    """What bytes are read from: fewer than asked for come only at the end."""

    def read(self, size: int, /) -> bytes: ...


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def require_end(stream: Stream) -> None:
    """Read what stands behind an archive and refuse where that is more than padding."""
    while piece := stream.read(PIECE):
        if piece.strip(_PADDING):
            raise Refused(Refusal.BAD_ARCHIVE, detail="something stands behind its end")


class Begun:
    """A stream whose beginning was read already, to see what it is."""

    def __init__(self, stream: Stream, size: int, head: bytes = b"") -> None:
        self.head = head + stream.read(size)
        self._rest = self.head
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            return self._stream.read(size)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece + self._stream.read(size - len(piece)) if len(piece) < size else piece


class _Gzip:
    """zlib's decompressor with the face of those of bzip2 and xz; it checks the sum at the end."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = len(piece) < max_length
        return piece


def _xz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


PACKED: dict[bytes, Callable[[], _Decompressor]] = {
    b"\x1f\x8b\x08": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": _xz,
}
LONGEST_MAGIC = 10
_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")  # how bzip2 goes on after its letters and a digit


def packing(head: bytes) -> Callable[[], _Decompressor] | None:
    """Return what unpacks a stream that begins so, or None where it is not compressed."""
    for magic, make in PACKED.items():
        if head.startswith(magic) and (magic != b"BZh" or head[4:10] in _BLOCKS):
            return make
    return None


class Unpacked:
    """The bytes that a compressed stream stands for; several one after another count as one.

    `read` refuses as BAD_ARCHIVE what is damaged or ends early, as ARCHIVE_BOMB what grows out of
    all proportion. What follows the last stream may be one that was damaged: it is refused too.
    """

    def __init__(self, packed: Stream, make: Callable[[], _Decompressor]) -> None:
        self._packed = packed
        self._inner = make()
        self._waiting = b""  # packed bytes that the next stream begins with
        self._streams = 1
        self._is_over = False
        self.taken = 0  # packed bytes
        self.given = 0  # unpacked bytes

    def read(self, size: int, /) -> bytes:
        pieces = []
        while size and (piece := self._piece(min(size, PIECE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        """Return some bytes, at most `size`, and none only at the end."""
        piece = b""
        while not piece and not self._is_over:
            if self._inner.eof:
                self._begin_next()
            else:
                piece = self._unpack(self._more() if self._inner.needs_input else b"", size)
        return piece

    def _more(self) -> bytes:
        data, self._waiting = self._waiting or self._take(), b""
        if not data:
            raise Refused(Refusal.BAD_ARCHIVE, detail="ends early")
        return data

    def _take(self) -> bytes:
        data = self._packed.read(PIECE)
        self.taken += len(data)
        return data

    def _unpack(self, data: bytes, size: int) -> bytes:
        try:
            piece = self._inner.decompress(data, size)
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            is_greedy = "usage limit" in str(error)  # how liblzma says that memory is short
            reason = Refusal.ARCHIVE_BOMB if is_greedy else Refusal.BAD_ARCHIVE
            raise Refused(reason, detail=str(error)) from error
        self.given += len(piece)
        if self.given > MOST_TIMES * self.taken + MOST_BESIDES:
            raise Refused(Refusal.ARCHIVE_BOMB, detail=f"{self.taken} bytes unpack without end")
        return piece

    def _begin_next(self) -> None:
        rest = self._inner.unused_data.lstrip(b"\0")
        while len(rest) < LONGEST_MAGIC and (data := self._take()):
            rest = (rest + data).lstrip(b"\0")
        make = packing(rest)
        if make is None:
            self._is_over = True
            require_end(Begun(self._packed, 0, rest))
            return
        self._streams += 1
        if self._streams > MOST_STREAMS + self.taken // 1024:
            raise Refused(Refusal.ARCHIVE_BOMB, detail="too many streams in one")
        self._inner, self._waiting = make(), rest
