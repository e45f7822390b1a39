"""A page's markup to blocks with the elements they stand in, and the tags that tell of it.

Sites lay pages out in tables and lists: such a table is no block, what stands in its cells is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from articles.ingest.formats.elements import IMPLIED, INSIDE, VOID, WHOLES
from articles.ingest.formats.exports.values import resolved, whole_address
from articles.ingest.formats.html_page.saved import saved_from
from articles.ingest.formats.markup_blocks import Leaf, MarkupReader
from articles.ingest.formats.pictures import attributes
from articles.ingest.formats.tags import Tag, tags
from articles.ingest.records import Block, BlockKind
from articles.ingest.refusals import Refusal, Refused

# Elements inside a table, a list or a quotation that say it lays out a page.
_PARTS = frozenset("h1 h2 article section main form nav header footer aside table".split())

# Characters a cell or an item has on average where paragraphs stand in it, and how many of those.
_LONG_CELL = 200
_MANY_PARAGRAPHS = 3
_MOST_SPOTS = 2_000
_MOST_OPEN = 16
# Tags, and stretches of text between them; the largest of the pages seen has 14,000.
MAX_TAGS = 150_000
# Of its source: the largest real pages, pictures written into them, have a quarter of it.
MAX_SOURCE = 8_000_000
# Signs that could begin a tag, those in scripts counted; 20,000 on the largest of the pages seen.
MAX_SIGNS = 400_000
# Words of a class or an id that tell of the article beside its text.
_TELLING = re.compile("author|byline|auther|writer|date|time|pub|info|source", re.IGNORECASE)
_CANONICAL = re.compile(
    r"""(?:rel|property|name)\s*=\s*["']?(?:canonical|og:url)\b""", re.IGNORECASE
)
# What a head may hold: anything else ends one that was never closed.
_OF_HEAD = frozenset("html head title base meta link script style noscript template".split())
_ALWAYS = frozenset(("title", "time", "h1"))
# What names an element of the page's own frame: such a word is a hint of everything inside it.
_SECTIONS = frozenset(
    "nav header footer aside form button label select figure figcaption article main time".split()
)


class Element(NamedTuple):
    """An element that is open around a block; `at` is where its tag begins in the source."""

    name: str
    at: int
    hints: frozenset[str]


@dataclass(slots=True)
class Spot:
    """An element that tells of the page: its attributes, and its stretch of the reading text."""

    name: str
    rest: str
    start: int
    line: int
    end: int = -1
    nested: int = 0

    @property
    def named(self) -> dict[str, str]:
        return attributes(self.rest)


@dataclass(slots=True)
class Structure:
    """A page as its tags give it: `paths` are the elements around each block, outermost first."""

    source: str
    text: str
    blocks: tuple[Block, ...]
    paths: tuple[tuple[Element, ...], ...]
    spots: tuple[Spot, ...]
    heads: tuple[Spot, ...]  # meta, link, html: no text of their own
    tag_count: int
    shown: tuple[int, ...] = ()  # where pictures stand in the text, those without an address too

    def shows(self, start: int, end: int) -> bool:
        """Whether a picture stands between two places of the text, these included."""
        return bisect_left(self.shown, start) < bisect_right(self.shown, end)

    def words(self, index: int) -> str:
        block = self.blocks[index]
        return self.text[block.start : block.end]

    def line(self, index: int) -> str:
        """Return what a block says, in one line."""
        return " ".join(self.words(index).split())

    def said(self, spot: Spot) -> str:
        """Return what an element says, in one line."""
        return " ".join(self.text[spot.start : spot.end].split())


def read_structure(source: str) -> Structure:
    """Return the blocks of a page; refuses what is nested too deep or falls into too many."""
    if len(source) > MAX_SOURCE:
        raise Refused(Refusal.TOO_LARGE, detail="HTML page")
    if source.count("<") > MAX_SIGNS:
        raise Refused(Refusal.TOO_MANY_BLOCKS, detail="tags")
    found = list(islice(tags(source), MAX_TAGS + 1))
    if len(found) > MAX_TAGS:
        raise Refused(Refusal.TOO_MANY_BLOCKS, line=source.count("\n", 0, found[-1].start) + 1)
    reader = _PageReader(source, found)
    reader.read(found)
    return Structure(
        source,
        "".join(reader.texts),
        tuple(replace(block, hints=_words(path)) for block, path in reader.kept()),
        tuple(reader.paths),
        tuple(spot for spot in reader.spots if spot.end >= 0),
        tuple(reader.heads),
        len(found),
        tuple(reader.shown),
    )


