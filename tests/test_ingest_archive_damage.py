"""Of a damaged archive comes what is sure, and a word on what is not; never a wrong document."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib

import pytest

from articles.ingest.collect.archives import kind_of
from articles.ingest.refusals import Refusal
from tests.archives import (
    DATA,
    FILES,
    Pipe,
    by_archive,
    opened,
    raw_zip,
    refused,
    tar_header,
    tarred,
    zip_end,
    zipped,
)


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
        pytest.param(tar_header(b"a") + tar_header(b"b", size=b"\x80\xff".ljust(12)), id="endless"),
        pytest.param(tar_header(b"a") + tar_header(b"b", size=b"0o17".ljust(12)), id="prefix"),
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


def test_a_size_in_base_256_counts(tmp_path):
    size = b"\x80" + (5).to_bytes(11, "big")
    data = tar_header(b"a.txt", size=size) + b"words".ljust(512, b"\0") + bytes(1024)

    assert [one.data for one in opened(tmp_path, data)] == [b"words"]


def test_a_size_from_a_pax_header_counts(tmp_path):
    data = tar_header(b"p", b"x", b"00000000012\0") + b"10 size=5\n".ljust(512, b"\0")

    (one,) = opened(tmp_path, data + tar_header(b"a") + b"words".ljust(512, b"\0") + bytes(1024))

    assert one.data == b"words"


@pytest.mark.parametrize("far", [10**6, 2**40, 2**63 - 1, 2**63, 2**64 - 1], ids=hex)
def test_a_member_that_is_said_to_stand_beyond_the_end_is_refused(tmp_path, far):
    extra = struct.pack("<2HQ", 1, 8, far)
    data = bytearray(raw_zip([b"a.txt", b"b.txt"], extra=extra))
    entry = data.index(b"PK\1\2")
    data[entry + 42 : entry + 46] = b"\xff" * 4

    found = opened(tmp_path, bytes(data))

    assert refused(found) == [("a.txt", "bad_archive", "no member where one should be")]
    assert found[1].data == b"words"


@pytest.mark.parametrize("far", [10**6, 2**63 - 1, 2**64 - 1], ids=hex)
def test_a_member_that_is_said_to_go_on_beyond_the_end_ends_an_archive(tmp_path, far):
    extra = struct.pack("<2HQ", 1, 8, far)
    data = bytearray(raw_zip([b"a.txt", b"b.txt"], extra=extra, flags=1).partition(b"PK\1\2")[0])
    data[18:22] = b"\xff" * 4

    assert [why for _name, why, _detail in refused(opened(tmp_path, bytes(data)))] == [
        "encrypted",
        "bad_archive",
    ]


def test_the_directory_says_what_a_member_is_called_and_how_it_is_packed(tmp_path):
    data = bytearray(raw_zip([b"a.txt"]))
    data[8:10], data[30:35] = b"\x63\0", b"../.."

    (one,) = opened(tmp_path, bytes(data))

    assert (one.place.member, one.data) == ("a.txt", b"words")


def test_a_directory_whose_last_entry_goes_on_beyond_it_is_damage(tmp_path):
    data = bytearray(raw_zip([b"a.txt", b"b.txt", b"c.txt"]))
    data[data.index(b"PK\1\2") + 32] = 200  # the length of a comment

    (archive,) = opened(tmp_path, bytes(data))

    assert refused([archive]) == [("", "bad_archive", "damaged directory")]


def test_a_comment_that_looks_like_the_end_of_a_part_is_a_comment(tmp_path):
    data = raw_zip([b"a.txt"])
    comment = b"PK\5\6" + b"\7" * 30
    commented = data[:-2] + len(comment).to_bytes(2, "little") + comment

    assert [one.data for one in opened(tmp_path, commented)] == [b"words"]


def test_a_wrong_sum_behind_a_member_ends_an_archive_without_directory(tmp_path):
    data = bytearray(zipped({"a": "x" * 100, "b": "words"}, into=Pipe()).partition(b"PK\1\2")[0])
    data[data.index(b"PK\7\x08") + 4] ^= 1

    assert refused(opened(tmp_path, bytes(data))) == [("", "bad_archive", "damaged member")]


@pytest.mark.parametrize("has_mark", [True, False])
@pytest.mark.parametrize("form", ["<3L", "<L2Q"])
def test_what_stands_behind_a_member_comes_in_four_forms(tmp_path, form, has_mark):
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"words") + packer.flush()
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 8, 8, 0, 0, 0, 0, 0, 1, 0) + b"a"
    behind = b"PK\7\x08" * has_mark + struct.pack(form, zlib.crc32(b"words"), len(packed), 5)

    *found, archive = opened(tmp_path, (head + packed + behind) * 3)

    assert [one.data for one in found] == [b"words"] * 3
    assert refused([archive]) == [("", "bad_archive", "ends early")]


@pytest.mark.parametrize("mode", [0o030000, 0o110644, 0o100644])
def test_modes_that_mean_nothing_do_not_make_a_file_something_else(tmp_path, mode):
    assert [one.data for one in opened(tmp_path, raw_zip([b"a.txt"], mode=mode))] == [b"words"]


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
