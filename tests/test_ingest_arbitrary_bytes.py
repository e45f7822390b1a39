"""Whatever bytes come, a reader refuses them or accounts for every character: nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.formats import READERS
from articles.ingest.known import Known
from articles.ingest.records import DocumentReading, Found, PartKind, Place
from articles.ingest.workers import Orders, read_one

DOCUMENTS = Path(__file__).resolve().parent.parent / "fixtures" / "documents"
LARGEST = 20_000
SAMPLES = [
    data
    for path in sorted(DOCUMENTS.rglob("*"))
    if path.is_file() and len(data := path.read_bytes()) < LARGEST
]
# Pieces that mean something to one format or another, where they should and where they should not.
PIECES = [
    *(b"\0", b"\xff", b"\r", b"\n", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf"),
    *(b"<", b">", b"&", b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b":", b",", b"- ", b"#"),
    *(b"---\n", b"+++\n", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x>"),
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<item>", b"</item>", b"<entry>", b"</entry>"),
    *(
        b"&#0;",
        b"&#x110000;",
        b"&lt;p&gt;",
        b"&amp;lt;",
        b"\\u0000",
        b"\\ud800",
        b"\\u003cp\\u003e",
    ),
    *(b"null", b"1e999", b"-1", b"2021-02-30", b"9" * 25, b"{{< x >}}", b"<img src=x>"),
    *("篇一\n".encode(), "1、".encode(), "（原标题：x）\n".encode(), "责任编辑：".encode()),
]
KNOWN = Known()
bounded = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def broken_samples(draw: st.DrawFn) -> bytes:
    """Draw a sample that was cut off, doubled in places, or had something put in."""
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 7, 60, 600])))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.sampled_from(PIECES),
                st.just(data[start:end] * 2),
                st.binary(max_size=4),
            )
        )
        data = data[:start] + piece + data[end:]
    return data[draw(st.sampled_from([0, 0, 0, 1, 50])) :]


def reading_of(data: bytes, name: str | None) -> DocumentReading:
    """Return what is read from bytes; anything but a refusal is raised."""
    found = Found(Place("", "a"), data, len(data), "0" * 64)
    return read_one(found, Orders(KNOWN, name)).reading


def lost(document: DocumentReading) -> str:
    """Return the first words that no part of a document holds, or that two do."""
    at = 0
    for part in document.parts:
        if part.start < at:
            return f"twice: {document.text[part.start : at]!r}"
        if gap := document.text[at : part.start].strip():
            return f"nowhere: {gap!r}"
        at = part.end
    return document.text[at:].strip() and f"nowhere: {document.text[at:].strip()!r}"


def assert_accounted_for(document: DocumentReading) -> None:
    if document.refused is not None:
        return
    assert lost(document) == ""
    assert all(part.start < part.end for part in document.parts)
    articles = {part.article for part in document.parts} - {None}
    assert articles <= set(range(len(document.articles)))
    assert all(part.article is not None for part in document.parts if part.kind == PartKind.BODY)


@pytest.mark.parametrize("name", [None, *READERS])
@bounded
@given(data=broken_samples())
def test_broken_documents_are_refused_or_accounted_for(name, data):
    assert_accounted_for(reading_of(data, name))


@pytest.mark.parametrize("name", [None, *READERS])
@bounded
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES)).map(b"".join)))
def test_arbitrary_bytes_are_refused_or_accounted_for(name, data):
    assert_accounted_for(reading_of(data, name))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", SAMPLES[::4], ids=lambda data: str(len(data)))
def test_a_document_read_as_what_it_is_not_is_refused_or_accounted_for(name, data):
    assert_accounted_for(reading_of(data, name))


@bounded
@given(data=broken_samples())
def test_the_same_bytes_are_read_alike_again(data):
    one, other = reading_of(data, None), reading_of(data, None)

    assert (one.parts, one.articles, one.warnings) == (other.parts, other.articles, other.warnings)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"---\nlayout: \n---\n\rn", id="lines that end as on old machines"),
        pytest.param(b"<!-- a comment -->\n" * 60 + b"and words", id="comments before no root"),
        pytest.param(b"9" * 90 + b"x", id="a number that is not that of a page"),
    ],
)
def test_what_once_stopped_a_reader_is_accounted_for(data):
    document = reading_of(data, None)

    assert document.refused is None
    assert_accounted_for(document)
