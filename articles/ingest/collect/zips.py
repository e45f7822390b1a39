"""Zip archives, by their directory; where that was cut off, by what stands before each member.

By PKWARE's APPNOTE 6.3. The directory is gone through twice, so that nothing of an archive is
unpacked before all of it is known to be in proportion, and it is never held: the module of the
standard library takes half a kilobyte a member.
"""

from __future__ import annotations

import bz2
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise, product
from struct import Struct
from typing import BinaryIO, NamedTuple, Protocol

from articles.ingest.collect.folders import KINDS
from articles.ingest.collect.members import MOST_MEMBERS, Member, is_hidden, too_many
from articles.ingest.collect.streams import MOST_BESIDES, MOST_TIMES, PIECE, require_end
from articles.ingest.collect.zip_names import extras, large, name_of
from articles.ingest.refusals import Refusal, Refused

_END = Struct("<4s4H2LH")
_BEFORE_END = Struct("<4sQ2H2L4Q4s16x")  # the end mark of a large archive, and what points at it
_ENTRY = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
MAGIC = b"PK"  # how all these marks begin
_END_MAGIC, _ENTRY_MAGIC, _LOCAL_MAGIC = b"PK\5\6", b"PK\1\2", b"PK\3\4"
_END_64_MAGIC, _POINTER_MAGIC = b"PK\6\6", b"PK\6\7"
# What may follow a member: its sum and sizes, those in 4 or 8 bytes, with a mark or without.
_DESCRIPTORS = (Struct("<3L"), Struct("<L2Q"))
_DESCRIPTOR_MAGICS, _LONGEST_DESCRIPTOR = (b"PK\7\x08", b""), 24
# An end mark and the longest comment behind it.
_TAIL = _END.size + 2**16
_ENCRYPTED, _SIZES_BEHIND, _MASKED = 1 << 0, 1 << 3, 1 << 13
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
_NO_FILES = {**KINDS, stat.S_IFLNK: "symbolic link"}
_OFFSET = 64  # bits
_MOST_OFFSET, _IN_32 = (1 << _OFFSET) - 1, (1 << 32) - 1


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_METHODS: dict[int, Callable[[], _Decompressor]] = {
    _DEFLATED: lambda: zlib.decompressobj(wbits=-15),
    _BZIP2: bz2.BZ2Decompressor,
}


class _Directory(NamedTuple):
    start: int
    end: int
    behind: int  # where the archive ends


class _Entry(NamedTuple):
    """What is said of a member; `at` is where its header begins, or its bytes behind that."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int
    mode: int = 0


def is_zip(head: bytes) -> bool:
    """Whether a file begins as an archive, an empty or a spanned one included."""
    return head.startswith((_LOCAL_MAGIC, _END_MAGIC, b"PK\7\x08"))


def members(file: BinaryIO, size: int, most: int) -> Iterator[Member]:
    """Yield the files of an archive of `size` bytes in its order, of at most `most` bytes each.

    Refuses as BAD_ARCHIVE one whose directory is damaged, after what stands before the damage, and
    as ARCHIVE_BOMB, before anything is read, one out of all proportion or whose members share
    their bytes. A member that is damaged is refused by itself.
    """
    directory = _directory(file, size)
    if directory is None:
        yield from _without_directory(file, size, most)
    else:
        _judge(file, directory, size, most)
        for entry in _entries(file, directory):
            if _is_wanted(entry.name):
                yield _member(file, entry, most, directory.start)
        file.seek(directory.behind)
        require_end(file)


def _is_wanted(name: str) -> bool:
    return not name.endswith("/") and not is_hidden(name)


def _directory(file: BinaryIO, size: int) -> _Directory | None:
    """Return where the directory stands, or None where the archive has lost it."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    found, is_part = max(0, len(tail) - _END.size + len(_END_MAGIC)), False
    while (found := tail.rfind(_END_MAGIC, 0, found)) >= 0:
        end = _END.unpack_from(tail, found)
        directory = _pointed_at(file, max(0, size - _TAIL) + found, end)
        if directory:
            return directory
        is_part = is_part or end[1] not in (0, 0xFFFF)
    if is_part:
        raise Refused(Refusal.BAD_ARCHIVE, detail="one of several parts")
    return None


