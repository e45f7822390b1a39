"""The reading text of a JSON export, and what each stretch of it is.

A reader of a format takes the values it knows; whatever else is written in sentences becomes
metadata of the record it stands in, and brackets, keys, numbers and addresses are signs of the
format. A value that is HTML contributes its text, any other its words with escapes resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from articles.ingest.formats.exports.json_text import JsonText, Value
from articles.ingest.formats.markup_blocks import markup_blocks
from articles.ingest.formats.page_text import line_blocks
from articles.ingest.records import (
    Block,
    BlockKind,
    Entry,
    Evidence,
    Marked,
    PartKind,
    Place,
    RawDocument,
    Said,
    Warn,
)
from articles.text.characters import one_line
from articles.text.folding import fold

SYNTAX = "syntax"
OTHER_FORM = "other_form"
UNREAD_CARD = "unread_card"
# A body that prints its title again does so before anything else: title element, then heading.
_HEAD_BLOCKS = 3
_LONGEST_EVIDENCE = 200
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(slots=True)
class _Taken:
    kind: PartKind
    article: int | None
    reason: str | None = None
    html: str | None = None
    plain: str | None = None
    title: str = ""
    unread: str = ""


@dataclass(slots=True)
class JsonParts:
    """What was taken from a JSON text so far, by the place of each value."""

    source: JsonText
    taken: dict[int, _Taken] = field(default_factory=dict)
    records: list[tuple[int, int, int]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)

    def begin(self, record: Value) -> int:
        """Return the index of the article whose record this is; records come in order."""
        index = len(self.records)
        self.records.append((record.start, record.end, index))
        return index

    def said(
        self,
        value: Value | None,
        article: int | None = None,
        kind: PartKind = PartKind.METADATA,
        *,
        rule: str = "export_field",
    ) -> Said | None:
        """Take a value for what it says; None where there is none or it is blank."""
        if value is None or not value.text.strip():
            return None
        self.taken.setdefault(value.start, _Taken(kind, article))
        words = value.text.strip()
        return Said(words, Evidence(rule, value.line, words[:_LONGEST_EVIDENCE]))

    def leave(self, value: Value | None, reason: str, article: int | None = None) -> None:
        """Leave a value out, for a reason."""
        if value is not None and value.text.strip():
            self.taken.setdefault(value.start, _Taken(PartKind.LEFT_OUT, article, reason))

    def body(
        self,
        value: Value,
        article: int,
        *,
        html: str | None = None,
        title: str = "",
        unread: str = "",
    ) -> None:
        """Take a value as an article's text: as `html` where that is given, else as plain lines.

        The first blocks that say `title` again are taken as the title; `unread` are words of the
        value that no reader of it could place.
        """
        plain = value.text if html is None else None
        self.taken[value.start] = _Taken(
            PartKind.BODY, article, None, html, plain, one_line(title), unread
        )

    def document(
        self,
        place: Place,
        name: str,
        encoding: str,
        *,
        source: Said | None = None,
        domain: str = "",
    ) -> RawDocument:
        """Return the document with its reading text, every visible character of it in a block."""
        writer = _Writer(self)
        writer.write()
        return RawDocument(
            place,
            name,
            encoding,
            "".join(writer.texts),
            tuple(one.block for one in writer.marked),
            is_html=True,
            warnings=(*self.source.warnings, *self.warnings),
            entries=tuple(self.entries),
            marked=tuple(writer.marked),
            source=source,
            domain=domain,
        )


def is_prose(words: str) -> bool:
    """Say whether a value nobody asked for is written for people: no id, address or code."""
    words = words.strip()
    if words.startswith(("<", "{", "[")):
        return False
    return " " in words or not words.isascii()


def _whole(html: str) -> str:
    """Return HTML whose lines were only folded as one paragraph; a blank line parts two."""
    folded = html.strip()
    is_folded = "\n" in folded and _BLANK_LINE.search(folded) is None
    return f"<p>{html}</p>" if is_folded else html


class _Writer:
    """One pass over the strings of a JSON text in the order they stand."""

    def __init__(self, parts: JsonParts) -> None:
        self.parts = parts
        self.source = parts.source.text
        self.texts: list[str] = []
        self.marked: list[Marked] = []
        self.position = self.at = 0
        self.line, self.counted = 1, 0
        self.record = 0

    def write(self) -> None:
        for value in self.parts.source.strings:
            taken = self.parts.taken.get(value.start) or self.unasked(value)
            if taken is not None:
                self.signs(value.start)
                self.take(value, taken)
                self.at = value.end
        self.signs(len(self.source))

    def unasked(self, value: Value) -> _Taken | None:
        if not is_prose(value.text):
            return None
        return _Taken(PartKind.METADATA, self.record_at(value.start))

    def record_at(self, at: int) -> int | None:
        """Return the article whose record a place is in; places are asked for in order."""
        records = self.parts.records
        while self.record < len(records) and records[self.record][1] <= at:
            self.record += 1
        inside = self.record < len(records) and records[self.record][0] <= at
        return records[self.record][2] if inside else None

    def signs(self, end: int) -> None:
        """Write what stands between two values as it is."""
        between = self.source[self.at : end]  # a quotation mark at the least
        lead = len(between) - len(between.lstrip())
        start, line = self.position + lead, self.line_at(self.at + lead)
        block = Block(BlockKind.PARAGRAPH, start, self.position + len(between.rstrip()), line)
        self.marked.append(Marked(block, PartKind.LEFT_OUT, None, SYNTAX))
        self.add(between)

    def add(self, words: str) -> None:
        self.texts.append(words)
        self.position += len(words)

    def line_at(self, at: int) -> int:
        self.line += self.source.count("\n", self.counted, at)
        self.counted = max(self.counted, at)
        return self.line

    def take(self, value: Value, taken: _Taken) -> None:
        if taken.html is not None:
            read = markup_blocks(_whole(taken.html), offset=self.position, line=value.line)
            self.body(read.text, read.blocks, value.line, taken)
            self.unread(value, taken)
        elif taken.plain is not None:
            self.body(taken.plain, self.lines(taken.plain), value.line, taken)
        else:
            self.words(value.text, value.line, taken)

    def body(self, text: str, blocks: Iterable[Block], line: int, taken: _Taken) -> None:
        title = fold(taken.title)
        for index, block in enumerate(blocks):
            words = text[block.start - self.position : block.end - self.position]
            again = bool(title) and index < _HEAD_BLOCKS and fold(one_line(words)) == title
            kind = PartKind.TITLE if again else taken.kind
            self.marked.append(Marked(replace(block, line=line), kind, taken.article))
        self.add(text)

    def words(self, words: str, line: int, taken: _Taken) -> None:
        """Write a value that is one block; as a line of a header, it is nobody's byline."""
        visible = words.strip()
        start = self.position + words.index(visible)
        block = Block(BlockKind.HEADER, start, start + len(visible), line)
        self.marked.append(Marked(block, taken.kind, taken.article, taken.reason))
        self.add(words)

    def unread(self, value: Value, taken: _Taken) -> None:
        if taken.unread:
            self.add("\n")
            left = _Taken(PartKind.LEFT_OUT, taken.article, UNREAD_CARD)
            self.words(taken.unread, value.line, left)

    def lines(self, words: str) -> Iterator[Block]:
        for block in line_blocks(words):
            start, end = block.start + self.position, block.end + self.position
            yield replace(block, start=start, end=end)
