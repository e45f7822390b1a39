"""Markdown without a header: a heading at the top is the title, and lines under it may be a byline.

Page text holds a `#` or a `*` too, so there must be a heading of the whole text at its top, and
more that only Markdown has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.ingest.formats.markdown import is_readable, markdown_blocks
from articles.ingest.formats.page_text import line_blocks
from articles.ingest.formats.short_codes import short_codes, without_fences
from articles.ingest.records import Block, HeaderField, Place, RawDocument, Warn
from articles.text.bylines import credit_line, is_info_line
from articles.text.characters import one_line
from articles.text.inner_bylines import is_byline
from articles.text.lines import is_date_line

# Less than what has a header, more than a page's text.
LIKELIHOOD = 0.8
MOST_CREDIT_LINES = 8  # blank ones among them
# What a text is shows at its beginning.
HEAD_CHARS = 16 * 1024
_TOP = re.compile(
    r"(?:[ \t]*\r?\n)*+(?: {0,3}(?P<marks>#{1,3})[ \t]+\S.{0,200}"
    r"|(?!\d{1,9}[.)])[^\s#>*+|`~<\[=-].{0,200}\n={3,}[ \t]*\r?)"
    r"(?:\n(?P<blank>[ \t]*\r?(?:\n|\Z))?|\Z)"
)
_WHOLE = re.compile(r"^(?: {0,3}#[ \t]+\S|={3,}[ \t]*\r?$)", re.MULTILINE)
_SIGNS = (
    re.compile(r"^ {0,3}#{2,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]*\]\([^()\[\s]+\)"),
    re.compile(r"(?<![*\w])\*{1,2}(?=[^\s*])[^*\n]+(?<=\S)\*{1,2}(?![*\w])"),
    re.compile(r"^[*+-] \S[^\n]*\n\s*[*+-] \S", re.MULTILINE),
    re.compile(r"^> ?\S", re.MULTILINE),
    re.compile(r"^\|[ \t]*:?-{3,}", re.MULTILINE),
    re.compile(r"(?<!`)`[^`\n]+`(?!`)"),
)
_MARKS = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)|[*_`~]+")


def is_plain(text: str) -> bool:
    """Say whether a text is Markdown: one heading at its top is all of it, and signs follow."""
    top = _TOP.match(text)
    if top is None:
        return False
    rest = "\n".join(without_fences(text[top.end() : HEAD_CHARS]))
    if _WHOLE.search(rest):
        return False
    signs = sum(sign.search(rest) is not None for sign in _SIGNS)
    if top["marks"] == "#":
        return signs > 0 or bool(top["blank"])
    return signs > (top["marks"] is not None)


def read_plain(text: str, place: Place, format: str, encoding: str) -> RawDocument:
    """Return the document, its heading as title; of too long or dense a text its lines."""
    if not is_readable(text):
        unread = (Warn("markdown_unread", line=1),)
        return RawDocument(place, format, encoding, text, line_blocks(text), warnings=unread)
    read, line = "", 1
    blocks: list[Block] = []
    syntax: list[tuple[int, int]] = []
    for piece in _pieces(text):
        written = markdown_blocks(piece, offset=len(read), line=line)
        read += written.text
        line += piece.count("\n")
        blocks += written.blocks
        syntax += written.syntax
    raw = RawDocument(place, format, encoding, read, tuple(blocks), syntax=tuple(syntax))
    top = blocks[0]
    title = one_line(raw.visible(top))
    own = HeaderField("title", (title,), top.start, top.end, top.line)
    return replace(raw, header=(own,), warnings=tuple(short_codes(text, 1)))


def _pieces(text: str) -> Iterator[str]:
    """Yield the heading, each line of credits under it, and the rest, none of them lost."""
    top = _TOP.match(text)
    at = top.end() if top else 0
    yield text[:at]
    for line in text[at:].splitlines(keepends=True)[:MOST_CREDIT_LINES]:
        if not _is_about(_MARKS.sub(r"\1", line).strip()):
            break
        yield line
        at += len(line)
    yield text[at:]


def _is_about(words: str) -> bool:
    """Whether a line is blank, or says who wrote a text, where it is from, or when."""
    is_credit = is_byline(words) or bool(credit_line(words))
    return not words or is_credit or is_info_line(words) or is_date_line(words)
