"""Archives are opened by what they hold, their members are documents, and nothing else happens."""

from __future__ import annotations

import bz2
import errno
import gzip
import hashlib
import io
import lzma
import os
import random
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from articles.ingest import collect
from articles.ingest.collect import archives, members, streams
from articles.ingest.collect.archives import kind_of
from articles.ingest.records import Found
from articles.ingest.refusals import Refusal
from tests.archives import (
    Pipe,
    raw_zip,
    special,
    tar_header,
    tar_of,
    tarred,
    zip_end,
    zipped,
)
from tests.documents import document, write

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
    return list(collect.collect(collect.roots([str(path)]), most=most))


def piped(data: bytes, most: int = MOST) -> list[Found]:
    return list(collect.collect([collect.STANDARD_INPUT], most=most, stdin=io.BytesIO(data)))


def opened(folder: Path, data: bytes, most: int = MOST) -> list[Found]:
    return of(write(folder, "archive.txt", data), most)


def refused(found: list[Found]) -> list[tuple[str, str, str]]:
    return [
        (one.place.member, one.refused.reason.value, one.refused.detail)
        for one in found
        if one.refused
    ]


# What is opened


@by_archive
def test_the_members_of_an_archive_are_documents_in_its_order(tmp_path, data):
    found = opened(tmp_path, data)

    assert [one.data for one in found] == DATA
    assert [one.place.member for one in found] == list(FILES)
    assert {(one.place.root, one.place.path) for one in found} == {(str(tmp_path), "archive.txt")}
    assert [one.sha256 for one in found] == [hashlib.sha256(data).hexdigest() for data in DATA]


@by_archive
def test_an_archive_comes_through_standard_input_as_well(data):
    found = piped(data)

    assert [one.data for one in found] == DATA
    assert str(found[0].place) == "-!b.md"


@by_archive
def test_an_archive_larger_than_any_document_is_opened(tmp_path, data):
    large = max(map(len, DATA))

    assert [one.data for one in opened(tmp_path, data, large)] == DATA


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_that_is_no_archive_is_one_document(tmp_path, pack):
    (one,) = opened(tmp_path, pack(DATA[0]))

    assert (one.data, one.place.member) == (DATA[0], "")
    assert piped(pack(DATA[0]))[0].data == DATA[0]


def test_several_streams_in_one_packed_file_are_one_document(tmp_path):
    packed = gzip.compress(b"one ") + b"\0\0" + gzip.compress(b"two") + b"what follows is no stream"

    assert opened(tmp_path, packed)[0].data == b"one two"
    assert opened(tmp_path, gzip.compress(b"one") + b"\0" * 100_000)[0].data == b"one"


def test_an_archive_of_the_oldest_kind_is_known_by_its_sum(tmp_path):
    old = bytearray(tar_header(b"a.txt", b"\0", b"00000000005\0"))
    old[257:265] = bytes(8)
    old[148:156] = b"%06o\0 " % (sum(old) - sum(old[148:156]) + 8 * 32)

    (one,) = opened(tmp_path, bytes(old) + b"words".ljust(512, b"\0") + bytes(1024))

    assert (one.place.member, one.data) == ("a.txt", b"words")


