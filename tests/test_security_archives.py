"""Bombs in archives, and archives of a gigabyte, in a process with little memory and time."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import IO, Any

import pytest

from tests.archives import raw_zip, tar_header, zip_end
from tests.documents import write
from tests.limits import allowed

pytestmark = pytest.mark.limits

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
MOST_MEMORY = 300 * MEGABYTE
SECONDS = 2.0
MILLION = 1_000_000
# Collects and says what came of it; bytes are counted and let go, as the import does.
COLLECT = """
import json, sys, time
from articles.ingest.collect import collect, roots
from collections import Counter
started, members, size, reasons = time.process_time(), 0, 0, Counter()
for found in collect(roots(sys.argv[1:]), most=32 * 1024 * 1024, stdin=sys.stdin.buffer):
    members += not found.is_whole_archive
    size += len(found.data or b"")
    if found.refused:
        reasons[f"{'member' if found.place.member else 'archive'} {found.refused.reason}"] += 1
peak = next(x for x in open("/proc/self/status") if x.startswith("VmHWM"))
memory = int(peak.split()[1]) * 1024
print(json.dumps({"seconds": time.process_time() - started, "memory": memory,
    "members": members, "size": size, "reasons": reasons}))
"""
LIMITED = (
    f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({MOST_MEMORY}, {MOST_MEMORY}))\n"
)


def collected(*paths: Path, feed: Callable[[IO[bytes]], None] | None = None) -> dict[str, Any]:
    """Collect paths, or what `feed` writes, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", LIMITED + COLLECT, *map(str, paths or ["-"])],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        if feed is not None:
            feed(process.stdin)
        process.stdin.close()
        told = process.stdout.read()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(told)
    assert found["memory"] < MOST_MEMORY
    return found