def _words(path: Sequence[Element]) -> frozenset[str]:
    """Return the hints of a block: not those of the page's own body, which are true of all."""
    inner = [one.hints for one in path if one.name not in ("html", "body")]
    return frozenset().union(*inner) if inner else frozenset()


def _tells(rest: str) -> bool:
    """Whether an element's attributes say that it tells of the page."""
    if "itemprop" not in rest.lower() and _TELLING.search(rest) is None:
        return False
    named = attributes(rest)
    is_author = named.get("rel", "").lower().startswith("author")
    hints = f"{named.get('class', '')} {named.get('id', '')}"
    return is_author or "itemprop" in named or _TELLING.search(hints) is not None


class _PageReader(MarkupReader):
    """A reader that knows the elements around each block, and which lay out the page."""

    def __init__(self, source: str, found: Sequence[Tag]) -> None:
        super().__init__(source, 0, 1)
        self.lines_matter = False
        self.layout = _layout(found)
        self.elements: list[Element] = []
        self.paths: list[tuple[Element, ...]] = []
        self.path: tuple[Element, ...] = ()
        self.spots: list[Spot] = []
        self.open_spots: list[Spot] = []
        self.heads: list[Spot] = []
        self.link_depth = 0
        self.base = self.saved = saved_from(source)[0]
        self.shown: list[int] = []
        self.inner: Counter[str] = Counter()

    def kept(self) -> list[tuple[Block, tuple[Element, ...]]]:
        return list(zip(self.blocks, self.paths, strict=True))

    def start_tag(self, name: str, rest: str) -> None:
        if name in ("meta", "link", "html") and len(self.heads) < _MOST_SPOTS:
            self.heads.append(Spot(name, rest, self.position, self.line_at(self.at)))
        if name in ("base", "link", "meta"):
            self.note_base(name, rest)
        elif name in ("a", "img") and self.base:
            rest = resolved(rest, self.base)
        if name == "img":
            self.shown.append(self.position)
        super().start_tag(name, rest)
        if self.open_spots:
            for spot in self.open_spots:
                spot.nested += spot.name == name
        if name in _ALWAYS or (rest and _tells(rest)):
            self.open_spot(name, rest)

    def note_base(self, name: str, rest: str) -> None:
        """Keep what relative addresses are relative to: a saved page does not say where it was."""
        if name == "base":
            self.base = whole_address(attributes(rest).get("href", ""), self.base) or self.base
        elif self.base == self.saved and _CANONICAL.search(rest):
            named = attributes(rest)
            self.base = (
                whole_address(named.get("href") or named.get("content") or "", self.base)
                or self.base
            )

    def open_spot(self, name: str, rest: str) -> None:
        if name in VOID or len(self.spots) >= _MOST_SPOTS or len(self.open_spots) > _MOST_OPEN:
            return
        spot = Spot(name, rest, self.position, self.line_at(self.at))
        self.spots.append(spot)
        self.open_spots.append(spot)

    def end_tag(self, name: str) -> None:
        for spot in tuple(self.open_spots):
            if spot.name == name:
                self.close_spot(spot)
        super().end_tag(name)

    def close_spot(self, spot: Spot) -> None:
        if spot.nested:
            spot.nested -= 1
            return
        spot.end = self.position
        self.open_spots.remove(spot)

    def open_block(self, name: str, rest: str) -> None:
        if not self.whole and (name == "figure" or self.at in self.layout):
            self.flush()
            self.tag, self.breaks, self.own_hints = "p", 0, frozenset()
            self.push(name, rest)
            return
        super().open_block(name, rest)

    def open_whole(self, name: str, rest: str) -> None:
        self.inner.clear()
        super().open_whole(name, rest)

    def open_inside(self, name: str, rest: str) -> None:
        self.inner[name] += 1
        super().open_inside(name, rest)

    def push(self, name: str, rest: str) -> None:
        if name not in _OF_HEAD and any(element.name == "head" for element in self.elements[:3]):
            self.close_block("head")
        if name in IMPLIED and not self.whole:
            self.end_implied(name)
        super().push(name, rest)
        if len(self.stack) > len(self.elements):
            _, hints = self.stack[-1]
            hints = hints | {name} if name in _SECTIONS else hints
            self.elements.append(Element(name, self.at, hints))

    def end_implied(self, name: str) -> None:
        """Close an item or a cell that is open where the next begins: many pages never do."""
        for index in range(len(self.stack) - 1, -1, -1):
            opened = self.stack[index][0]
            if opened == name:
                del self.stack[index:]
                del self.elements[index:]
                return
            if opened not in IMPLIED:
                return

    def open_format(self, name: str, rest: str) -> None:
        super().open_format(name, rest)
        if name == "a":
            self.link_depth = len(self.stack)

    def close_block(self, name: str) -> None:
        """Close an element, and a link that was left open in it: not all that follows is one.

        A cell of a table ends in that table, not in the one that lays out the page around it.
        """
        if self.whole and name in IMPLIED and self.inner[name] > 0:
            self.inner[name] -= 1
            if self.leaf is not None and name in INSIDE:
                self.leaf.html.append(f"</{name}>")
            return
        is_around = len(self.stack) == self.link_depth
        if is_around and any(opened == name for opened, _ in self.stack):
            self.close_format("a")
        super().close_block(name)
        del self.elements[len(self.stack) :]

    def begin(self, at: int) -> Leaf:
        self.path = tuple(self.elements)
        leaf = super().begin(at)
        if self.own_hints:
            self.path = (*self.path, Element(self.tag or "whole", at, self.own_hints))
        return leaf

    def rule(self) -> None:
        super().rule()
        self.paths.append(tuple(self.elements))

    def keep(self, leaf: Leaf, kind: BlockKind, start: int, end: int) -> None:
        super().keep(leaf, kind, start, end)
        self.paths.append(self.path)