def test_sums_of_signed_bytes_are_right_too(tmp_path):
    header = bytearray(tar_header("é.txt".encode()))
    header[148:156] = b"%06o\0 " % (sum(header) - sum(header[148:156]) + 8 * 32 - 2 * 256)

    (one,) = opened(tmp_path, bytes(header) + bytes(1024))

    assert one.place.member == "é.txt"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), id="docx"),
        pytest.param(
            zipped({"mimetype": "application/epub+zip", "a.html": "x"}, zipfile.ZIP_STORED),
            id="epub",
        ),
        pytest.param(b"PK and other letters", id="letters"),
        pytest.param(b"BZh9 is how it begins", id="more letters"),
        pytest.param(bytes(2000), id="nothing but zeros"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_is_no_archive_of_documents_is_a_file_as_any(tmp_path, data):
    (one,) = opened(tmp_path, data)

    assert (one.data, one.refused) == (data, None)


def test_an_empty_archive_holds_no_documents(tmp_path):
    assert opened(tmp_path, zipped({})) == []
    assert opened(tmp_path, gzip.compress(b""))[0].data == b""


def test_an_archive_counts_as_one_file_until_it_is_opened(tmp_path):
    write(tmp_path, "a.zip", ARCHIVES["zip"])

    assert collect.count(collect.roots([str(tmp_path)])) == 1


def test_pictures_are_not_looked_for_in_archives(tmp_path):
    path = write(tmp_path, "a.zip", ARCHIVES["zip"])

    assert collect.fetch(collect.Root(tmp_path), path.name, MOST).data == ARCHIVES["zip"]


# What is passed over, and what is refused


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_hidden_members_are_passed_over(tmp_path, pack):
    hidden = {".git/config": "x", "a/.hidden": "x", "__MACOSX/a.txt": "x", "._a.txt": "x"}

    found = opened(tmp_path, pack({**hidden, "./a.txt": "words", "a/__MACOSX/b": "x"}))

    assert [one.place.member for one in found] == ["a.txt", "a/__MACOSX/b"]


def test_folders_are_no_members(tmp_path):
    old = special("c/", tarfile.AREGTYPE)
    entries = [special("a", tarfile.DIRTYPE), special("b/", tarfile.DIRTYPE), old]

    assert opened(tmp_path, zipped({"a/": "", "b/": ""})) == []
    assert opened(tmp_path, tar_of((entry, "") for entry in entries)) == []


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        (tarfile.LNKTYPE, "hard link"),
        (tarfile.SYMTYPE, "symbolic link"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
        (tarfile.FIFOTYPE, "pipe"),
        (b"M", "part of a file"),
    ],
)
def test_what_is_no_file_in_a_tar_is_refused(tmp_path, kind, detail):
    odd = special("odd", kind, link="/etc/passwd")

    found = opened(tmp_path, tar_of([(odd, ""), (tarfile.TarInfo("a.txt"), "words")]))

    assert refused(found) == [("odd", "not_a_file", detail)]
    assert found[1].data == b"words"


@pytest.mark.parametrize(
    ("mode", "detail"),
    [(0o120777, "symbolic link"), (0o010644, "pipe"), (0o020644, "device"), (0o140644, "socket")],
)
def test_what_is_no_file_in_a_zip_is_refused(tmp_path, mode, detail):
    found = opened(tmp_path, raw_zip([b"odd"], b"/etc/passwd", mode=mode))

    assert refused(found) == [("odd", "not_a_file", detail)]
    assert found[0].data is None


def test_sparse_files_are_refused_old_and_new(tmp_path):
    old = bytearray(tar_header(b"old", b"S", b"00000000005\0"))
    old[482] = 1
    old[148:156] = b"%06o\0 " % (sum(old) - sum(old[148:156]) + 8 * 32)
    maps = bytes(504) + b"\1" + bytes(7) + bytes(512)
    new = special("new", tarfile.REGTYPE, pax_headers={"GNU.sparse.major": "1"})
    data = bytes(old) + maps + b"words".ljust(512, b"\0")

    found = opened(tmp_path, data + tar_of([(new, "x"), (tarfile.TarInfo("a.txt"), "words")]))

    assert refused(found) == [
        ("old", "not_a_file", "sparse file"),
        ("new", "not_a_file", "sparse file"),
    ]
    assert found[2].data == b"words"


@pytest.mark.parametrize("inner", ARCHIVES.values(), ids=list(ARCHIVES))
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_in_an_archive_is_refused_and_its_bytes_are_kept(tmp_path, pack, inner):
    found = opened(tmp_path, pack({"in.txt": inner, "a.txt": "words"}))

    assert refused(found) == [("in.txt", "nested_archive", "")]
    assert [one.data for one in found] == [inner, b"words"]


