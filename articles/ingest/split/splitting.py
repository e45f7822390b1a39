"""The stage itself: what each block is, where articles open in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.ingest.records import Block, BlockKind, Boundary, Marked, PartKind, RawDocument
from articles.ingest.split import numbered, sliding
from articles.ingest.split.bulletin import Opening
from articles.ingest.split.openings import find, is_text
from articles.text.bylines import is_info_line
from articles.text.lexicon import DOCUMENT_TITLE, Kind
from articles.text.lines import ends_sentence, is_date_line, is_day_alone

# A last line this long that does not end was cut off; a shorter one may be verse or a list.
LEAST_CUT_LINE = 20
# An essay in one paragraph says as much in letters; three articles or more make a compilation.
LONG_PARAGRAPH, LEAST_COMPILED = 1200, 3
_MORE_PAGES = re.compile(
    r"余下全文|(?:阅读|展开|查看)全文.{0,4}|(?:论文)?部分内容(?:阅读|预览)"
    r"|(?:全文|文档|本文).{0,16}下载.{0,4}(?:阅读|查看).{0,4}|(?P<page>\d+)\s?/\s?(?P<of>\d+)"
)


@dataclass(frozen=True, slots=True)
class Split:
    """The document with each block's article; which articles are cut off; what may be more."""

    marked: tuple[Marked, ...]
    count: int
    truncated: frozenset[int] = frozenset()
    boundaries: tuple[Boundary, ...] = ()


def split(raw: RawDocument, marked: Sequence[Marked]) -> Split:
    """Return which article each block belongs to; blocks of the document itself have none."""
    possible: Iterable[tuple[int, str]] = ()
    pieces = numbered.split_at_heads(raw, marked)
    if pieces is None:
        openings, possible = find(raw, marked)
        pieces = _by_openings(raw, marked, openings)
    pieces = _beside([*_dated(raw, pieces)])
    count = 1 + max((one.article for one in pieces if one.article is not None), default=-1)
    doubtful = {marked[i].block.line: why for i, why in possible}
    told = dict(_boundaries(raw, pieces, count)) | doubtful
    boundaries = tuple(Boundary(line, told[line]) for line in sorted(told))
    return Split(pieces, count, _truncated(raw, pieces, count), boundaries)


def _by_openings(
    raw: RawDocument, marked: Sequence[Marked], openings: dict[int, Opening]
) -> tuple[Marked, ...]:
    out: list[Marked] = []
    article: int | None = None
    titles = 0
    preface = min((i for i, one in openings.items() if one.number or one.is_first), default=0)
    for index, one in enumerate(marked):
        if not is_text(one):
            out.append(one)
            continue
        if article is None and index < preface and one.kind is PartKind.TITLE:
            out.append(one)
            continue
        if _is_divider(marked, index, openings) or (article is None and index < preface):
            reason = Kind.END_MARK if article is not None else Kind.LEAD_IN
            out.append(Marked(one.block, PartKind.LEFT_OUT, None, reason))
            continue
        if index in openings or article is None:
            article = 0 if article is None else article + 1
            titles = openings[index].title_lines if index in openings else 0
        opening = openings.get(index, Opening(index))
        is_title = titles > 0 and not _is_no_title(raw.words(one.block).strip())
        out.extend(_opened(one, article, opening, is_title=is_title))
        titles = max(0, titles - 1)
    return tuple(out)


def _is_divider(marked: Sequence[Marked], index: int, openings: dict[int, Opening]) -> bool:
    return marked[index].block.kind is BlockKind.RULE and index + 1 in openings


def _opened(one: Marked, article: int, opening: Opening, *, is_title: bool) -> Iterator[Marked]:
    """Yield a mark of an article, the number or brackets that announce it apart."""
    block = one.block
    length = block.end - block.start
    if opening.title:
        yield from _cut(block, article, *opening.title)
    elif opening.number:
        yield from _cut(block, article, min(length, opening.number), length, length)
    else:
        yield Marked(block, PartKind.TITLE if is_title else one.kind, article, one.reason)


def _cut(block: Block, article: int, title: int, end: int, text: int) -> Iterator[Marked]:
    """Yield what stands before a title in its line, the title, its bracket and the text behind."""
    places = (0, title, end, text, block.end - block.start)
    kinds = (PartKind.LEFT_OUT, PartKind.TITLE, PartKind.LEFT_OUT, PartKind.BODY)
    for kind, (start, stop) in zip(kinds, pairwise(places), strict=True):
        if start < stop:
            reason = Kind.LEAD_IN if kind is PartKind.LEFT_OUT else None
            yield Marked(block.cut(block.start + start, block.start + stop), kind, article, reason)


