"""Archives for tests: packed from names and bytes, also as no program would pack them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from articles.ingest import collect
from articles.ingest.records import Found
from tests.documents import document, write

Files = Mapping[str, bytes | str]
SQUEEZED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


class Pipe(io.RawIOBase):
    """Where one can only write on, as into a pipe: sizes then stand behind what they are of."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.pieces.append(bytes(data))
        return len(data)


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED, *, into: Any = None) -> bytes:
    """Return a zip of files, in their order."""
    file = io.BytesIO() if into is None else into
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue() if into is None else b"".join(into.pieces)


def tarred(files: Files, *, form: int = tarfile.PAX_FORMAT, packing: str = "") -> bytes:
    """Return a tar of files, in their order, packed as `packing` says: gz, bz2 or xz."""
    entries = [(tarfile.TarInfo(name), data) for name, data in files.items()]
    return tar_of(entries, form=form, packing=packing)


def tar_of(
    entries: Iterable[tuple[tarfile.TarInfo, bytes | str]],
    *,
    form: int = tarfile.PAX_FORMAT,
    packing: str = "",
) -> bytes:
    """Return a tar of any members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for info, text in entries:
            data = text.encode() if isinstance(text, str) else text
            info.size = info.size or len(data)
            archive.addfile(info, io.BytesIO(data) if data else None)
    return SQUEEZED[packing](file.getvalue()) if packing else file.getvalue()


def special(name: str, kind: bytes, *, link: str = "", **more: Any) -> tarfile.TarInfo:
    """Return a member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    for key, value in more.items():
        setattr(info, key, value)
    return info


def tar_header(name: bytes, kind: bytes = b"0", size: bytes = b"00000000000\0") -> bytes:
    """Return a header of a tar as it is written, with the right sum."""
    block = bytearray(512)
    block[: len(name)] = name
    block[124:136], block[156:157], block[257:265] = size, kind, b"ustar\x0000"
    block[148:156] = b"%06o\0 " % (sum(block) + 8 * 32)
    return bytes(block)


def raw_zip(
    names: Iterable[bytes],
    data: bytes = b"words",
    *,
    flags: int = 0,
    method: int = 0,
    mode: int = 0,
    extra: bytes = b"",
    size: int | None = None,
    crc: int | None = None,
) -> bytes:
    """Return a zip of members with the same bytes and anything said of them."""
    crc = zlib.crc32(data) if crc is None else crc
    size = len(data) if size is None else size
    file, directory, count = b"", b"", 0
    for name in names:
        said = (flags, method, 0, 0, crc, len(data), size, len(name), len(extra))
        directory += struct.pack("<4s2H", b"PK\1\2", 20, 20)
        directory += struct.pack("<4H3L2H", *said)
        directory += struct.pack("<3H2L", 0, 0, 0, mode << 16, len(file)) + name + extra
        file += struct.pack("<4s5H3L2H", b"PK\3\4", 20, *said) + name + extra + data
        count += 1
    return file + directory + zip_end(count, len(directory), len(file))


def zip_end(count: int, length: int, start: int) -> bytes:
    few = min(count, 0xFFFF)
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, few, few, length, start, 0)


FILES = {"b.md": document("harbour"), "a/ein.txt": document("orchard"), "c.txt": "Short."}
DATA = [text.encode() for text in FILES.values()]
MOST = 1_000_000
LONG = "d/" * 200 + "n" * 200 + ".txt"
ARCHIVES = {
    "zip": zipped(FILES),
    "zip, stored": zipped(FILES, zipfile.ZIP_STORED),
    "zip, bzip2": zipped(FILES, zipfile.ZIP_BZIP2),
    "zip from a pipe": zipped(FILES, into=Pipe()),
    "tar, pax": tarred(FILES),
    "tar, GNU": tarred(FILES, form=tarfile.GNU_FORMAT),
    "tar, ustar": tarred(FILES, form=tarfile.USTAR_FORMAT),
    **{f"tar.{kind}": tarred(FILES, packing=kind) for kind in ("gz", "bz2", "xz")},
}
by_archive = pytest.mark.parametrize("data", ARCHIVES.values(), ids=list(ARCHIVES))


def of(path: Path, most: int = MOST) -> list[Found]:
    return documents_of(collect.collect(collect.roots([str(path)]), most=most))


def piped(data: bytes, most: int = MOST) -> list[Found]:
    stdin = io.BytesIO(data)
    return documents_of(collect.collect([collect.STANDARD_INPUT], most=most, stdin=stdin))


def documents_of(found: Iterable[Found]) -> list[Found]:
    """Return what was found without the archives themselves that were read whole."""
    return [one for one in found if not one.is_whole_archive]


def opened(folder: Path, data: bytes, most: int = MOST) -> list[Found]:
    return of(write(folder, "archive.txt", data), most)


def refused(found: list[Found]) -> list[tuple[str, str, str]]:
    return [
        (one.place.member, one.refused.reason.value, one.refused.detail)
        for one in found
        if one.refused
    ]
