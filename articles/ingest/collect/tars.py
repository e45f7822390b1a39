"""Tar archives, read from front to end without going back: POSIX, GNU and the older ones.

By POSIX.1-2017 (pax, ustar) and the manual of GNU tar (long names, base-256 numbers). The module
of the standard library reads headers of any size into memory and remembers every member.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.ingest.collect.members import MOST_MEMBERS, Member, is_hidden, too_many
from articles.ingest.collect.streams import PIECE, Stream, require_end
from articles.ingest.refusals import Refusal, Refused

BLOCK = 512
# A path may have 4,096 bytes, and a pax header says some more things beside it.
MOST_HEADER = 64 * 1024
MOST_RECORDS = 50  # of which a path and a size matter; programs write them first
MOST_SIZE = 2**62
_IN_256 = b"\x80"
_LONG_NAMES = {b"L": "path", b"K": "linkpath"}
_PAX = {b"x", b"X"}
_PASSED_OVER = {b"5", b"D", b"g", b"V"}  # folders, what a header says of all, the label
_NO_FILES = {
    b"1": "hard link",
    b"2": "symbolic link",
    b"3": "device",
    b"4": "device",
    b"6": "pipe",
    b"S": "sparse file",
    b"M": "part of a file",
}


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    kind: bytes
    size: int
    is_extended: bool  # an old sparse file whose map goes on in the next block


def is_tar(head: bytes) -> bool:
    """Whether a stream begins with a header whose checksum is right; no text has one."""
    if len(head) < BLOCK or not head[148:156].strip(b" \0").isdigit():
        return False
    try:
        _header(head[:BLOCK])
    except Refused:
        return False
    return True


def members(stream: Stream, most: int) -> Iterator[Member]:
    """Yield the files of an archive in its order, of at most `most` bytes each.

    Refuses as BAD_ARCHIVE one that is damaged or ends without its end mark, after what came
    before the damage.
    """
    said: dict[str, str] = {}
    count = 0
    while any(block := _exactly(stream, BLOCK)):
        count += 1
        if count > MOST_MEMBERS:
            raise too_many()
        header = _header(block)
        if header.kind in _LONG_NAMES:
            said[_LONG_NAMES[header.kind]] = _text(_contents(stream, header.size).rstrip(b"\0"))
        elif header.kind in _PAX:
            said |= _pax(_contents(stream, header.size))
        else:
            yield from _member(stream, header, said, most)
            said = {}
    require_end(stream)


def _member(stream: Stream, header: _Header, said: dict[str, str], most: int) -> Iterator[Member]:
    name, size = said.get("path", header.name), _size(said, header)
    if header.is_extended:
        _pass_over_map(stream)
    detail = _NO_FILES.get(header.kind) or ("sparse file" if "sparse" in said else "")
    # What is only named has no bytes behind its header, whatever size that gives.
    behind = 0 if header.kind in b"123456" else size
    is_folder = header.kind in _PASSED_OVER or (header.kind in b"0\0" and name.endswith("/"))
    if is_folder or is_hidden(name):
        _pass_over(stream, behind)
    elif detail:
        _pass_over(stream, behind)
        yield Member(name, 0, refused=Refused(Refusal.NOT_A_FILE, detail=detail))
    elif size > most:
        _pass_over(stream, size)
        yield Member(name, size, refused=Refused(Refusal.TOO_LARGE))
    else:
        yield Member(name, size, _exactly(stream, size))
        _exactly(stream, -size % BLOCK)


def _header(block: bytes) -> _Header:
    if not _is_sum(_number(block[148:156]), block):
        raise Refused(Refusal.BAD_ARCHIVE, detail="damaged header")
    kind, name = block[156:157], _text(block[:100].partition(b"\0")[0])
    # Only POSIX has a prefix there; GNU tar keeps times in its place.
    if block[257:263] == b"ustar\0" and block[345]:
        name = f"{_text(block[345:500].partition(bytes(1))[0])}/{name}"
    return _Header(name, kind, _number(block[124:136]), kind == b"S" and block[482] != 0)


def _is_sum(number: int, block: bytes) -> bool:
    """Whether a header has this sum: by unsigned bytes as it ought to be, or by signed ones."""
    unsigned = sum(block) - sum(block[148:156]) + 8 * 32
    if number == unsigned:
        return True
    high = sum(byte > 127 for byte in block[:148] + block[156:])
    return number == unsigned - 256 * high


def _number(digits: bytes) -> int:
    """Return a number of a header: octal, or in base 256 where that is too short."""
    octal = digits.partition(b"\0")[0].strip() or b"0"
    if digits[:1] == _IN_256:
        number = int.from_bytes(digits[1:], "big")
    else:
        number = MOST_SIZE if octal.strip(b"01234567") else int(octal, 8)
    if number >= MOST_SIZE:
        raise Refused(Refusal.BAD_ARCHIVE, detail="damaged header")
    return number


def _size(said: dict[str, str], header: _Header) -> int:
    size = said.get("size")
    if size is None:
        return header.size
    if not (size.isascii() and size.isdigit() and len(size) < 19):
        raise Refused(Refusal.BAD_ARCHIVE, detail="damaged header")
    return int(size)


def _pax(records: bytes) -> dict[str, str]:
    """Return what a pax header says that matters here: records of `LENGTH KEY=VALUE`."""
    said: dict[str, str] = {}
    at = 0
    for _ in range(MOST_RECORDS):
        if at >= len(records) or not records[at]:
            break
        digits = records[at : at + 6].partition(b" ")[0]
        end = at + int(digits) if digits.isdigit() else at
        key, equals, value = records[at + len(digits) + 1 : max(end - 1, at)].partition(b"=")
        if not key or not equals or end > len(records):
            raise Refused(Refusal.BAD_ARCHIVE, detail="damaged header")
        if key in {b"path", b"size"}:
            said[key.decode()] = _text(value)
        elif key.startswith(b"GNU.sparse."):
            said["sparse"] = ""
        at = end
    return said


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _contents(stream: Stream, size: int) -> bytes:
    if size > MOST_HEADER:
        raise Refused(Refusal.BAD_ARCHIVE, detail="damaged header")
    return _padded(stream, size)


def _padded(stream: Stream, size: int) -> bytes:
    data = _exactly(stream, size)
    _exactly(stream, -size % BLOCK)
    return data


def _exactly(stream: Stream, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise Refused(Refusal.BAD_ARCHIVE, detail="ends early")
    return data


def _pass_over(stream: Stream, size: int) -> None:
    left = size + -size % BLOCK
    while left:
        left -= len(_exactly(stream, min(left, PIECE)))


def _pass_over_map(stream: Stream) -> None:
    while _exactly(stream, BLOCK)[504]:
        pass
