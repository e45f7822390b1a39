"""What a page calls its articles, and what the document itself is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.ingest.describe.title import Title
from articles.ingest.records import BlockKind, Evidence, Marked, PartKind, RawDocument
from articles.text.characters import one_line
from articles.text.lexicon import DOCUMENT_TITLE, ORIGINAL_TITLE
from articles.text.lines import FILE_ENDING

_CUT_SHORT = re.compile(r"(?:\.{2,}|…+)$")
_QUOTED = re.compile(r"《(?P<title>[^《》]+)》|[“\"](?P<bare>[^“”\"]+)[”\"]")


def page_title(raw: RawDocument, marked: Sequence[Marked]) -> Title:
    """Return the title of an article of a page: its title line, or the original title it names.

    A title line that the page cut short is completed from the original title where that begins
    with the same words.
    """
    printed = _printed(raw, marked)
    original = _original(raw, marked)
    if not printed.text:
        return original
    short = _CUT_SHORT.sub("", printed.text)
    if short != printed.text and original.text.startswith(short):
        return Title(original.text, printed.text, original.evidence)
    return printed


def document_title(raw: RawDocument, marked: Sequence[Marked]) -> str | None:
    """Return what the document is called where that is more than its only article's title."""
    for one in marked:
        if one.reason == DOCUMENT_TITLE:
            return one_line(FILE_ENDING.sub("", raw.words(one.block).strip()))
        if one.kind is PartKind.TITLE and one.block.kind is not BlockKind.HEADER:
            words = one_line(raw.words(one.block))
            bare = FILE_ENDING.sub("", words).strip()
            return bare if bare != words or raw.format == "paged_text" else None
    return None


def _printed(raw: RawDocument, marked: Sequence[Marked]) -> Title:
    blocks = [
        one.block
        for one in marked
        if one.kind is PartKind.TITLE and one.block.kind is not BlockKind.HEADER
    ]
    text = ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        joined = before is not None and before.kind is block.kind is BlockKind.CHUNK
        text += ("" if joined or not text else " ") + one_line(raw.visible(block))
    text = one_line(FILE_ENDING.sub("", text))
    return Title(text, text, Evidence("title_line", blocks[0].line, text)) if text else Title()


def _original(raw: RawDocument, marked: Sequence[Marked]) -> Title:
    for one in marked:
        if one.kind is not PartKind.METADATA:
            continue
        match = ORIGINAL_TITLE.fullmatch(raw.words(one.block).strip())
        if match is not None:
            words = match["title"].strip()
            quoted = _QUOTED.fullmatch(words)
            text = one_line((quoted["title"] or quoted["bare"]) if quoted else words)
            return Title(text, text, Evidence("original_title_line", one.block.line, words))
    return Title()
