"""Stage 1: bytes to a `RawDocument`, a module a format.

A format is a module with `looks_like(head)`, which says from the beginning of a text how likely it
is one, and `read(text, place, encoding)`. Content decides, never a file's name. To add a format,
write the module and name it in `READERS`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from articles.ingest.formats import (
    feed,
    front_matter,
    ghost,
    html_page,
    json_feed,
    ninjs,
    page_text,
    paged_text,
    wxr,
)
from articles.ingest.formats.decode import decode
from articles.ingest.formats.markup_blocks import MAX_BLOCKS
from articles.ingest.formats.other import refuse_other
from articles.ingest.records import Place, RawDocument
from articles.ingest.refusals import Refusal, Refused

HEAD_CHARS = 16 * 1024
SURE = 1.0
# Of an export with all its articles; no stage looks for boundaries or furniture there.
MAX_EXPORT_BLOCKS = 200_000


class Reader(Protocol):
    """What a module of this package offers."""

    def looks_like(self, head: str) -> float: ...

    def read(self, text: str, place: Place, encoding: str = ...) -> RawDocument: ...


READERS: dict[str, Reader] = {
    "json_feed": json_feed,
    "ghost": ghost,
    "ninjs": ninjs,
    "wxr": wxr,
    "feed": feed,
    # Before pages, whose marks are dearer to look for: it is sure of what it knows.
    "front_matter": front_matter,
    "html_page": html_page,
    "paged_text": paged_text,
    "page_text": page_text,
}


def read(data: bytes, place: Place, format: str | None = None) -> RawDocument:
    """Return what `data` holds, read as `format` or as what it looks most like."""
    decoded = decode(data)
    reader = _named(format) if format else _likeliest(decoded.text)
    raw = reader.read(decoded.text, place, decoded.encoding)
    most = MAX_EXPORT_BLOCKS if raw.marked else MAX_BLOCKS
    if len(raw.blocks) > most:
        raise Refused(Refusal.TOO_MANY_BLOCKS, line=raw.blocks[most].line)
    if not decoded.warnings:
        return raw
    warnings = (*decoded.warnings, *raw.warnings)
    return replace(raw, warnings=warnings, is_cut=decoded.is_cut)


def _named(name: str) -> Reader:
    if name not in READERS:
        raise Refused(Refusal.UNKNOWN_FORMAT, detail=name)
    return READERS[name]


def _likeliest(text: str) -> Reader:
    head = text[:HEAD_CHARS]
    best = 0.0
    likeliest: Reader = page_text
    for reader in READERS.values():
        likelihood = reader.looks_like(head)
        if likelihood > best:
            best, likeliest = likelihood, reader
        if best == SURE:
            break
    if best < SURE:
        refuse_other(head, text)
    return likeliest