def test_a_packed_zip_is_an_archive_in_an_archive(tmp_path):
    found = opened(tmp_path, gzip.compress(ARCHIVES["zip"]))

    assert refused(found) == [("", "nested_archive", "")]


def test_a_document_of_an_office_program_in_an_archive_is_left_to_the_reading(tmp_path):
    (one,) = opened(tmp_path, zipped({"a.docx": zipped({"[Content_Types].xml": "x"})}))

    assert (one.refused, (one.data or b"")[:2]) == (None, b"PK")


@pytest.mark.parametrize("flags", [1 << 0, 1 << 13], ids=["member", "directory"])
def test_what_is_locked_with_a_password_is_refused(tmp_path, flags):
    assert refused(opened(tmp_path, raw_zip([b"a.txt"], flags=flags))) == [
        ("a.txt", "encrypted", "")
    ]


def test_an_unknown_compression_is_refused_with_its_number(tmp_path):
    assert refused(opened(tmp_path, raw_zip([b"a.txt"], method=93))) == [
        ("a.txt", "unknown_compression", "93")
    ]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_large_member_is_refused_with_its_name_and_size(tmp_path, pack):
    found = opened(tmp_path, pack({"large.txt": "x" * 5_000, "a.txt": "words"}), 4_000)

    assert refused(found) == [("large.txt", "too_large", "")]
    assert [(one.size, one.data) for one in found] == [(5_000, None), (5, b"words")]


def test_a_large_packed_document_is_refused_with_its_size(tmp_path):
    (one,) = opened(tmp_path, gzip.compress(b"x" * 5_000), 4_000)

    assert (one.refused.reason, one.size, one.data) == (Refusal.TOO_LARGE, 5_000, None)


# Names


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
    assert len(one) <= collect.LONGEST


@pytest.mark.parametrize(
    ("raw", "flags", "member"),
    [
        pytest.param("灯塔.txt".encode(), 1 << 11, "灯塔.txt", id="utf-8, said"),
        pytest.param("灯塔.txt".encode(), 0, "灯塔.txt", id="utf-8, not said"),
        pytest.param("灯塔.txt".encode("gb18030"), 0, "灯塔.txt", id="chinese desktop"),
        pytest.param("café.txt".encode("cp437"), 0, "café.txt", id="code page 437"),
        pytest.param(b"caf\xe9.txt", 1 << 11, r"caf\xe9.txt", id="utf-8, falsely said"),
        pytest.param(b"a\\b\\c.txt", 0, "a/b/c.txt", id="separators of Windows"),
        pytest.param(b"a/b\\c.txt", 0, r"a/b\\c.txt", id="a backslash among others"),
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


# Damage


def cut(data: bytes) -> bytes:
    return data[: len(data) * 3 // 4]


MANY = {f"{n}.txt": random.Random(n).randbytes(60_000).hex() for n in range(20)}  # noqa: S311
CUT = {
    "zip": cut(zipped(MANY)),
    "zip, stored": cut(zipped(MANY, zipfile.ZIP_STORED)),
    "zip from a pipe": cut(zipped(MANY, into=Pipe())),
    "tar": cut(tarred(MANY)),
    **{f"tar.{kind}": cut(tarred(MANY, packing=kind)) for kind in ("gz", "bz2")},
}


@pytest.mark.parametrize("data", CUT.values(), ids=list(CUT))
def test_of_an_archive_that_ends_early_what_came_before_is_read(tmp_path, data):
    *found, archive = opened(tmp_path, data)

    read = {one.place.member: one.data.decode() for one in found}
    assert 5 < len(read) < 20
    assert read.items() <= MANY.items()
    assert refused([archive]) == [("", "bad_archive", "ends early")]
    assert archive.size == len(data)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_a_packed_document_that_ends_early_is_refused(tmp_path, kind):
    data = tarred(MANY, packing=kind)[:300]

    assert refused(opened(tmp_path, data))[0][:2] == ("", "bad_archive")


@pytest.mark.parametrize("place", range(37, 2000, 37))
@by_archive
def test_an_archive_with_a_wrong_byte_ends_in_refusals_and_never_in_wrong_words(
    tmp_path, data, place
):
    place = min(place, len(data) - 1)
    found = opened(tmp_path, data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])

    assert len({one.place for one in found}) == len(found)
    # A tar has no sums over its members, and a gzip only one at its end.
    if any(one.refused is None and one.data not in DATA for one in found):
        assert kind_of(data) == "tar" or refused(found)[-1][:2] == ("", "bad_archive")


def test_a_damaged_member_of_a_zip_is_refused_and_the_others_are_read(tmp_path):
    data = zipped(FILES, zipfile.ZIP_STORED).replace(b"orchard road", b"ORCHARD ROAD", 1)

    found = opened(tmp_path, data)

    assert refused(found) == [("a/ein.txt", "bad_archive", "damaged member")]
    assert [one.data for one in found] == [DATA[0], None, DATA[2]]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(raw_zip([b"a.txt"], crc=1), id="wrong sum"),
        pytest.param(raw_zip([b"a.txt"], size=4), id="longer than it says"),
        pytest.param(raw_zip([b"a.txt"], b"\xff\xff", method=8), id="no deflate"),
        pytest.param(raw_zip([b"a.txt"], b"BZh9 no", method=12), id="no bzip2"),
        pytest.param(raw_zip([b"a.txt"], zlib.compress(b"x" * 90)[2:], method=8), id="endless"),
    ],
)
def test_a_member_that_is_not_what_it_says_is_refused(tmp_path, data):
    assert refused(opened(tmp_path, data)) == [("a.txt", "bad_archive", "damaged member")]