@dataclass(slots=True)
class _Whole:
    at: int
    name: str
    cells: int = 0
    paragraphs: int = 0
    letters: int = 0
    is_layout: bool = False


def _layout(found: Sequence[Tag]) -> frozenset[int]:
    """Return where the tables, lists and quotations begin that lay out the page."""
    opened: list[_Whole] = []
    closed: list[_Whole] = []
    for tag in found:
        if tag.name in WHOLES:
            if tag.closes:
                _close(opened, closed, tag.name)
            else:
                _note(opened, tag.name)
                opened.append(_Whole(tag.start, tag.name))
        elif opened:
            if tag.name:
                _note(opened, "" if tag.closes else tag.name)
            else:
                opened[-1].letters += tag.end - tag.start
    for whole in reversed(opened):
        _close(opened, closed, whole.name)
    return frozenset(whole.at for whole in closed if whole.is_layout)


def _note(opened: Sequence[_Whole], name: str) -> None:
    if not opened or not name:
        return
    whole = opened[-1]
    whole.is_layout |= name in _PARTS
    whole.cells += name in ("td", "th", "li", "dd")
    whole.paragraphs += name in ("p", "div", "br")


def _close(opened: list[_Whole], closed: list[_Whole], name: str) -> None:
    """Close the innermost `name` and what is open in it, and hand their figures outward."""
    if all(whole.name != name for whole in opened[-64:]):
        return
    while True:
        whole = opened.pop()
        long = whole.letters > _LONG_CELL * max(1, whole.cells)
        is_item = whole.name not in ("blockquote", "pre")
        whole.is_layout |= is_item and long and whole.paragraphs > _MANY_PARAGRAPHS
        closed.append(whole)
        if opened:
            outer = opened[-1]
            outer.letters += whole.letters
            outer.is_layout |= whole.is_layout
        if whole.name == name:
            return
