"""What a site added to a text, found by place, shape and company.

A word alone ends nothing: a line is left out where it stands outside the body, is short and
unlike a sentence, and has neighbours of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from articles.ingest.clean.frame import Frame, Line, frame_of, line_of, with_values
from articles.ingest.records import Block, BlockKind, Marked, PartKind, RawDocument
from articles.text.bylines import (
    caption_credits,
    credit_line,
    is_byline,
    is_han_name,
    is_outlet,
    leading_byline,
    speaker,
)
from articles.text.lexicon import CHUNK_MARK, Kind, keyword_line

TITLE_KEYS = frozenset({"title"})
# Credits stand close to the body; further down they belong to another text.
CLOSING_LINES = 12
SECTIONS = frozenset({Kind.SIDE_BAR, Kind.RELATED_LINKS, Kind.COMMENTS, Kind.FOOTER, Kind.LICENCE})


def mark(raw: RawDocument) -> tuple[Marked, ...]:
    """Return the whole document, its blocks taken for body or for what stands around it."""
    header = [_header(raw, block) for block in raw.blocks if block.kind is BlockKind.HEADER]
    blocks = (block for block in raw.blocks if block.kind is not BlockKind.HEADER)
    lines = with_values([line_of(raw, block) for block in blocks])
    frame = frame_of(lines, is_page=not raw.is_html and not raw.header)
    return (*header, *_marks(lines, frame))


def _header(raw: RawDocument, block: Block) -> Marked:
    titles = [f for f in raw.header if f.key in TITLE_KEYS]
    if any(f.start < block.end and block.start < f.end for f in titles):
        return Marked(block, PartKind.TITLE)
    return Marked(block, PartKind.METADATA)


def _marks(lines: Sequence[Line], frame: Frame) -> Iterator[Marked]:
    speakers = frozenset(filter(None, (speaker(line.words) for line in lines if line.is_prose)))
    yield from _above(lines, frame)
    page = 1
    for line in lines[frame.start : frame.end]:
        if line.block.kind is BlockKind.CHUNK:
            number = CHUNK_MARK.match(line.words)
            is_page = number is not None and int(number[1]) == page
            page += is_page
            yield from _chunk(line, len(number[0]) if number and is_page else 0)
        else:
            yield from _inside(line, speakers)
    yield from _below(lines, frame)


def _above(lines: Sequence[Line], frame: Frame) -> Iterator[Marked]:
    """Yield what stands before the body: the page's head, the title, the lines under it."""
    first = len(lines) if frame.title is None else frame.title
    last = first + frame.title_lines - 1
    no_article = frame.start >= len(lines)
    for index, line in enumerate(lines[: frame.start]):
        if first <= index <= last:
            yield Marked(line.block, PartKind.TITLE)
        elif frame.window_title is not None and index < min(frame.title_lines, first):
            yield Marked(line.block, PartKind.METADATA, reason="window_title")
        elif index > last:
            yield _under_title(lines, index, last)
        else:
            yield _left_out(line, Kind.NO_ARTICLE if no_article else Kind.NAVIGATION)


def _under_title(lines: Sequence[Line], index: int, title: int) -> Marked:
    line = lines[index]
    beside = [i for i in (index - 1, index + 1) if i < len(lines)]
    is_outlet_s = line.kind is None and is_outlet(line.words)
    is_name = line.kind is None and not is_outlet_s and is_han_name(line.words)
    if is_name and any(i == title or lines[i].is_date for i in beside):
        return Marked(line.block, PartKind.CREDIT)
    if line.is_credit:
        return Marked(line.block, PartKind.CREDIT)
    if line.is_info or line.is_date or is_outlet_s or line.kind is Kind.ORIGINAL_TITLE:
        return Marked(line.block, PartKind.METADATA)
    return _left_out(line, Kind.NAVIGATION)


def _inside(line: Line, speakers: frozenset[str]) -> Iterator[Marked]:
    if line.kind is Kind.ORIGINAL_TITLE:
        yield Marked(line.block, PartKind.METADATA)
    elif line.kind is Kind.PLACEHOLDER_IMAGE and not line.block.pictures:
        yield _left_out(line, Kind.PLACEHOLDER_IMAGE)
    elif _is_credit(line, speakers):
        yield Marked(line.block, PartKind.CREDIT)
    else:
        yield from _without_byline(line)


def _without_byline(line: Line) -> Iterator[Marked]:
    """Yield a paragraph, the byline it begins with apart where its markup can do without."""
    block, byline = line.block, leading_byline(line.words)
    markup = escape(byline, quote=False)
    if not byline or len(byline) == len(line.words) or (block.html and markup not in block.html):
        yield Marked(block)
        return
    cut = block.start + len(byline)
    yield Marked(block.cut(block.start, cut), PartKind.CREDIT)
    rest = block.cut(cut, block.end)
    yield Marked(replace(rest, html=block.html.replace(markup, "", 1)))


def _is_credit(line: Line, speakers: frozenset[str]) -> bool:
    if line.block.pictures or line.is_prose:
        return False
    if is_byline(line.words):
        return True
    found = credit_line(line.words) or caption_credits(line.words)
    return bool(found) and not any(named.label in speakers for named in found)


def _chunk(line: Line, number: int) -> Iterator[Marked]:
    """Yield a chunk, the page's number that it begins with apart; a list has numbers too."""
    block = line.block
    cut = block.start + number
    if number:
        yield Marked(block.cut(block.start, cut), PartKind.LEFT_OUT, reason=Kind.PAGE_MARKER)
    if cut < block.end:
        yield Marked(block.cut(cut, block.end))


def _below(lines: Sequence[Line], frame: Frame) -> Iterator[Marked]:
    """Yield what stands after the body: credits close to it, keywords, and the site's own."""
    follows: Kind | None = Kind.SIDE_BAR
    names_keywords = False
    for index in range(max(frame.start, frame.end), len(lines)):
        line = lines[index]
        follows = line.kind if line.kind in SECTIONS else follows
        keywords = keyword_line(line.words)
        if line.is_credit and index - frame.end < CLOSING_LINES:
            yield Marked(line.block, PartKind.CREDIT)
        elif keywords is not None or names_keywords or _is_metadata(line):
            yield Marked(line.block, PartKind.METADATA)
        else:
            yield _left_out(line, follows or Kind.SIDE_BAR)
        names_keywords = keywords == ""


def _is_metadata(line: Line) -> bool:
    return line.is_info or line.kind is Kind.ORIGINAL_TITLE


def _left_out(line: Line, otherwise: Kind) -> Marked:
    return Marked(line.block, PartKind.LEFT_OUT, reason=line.kind or otherwise)
