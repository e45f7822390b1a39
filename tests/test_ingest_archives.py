"""Archives are opened by what they hold, their members are documents, and nothing else happens."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import tarfile
import zipfile

import pytest

from articles.ingest import collect
from articles.ingest.refusals import Refusal
from tests.archives import (
    ARCHIVES,
    DATA,
    FILES,
    MOST,
    by_archive,
    of,
    opened,
    piped,
    raw_zip,
    refused,
    special,
    tar_header,
    tar_of,
    tarred,
    zipped,
)
from tests.documents import write


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
    packed = gzip.compress(b"one ") + b"\0\0" + gzip.compress(b"two") + b"\r\n"

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


@by_archive
def test_an_archive_that_was_read_whole_says_so_at_its_end_and_place(tmp_path, data):
    path = write(tmp_path, "a.zip", data)

    *_members, archive = collect.collect(collect.roots([str(path)]), most=MOST)

    assert archive.is_whole_archive
    assert (str(archive.place), archive.size) == ("a.zip", len(data))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("behind", [b"what follows is no stream", bytes(100_000) + b"x"])
def test_what_stands_behind_a_packed_document_may_be_the_rest_of_it(tmp_path, pack, behind):
    told = refused(opened(tmp_path, pack(b"one ") + pack(b"two") + behind))

    assert told == [("", "bad_archive", "something stands behind its end")]


@by_archive
def test_what_stands_behind_an_archive_is_told_and_its_members_are_read(tmp_path, data):
    found = opened(tmp_path, data + data)

    more = refused(found) or refused(opened(tmp_path, data + b"more words"))
    assert [one.data for one in found][: len(DATA)] == DATA
    assert more[0][:2] == ("", "bad_archive")


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


def test_the_sample_from_a_chinese_desktop_has_its_names(samples):
    found = of(samples / "archives" / "archive-lamp-notes.zip")

    assert [str(one.place) for one in found] == [
        "archive-lamp-notes.zip!lamp-notes/2023/wick.md",
        "archive-lamp-notes.zip!lamp-notes/2024/glass.txt",
        "archive-lamp-notes.zip!lamp-notes/2024/风灯.txt",
    ]
