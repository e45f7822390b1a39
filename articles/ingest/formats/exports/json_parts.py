"""The reading text of a JSON export, and what each stretch of it is.

A reader of a format takes the values it knows; whatever else is written in sentences becomes
metadata of the record it stands in, and brackets, keys, numbers and addresses are signs of the
format. A value that is HTML contributes its text, any other its words with escapes resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from articles.ingest.formats.exports.json_text import JsonText, Value
from articles.ingest.formats.exports.refused import MOST_NAMED, entry_refused
from articles.ingest.formats.markup_blocks import MarkupBlocks, markup_blocks
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
from articles.ingest.refusals import Refused
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
    read: MarkupBlocks | None = None
    title: str = ""
    unread: str = ""


class _Span(NamedTuple):
    """A record: from where to where, and the index of its article, or why it is left out."""

    start: int
    end: int
    article: int | None
    reason: str | None = None


@dataclass(slots=True)
class JsonParts:
    """What was taken from a JSON text so far, by the place of each value."""

    source: JsonText
    taken: dict[int, _Taken] = field(default_factory=dict)
    records: list[_Span] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def entry(self, record: Value, name: str, read: Callable[[int], Entry]) -> bool:
        """Add the article that `read` makes of a record, given its index; records come in order.

        One whose text is refused is left out with all its record, and said so; `read` takes what
        stands outside the record after the text. Say whether there is an article.
        """
        article, before = len(self.entries), len(self.records)
        self.records.append(_Span(record.start, record.end, article))
        try:
            self.entries.append(read(article))
        except Refused as error:
            self.records[before] = _Span(record.start, record.end, None, error.reason)
            self.refused.append(error)
            if len(self.refused) <= MOST_NAMED:
                self.warnings.append(entry_refused(error, name, record.line))
            return False
        return True

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
        if html is not None:
            read = markup_blocks(_whole(html))
        else:
            read = MarkupBlocks(value.text, line_blocks(value.text))
        self.taken[value.start] = _Taken(
            PartKind.BODY, article, None, read, one_line(title), unread
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
        """Return the document with its reading text, every visible character of it in a block.

        Refuses one whose only articles are such as cannot be read.
        """
        if self.refused and not self.entries:
            raise self.refused[0]
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
        self.inside: list[_Span] = []

    def write(self) -> None:
        for value in self.parts.source.strings:
            taken = self.taken(value)
            if taken is not None:
                self.signs(value.start)
                self.take(value, taken)
                self.at = value.end
        self.signs(len(self.source))

    def taken(self, value: Value) -> _Taken | None:
        """Return what a value was taken for; what nobody asked for is metadata if it is prose."""
        record, taken = self.record_at(value.start), self.parts.taken.get(value.start)
        if taken is None and not is_prose(value.text):
            return None
        if record is not None and record.reason:
            return _Taken(PartKind.LEFT_OUT, None, record.reason)
        return taken or _Taken(PartKind.METADATA, record.article if record else None)

    def record_at(self, at: int) -> _Span | None:
        """Return the innermost record that a place is in; places are asked for in order."""
        records = self.parts.records
        while self.record < len(records) and records[self.record].start <= at:
            self.inside.append(records[self.record])
            self.record += 1
        while self.inside and self.inside[-1].end <= at:
            self.inside.pop()
        return self.inside[-1] if self.inside else None

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
        if taken.read is not None:
            self.body(taken.read, value.line, taken)
            self.unread(value, taken)
        else:
            self.words(value.text, value.line, taken)

    def body(self, read: MarkupBlocks, line: int, taken: _Taken) -> None:
        title, position = fold(taken.title), self.position
        for index, block in enumerate(read.blocks):
            words = read.text[block.start : block.end] if index < _HEAD_BLOCKS else ""
            again = bool(title) and fold(one_line(words)) == title
            kind = PartKind.TITLE if again else taken.kind
            start, end = block.start + position, block.end + position
            placed = replace(block, start=start, end=end, line=line)
            self.marked.append(Marked(placed, kind, taken.article))
        self.add(read.text)

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