def _dated(raw: RawDocument, pieces: Sequence[Marked]) -> Iterator[Marked]:
    """Yield blocks, the day between the opening of a later article and its text taken for that.

    That of the first stands where a page has its own, and is known already.
    """
    begun = 0
    for one in pieces:
        is_text = one.kind is PartKind.BODY and one.article is not None
        if not is_text or one.article == begun:
            yield one
        elif _is_about(raw.words(one.block).strip()):
            yield one._replace(kind=PartKind.METADATA)
        else:
            begun = one.article or 0
            yield one


def _is_no_title(words: str) -> bool:
    return is_day_alone(words) or is_info_line(words)


def _is_about(words: str) -> bool:
    return is_date_line(words) or is_info_line(words)


def _beside(pieces: Sequence[Marked]) -> tuple[Marked, ...]:
    """Give credits and days, and what stands around the only article, to that they stand in."""
    texts = [index for index, one in enumerate(pieces) if one.article is not None]
    if not texts:
        return tuple(_title_alone(pieces))
    if not any(one.article for one in pieces):
        around = {PartKind.TITLE, PartKind.CREDIT, PartKind.METADATA}
        return tuple(
            one._replace(article=0) if one.article is None and one.kind in around else one
            for one in pieces
        )
    return tuple(_among_several(pieces, texts[-1]))


def _among_several(pieces: Sequence[Marked], last_text: int) -> Iterator[Marked]:
    current: int | None = None
    for index, one in enumerate(pieces):
        if one.article is not None:
            current = one.article
            yield one
        elif one.kind in (PartKind.CREDIT, PartKind.METADATA) and index < last_text:
            yield one._replace(article=current)
        elif one.kind is PartKind.TITLE:
            yield one._replace(kind=PartKind.METADATA, reason=DOCUMENT_TITLE)
        else:
            yield one


def _title_alone(pieces: Sequence[Marked]) -> Iterator[Marked]:
    """Yield a document without text: a header that has a title is an article all the same."""
    titled = any(one.kind is PartKind.TITLE for one in pieces)
    for one in pieces:
        yield one._replace(article=0) if titled and one.block.kind is BlockKind.HEADER else one


def _truncated(raw: RawDocument, pieces: Sequence[Marked], count: int) -> frozenset[int]:
    last: dict[int, Marked] = {}
    for one in pieces:
        if one.kind is PartKind.BODY and one.article is not None:
            last[one.article] = one
    cut = {article for article, one in last.items() if _is_cut(raw, one)}
    if count == 1 and any(_says_more(raw, one) for one in pieces):
        cut.add(0)
    return frozenset(cut)


def _is_cut(raw: RawDocument, one: Marked) -> bool:
    words = raw.words(one.block).rstrip()
    return (
        not raw.is_html
        and not raw.header
        and len(words) >= LEAST_CUT_LINE
        and not ends_sentence(words)
    )


def _says_more(raw: RawDocument, one: Marked) -> bool:
    if one.kind is not PartKind.LEFT_OUT or one.reason not in {Kind.PAGE_MARKER, Kind.NOTICE}:
        return False
    match = _MORE_PAGES.fullmatch(raw.words(one.block).strip())
    if match is None:
        return False
    return match["page"] is None or 0 < int(match["page"]) < int(match["of"])


def _boundaries(
    raw: RawDocument, pieces: Sequence[Marked], count: int
) -> Iterator[tuple[int, str]]:
    """Yield paragraphs that may be articles without a title, where others are known to be.

    Such a text is one long paragraph, and its neighbours above it are much shorter.
    """
    body: dict[int, list[tuple[int, int]]] = {index: [] for index in range(count)}
    titled = set()
    for one in pieces:
        if one.article is not None and one.kind is PartKind.BODY:
            body[one.article].append((one.block.line, sliding.weight(raw.words(one.block))))
        elif one.article is not None and one.kind is PartKind.TITLE:
            titled.add(one.article)
    if count < LEAST_COMPILED or len(titled) == count:
        return
    for blocks in body.values():
        yield from ((line, "unlike_its_neighbours") for line in _unlike(blocks))


def _unlike(blocks: Sequence[tuple[int, int]]) -> Iterator[int]:
    longest = 0
    for index, (line, length) in enumerate(blocks):
        if index > 1 and length >= LONG_PARAGRAPH and length * 2 >= longest * 3:
            yield line
        longest = max(longest, length)
