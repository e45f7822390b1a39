"""Wherever an archive is cut off or damaged: what comes out is true, and what does not is told."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.collect import LONGEST
from articles.ingest.collect.archives import documents, kind_of
from articles.ingest.collect.streams import MOST_BESIDES
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refusal
from tests.archives import (
    SQUEEZED,
    Pipe,
    piped,
    raw_zip,
    tar_header,
    tarred,
    zip_end,
    zipped,
)

PLACE = Place("/somewhere", "a")
MOST = 100_000
SOME, HUGE = b"00000000600\0", b"\x80" + b"\0" * 3 + b"\xff" * 8
NOTES = {"b.md": "A note of the harbour.", "a/灯.txt": "灯塔的灯。" * 9, "c.txt": "x" * 600}
TRUE = [(name, text.encode()) for name, text in NOTES.items()]
SMALL = {
    "zip": zipped(NOTES),
    "zip, stored": zipped(NOTES, zipfile.ZIP_STORED),
    "zip, bzip2": zipped(NOTES, zipfile.ZIP_BZIP2),
    "zip from a pipe": zipped(NOTES, into=Pipe()),
    "tar, pax": tarred(NOTES),
    "tar, GNU": tarred(NOTES, form=tarfile.GNU_FORMAT),
    **{f"tar.{kind}": tarred(NOTES, packing=kind) for kind in ("gz", "bz2", "xz")},
}
by_small = pytest.mark.parametrize("data", SMALL.values(), ids=list(SMALL))
bounded = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def of(data: bytes) -> list[Found]:
    """Return what comes of the bytes of an archive in a file."""
    return list(documents(PLACE, io.BytesIO(data), kind_of(data), MOST))


def cuts(data: bytes) -> Iterator[bytes]:
    """Yield an archive cut off at each of its bytes, but for the padding at its end."""
    for end in range(len(data.rstrip(b"\0"))):
        if kind_of(data[:end]):
            yield data[:end]


@by_small
def test_an_archive_cut_off_anywhere_gives_what_came_before_and_says_so(data):
    for cut in cuts(data):
        *members, archive = of(cut)

        assert [(one.place.member, one.data) for one in members] == TRUE[: len(members)]
        assert (archive.place, archive.data, archive.size) == (PLACE, None, len(cut))
        assert archive.refused.reason == Refusal.BAD_ARCHIVE


@by_small
def test_a_pipe_that_breaks_gives_what_a_file_cut_off_there_gives(data):
    for cut in list(cuts(data))[::7]:
        assert [one.data for one in piped(cut, MOST)] == [one.data for one in of(cut)]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_document_cut_off_anywhere_is_refused(pack):
    data = pack(b"one ") + pack(b"two, which is another stream")

    found = [of(cut) for cut in cuts(data)]

    whole = [one.data for (one,) in found if one.refused is None]
    assert whole == [b"one "]  # where a second stream has not begun, nothing is missing
    assert {one.refused.reason for (one,) in found if one.refused} == {Refusal.BAD_ARCHIVE}


@pytest.mark.parametrize("turned", [0x01, 0x55], ids=hex)
@by_small
def test_a_wrong_byte_anywhere_is_told_or_does_no_harm(data, turned):
    texts = {text for _name, text in TRUE}
    for at in range(len(data.rstrip(b"\0"))):
        damaged = data[:at] + bytes([data[at] ^ turned]) + data[at + 1 :]
        if not kind_of(damaged):
            continue
        found = of(damaged)

        read = {one.data for one in found if not one.refused and one.place.member}
        assert len({one.place for one in found}) == len(found)
        # A sum over all stands at the end: what came before may be wrong, and the archive is told.
        # A zip has one for each member, a tar none.
        is_told = found[-1].refused is not None
        assert read <= texts or is_told or kind_of(data) == "tar"
        assert read <= texts or kind_of(data) != "zip"
        assert any(one.refused for one in found) or len(read) == len(texts)


# Arbitrary bytes

# What means something to one of them, where it should and where it should not.
PIECES = [
    *(b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08", zip_end(1, 51, 40)),
    *(b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", gzip.compress(b""), bytes(512), bytes(1024)),
    *(b"\xff" * 8, b"\xff\xff", b"\x7f" + b"\xff" * 7, b"\x80" + bytes(10), b"\0", b"\1", b"\x08"),
    *(b"x", b"L", b"g", b"S", b"5", b"7777777", b"30 path=", b"11 size=9\n", b"GNU.sparse.x=1\n"),
    *(tar_header(b"n", kind, size) for kind in (b"0", b"L", b"x", b"S") for size in (SOME, HUGE)),
]
WHOLE = [*SMALL.values(), raw_zip([b"a", b"b/", b"c"], extra=b"\1\0\x08\0" + b"\xff" * 8)]


@st.composite
def broken_archives(draw: st.DrawFn) -> bytes:
    """Draw an archive that was cut, doubled in places, or had something put in or over it."""
    data = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 4, 8, 30, 512, 1536])))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)))
        data = data[:start] + draw(st.sampled_from([piece, b"", data[start:end] * 2])) + data[end:]
    return data


def assert_true_to_itself(data: bytes) -> None:
    """Have all that comes out be told apart, bounded, summed, and refused where it has no bytes."""
    found = of(data)
    assert len({one.place for one in found}) == len(found)
    assert found[-1].place == PLACE
    assert sum(len(one.data or b"") for one in found) <= 64 * len(data) + MOST_BESIDES
    for one in found[:-1]:
        assert len(one.place.member.encode()) <= LONGEST + 10
        assert "\0" not in one.place.member
        assert (one.data is None) <= (one.refused is not None)
        assert one.data is None or one.sha256 == hashlib.sha256(one.data).hexdigest()
    assert [(one.place, one.data) for one in of(data)] == [(one.place, one.data) for one in found]
    assert [one.data for one in piped(data, MOST)] == [
        one.data for one in found if not one.is_whole_archive
    ]


@bounded
@given(data=broken_archives().filter(kind_of))
def test_a_broken_archive_is_read_or_refused_and_nothing_else(data):
    assert_true_to_itself(data)


@bounded
@given(
    data=st.tuples(
        st.sampled_from([b"PK\3\4", b"PK\5\6", *(pack(b"") for pack in SQUEEZED.values())]),
        st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=40))).map(b"".join),
    ).map(b"".join)
)
def test_what_only_begins_like_an_archive_is_read_or_refused(data):
    if kind_of(data):
        assert_true_to_itself(data)