def test_a_directory_that_points_nowhere_is_damage(tmp_path):
    data = raw_zip([b"first", b"a.txt"])
    at = data.rindex(b"PK\3\4")

    found = opened(tmp_path, data[:at] + b"XX" + data[at + 2 :])

    assert refused(found) == [("a.txt", "bad_archive", "no member where one should be")]


def test_a_damaged_directory_gives_what_stands_before_the_damage(tmp_path):
    data = raw_zip([b"a.txt", b"b.txt", b"c.txt"])
    at = data.rindex(b"PK\1\2")

    *found, archive = opened(tmp_path, data[:at] + b"XX" + data[at + 2 :])

    assert [one.place.member for one in found] == ["a.txt", "b.txt"]
    assert refused([archive]) == [("", "bad_archive", "damaged directory")]


def test_an_end_mark_in_the_comment_is_not_the_end(tmp_path):
    data = raw_zip([b"a.txt"])
    comment = zip_end(0, 9, 9) + b"PK\5\6"
    commented = data[:-2] + len(comment).to_bytes(2, "little") + comment

    assert [one.data for one in opened(tmp_path, commented)] == [b"words"]


def test_one_of_several_parts_is_no_archive(tmp_path):
    data = raw_zip([b"a.txt"])

    found = opened(tmp_path, data[:-18] + b"\3" + data[-17:])

    assert refused(found) == [("", "bad_archive", "one of several parts")]