def _pointed_at(file: BinaryIO, at: int, end: tuple[int, ...]) -> _Directory | None:
    """Return the directory that an end mark at `at` tells of, if it ends there as it should."""
    _magic, disk, _disk, _count, _all, length, start, comment = end
    behind = at + _END.size + comment
    file.seek(max(0, at - _BEFORE_END.size))
    before = file.read(_BEFORE_END.size)
    if len(before) == _BEFORE_END.size:
        large = _BEFORE_END.unpack(before)
        if large[0] == _END_64_MAGIC and large[10] == _POINTER_MAGIC:
            length, start, at = large[8], large[9], at - _BEFORE_END.size
    is_there = start + length == at and disk in (0, 0xFFFF)
    return _Directory(start, at, behind) if is_there else None


def _judge(file: BinaryIO, directory: _Directory, size: int, most: int) -> None:
    """Refuse an archive that is a bomb by its directory; what is damaged there shows later."""
    spans = [_span(directory.start, directory.end)]
    total = 0
    with suppress(Refused):
        for entry in _entries(file, directory):
            spans.append(_span(entry.at, entry.at + _LOCAL.size + entry.packed))
            total += entry.size if entry.size <= most else 0
            if len(spans) > MOST_MEMBERS:
                break
    if len(spans) > MOST_MEMBERS:
        raise too_many()
    if _is_bomb(total, size):
        raise Refused(Refusal.ARCHIVE_BOMB, detail=f"{size} bytes unpack to {total}")
    spans.sort()
    if any(later >> _OFFSET < earlier & _MOST_OFFSET for earlier, later in pairwise(spans)):
        raise Refused(Refusal.ARCHIVE_BOMB, detail="members share their bytes")


def _span(start: int, end: int) -> int:
    """Return both in one number, which takes a third of the room of a pair."""
    return start << _OFFSET | min(end, _MOST_OFFSET)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > MOST_TIMES * packed + MOST_BESIDES


def _entries(file: BinaryIO, directory: _Directory) -> Iterator[_Entry]:
    """Yield what the directory says, read piece by piece; refuse where it makes no sense."""
    place = directory.start
    while place < directory.end:
        file.seek(place)
        fixed = file.read(_ENTRY.size)
        if len(fixed) < _ENTRY.size or not fixed.startswith(_ENTRY_MAGIC):
            raise Refused(Refusal.BAD_ARCHIVE, detail="damaged directory")
        said = _ENTRY.unpack(fixed)
        of_name, of_extra, of_comment = said[10:13]
        raw, extra = file.read(of_name), extras(file.read(of_extra))
        size, packed, at = large((said[9], said[8], said[16]), extra)
        name, mode = name_of(raw, said[3], extra), said[15] >> 16
        place += _ENTRY.size + of_name + of_extra + of_comment
        if place > directory.end:
            raise Refused(Refusal.BAD_ARCHIVE, detail="damaged directory")
        yield _Entry(name, said[3], said[4], said[7], packed, size, at, mode)


def _member(file: BinaryIO, entry: _Entry, most: int, end: int) -> Member:
    refused = _refused(entry, most)
    if refused is None and entry.at > end:
        refused = Refused(Refusal.BAD_ARCHIVE, detail="no member where one should be")
    if refused is None:
        try:
            said = _begun(file, entry.at, "no member where one should be")
            file.read(said[-2] + said[-1])
            return Member(entry.name, entry.size, _data(file, entry))
        except Refused as damaged:
            refused = damaged
    return Member(entry.name, entry.size, refused=refused)


def _refused(entry: _Entry, most: int) -> Refused | None:
    """Say why a member is not to be unpacked."""
    if entry.flags & (_ENCRYPTED | _MASKED):
        return Refused(Refusal.ENCRYPTED)
    if detail := _NO_FILES.get(stat.S_IFMT(entry.mode)):
        return Refused(Refusal.NOT_A_FILE, detail=detail)
    if entry.size > most:
        is_bomb = _is_bomb(entry.size, entry.packed)
        return Refused(Refusal.ARCHIVE_BOMB if is_bomb else Refusal.TOO_LARGE)
    if entry.method not in (_STORED, *_METHODS):
        return Refused(Refusal.UNKNOWN_COMPRESSION, detail=str(entry.method))
    return None


