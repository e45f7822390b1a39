"""What a site added to a text, found by place, shape and company.

A word alone ends nothing: a line is left out where it stands outside the body, is short and
unlike a sentence, and has neighbours of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from articles.ingest.clean.frame import Frame, frame_of
from articles.ingest.clean.head import UNDER_TITLE
from articles.ingest.clean.line import Line, line_of, with_values
from articles.ingest.records import Block, BlockKind, HeaderField, Marked, PartKind, RawDocument
from articles.text import header_keys
from articles.text.bylines import credit_line, speaker
from articles.text.characters import one_line
from articles.text.folding import fold
from articles.text.inner_bylines import caption_credits, is_byline, leading_byline
from articles.text.lexicon import ACCOUNT_FOLLOWS, CHUNK_MARK, Kind, keyword_line
from articles.text.lexicon.page_lines import credits_caption, names_photographer
from articles.text.lines import is_day_alone, is_latin
from articles.text.names import is_account, is_han_name, is_outlet

CAPTION = "caption"
MOST_CAPTION_LINES = 2
# Credits stand close to the body; further down they belong to another text.
CLOSING_LINES = 12
# Some pages print the day above the title; the site's own day stands higher, or with a weekday.
NEAR_TITLE = 8
INTERRUPTIONS = frozenset({Kind.PLACEHOLDER_IMAGE, Kind.INTERRUPTION, Kind.CONSENT})
OTHER_TEXTS = frozenset({Kind.RELATED_LINKS, Kind.COMMENTS})
SECTIONS = frozenset({Kind.SIDE_BAR, Kind.RELATED_LINKS, Kind.COMMENTS, Kind.FOOTER, Kind.LICENCE})


def mark(raw: RawDocument) -> tuple[Marked, ...]:
    """Return the whole document, its blocks taken for body or for what stands around it."""
    titles = [one for one in raw.header if one.key in header_keys.TITLE]
    header = [_header(titles, block) for block in raw.blocks if block.kind is BlockKind.HEADER]
    blocks = (block for block in raw.blocks if block.kind is not BlockKind.HEADER)
    lines = with_values([line_of(raw, block) for block in blocks])
    speakers = frozenset(filter(None, (speaker(line.words) for line in lines if line.is_prose)))
    is_headed = bool(raw.header) and not header
    frame = frame_of(lines, is_page=not raw.header, is_headed=is_headed)
    return (*header, *_without_own_title(raw, tuple(_marks(lines, frame, speakers))))


def _header(titles: Sequence[HeaderField], block: Block) -> Marked:
    if any(f.start < block.end and block.start < f.end for f in titles):
        return Marked(block, PartKind.TITLE)
    return Marked(block, PartKind.METADATA)


def _without_own_title(raw: RawDocument, marks: Sequence[Marked]) -> Iterator[Marked]:
    """Yield the body, the heading that it begins with as title where it is a post's own."""
    own = raw.field(*header_keys.TITLE)
    title = fold(one_line(own.value)) if own else ""
    first = marks[0] if raw.header and marks else None
    if first and first.kind is PartKind.BODY and first.block.kind is BlockKind.HEADING:
        words = fold(one_line(raw.visible(first.block)))
        if words == title or (not title and first.block.level == 1):
            marks = (first._replace(kind=PartKind.TITLE), *marks[1:])
    yield from marks


def _marks(lines: Sequence[Line], frame: Frame, speakers: frozenset[str]) -> Iterator[Marked]:
    yield from _above(lines, frame)
    page = 1
    caption = _first_caption(lines, frame)
    for index, line in enumerate(lines[frame.start : frame.end], frame.start):
        if index in caption:
            yield Marked(line.block, PartKind.METADATA, reason=CAPTION)
        elif index in frame.under_deck:
            yield _under_title(lines, index, frame.start)
        elif line.block.kind is BlockKind.CHUNK:
            number = CHUNK_MARK.match(line.words)
            is_page = number is not None and int(number[1]) == page
            page += is_page
            yield from _chunk(line, len(number[0]) if number and is_page else 0)
        else:
            yield from _inside(line, speakers)
    yield from _below(lines, frame)