def test_large_archives_have_their_numbers_elsewhere(tmp_path):
    extra = struct.pack("<2H2Q", 1, 16, 5, 5)
    data = bytearray(raw_zip([b"a.txt"], extra=extra))
    directory = data.index(b"PK\1\2")
    for at in (18, directory + 20):
        data[at : at + 8] = b"\xff" * 8
    end = data.index(b"PK\5\6")
    length, start = struct.unpack_from("<2L", data, end + 12)
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, length, start)
    large += struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    data[end + 4 : end + 20] = b"\xff" * 16

    assert [one.data for one in opened(tmp_path, bytes(data[:end] + large + data[end:]))] == [
        b"words"
    ]
    assert [one.data for one in opened(tmp_path, bytes(data[:directory]))] == [b"words", None]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(tar_header(b"a"), id="no end mark"),
        pytest.param(tar_header(b"a") + b"x" * 1024, id="no header"),
        pytest.param(tar_header(b"a") + tar_header(b"b", size=b"8" * 12), id="no number"),
        pytest.param(tar_header(b"a") + tar_header(b"b", size=b"\xff" * 12), id="below zero"),
        pytest.param(
            tar_header(b"a") + tar_header(b"L", b"L", b"77777777777\0"), id="endless name"
        ),
        pytest.param(
            tar_header(b"a") + tar_header(b"p", b"x", b"00000000011\0") + b"9 path=a\n".ljust(512),
            id="no length",
        ),
        pytest.param(
            tar_header(b"a") + tar_header(b"p", b"x", b"00000000011\0") + b"path=a\n".ljust(512),
            id="no record",
        ),
        pytest.param(
            tar_header(b"a") + tar_header(b"p", b"x", b"00000000012\0")
            + b"10 size=x\n".ljust(512, b"\0") + tar_header(b"b"),
            id="no size",
        ),
    ],
)  # fmt: skip
def test_a_damaged_tar_gives_what_stands_before_the_damage(tmp_path, data):
    *found, archive = opened(tmp_path, data)

    assert archive.refused.reason == Refusal.BAD_ARCHIVE
    assert found
    assert all(one.refused is None for one in found)


def test_records_of_a_pax_header_are_read_up_to_a_limit(tmp_path):
    records = b"6 k=a\n" * 60 + b"10 size=5\n"
    header = tar_header(b"p", b"x", b"%011o\0" % len(records)) + records.ljust(512, b"\0")

    (one,) = opened(tmp_path, header + tar_header(b"a") + bytes(1024))

    assert one.data == b""


def test_a_size_from_a_pax_header_counts(tmp_path):
    data = tar_header(b"p", b"x", b"00000000012\0") + b"10 size=5\n".ljust(512, b"\0")

    (one,) = opened(tmp_path, data + tar_header(b"a") + b"words".ljust(512, b"\0") + bytes(1024))

    assert one.data == b"words"


@pytest.mark.parametrize("name", ["a.txt", "../a", "x/.hidden", "folder/"])
def test_an_unfinished_archive_of_unknown_sizes_passes_over_what_any_does(tmp_path, name):
    data = zipped({name: "words", "b.txt": "more words"}, into=Pipe())

    whole = [one.place.member for one in opened(tmp_path, data)]
    found = opened(tmp_path, data[: data.index(b"PK\1\2") + 4])

    assert [one.place.member for one in found] == [*whole, ""]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(raw_zip([b"a.txt"], flags=8)[:60], id="stored, of unknown size"),
        pytest.param(
            zipped({"a": "x" * 100}, into=Pipe()).partition(b"PK\1\2")[0][:-9], id="cut behind"
        ),
        pytest.param(b"PK\3\4", id="cut in the header"),
    ],
)
def test_what_cannot_be_had_of_an_unfinished_archive_ends_it(tmp_path, data):
    (one,) = opened(tmp_path, data)

    assert one.refused.reason == Refusal.BAD_ARCHIVE


def test_a_locked_member_of_an_unfinished_archive_is_told(tmp_path):
    data = raw_zip([b"a.txt", b"b.txt"], flags=1).partition(b"PK\1\2")[0]

    assert [one[:2] for one in refused(opened(tmp_path, data))] == [
        ("a.txt", "encrypted"),
        ("b.txt", "encrypted"),
        ("", "bad_archive"),
    ]


# Bombs


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


def test_the_sample_from_a_chinese_desktop_has_its_names(samples):
    found = of(samples / "archives" / "archive-lamp-notes.zip")

    assert [str(one.place) for one in found] == [
        "archive-lamp-notes.zip!lamp-notes/2023/wick.md",
        "archive-lamp-notes.zip!lamp-notes/2024/glass.txt",
        "archive-lamp-notes.zip!lamp-notes/2024/风灯.txt",
    ]
