"""HTML to reading text and blocks, in one pass over its tags.

The reading text is the text nodes in order, as a tokenizer sees them, so this follows the tags as
they stand and builds no tree: a tree would mend what is malformed and move text about. A paragraph,
a heading, a whole list, table or quotation is a block. A block's `html` is written anew from what
stands in it: tags that no body may carry are dropped, their words kept; pictures get the address
they will have once loaded; what is open at its end is closed. It is well formed, not clean yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape, unescape

from articles.ingest.formats.elements import (
    BREAKING,
    FORMATS,
    HEADINGS,
    IMPLIED,
    INSIDE,
    VOID,
    WHOLES,
    hints_in,
    opening,
)
from articles.ingest.formats.pictures import is_homeless, picture
from articles.ingest.formats.tags import Tag, tags
from articles.ingest.records import Block, BlockKind, Picture
from articles.ingest.refusals import Refusal, Refused

MAX_DEPTH = 512
# A long book has a tenth of this; every later stage looks at each block.
MAX_BLOCKS = 20_000
_MAX_FORMATS = 8

_STRUCTURE = re.compile(
    r"<(?:p|br|h[1-6]|li|dt|td|th|blockquote|pre|section|article|figure)\b", re.IGNORECASE
)
_WRAPPER = re.compile(r"<div\b", re.IGNORECASE)


@dataclass(slots=True)
class MarkupBlocks:
    """What a stretch of HTML was read to hold: its text, and its blocks with offsets into it."""

    text: str
    blocks: tuple[Block, ...]
    homeless: int = 0  # pictures without a whole address behind the last block


def markup_blocks(html: str, *, offset: int = 0, line: int = 1) -> MarkupBlocks:
    """Return the text nodes of `html` in order, and the blocks they fall into.

    `offset` and `line` are those of the document's reading text and source where `html` begins.
    Refuses what is nested more than 512 deep or falls into more than 20,000 blocks; linear in the
    length of `html` whatever is in it.
    """
    reader = MarkupReader(html, offset, line)
    reader.read(tags(html))
    return MarkupBlocks("".join(reader.texts), tuple(reader.blocks), reader.homeless)


@dataclass(slots=True)
class Leaf:
    """A block while it is read."""

    start: int
    at: int
    tag: str
    joined: bool
    kind: BlockKind
    hints: frozenset[str]
    texts: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


class MarkupReader:
    """One pass over a text with tags: where it is, what is open, what was read so far."""

    def __init__(self, html: str, offset: int, line: int) -> None:
        self.source = html
        self.position = offset
        self.line, self.counted = line, 0
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self.stack: list[tuple[str, frozenset[str]]] = []
        self.formats: list[tuple[str, str]] = []
        self.leaf: Leaf | None = None
        self.whole = 0
        self.tag = "p"
        self.own_hints: frozenset[str] = frozenset()
        self.breaks = 0
        self.homeless = 0
        self.at = 0
        self.lines_matter = not _has_structure(html)

    def read(self, found: Iterable[Tag]) -> None:
        for tag in found:
            self.at = tag.start
            if not tag.name:
                self.words(tag.start, tag.end)
            elif tag.closes:
                self.end_tag(tag.name)
            else:
                self.start_tag(tag.name, tag.rest)
        self.flush()
        if self.homeless and self.blocks:
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, homeless=last.homeless + self.homeless)

    def start_tag(self, name: str, rest: str) -> None:
        if name in FORMATS:
            self.open_format(name, rest)
        elif name == "img":
            self.image(rest)
        elif name == "br":
            self.line_break()
        else:
            self.open_block(name, rest)

    def end_tag(self, name: str) -> None:
        if name in FORMATS:
            self.close_format(name)
        elif name == "br":
            self.line_break()
        elif name not in VOID:
            self.close_block(name)

    # Words

    def words(self, start: int, end: int) -> None:
        """Take the text between two tags in."""
        words = self.source[start:end]
        if "&" in words:
            words = unescape(words)
        self.texts.append(words)
        if self.lines_matter and "\n" in words:
            self.lines(words, start)
            return
        self.write(words, start)

    def lines(self, words: str, at: int) -> None:
        for index, line in enumerate(words.split("\n")):
            if index:
                self.position += 1
                self.flush()
                self.breaks += 1
            self.write(line, at)
            at += len(line) + 1

    def write(self, words: str, at: int) -> None:
        if self.leaf is None and not words.isspace() and words:
            lead = len(words) - len(words.lstrip())
            self.begin(at + lead)
        if self.leaf is not None:
            self.leaf.texts.append(words)
            self.leaf.html.append(escape(words, quote=False))
        self.position += len(words)

    def begin(self, at: int) -> Leaf:
        """Open a block here, in the formats that are open."""
        joined = self.breaks == 1 and bool(self.blocks)
        kind = BlockKind.HEADING if self.tag in HEADINGS else BlockKind.PARAGRAPH
        self.leaf = Leaf(self.position, at, self.tag, joined, kind, self.hints())
        for name, tag in self.formats[-_MAX_FORMATS:]:
            self.leaf.html.append(tag)
            self.leaf.open.append(name)
        self.breaks = 0
        return self.leaf

    def hints(self) -> frozenset[str]:
        found = [hints for _, hints in self.stack if hints]
        if not found:
            return self.own_hints
        return self.own_hints.union(*found)

    # Tags inside a line

    def open_format(self, name: str, rest: str) -> None:
        if name == "a" and any(one == "a" for one, _ in self.formats):
            self.close_format("a")
        tag = opening(name, rest)
        self.formats.append((name, tag))
        if len(self.formats) > MAX_DEPTH:
            raise Refused(Refusal.TOO_DEEP, line=self.line_at(self.at))
        if self.leaf is not None:
            self.leaf.html.append(tag)
            self.leaf.open.append(name)

    def close_format(self, name: str) -> None:
        index = _last(self.formats, name)
        if index is None:
            return
        del self.formats[index]
        leaf = self.leaf
        if leaf is None or name not in leaf.open:
            return
        above = []
        while (inner := leaf.open.pop()) != name:
            leaf.html.append(f"</{inner}>")
            above.append(inner)
        leaf.html.append(f"</{name}>")
        for inner in reversed(above):
            leaf.html.append(f"<{inner}>")
            leaf.open.append(inner)

    def line_break(self) -> None:
        if self.whole and self.leaf is not None:
            self.leaf.html.append("<br>")
            return
        self.flush()
        self.breaks += 1

    def image(self, rest: str) -> None:
        shown = picture(rest)
        if shown is None:
            self.homeless += is_homeless(rest)
            return
        leaf = self.leaf or self.begin(self.at)
        leaf.pictures.append(shown)
        leaf.html.append(f'<img src="{escape(shown.url)}" alt="{escape(shown.alt)}">')

    # Tags around lines

    def open_block(self, name: str, rest: str) -> None:
        if self.whole:
            self.open_inside(name, rest)
        elif name in WHOLES:
            self.open_whole(name, rest)
        elif name == "p" or name in HEADINGS:
            self.flush()
            self.tag, self.breaks, self.own_hints = name, 0, hints_in(rest)
        elif name == "hr":
            self.flush()
            self.breaks = 0
            self.rule()
        elif name in BREAKING:
            self.flush()
            self.tag, self.breaks, self.own_hints = "p", 0, frozenset()
        if name not in VOID and not rest.endswith("/"):
            self.push(name, rest)

    def push(self, name: str, rest: str) -> None:
        if name in IMPLIED and (name == "p" or self.whole):
            return
        self.stack.append((name, hints_in(rest) if not self.whole else frozenset()))
        if len(self.stack) > MAX_DEPTH:
            raise Refused(Refusal.TOO_DEEP, line=self.line_at(self.at))

    def rule(self) -> None:
        line = self.line_at(self.at)
        self.blocks.append(Block(BlockKind.RULE, self.position, self.position, line, html="<hr>"))

    def open_whole(self, name: str, rest: str) -> None:
        self.flush()
        self.breaks = 0
        self.own_hints = hints_in(rest)
        self.tag = ""
        leaf = self.begin(self.at)
        leaf.kind = WHOLES[name]
        leaf.html.insert(0, opening(name, rest))
        self.whole = len(self.stack) + 1

    def open_inside(self, name: str, rest: str) -> None:
        if self.leaf is not None and name in INSIDE:
            self.leaf.html.append(opening(name, rest))

    def close_block(self, name: str) -> None:
        index = _last(self.stack, name)
        if self.whole and index is not None and index + 1 < self.whole:
            self.flush()
        is_open = index is not None or name in IMPLIED
        if self.whole and self.leaf is not None and name in INSIDE and is_open:
            self.leaf.html.append(f"</{name}>")
        if index is not None:
            del self.stack[index:]
            if self.whole and len(self.stack) < self.whole:
                self.flush()
        if not self.whole and (name in BREAKING or name == "p" or name in HEADINGS):
            self.flush()
            self.tag, self.breaks, self.own_hints = "p", 0, frozenset()

    # Blocks

    def flush(self) -> None:
        """Close the block that is open, if it holds anything to read or to see."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if not leaf.tag:
            self.end_whole(leaf)
        words = "".join(leaf.texts)
        if words.isspace() or not words:
            if leaf.pictures:
                self.keep(leaf, BlockKind.PICTURE, leaf.start, leaf.start)
            return
        if leaf.kind is BlockKind.PICTURE and len(leaf.pictures) == 1:
            leaf.pictures[0] = replace(leaf.pictures[0], caption=" ".join(words.split()))
        start = leaf.start + len(words) - len(words.lstrip())
        self.keep(leaf, leaf.kind, start, leaf.start + len(words.rstrip()))

    def end_whole(self, leaf: Leaf) -> None:
        unclosed = (name for name, _ in reversed(self.stack[self.whole - 1 :]) if name in INSIDE)
        leaf.html.extend(f"</{name}>" for name in unclosed)
        self.whole = 0
        self.tag, self.own_hints = "p", frozenset()

    def keep(self, leaf: Leaf, kind: BlockKind, start: int, end: int) -> None:
        if len(self.blocks) >= MAX_BLOCKS:
            raise Refused(Refusal.TOO_MANY_BLOCKS, line=self.line_at(leaf.at))
        closing = "".join(f"</{name}>" for name in reversed(leaf.open))
        html = f"{''.join(leaf.html).strip()}{closing}"
        self.blocks.append(
            Block(
                kind,
                start,
                end,
                self.line_at(leaf.at),
                html=f"<{leaf.tag}>{html}</{leaf.tag}>" if leaf.tag else html,
                pictures=tuple(leaf.pictures),
                hints=leaf.hints,
                level=HEADINGS.get(leaf.tag, 0),
                joined=leaf.joined,
                homeless=self.homeless,
            )
        )
        self.homeless = 0

    def line_at(self, at: int) -> int:
        self.line += self.source.count("\n", self.counted, at)
        self.counted = max(self.counted, at)
        return self.line


def _has_structure(html: str) -> bool:
    """Whether lines are told by tags; where they are not, the line breaks of the text tell them."""
    return _STRUCTURE.search(html) is not None or len(_WRAPPER.findall(html)) > 1


def _last(
    opened: list[tuple[str, str]] | list[tuple[str, frozenset[str]]], name: str
) -> int | None:
    for index in range(len(opened) - 1, -1, -1):
        if opened[index][0] == name:
            return index
    return None
