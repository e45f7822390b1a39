"""Names of members are words: kept as they are, told apart, and leading nowhere."""

from __future__ import annotations

import struct
import tarfile
import zlib

import pytest

from articles.ingest import collect
from tests.archives import LONG, of, opened, raw_zip, special, tar_header, tar_of, tarred, zipped
from tests.documents import write

NAMES = {
    "above": ("../../etc/passwd", "../../etc/passwd"),
    "absolute": ("/etc/passwd", "/etc/passwd"),
    "long": (LONG, LONG),
    "chinese": ("灯塔/守塔人.txt", "灯塔/守塔人.txt"),
    "lines": ("a\r\nb.txt", "a\r\nb.txt"),
}


@pytest.mark.parametrize(("name", "member"), NAMES.values(), ids=list(NAMES))
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_are_kept_as_words_and_lead_nowhere(tmp_path, monkeypatch, pack, name, member):
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, "deep/er/a.zip", pack({name: "words"}))
    before = sorted(tmp_path.rglob("*"))

    (one,) = of(path)

    assert (one.place.member, one.data) == (member, b"words")
    assert sorted(tmp_path.rglob("*")) == before


def test_long_names_of_gnu_tar_and_its_links_are_read(tmp_path):
    link = special("link", tarfile.SYMTYPE, link="l" * 300)
    entries = [(link, ""), (tarfile.TarInfo(LONG), "words")]

    found = opened(tmp_path, tar_of(entries, form=tarfile.GNU_FORMAT))

    assert [one.place.member for one in found] == ["link", LONG]


def test_a_name_in_two_parts_is_put_together(tmp_path):
    name = "d" * 90 + "/" + "n" * 90

    (one,) = opened(tmp_path, tarred({name: "words"}, form=tarfile.USTAR_FORMAT))

    assert one.place.member == name


def test_names_without_end_are_cut_and_stay_apart(tmp_path):
    one, other = (found.place.member for found in opened(
        tmp_path, tarred({"n" * 2000 + end: "words" for end in "ab"})
    ))  # fmt: skip

    assert one != other
    assert len(one.encode()) <= collect.LONGEST


@pytest.mark.parametrize(
    ("raw", "flags", "member"),
    [
        pytest.param("灯塔.txt".encode(), 1 << 11, "灯塔.txt", id="utf-8, said"),
        pytest.param("灯塔.txt".encode(), 0, "灯塔.txt", id="utf-8, not said"),
        pytest.param("灯塔.txt".encode("gb18030"), 0, "灯塔.txt", id="chinese desktop"),
        pytest.param("café.txt".encode("cp437"), 0, "café.txt", id="code page 437"),
        pytest.param(b"caf\xe9.txt", 1 << 11, r"caf\xe9.txt", id="utf-8, falsely said"),
        pytest.param(b"a\\b\\c.txt", 0, "a/b/c.txt", id="separators of Windows"),
        pytest.param("灯\\b.txt".encode(), 1 << 11, "灯/b.txt", id="and in utf-8"),
        pytest.param(b"a/b\\c.txt", 0, r"a/b\\c.txt", id="a backslash among others"),
        pytest.param(b"C:\\..\\a.txt", 0, "C:/../a.txt", id="a drive"),
        pytest.param(b"a.txt\0.exe", 0, "a.txt", id="after the end"),
        pytest.param(b"", 0, "#1", id="none"),
    ],
)
def test_names_of_a_zip_are_decoded_by_evidence(tmp_path, raw, flags, member):
    (one,) = opened(tmp_path, raw_zip([raw], flags=flags))

    assert one.place.member == member


def test_the_name_in_unicode_counts_where_it_is_of_this_name(tmp_path):
    raw = "café.txt".encode("cp437")
    name = b"\1" + zlib.crc32(raw).to_bytes(4, "little") + "灯塔.txt".encode()
    extra = struct.pack("<2H", 0x7075, len(name)) + name

    assert opened(tmp_path, raw_zip([raw], extra=extra))[0].place.member == "灯塔.txt"
    assert opened(tmp_path, raw_zip([b"\xe9"], extra=extra))[0].place.member == "Θ"


def test_bytes_of_a_tar_that_are_no_text_are_written_out(tmp_path):
    (one,) = opened(tmp_path, tar_header(b"caf\xe9.txt") + bytes(1024))

    assert one.place.member == r"caf\xe9.txt"


def test_no_name_holds_what_a_database_cannot(tmp_path):
    entry = tarfile.TarInfo("a.txt")
    entry.pax_headers = {"path": "a\0b.txt", "comment": "it is of no matter"}

    (one,) = opened(tmp_path, tar_of([(entry, "words")]))

    assert one.place.member == r"a\\0b.txt"


@pytest.mark.parametrize("pack", [raw_zip, lambda names: tar_of(
    (tarfile.TarInfo(name.decode()), "words") for name in names
)])  # fmt: skip
def test_members_of_one_name_get_places_of_their_own(tmp_path, pack):
    data = pack([b"a", b"a", b"./a", b"a#2", b"a"])

    places = [one.place.member for one in opened(tmp_path, data)]

    assert places == ["a", "a#2", "a#3", "a#2#2", "a#4"]
    assert places == [one.place.member for one in opened(tmp_path, data)]
