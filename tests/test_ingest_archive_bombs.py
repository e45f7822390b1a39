"""Archives that would take all memory or time, and what breaks while one is read."""

from __future__ import annotations

import errno
import gzip
import io
import lzma
import os
import zlib

import pytest

from articles.ingest import collect
from articles.ingest.collect import archives, members, streams
from articles.ingest.refusals import Refusal
from tests.archives import MOST, opened, piped, raw_zip, refused, tarred, zipped


def test_members_that_share_their_bytes_are_a_bomb(tmp_path):
    data = raw_zip([b"a.txt", b"b.txt"])
    at = data.rindex(b"PK\1\2") + 42

    found = opened(tmp_path, data[:at] + bytes(4) + data[at + 4 :])

    assert refused(found) == [("", "archive_bomb", "members share their bytes")]


@pytest.fixture
def small(monkeypatch):
    """Limits that a test reaches with a few bytes."""
    for module in (streams, collect.zips):
        monkeypatch.setattr(module, "MOST_BESIDES", 10_000)
    for module in (members, collect.zips, collect.tars):
        monkeypatch.setattr(module, "MOST_MEMBERS", 50)
    monkeypatch.setattr(archives, "MANY_MEMBERS", 20)


BOMB = {"a.txt": "words", **{f"{n}.txt": "0" * 90_000 for n in range(20)}}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_what_unpacks_without_end_is_a_bomb_and_what_came_before_stays(tmp_path, kind):
    *found, archive = opened(tmp_path, tarred(BOMB, packing=kind))

    assert archive.refused.reason == Refusal.ARCHIVE_BOMB
    assert found[0].data == b"words"


@pytest.mark.usefixtures("small")
def test_a_zip_is_judged_by_its_directory_before_anything_is_read(tmp_path):
    (one,) = opened(tmp_path, zipped(BOMB))

    assert one.refused.reason == Refusal.ARCHIVE_BOMB


@pytest.mark.usefixtures("small")
def test_a_zip_without_directory_is_judged_as_it_is_read(tmp_path):
    *found, archive = opened(tmp_path, zipped(BOMB).partition(b"PK\1\2")[0])

    assert archive.refused.reason == Refusal.ARCHIVE_BOMB
    assert found[0].data == b"words"


@pytest.mark.usefixtures("small")
def test_a_member_that_is_a_bomb_by_itself_is_not_unpacked(tmp_path):
    found = opened(tmp_path, zipped({"bomb.txt": "0" * 90_000, "a.txt": "words"}), 80_000)

    assert refused(found) == [("bomb.txt", "archive_bomb", "")]
    assert found[1].data == b"words"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("data", "read"),
    [
        (zipped(dict.fromkeys(map(str, range(51)), "x" * 80)), 0),
        (zipped(dict.fromkeys(map(str, range(51)), "x" * 80)).partition(b"PK\1\2")[0], 50),
        (tarred(dict.fromkeys(map(str, range(51)), "x" * 80)), 50),
    ],
    ids=["zip", "zip without directory", "tar"],
)
def test_members_without_end_are_a_bomb(tmp_path, data, read):
    *found, archive = opened(tmp_path, data)

    assert len(found) == read
    assert archive.refused.reason == Refusal.ARCHIVE_BOMB


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_with_nothing_in_them_are_a_bomb_and_short_ones_are_not(tmp_path, pack):
    names = [f"{n}.txt" for n in range(30)]

    *found, archive = opened(tmp_path, pack(dict.fromkeys(names, "")))
    read = opened(tmp_path, pack(dict.fromkeys(names, "A note of a line or two. " * 3)))

    assert (len(found), archive.refused.reason) == (20, Refusal.ARCHIVE_BOMB)
    assert refused(read) == []


def test_streams_without_end_are_a_bomb(tmp_path):
    (one,) = opened(tmp_path, gzip.compress(b"") * 1_100)

    assert one.refused.reason == Refusal.ARCHIVE_BOMB


def test_a_dictionary_larger_than_memory_is_a_bomb(tmp_path):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 512 * 1024 * 1024}]
    greedy = lzma.LZMACompressor(lzma.FORMAT_XZ, filters=[{**filters[0], "dict_size": 2**20}])
    data = bytearray(greedy.compress(b"words" * 1000) + greedy.flush())
    # One byte of the block's header says how large; its sum follows.
    data[16] = 35
    length = (data[12] + 1) * 4
    data[12 + length - 4 : 12 + length] = zlib.crc32(data[12 : 12 + length - 4]).to_bytes(
        4, "little"
    )

    (one,) = opened(tmp_path, bytes(data))

    assert one.refused.reason == Refusal.ARCHIVE_BOMB


# What happens while it is read


class Failing(io.BytesIO):
    """A disk or a pipe that breaks after so many bytes."""

    good = 2_000

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self.good:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_a_disk_that_fails_ends_the_archive_and_what_came_before_stays():
    stream = Failing(tarred({"a": "words", "b": "x" * 5_000}))

    found = list(collect.collect([collect.STANDARD_INPUT], most=MOST, stdin=stream))

    assert found[0].data == b"words"
    assert refused(found) == [("", "unreadable_file", "Input/output error")]


def test_a_zip_from_a_pipe_is_put_down_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "MOST_SPOOLED", 1_000)

    found = piped(zipped({"a": os.urandom(300_000)}))

    assert refused(found) == [("", "too_large", "a zip from standard input")]


def test_who_writes_into_the_pipe_is_read_to_the_end():
    stream = io.BytesIO(tarred({"a": "words"}) + bytes(100_000))

    list(collect.collect([collect.STANDARD_INPUT], most=MOST, stdin=stream))

    assert stream.read() == b""
