"""What the stages of an import hand to each other: values, without Django and without behaviour.

Offsets are code points into the *reading text* of a document (`RawDocument.text`), half open.
Lines count from 1 in the document as a person would open it. Codes (`Refusal`, warnings, reasons
and rules) are words for programs; what people read is said and translated where it is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from articles.ingest.dated import DateCandidate, Dated
from articles.ingest.refusals import Refused


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a document was found: a root folder, a path under it, and what lies inside the file.

    `entry` tells documents of standard input apart, which is no place; nobody is shown it.
    """

    root: str
    path: str
    member: str = ""
    entry: str = ""

    def __str__(self) -> str:
        return "!".join(part for part in (self.path, self.member) if part)


@dataclass(frozen=True, slots=True)
class Found:
    """A document's bytes, or why there are none; neither for an archive once it was read whole.

    `format` and `source` are what was said of it when it was imported from outside, if anything.
    """

    place: Place
    data: bytes | None
    size: int
    sha256: str
    refused: Refused | None = None
    format: str | None = None
    source: str | None = None

    @property
    def is_whole_archive(self) -> bool:
        return self.data is None and self.refused is None


@dataclass(frozen=True, slots=True)
class Warn:
    """Something an editor should know; `code` and `params` are worded where they are shown."""

    code: str
    line: int | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule found a value, and the words it stood in."""

    rule: str
    line: int | None
    text: str


class Said(NamedTuple):
    """A value as a document's format states it, and where."""

    value: str
    evidence: Evidence


class BlockKind(StrEnum):
    HEADER = "header"  # one line of front matter
    HEADING = "heading"
    PARAGRAPH = "paragraph"  # also any line of a page's text
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"
    PICTURE = "picture"  # pictures and nothing else to read but a caption
    RULE = "rule"  # a divider: hr in HTML, a line of dashes in text
    CHUNK = "chunk"  # one numbered page of a paged text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a document names it; `url` is what the page said, without proxy prefix."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    role: str = "inline"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the reading text that stands by itself, in document order.

    `html` is its markup as the document had it (not cleaned), "" where the document is plain
    text; `hints` are lower-case words from the class and id of its elements and their ancestors
    inside the body. A paragraph with line breaks is a block a line, the later ones `joined`.
    """

    kind: BlockKind
    start: int
    end: int
    line: int
    html: str = ""
    pictures: tuple[Picture, ...] = ()
    hints: frozenset[str] = frozenset()
    level: int = 0  # of a heading: 1 to 6
    joined: bool = False  # goes on with the paragraph of the block before, after a line break
    homeless: int = 0  # pictures in it or above it that have no whole address

    def cut(self, start: int, end: int) -> Block:
        """Return the stretch from `start` to `end`, on the same line; markup is not cut along."""
        whole = (start, end) == (self.start, self.end)
        homeless = self.homeless if start == self.start else 0
        html = self.html if whole else ""
        return replace(self, start=start, end=end, html=html, homeless=homeless)


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A key of a document's header with its values as text: one, or one a list item.

    It is not whole where a value was described by keys of which none is known.
    """

    key: str
    values: tuple[str, ...]
    start: int
    end: int
    line: int
    is_whole: bool = True

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an export or a page says of one of its articles, beside the text.

    `key` is what the export calls it (a guid, a post's id), unique in its document or "".
    `status` is "" for what is public where it comes from, else its own word: draft, private, trash.
    `pictures` are those that stand beside the text; the lead has that role.
    """

    key: str = ""
    title: Said | None = None
    subtitle: Said | None = None
    summary: Said | None = None
    url: Said | None = None
    source: Said | None = None
    publisher: Said | None = None
    authors: tuple[Said, ...] = ()
    dates: tuple[DateCandidate, ...] = ()
    labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    language: str = ""
    status: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document's reading text and the blocks it falls into; every visible character is in one.

    `syntax` are the stretches inside blocks that are signs of the format and no words of anybody:
    Markdown's marks and link addresses. They are left out of whatever their block becomes.
    A format that knows its articles gives an `Entry` for each, and `marked`: its blocks with what
    they are, `article` being the index of an entry. Nothing is split or marked there any more.
    """

    place: Place
    format: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    header: tuple[HeaderField, ...] = ()
    is_html: bool = False
    syntax: tuple[tuple[int, int], ...] = ()
    warnings: tuple[Warn, ...] = ()
    entries: tuple[Entry, ...] = ()
    marked: tuple[Marked, ...] = ()
    title: Said | None = None
    source: Said | None = None
    domain: str = ""
    is_cut: bool = False  # the file ends inside a character

    def words(self, block: Block) -> str:
        """Return what a block says: its stretch of the reading text."""
        return self.text[block.start : block.end]

    def visible(self, block: Block) -> str:
        """Return what a block says without the signs of the format."""
        if not self.syntax:
            return self.words(block)
        pieces, at = [], block.start
        first = max(0, bisect_right(self.syntax, (block.start,)) - 1)
        for start, end in self.syntax[first:]:
            if start >= block.end:
                break
            pieces.append(self.text[at : max(at, start)])
            at = max(at, end)
        return "".join((*pieces, self.text[at : block.end]))

    def field(self, *keys: str) -> HeaderField | None:
        """Return the first header field that has one of `keys` and a value that is not blank."""
        for one in self.header:
            if one.key in keys and one.value.strip():
                return one
        return None


class PartKind(StrEnum):
    TITLE = "title"
    CREDIT = "credit"
    METADATA = "metadata"
    BODY = "body"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the reading text and what it became; `article` None is the document's own."""

    kind: PartKind
    start: int
    end: int
    line: int
    article: int | None = None
    reason: str | None = None


class Marked(NamedTuple):
    """A block and what it is taken for so far: body until a stage knows better.

    Stages pass tuples of these on: always all of the document, in order; a stage may cut a block
    into several, never drop one. `article` is None for what belongs to the document.
    """

    block: Block
    kind: PartKind = PartKind.BODY
    article: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A name with its role, the label as printed."""

    role: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as a document was read to say it, not yet stored.

    `body_html` has been through `text.html.clean_html`; `body_text` is its visible text, a line a
    paragraph; `fingerprint` is "" where the text is too short to identify anything.
    `duplicate_of` is the index of an earlier reading of the same document. `key`, `status` and
    `publisher` are an `Entry`'s; `labels` and `keywords` are None where the document's count.
    """

    title: str = ""
    original_title: str = ""
    subtitle: str = ""
    summary: str = ""
    credits: tuple[Credit, ...] = ()
    authors: tuple[str, ...] = ()
    originally_published: Dated | None = None
    pictures: tuple[Picture, ...] = ()
    body_html: str = ""
    body_text: str = ""
    language: str = ""
    canonical_url: str = ""
    truncated: bool = False
    duplicate_of: int | None = None
    fingerprint: str = ""
    key: str = ""
    status: str = ""
    publisher: str = ""
    labels: tuple[str, ...] | None = None
    keywords: tuple[str, ...] | None = None
    dates: tuple[DateCandidate, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line where another article may begin; an editor decides."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """All that was read from one document; `refused` where nothing could be.

    `parts` come in order, do not overlap and cover every visible character of `text`.
    """

    place: Place
    sha256: str
    size: int
    format: str = ""
    encoding: str = ""
    text: str = ""
    title: str | None = None
    source: str | None = None
    publisher: str | None = None
    domain: str | None = None
    labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    articles: tuple[Reading, ...] = ()
    parts: tuple[Part, ...] = ()
    possible_boundaries: tuple[Boundary, ...] = ()
    warnings: tuple[Warn, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    refused: Refused | None = None
