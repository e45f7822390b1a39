"""What each block of a page is: title, credit, metadata, body, or left out with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from articles.ingest.formats.html_page.body import LINKED, Body, link_share
from articles.ingest.formats.html_page.captions import captioned, is_caption, with_captions
from articles.ingest.formats.html_page.endings import is_deck, is_written_by
from articles.ingest.formats.html_page.hints import ABOUT, kind_of, names_deck
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Marked, PartKind
from articles.text.bylines import credit_line, is_info_line
from articles.text.lexicon import Kind, furniture_kind
from articles.text.lines import is_date_line

WINDOW_TITLE = "window_title"
CAPTION = "caption"
SUBTITLE = "subtitle"
# Blocks before the text and after it in which lines about the article stand.
NEAR_BEFORE, NEAR_AFTER = 24, 6
# Letters: longer lines about an article are text of something else.
_LONGEST = 200
_LINK = re.compile(r"<a(?: [^>]*)?>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# Links in an information line that do something and name nobody.
_WIDGET = re.compile(
    r"\W*(?:我要评论|评论|我来说两句|发表评论|分享|收藏|打印|关闭|纠错|举报|返回|字号|[大中小]"
    r"|comments?|share|print|e-?mail|save|follow|tweet)\W*\d*\W*",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{4}")


def near(page: Structure, body: Body, title: range) -> range:
    """Return the blocks around an article's title and the start of its text."""
    first = min(body.chosen, default=0)
    start = title.start if title and title.start < first else max(0, first - NEAR_BEFORE)
    start = max(0, start - 4, first - 2 * NEAR_BEFORE)
    return range(start, min(len(page.blocks), max(body.chosen, default=0) + 1 + NEAR_AFTER))


def mark(page: Structure, body: Body, title: range) -> tuple[Marked, ...]:
    """Return every block of a page with what it is; all is left out where there is no body."""
    if not body.chosen:
        return tuple(_outside(page, n, Kind.NO_ARTICLE) for n in range(len(page.blocks)))
    around = near(page, body, title)
    deck = subtitle(page, body, title)
    inside = range(min(body.chosen), max(body.chosen))
    marked = []
    for index, block in enumerate(page.blocks):
        if index in body.chosen:
            marked.append(Marked(block, PartKind.BODY, 0))
        elif index in title:
            marked.append(Marked(block, PartKind.TITLE, 0))
        elif index == deck:
            marked.append(Marked(block, PartKind.METADATA, 0, SUBTITLE))
        else:
            marked.append(_beside(page, index, around, inside))
    captions = {
        at: page.line(index)
        for index, one in enumerate(marked)
        if one.reason == CAPTION and (at := captioned(page, index, around.start)) is not None
    }
    blocks = with_captions([one.block for one in marked], captions)
    replaced = [m._replace(block=b) for m, b in zip(marked, blocks, strict=True)]
    return tuple(piece for one in replaced for piece in _pieces(page, one))


def _beside(page: Structure, index: int, around: range, inside: range) -> Marked:
    """Return a block that is not the article's text: about the article, or of the site."""
    about = _about(page, index) if index in around else None
    default = Kind.NAVIGATION if index < inside.start else Kind.SIDE_BAR
    return about or _outside(page, index, default, is_inside=index in inside)


def subtitle(page: Structure, body: Body, title: range) -> int | None:
    """Return the block under the title that says in a sentence what the article is about."""
    first = min(body.chosen, default=0)
    for index in range(title.stop, min(title.stop + 3, first)) if title else ():
        block, words = page.blocks[index], page.words(index)
        own = page.paths[index][-1].hints if page.paths[index] else frozenset()
        is_named = block.level in (2, 3) or names_deck(own)
        is_brief = 8 <= len(words) <= 2 * _LONGEST and link_share(block, words) == 0
        if is_brief and (is_named or is_deck(page, index)):
            return index
    return None


def _about(page: Structure, index: int) -> Marked | None:
    """Return a line about the article, or None for what is of the site."""
    block, words = page.blocks[index], page.line(index)
    if not words or len(words) > 2 * _LONGEST:
        return None
    if is_caption(page, index):
        return Marked(block, PartKind.METADATA, 0, CAPTION)
    if len(words) > _LONGEST or link_share(block, words) > LINKED:
        return None
    is_dated = _DATED.search(words) is not None and is_date_line(words)
    if not is_dated and furniture_kind(words) is not None:
        return None
    if credit_line(words) or is_written_by(words):
        return Marked(block, PartKind.CREDIT, 0)
    is_near = not block.hints.isdisjoint(ABOUT) and kind_of(block.hints) is None
    is_about = is_dated or is_near or is_info_line(words)
    return Marked(block, PartKind.METADATA, 0) if is_about else None


def _pieces(page: Structure, one: Marked) -> Iterator[Marked]:
    """Yield a line about the article without the links of a widget that stand in it."""
    if one.kind not in (PartKind.CREDIT, PartKind.METADATA) or one.article is None:
        yield one
        return
    block, at = one.block, one.block.start
    for found in _LINK.finditer(block.html):
        words = unescape(_TAG.sub("", found[1])).strip()
        start = page.text.find(words, at, block.end) if _WIDGET.fullmatch(words) else -1
        if start < 0:
            continue
        if start > at:
            yield one._replace(block=block.cut(at, start))
        at = start + len(words)
        widget = block.cut(start, at)
        yield Marked(widget, PartKind.LEFT_OUT, None, Kind.SHARE_LINE)
    if at < block.end:
        yield one._replace(block=block.cut(at, block.end))


def _outside(page: Structure, index: int, default: Kind, *, is_inside: bool = False) -> Marked:
    """Return a block of the site's own, with the reason its element or its words give."""
    block = page.blocks[index]
    if any(element.name == "head" for element in page.paths[index]):
        return Marked(block, PartKind.METADATA, None, WINDOW_TITLE)
    words = page.words(index)
    kind = furniture_kind(words) or kind_of(block.hints) or default
    if is_inside and kind in (Kind.NAVIGATION, Kind.FOOTER):
        kind = Kind.SIDE_BAR
    return Marked(block, PartKind.LEFT_OUT, None, kind)
