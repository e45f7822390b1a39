"""Posts: a header of `key: value` lines, then HTML, Markdown or plain lines.

Feed dumps, Jekyll, Hexo and Hugo write these; Markdown may do without a header. Short-codes are
kept as text and reported. The reading text is the header as it stands, then the text nodes of an
HTML body or the body itself where it is Markdown or plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.ingest.formats.elements import BREAKING, FORMATS, HEADINGS, WHOLES
from articles.ingest.formats.header import Header, begins, read_header
from articles.ingest.formats.markdown import is_readable, markdown_blocks
from articles.ingest.formats.markup_blocks import markup_blocks
from articles.ingest.formats.page_text import line_blocks
from articles.ingest.formats.plain_markdown import LIKELIHOOD, is_plain, read_plain
from articles.ingest.formats.short_codes import SHORT_CODE, short_codes
from articles.ingest.records import Block, Place, RawDocument, Warn
from articles.ingest.refusals import Refusal, Refused
from articles.text.header_keys import READ, is_dump, is_post

NAME = "front_matter"

_NAMES = "|".join(sorted(BREAKING | FORMATS | {*WHOLES, *HEADINGS, "p", "br", "img", "hr", "span"}))
_TAG = re.compile(rf"<(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|[*+-] \S|\d{1,3}\. \S|> \S|```|~~~|\|.*\|\s*$)"
    # No repeat runs over what could begin a match, or floods of `[` take quadratic time.
    r"|!?\[[^\[\]\n]*\]\([^)\[\s]+\)|\*\*[^*\n]+\*\*|^[ \t]*<!--\s*more",
    re.MULTILINE,
)
# Of these a line of plain text may hold one; in a post, unlike in a dump, they are Markdown too.
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_\\])_(?=[^\s_])[^_\n]*(?<=[^\s_])_(?![\w_])"
    r"|(?<!`)`[^`\n]+`(?!`)|\S\n=+[ \t]*$",
    re.MULTILINE,
)


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a post: it has a header, or a title."""
    if begins(head):
        return 1.0
    return LIKELIHOOD if is_plain(head) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document.

    Refuses a header that cannot be read, and text without one that is no Markdown either.
    """
    header = read_header(text)
    if header is None:
        if not is_plain(text):
            raise Refused(Refusal.BAD_HEADER, line=1)
        return read_plain(text, place, NAME, encoding)
    body = text[header.end :]
    if _is_html(body):
        raw = _with_html(text[: header.end], body, header, place, encoding)
    else:
        raw = _with_lines(text, body, header, place, encoding)
    said = (*_unread(header), *raw.warnings, *short_codes(body, header.end_line))
    return replace(raw, warnings=said)


def _unread(header: Header) -> Iterator[Warn]:
    for one in header.fields:
        if not one.is_whole and one.key in READ:
            yield Warn("header_unread", line=one.line, params={"key": one.key})


def _with_lines(text: str, body: str, header: Header, place: Place, encoding: str) -> RawDocument:
    blocks: tuple[Block, ...] = _shifted(line_blocks(body), header)
    syntax: tuple[tuple[int, int], ...] = ()
    warnings: tuple[Warn, ...] = ()
    if _is_markdown(body, header) and not is_readable(body):
        warnings = (Warn("markdown_unread", line=header.end_line),)
    elif _is_markdown(body, header):
        written = markdown_blocks(body, offset=header.end, line=header.end_line)
        text, blocks, syntax = text[: header.end] + written.text, written.blocks, written.syntax
    return RawDocument(
        place,
        NAME,
        encoding,
        text,
        (*header.blocks, *blocks),
        header.fields,
        syntax=syntax,
        warnings=warnings,
    )


def _with_html(head: str, body: str, header: Header, place: Place, encoding: str) -> RawDocument:
    read = markup_blocks(body, offset=header.end, line=header.end_line)
    return RawDocument(
        place,
        NAME,
        encoding,
        head + read.text,
        (*header.blocks, *read.blocks),
        header.fields,
        is_html=True,
    )


def _is_html(body: str) -> bool:
    """Whether a body is HTML: it begins with a tag, or has tags and no sign of Markdown."""
    if "{{<" in body:
        body = SHORT_CODE.sub("", body)
    first = _TAG.search(body)
    if first is None:
        return False
    return not body[: first.start()].strip() or _MARKDOWN.search(body) is None


def _is_markdown(body: str, header: Header) -> bool:
    """Whether a body has signs of Markdown, or is a generator's post, which is nothing else."""
    if not body.strip():
        return False
    values = {one.key: one.values for one in reversed(header.fields)}
    is_marked = _MARKDOWN.search(body) or (not is_dump(values) and _EMPHASIS.search(body))
    return bool(is_marked) or is_post(values)


def _shifted(blocks: tuple[Block, ...], header: Header) -> tuple[Block, ...]:
    return tuple(
        Block(b.kind, b.start + header.end, b.end + header.end, b.line + header.end_line - 1)
        for b in blocks
    )
