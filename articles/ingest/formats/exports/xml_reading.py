"""The reading text of an XML export while it is put together, and what its stretches become.

It is the file's text as it stands, tags included, but for values: of these it holds what they say,
escapes resolved, and of HTML the text nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from articles.ingest.formats.exports.refused import MOST_NAMED, entry_refused
from articles.ingest.formats.exports.xml_text import Element, Xml
from articles.ingest.formats.markup_blocks import markup_blocks
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
from articles.ingest.refusals import Refusal, Refused

SYNTAX = "syntax"
# What a machine needs of an export, and no reader: settings, counts, fields of plug-ins.
DATA = "export_data"
_LONGEST_EVIDENCE = 200


class XmlReading:
    """Takes elements in the order of the text; what is not taken is left out as syntax."""

    def __init__(self, xml: Xml) -> None:
        self.xml = xml
        self.texts: list[str] = []
        self.marked: list[Marked] = []
        self.at = self.position = 0
        self.entries: list[Entry] = []
        self.warnings: list[Warn] = []
        self.keys: set[str] = set()
        self.silent: list[int] = []
        self.refused: list[Refused] = []

    def document(
        self, place: Place, name: str, encoding: str, *, source: Said | None, domain: str
    ) -> RawDocument:
        """Return the document; refuses one whose only articles are such as cannot be read."""
        self.leave(len(self.xml.source))
        if self.refused and not self.entries:
            raise self.refused[0]
        if self.silent:
            params = {"count": len(self.silent)}
            self.warnings.append(Warn("entry_without_text", line=self.silent[0], params=params))
        return RawDocument(
            place,
            name,
            encoding,
            self.text,
            tuple(one.block for one in self.marked),
            is_html=True,
            warnings=(*self.xml.warnings, *self.warnings),
            entries=tuple(self.entries),
            marked=tuple(self.marked),
            source=source,
            domain=domain,
        )

    @property
    def text(self) -> str:
        return "".join(self.texts)

    # Entries

    def add(self, entry: Entry) -> None:
        """Add an article, without its key where an earlier one has it."""
        key = "" if entry.key in self.keys else entry.key
        self.keys.add(key)
        self.entries.append(replace(entry, key=key))

    def without_text(self, element: Element) -> None:
        """Leave an entry out that is no article."""
        self.silent.append(self.xml.line_of(element.start))
        self.whole([element], "no_article")

    def entry(self, element: Element, name: str, read: Callable[[], None]) -> None:
        """Read an entry; one whose text is refused is left out, and said so."""
        at, position = self.at, self.position
        texts, marked, last = len(self.texts), len(self.marked), self.marked[-1:]
        try:
            if element.is_deep:
                raise Refused(Refusal.TOO_DEEP, line=self.xml.line_of(element.start))
            read()
        except Refused as error:
            self.at, self.position = at, position
            del self.texts[texts:]
            self.marked[marked - len(last) :] = last
            self.refused.append(error)
            if len(self.refused) <= MOST_NAMED:
                self.warnings.append(entry_refused(error, name, self.xml.line_of(element.start)))
            self.whole([element], error.reason)

    def value(
        self,
        element: Element,
        kind: PartKind,
        *,
        article: int | None = None,
        reason: str | None = None,
        words: str | None = None,
    ) -> None:
        """Take what an element says, or `words` where that is what its HTML says."""
        start, end = self._inside(element)
        self.leave(start)
        said = self.xml.value(element) if words is None else words
        self._take(said, element.inner, kind, article, reason)
        self.at = end

    def body(self, element: Element, html: str, article: int) -> str:
        """Take what an element says as an article's text, and return its words."""
        start, end = self._inside(element)
        self.leave(start)
        found = markup_blocks(html, offset=self.position, line=self.xml.line_of(element.inner))
        self.texts.append(found.text)
        self.position += len(found.text)
        self.marked += [Marked(block, PartKind.BODY, article) for block in found.blocks]
        self.at = end
        return found.text.strip()

    def whole(self, elements: Iterable[Element], reason: str = DATA) -> None:
        """Leave neighbouring elements out, tags and all."""
        for element in elements:
            self.leave(element.start)
            self.leave(element.end, reason)

    def leave(self, to: int, reason: str = SYNTAX) -> None:
        """Leave out what stands before the place `to` in the file."""
        if to > self.at:
            words = self.xml.source[self.at : to]
            self._take(words, self.at, PartKind.LEFT_OUT, None, reason)
            self.at = to

    def said(self, element: Element, rule: str, value: str) -> Said:
        """Return a value with the element that says it as evidence."""
        end = min(element.end, element.start + _LONGEST_EVIDENCE)
        text = " ".join(self.xml.source[element.start : end].split())
        return Said(value, Evidence(rule, self.xml.line_of(element.start), text))

    # Places

    def _inside(self, element: Element) -> tuple[int, int]:
        """Return where the words of an element begin and end, without a section's brackets."""
        start, end = max(element.inner, self.at), max(element.close, self.at)
        source = self.xml.source
        if element.marks:
            first, last = element.marks[0], element.marks[-1]
            if not source[start : first.start].strip():
                start = max(first.inner, start)
            if not source[last.end : end].strip():
                end = last.close
        return start, end

    def _take(
        self, words: str, at: int, kind: PartKind, article: int | None, reason: str | None
    ) -> None:
        bare = words.strip()
        if bare:
            lead = len(words) - len(words.lstrip())
            start = self.position + lead
            line = self.xml.line_of(at) + words.count("\n", 0, lead)
            # As a line of a header, it is nobody's byline, and no day printed beside a text.
            block = Block(BlockKind.HEADER, start, start + len(bare), line)
            self._mark(Marked(block, kind, article, reason))
        self.texts.append(words)
        self.position += len(words)

    def _mark(self, one: Marked) -> None:
        """Add a block, as one with the block before where both are left out alike."""
        before = self.marked[-1] if self.marked else None
        if before and one.kind is PartKind.LEFT_OUT and before[1:] == one[1:]:
            self.marked[-1] = before._replace(block=replace(before.block, end=one.block.end))
        else:
            self.marked.append(one)