def _first_caption(lines: Sequence[Line], frame: Frame) -> range:
    """Return the words of a picture over the text: a sentence, who took it and for whom."""
    is_titled = frame.title is not None and frame.end - frame.start > MOST_CAPTION_LINES
    two = lines[frame.start : frame.start + MOST_CAPTION_LINES] if is_titled else ()
    if not two or not two[0].is_prose or not names_photographer(two[1].words):
        return range(0)
    return range(frame.start, frame.start + MOST_CAPTION_LINES)


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
        elif index == first - 1 and line.is_credit:
            yield Marked(line.block, PartKind.CREDIT)
        elif first - index <= NEAR_TITLE and first < len(lines) and is_day_alone(line.words):
            yield Marked(line.block, PartKind.METADATA)
        else:
            yield _left_out(line, Kind.NO_ARTICLE if no_article else Kind.NAVIGATION)


def _under_title(lines: Sequence[Line], index: int, title: int) -> Marked:
    line = lines[index]
    beside = [i for i in (index - 1, index + 1) if i < len(lines)]
    is_outlet_s = line.kind is None and is_outlet(line.words)
    is_name = line.kind is None and not is_outlet_s and is_han_name(line.words)
    # Who posted a text stands behind who wrote it.
    nearest = lines[max(title + 1, index - UNDER_TITLE) : index]
    is_name = is_name and not any(above.is_credit for above in nearest)
    if is_name and any(i == title or lines[i].is_date for i in beside):
        return Marked(line.block, PartKind.CREDIT)
    if line.is_credit:
        return Marked(line.block, PartKind.CREDIT)
    is_about = line.is_info or line.is_date or is_outlet_s or _names_account(lines, index, title)
    if is_about or line.kind is Kind.ORIGINAL_TITLE:
        return Marked(line.block, PartKind.METADATA)
    return _left_out(line, Kind.NAVIGATION)


def _names_account(lines: Sequence[Line], index: int, title: int) -> bool:
    """Whether a line is who posted a text: beside its day, under its title, or printed twice."""
    line, above, below = lines[index], lines[index - 1], lines[index + 1 : index + 2]
    if line.kind is not None or not is_account(line.words):
        return False
    is_twice = any(one.words == line.words for one in below) and index - 1 == title
    is_dated = any(one.is_date or one.is_info for one in below) and index - 1 == title
    is_followed = any(ACCOUNT_FOLLOWS.fullmatch(one.words) for one in below)
    return (above.is_date and is_followed) or is_twice or is_dated


def _inside(line: Line, speakers: frozenset[str]) -> Iterator[Marked]:
    if line.kind is Kind.ORIGINAL_TITLE:
        yield Marked(line.block, PartKind.METADATA)
    elif credits_caption(line.words) and not line.block.pictures:
        yield Marked(line.block, PartKind.METADATA, reason=CAPTION)
    elif line.kind in INTERRUPTIONS and not line.block.pictures and not line.is_prose:
        yield _left_out(line, Kind.INTERRUPTION)
    elif _is_credit(line, speakers):
        yield Marked(line.block, PartKind.CREDIT)
    else:
        yield from _without_byline(line)


def _without_byline(line: Line) -> Iterator[Marked]:
    """Yield a paragraph, the byline it begins with apart where its markup can do without."""
    block, byline = line.block, leading_byline(line.words)
    markup = escape(byline, quote=False) if byline else ""
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
        # A Chinese page names its editor below the links, an English list who wrote what it links.
        is_ours = follows not in OTHER_TEXTS or (line.is_credit and not is_latin(line.words))
        if line.is_credit and is_ours and index - frame.end < CLOSING_LINES:
            yield Marked(line.block, PartKind.CREDIT)
        elif keywords is not None or names_keywords or (is_ours and _is_metadata(line)):
            yield Marked(line.block, PartKind.METADATA)
        else:
            yield _left_out(line, follows or Kind.SIDE_BAR)
        names_keywords = keywords == ""


def _is_metadata(line: Line) -> bool:
    return line.is_info or line.kind is Kind.ORIGINAL_TITLE


def _left_out(line: Line, otherwise: Kind) -> Marked:
    return Marked(line.block, PartKind.LEFT_OUT, reason=line.kind or otherwise)