def zeros(size: int) -> Iterator[bytes]:
    yield from (bytes(MEGABYTE) for _ in range(size // MEGABYTE))


def gzip_of_zeros(path: Path) -> None:
    """Write ten gigabytes of zeros: ten streams of one, which pack alike."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(map(packer.compress, zeros(1024 * MEGABYTE))) + packer.flush()
    path.write_bytes(packed * 10)


def tar_of_zeros(path: Path) -> None:
    """Write an archive with one member of ten gigabytes."""
    packer = zlib.compressobj(1, wbits=31)
    header = tar_header(b"zeros.txt", size=b"120000000000"[:11] + b"\0")
    packed = packer.compress(header) + b"".join(map(packer.compress, zeros(1024 * MEGABYTE)))
    path.write_bytes(packed + packer.flush())


def zip_of_zeros(path: Path) -> None:
    """Write an archive with one member of a gigabyte, and one that says it is short."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros.txt", "w") as member:
            for piece in zeros(1024 * MEGABYTE):
                member.write(piece)
        archive.writestr("a.txt", "words")


def zip_of_pieces(path: Path) -> None:
    """Write an archive of two hundred members of thirty megabytes each."""
    packed = zlib.compress(bytes(30 * MEGABYTE), 9)[2:-4]
    crc = zlib.crc32(bytes(30 * MEGABYTE))
    names = [b"%d.txt" % n for n in range(200)]
    path.write_bytes(raw_zip(names, packed, method=8, size=30 * MEGABYTE, crc=crc))


def zip_of_layers(path: Path) -> None:
    """Write sixteen archives of sixteen archives of sixteen archives, of zeros."""
    inner = bytes(4 * MEGABYTE)
    for _ in range(4):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(16):
                archive.writestr(f"{n}.zip", inner)
        inner = file.getvalue()
    path.write_bytes(inner)


def zip_of_shared(path: Path) -> None:
    """Write a directory whose ten thousand entries are all the same bytes."""
    data = bytearray(raw_zip([b"a"], zlib.compress(bytes(MEGABYTE))[2:-4], method=8, size=MEGABYTE))
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entries = bytes(data[start:end]) * 10_000
    path.write_bytes(data[:start] + entries + zip_end(10_000, len(entries), start))


def zip_of_a_million(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "")
    data = path.read_bytes()
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    with path.open("wb") as file:
        for n in range(MILLION):
            file.write(data[:start].replace(b"a", b"%c" % (97 + n % 26)))
        at = 0
        for _ in range(MILLION):
            file.write(data[start : end - 5] + at.to_bytes(4, "little") + b"a")
            at += start
        file.write(zip_end(MILLION, (end - start) * MILLION, at))


def tar_of_a_million(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        block = b"".join(tar_header(b"%d.txt" % n, size=bytes(12)) for n in range(1000))
        for _ in range(MILLION // 1000):
            file.write(block)


def tar_of_names(path: Path) -> None:
    """Write headers that only say how the next member is called, each of 64 KB."""
    record = b"65536 path=" + b"n" * (65536 - 12) + b"\n"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(2000):
            file.write(tar_header(b"x", b"x", b"%011o\0" % len(record)) + record)


def tar_of_records(path: Path) -> None:
    """Write headers full of the shortest records there are."""
    records = (b"6 k=a\n" * 900).ljust(6144, b"\0")
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(20_000):
            file.write(tar_header(b"x", b"x", b"%011o\0" % 5400) + records[:5632])


def many_streams(path: Path) -> None:
    path.write_bytes(gzip.compress(b"") * MILLION)


def bzip2_of_zeros(path: Path) -> None:
    with tarfile.open(path, "w:bz2") as archive:
        info = tarfile.TarInfo("zeros.txt")
        info.size = 256 * MEGABYTE
        with Path("/dev/zero").open("rb") as file:
            archive.addfile(info, file)


BOMBS = {
    gzip_of_zeros: {"archive archive_bomb": 1},
    tar_of_zeros: {"archive archive_bomb": 1},
    zip_of_zeros: {"member archive_bomb": 1},
    zip_of_pieces: {"archive archive_bomb": 1},
    zip_of_layers: {"member nested_archive": 16},
    zip_of_shared: {"archive archive_bomb": 1},
    zip_of_a_million: {"archive archive_bomb": 1},
    tar_of_a_million: {"archive archive_bomb": 1},
    tar_of_names: {"archive archive_bomb": 1},
    tar_of_records: {"archive archive_bomb": 1},
    many_streams: {"archive archive_bomb": 1},
    bzip2_of_zeros: {"archive archive_bomb": 1},
}


@pytest.mark.parametrize(("bomb", "reasons"), BOMBS.items(), ids=[one.__name__ for one in BOMBS])
def test_bombs_are_refused_in_two_seconds_and_little_memory(tmp_path, bomb, reasons):
    path = tmp_path / "bomb"
    bomb(path)

    found = collected(path)

    assert found["reasons"] == reasons
    assert found["seconds"] < allowed(SECONDS)


def test_a_folder_of_a_hundred_thousand_files_takes_little_more_memory_than_one(tmp_path):
    folder = tmp_path / "many"
    one = write(folder, "a", "words")
    for number in range(100_000):
        os.close(os.open(folder / f"{number:06}.txt", os.O_CREAT | os.O_WRONLY))

    alone, all_of_them = collected(one), collected(folder)
    shutil.rmtree(folder)

    assert all_of_them["members"] == 100_001
    assert all_of_them["memory"] < alone["memory"] + 16 * MEGABYTE


def tar_of_long_names(path: Path) -> None:
    """Write as many members as there may be, each with a name of 900 bytes and some words."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number in range(120_000):
            name = b"%06d" % number * 150
            file.write(tar_header(b"x", b"L", b"%011o\0" % len(name)) + name.ljust(1024, b"\0"))
            file.write(tar_header(b"a", size=b"00000000100\0") + b"words ".ljust(512, b"w"))


def test_names_of_members_take_little_memory(tmp_path):
    tar_of_long_names(tmp_path / "a")

    found = collected(tmp_path / "a")

    assert found["memory"] < 100 * MEGABYTE


def text_of(kilobytes: int) -> bytes:
    """Return words as a year of articles has them: they pack to a fifth."""
    numbers = (n * 2654435761 % 2**32 for n in range(kilobytes * 120))
    return " ".join(f"word{n % 5003}" for n in numbers).encode()[: kilobytes * 1024]


def gzipped_again_and_again(piece: bytes, times: int, end: bytes) -> Iterator[bytes]:
    """Yield the gzip of a piece repeated, which is packed only once."""
    packer = zlib.compressobj(1, wbits=-15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    yield b"\x1f\x8b\x08" + bytes(7)
    crc = 0
    for _ in range(times):
        crc = zlib.crc32(piece, crc)
        yield packed
    crc, size = zlib.crc32(end, crc), times * len(piece) + len(end)
    yield packer.compress(end) + packer.flush() + struct.pack("<2L", crc, size)


@pytest.mark.parametrize("is_packed", [False, True], ids=["tar", "tar.gz"])
def test_an_archive_of_a_gigabyte_is_read_in_little_memory(is_packed):
    text = text_of(1024)
    member = tar_header(b"a.txt", size=b"%011o\0" % len(text)) + text
    again = chain(repeat(member, 1024), [bytes(1024)])
    pieces = gzipped_again_and_again(member, 1024, bytes(1024)) if is_packed else again

    found = collected(feed=lambda into: into.writelines(pieces))

    assert (found["size"], found["members"]) == (1024 * MEGABYTE, 1024)
    assert found["reasons"] == {}