def _begun(file: BinaryIO, at: int, missing: str) -> tuple[int, ...]:
    """Return what the header of a member at `at` says, and stand behind what of it is fixed."""
    file.seek(at)
    fixed = file.read(_LOCAL.size)
    if len(fixed) < _LOCAL.size or not fixed.startswith(_LOCAL_MAGIC):
        raise Refused(Refusal.BAD_ARCHIVE, detail=missing)
    return _LOCAL.unpack(fixed)


def _next(file: BinaryIO, at: int) -> _Entry:
    """Return what the header at `at` says, and stand behind it, where the entry then is `at`."""
    said = _begun(file, at, "ends early")
    of_name, of_extra = said[-2:]
    raw, extra = file.read(of_name), extras(file.read(of_extra))
    size, packed = large((said[8], said[7]), extra)
    at += _LOCAL.size + of_name + of_extra
    return _Entry(name_of(raw, said[2], extra), said[2], said[3], said[6], packed, size, at)


def _data(file: BinaryIO, entry: _Entry) -> bytes:
    """Return the bytes of a member that the file stands before; never more than it said."""
    data = _unpacked(file, entry)[0]
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        detail = "ends early" if len(data) < entry.size else "damaged member"
        raise Refused(Refusal.BAD_ARCHIVE, detail=detail)
    return data


def _unpacked(file: BinaryIO, entry: _Entry) -> tuple[bytes, int]:
    """Return at most a byte more than the size of a member, and how many packed ones it took."""
    if entry.method == _STORED:
        data = file.read(min(entry.packed, entry.size + 1))
        return data, len(data)
    unpacking = _METHODS[entry.method]()
    pieces: list[bytes] = []
    left, room = entry.packed, entry.size + 1
    while room and not unpacking.eof and (data := file.read(min(left, PIECE))):
        left -= len(data)
        try:
            pieces.append(unpacking.decompress(data, room))
        except (zlib.error, OSError, ValueError) as error:
            raise Refused(Refusal.BAD_ARCHIVE, detail="damaged member") from error
        room -= len(pieces[-1])
    return b"".join(pieces), entry.packed - left - len(unpacking.unused_data)


def _without_directory(file: BinaryIO, size: int, most: int) -> Iterator[Member]:
    """Yield what can be had of an archive that was cut off, and refuse where that ends."""
    at = total = 0
    for _ in range(MOST_MEMBERS):
        entry = _next(file, min(at, size))
        if entry.flags & _SIZES_BEHIND and not entry.flags & _ENCRYPTED:
            member, at = _measured(file, entry, most)
        else:
            member, at = _known(file, entry, most), entry.at + entry.packed
        if _is_wanted(entry.name):
            yield member
        total += len(member.data or b"")
        if _is_bomb(total, at):
            raise Refused(Refusal.ARCHIVE_BOMB, detail=f"{at} bytes unpack to {total}")
    raise too_many()


def _known(file: BinaryIO, entry: _Entry, most: int) -> Member:
    refused = _refused(entry, most)
    data = None if refused else _data(file, entry)
    return Member(entry.name, entry.size, data, refused)


def _measured(file: BinaryIO, entry: _Entry, most: int) -> tuple[Member, int]:
    """Return a member whose size stands behind it, and where the next one begins."""
    if entry.method not in _METHODS:
        raise Refused(Refusal.BAD_ARCHIVE, detail="ends early")
    data, packed = _unpacked(file, entry._replace(packed=_MOST_OFFSET, size=most))
    end = entry.at + packed
    file.seek(end)
    behind = file.read(_LONGEST_DESCRIPTOR)
    is_short = len(data) <= most and packed <= _IN_32
    for magic, descriptor in product(_DESCRIPTOR_MAGICS, _DESCRIPTORS) if is_short else ():
        said = magic + descriptor.pack(zlib.crc32(data), packed, len(data))
        if behind.startswith(said):
            return Member(entry.name, len(data), data), end + len(said)
    detail = "damaged member" if len(behind) == _LONGEST_DESCRIPTOR else "ends early"
    raise Refused(Refusal.BAD_ARCHIVE, detail=detail)
