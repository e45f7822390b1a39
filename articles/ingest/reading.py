"""Stages 1 to 5 on one document: its bytes to what it says, as a function of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from articles.ingest import formats
from articles.ingest.clean import furniture, learned, markup
from articles.ingest.dedupe import mark_copies
from articles.ingest.describe import (
    describe_article,
    describe_document,
    describe_entry,
    without_placeholders,
)
from articles.ingest.formats.pictures import without_address
from articles.ingest.known import Known
from articles.ingest.records import (
    DocumentReading,
    Found,
    Marked,
    Part,
    PartKind,
    RawDocument,
    Reading,
    Warn,
)
from articles.ingest.refusals import Refusal, Refused
from articles.ingest.split import Split, split
from articles.text.fingerprint import fingerprint
from articles.text.folding import fold

SYNTAX = "syntax"
Key = tuple[PartKind, int | None, str | None, int]


def read(
    found: Found, known: Known, *, format: str | None = None, source: str | None = None
) -> DocumentReading:
    """Return what a document says: its articles, its parts, and what it leaves open.

    Raises `Refused`. The same bytes give the same reading in any process.
    """
    if found.is_whole_archive:
        return DocumentReading(found.place, found.sha256, found.size)
    raw = formats.read(_bytes(found, known), found.place, format)
    reading = _interpreted(raw, found, known, source, frozenset())
    lines = known.furniture.get(fold(reading.source or ""), frozenset())
    if not learned.stand_in((one.body_text for one in reading.articles), lines):
        return reading
    return _interpreted(raw, found, known, source, lines)


def _interpreted(
    raw: RawDocument, found: Found, known: Known, source: str | None, lines: frozenset[str]
) -> DocumentReading:
    """Return what the document says once `lines`, which its source adds to texts, are left out."""
    pieces = _pieces(raw, lines)
    of_article: list[list[Marked]] = [[] for _ in range(pieces.count)]
    for one in pieces.marked:
        if one.article is not None:
            of_article[one.article].append(one)
    bodies, unsafe = markup.bodies(raw, of_article)
    if unsafe:
        pieces = replace(pieces, marked=markup.without(pieces.marked, unsafe))
        of_article = [list(markup.without(marked, unsafe)) for marked in of_article]
    articles = [
        _article(raw, index, marked, pieces, bodies[index])
        for index, marked in enumerate(of_article)
    ]
    described = describe_document(raw, pieces.marked, known, source=source)
    return DocumentReading(
        found.place,
        found.sha256,
        found.size,
        format=raw.format,
        encoding=raw.encoding,
        text=raw.text,
        title=described.title,
        source=described.source,
        publisher=described.publisher,
        domain=described.domain,
        labels=described.labels,
        keywords=described.keywords,
        articles=mark_copies(articles),
        parts=tuple(parts(raw, without_placeholders(raw, pieces.marked, articles))),
        possible_boundaries=pieces.boundaries,
        warnings=(
            *raw.warnings,
            *described.warnings,
            *without_address(raw, pieces.marked),
            *_unsafe(unsafe),
        ),
        evidence=described.evidence,
    )


def _bytes(found: Found, known: Known) -> bytes:
    if found.refused is not None:
        raise found.refused
    data = found.data or b""
    if len(data) > known.max_document_bytes:
        raise Refused(Refusal.TOO_LARGE)
    return data


def _pieces(raw: RawDocument, lines: frozenset[str]) -> Split:
    """Return the document's articles: as its format gives them, or as they are found."""
    if raw.entries or raw.marked:
        cut = frozenset(index for index, entry in enumerate(raw.entries) if entry.truncated)
        found = Split(learned.leave_out(raw, raw.marked, lines), len(raw.entries), cut)
    else:
        found = split(raw, learned.leave_out(raw, furniture.mark(raw), lines))
    if not raw.is_cut:
        return found
    return replace(found, truncated=found.truncated | {found.count - 1})


def _unsafe(refused: Mapping[int, Refused]) -> Iterator[Warn]:
    """Yield a warning for each text that was left out, so that its export's others are kept."""
    for one in refused.values():
        yield Warn("unsafe_entry", line=one.line)


def _article(
    raw: RawDocument, index: int, marked: Sequence[Marked], pieces: Split, body: markup.Body
) -> Reading:
    html, text = body
    if raw.entries:
        described = describe_entry(raw, raw.entries[index], marked, body_text=text)
    else:
        around = pieces.marked if pieces.count == 1 else marked
        described = describe_article(raw, marked, around, body_text=text, is_only=pieces.count == 1)
    truncated = index in pieces.truncated
    return replace(described, body_html=html, fingerprint=fingerprint(text), truncated=truncated)


def parts(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[Part]:
    """Yield what each stretch of the reading text became, neighbours that became the same as one.

    No part begins or ends in white space; blocks without a visible character have none.
    """
    text = raw.text
    key: Key | None = None
    first = last = 0
    for here, start, end in _stretches(raw, marked):
        words = text[start:end]
        if not words or words.isspace():
            continue
        if key is None or here[:3] != key[:3]:
            if key is not None:
                yield _part(key, first, last)
            key, first = here, start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
    if key is not None:
        yield _part(key, first, last)


def _part(key: Key, start: int, end: int) -> Part:
    kind, article, reason, line = key
    return Part(kind, start, end, line, article, reason)


def _stretches(raw: RawDocument, marked: Sequence[Marked]) -> Iterator[tuple[Key, int, int]]:
    """Yield each block with what it became, cut at the signs of the format."""
    signs = iter((*raw.syntax, (len(raw.text) + 1, 0)))
    start, end = next(signs)
    for one in marked:
        at, block = one.block.start, one.block
        key = (one.kind, one.article, one.reason, block.line)
        while start < block.end:
            yield key, at, start
            yield (PartKind.LEFT_OUT, one.article, SYNTAX, block.line), start, end
            at = end
            start, end = next(signs)
        yield key, at, block.end
