"""XML to elements with their places, in one pass over its tags; no entity is ever declared.

Exports are often cut off or wrongly nested, and offsets are needed for every value, so this
follows the tags as they stand, mends what it can and says so. It expands nothing, fetches nothing,
and its work grows with the length of the text whatever is in it: every attempt at a tag ends at
the next `<`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple

from articles.ingest.formats.exports.xml_names import UNDECLARED, Scope
from articles.ingest.formats.pictures import attributes
from articles.ingest.records import Warn
from articles.ingest.refusals import Refusal, Refused

MAX_DEPTH = 512
# Of both kinds. Real exports have about fifteen in a kilobyte; as many as these take a second and
# 100 MB.
MAX_TAGS = 500_000
# A feed has tens, an export of a site thousands.
MAX_ENTRIES = 10_000
# A look for the end of a nested CDATA section may cost one to the end of the text.
_MAX_BROKEN = 16
_CHUNK = 4096
# Entries of a list: one that begins inside another shows that the other was never closed.
_FLAT = frozenset({"item", "entry", "atom:entry"})

_TOKEN = re.compile(
    r"<(?:(?P<name>[^\W\d][^\s/<>\"'=]*+)(?P<attrs>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|/(?P<end>[^\W\d][^\s/<>]*+)\s*+>"
    r"|(?P<other>[!?]))"
)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>", re.IGNORECASE)
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
_CDATA = "<![CDATA["
_CDATA_END = "]]>"


class Mark(NamedTuple):
    """A CDATA section, or a comment, which says nothing: its place and that of what it says."""

    start: int
    inner: int
    close: int
    end: int


@dataclass(slots=True)
class Element:
    """An element: its name with the usual prefix of its namespace, in lower case, and its places.

    The tag begins at `start`, the content runs from `inner` to `close`, the end tag to `end`.
    """

    name: str
    attrs: str
    start: int
    inner: int
    close: int
    end: int
    children: list[Element] | tuple[Element, ...] = ()
    marks: list[Mark] | tuple[Mark, ...] = ()
    is_cut: bool = False  # the text ends before the element does
    is_deep: bool = False  # an entry nested too deep, of which the beginning alone is told here

    @property
    def named(self) -> dict[str, str]:
        """Return its attributes by lower-case name, as written."""
        return attributes(self.attrs)

    def find(self, *names: str) -> Element | None:
        """Return the first child with one of `names`."""
        return next((child for child in self.children if child.name in names), None)

    def walk(self) -> Iterator[Element]:
        """Yield the elements in it at any depth, in order."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class Xml:
    """A text and its elements; `root` stands for the whole and has no name."""

    source: str
    root: Element
    warnings: tuple[Warn, ...]
    lines: list[int]  # the line at each 4,096th character

    def value(self, element: Element) -> str:
        """Return what stands directly in an element, escapes resolved."""
        return "".join(self._pieces(element))

    def markup(self, element: Element) -> str:
        """Return the content of an element whose children are HTML, as HTML."""
        inside = sorted(mark for one in (element, *element.walk()) for mark in one.marks)
        pieces, at = [], element.inner
        for mark in inside:
            said = escape(self.source[mark.inner : mark.close], quote=False)
            pieces += [self.source[at : mark.start], said]
            at = mark.end
        html = "".join((*pieces, self.source[at : element.close]))
        return _PREFIXED.sub(r"<\1", html)

    def line_of(self, at: int) -> int:
        """Return the line of a place."""
        chunk = at // _CHUNK
        return self.lines[chunk] + self.source.count("\n", chunk * _CHUNK, at)

    def _pieces(self, element: Element) -> Iterator[str]:
        at = element.inner
        inside = [*element.marks, *(Mark(c.start, c.end, c.end, c.end) for c in element.children)]
        for mark in sorted(inside) if element.children and element.marks else inside:
            yield unescape(self.source[at : mark.start])
            yield self.source[mark.inner : mark.close]
            at = mark.end
        yield unescape(self.source[at : element.close])


_PREFIXED = re.compile(r"<(/?)[a-zA-Z][\w.-]*+:(?=[a-zA-Z])")


def xml_text(source: str) -> Xml:
    """Return the elements of `source`.

    Refuses what declares entities or anything else, more than 500,000 tags or 10,000 entries, and
    nesting deeper than 512; an entry nested so is marked, and its rest passed over. What is
    wrongly nested, cut off or no tag after all gives one warning.
    """
    scanner = _Scanner(source)
    scanner.scan()
    return Xml(source, scanner.root, scanner.warnings(), list(_lines(source)))


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Return those of `elements`, which come in order, that lie in no other of them."""
    found: list[Element] = []
    for element in elements:
        if not found or element.start >= found[-1].end:
            found.append(element)
    return found


def _lines(source: str) -> Iterator[int]:
    line = 1
    for at in range(0, len(source) + 1, _CHUNK):
        yield line
        line += source.count("\n", at, at + _CHUNK)


class _Scanner:
    """One pass over a text: what is open, and what was wrong so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Element("", "", 0, 0, len(source), len(source))
        self.stack = [self.root]
        self.opened: list[str] = [""]
        self.scopes = [UNDECLARED]
        self.open: Counter[str] = Counter()
        self.wrong: list[int] = []
        self.broken = self.entries = 0

    def scan(self) -> None:
        at = tags = 0
        while (found := _TOKEN.search(self.source, at)) is not None:
            at = found.end()
            tags += 1
            if tags > MAX_TAGS:
                raise Refused(Refusal.TOO_MANY_ENTRIES, line=self.line_at(found.start()))
            if found["name"]:
                at = self.start_tag(found)
            elif found["end"]:
                self.end_tag(found)
            else:
                at = self.declaration(found.start())
        self.close(1, len(self.source), len(self.source), is_cut=True)

    # Tags

    def start_tag(self, found: re.Match[str]) -> int:
        """Take in a start tag and return where the text goes on."""
        raw, attrs = found["name"].lower(), found["attrs"]
        scope = self.scopes[-1]
        if "xmlns" in attrs:
            scope = scope.declaring(attributes(attrs))
        name = scope.name(raw)
        if name in _FLAT:
            self.entry(raw, found.start())
        end = found.end()
        element = Element(name, attrs, found.start(), end, end, end)
        _append(self.stack[-1], element)
        if not attrs.endswith("/"):
            self.push(raw, element, scope)
        return end if len(self.stack) <= MAX_DEPTH else self.after_deep(end)

    def after_deep(self, at: int) -> int:
        """Return where the entry ends that is nested too deep here; refuses anything else."""
        entry = next((one for one in self.stack if one.name in _FLAT), None)
        if entry is None:
            raise Refused(Refusal.TOO_DEEP, line=self.line_at(self.stack[-1].start))
        entry.is_deep = True
        raw = re.escape(self.opened[self.stack.index(entry)])
        end = re.compile(rf"</{raw}\s*+>", re.IGNORECASE).search(self.source, at)
        return end.start() if end else len(self.source)

    def entry(self, raw: str, start: int) -> None:
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise Refused(Refusal.TOO_MANY_ENTRIES, line=self.line_at(start))
        if self.open[raw]:
            self.wrong.append(start)
            self.close(_last(self.opened, raw), start, start)

    def push(self, raw: str, element: Element, scope: Scope) -> None:
        self.stack.append(element)
        self.scopes.append(scope)
        self.opened.append(raw)
        self.open[raw] += 1

    def end_tag(self, found: re.Match[str]) -> None:
        raw = found["end"].lower()
        if not self.open[raw]:
            self.wrong.append(found.start())
            return
        index = _last(self.opened, raw)
        if index + 1 < len(self.stack) and not self.stack[index].is_deep:
            self.wrong.append(found.start())
        self.close(index, found.start(), found.end())

    def close(self, index: int, close: int, end: int, *, is_cut: bool = False) -> None:
        """Close the elements from `index` of the stack; the outermost has its end tag here."""
        if is_cut and len(self.stack) > index:
            self.wrong.append(close)
        for place in range(len(self.stack) - 1, index - 1, -1):
            element = self.stack.pop()
            self.scopes.pop()
            self.open[self.opened.pop()] -= 1
            element.close, element.end = close, end if place == index else close
            element.is_cut = is_cut

    # What is no tag

    def declaration(self, start: int) -> int:
        """Take in what begins with `<!` or `<?` and return where the text goes on."""
        for opening, closing in (("<!--", "-->"), (_CDATA, _CDATA_END), ("<?", "?>")):
            if self.source.startswith(opening, start):
                return self.section(start, opening, closing)
        doctype = _DOCTYPE.match(self.source, start)
        if doctype:
            return doctype.end()
        if _DECLARES.match(self.source, start):
            raise Refused(Refusal.UNSAFE_XML, line=self.line_at(start))
        self.wrong.append(start)
        return start + 2

    def section(self, start: int, opening: str, closing: str) -> int:
        inner = start + len(opening)
        close = self.source.find(closing, inner)
        if close < 0:
            self.wrong.append(start)
            close = end = len(self.source)
        else:
            end = close + len(closing)
        if opening != _CDATA:
            self.mark(Mark(start, end, end, end))
            return end
        if self.source.find(_CDATA, inner, close) >= 0:
            close, end = self.nested(start, close, end)
        self.mark(Mark(start, inner, close, end))
        return end

    def nested(self, start: int, close: int, end: int) -> tuple[int, int]:
        """Return where a section ends that was wrapped around another: at its element's end."""
        self.wrong.append(start)
        self.broken += 1
        if self.broken > _MAX_BROKEN or len(self.opened) == 1:
            return close, end
        ending = re.compile(rf"\]\]>\s*</{re.escape(self.opened[-1])}\s*>", re.IGNORECASE)
        found = ending.search(self.source, close)
        return (found.start(), found.start() + len(_CDATA_END)) if found else (close, end)

    def mark(self, mark: Mark) -> None:
        element = self.stack[-1]
        if isinstance(element.marks, list):
            element.marks.append(mark)
        else:
            element.marks = [mark]

    # What was wrong

    def line_at(self, at: int) -> int:
        return self.source.count("\n", 0, at) + 1

    def warnings(self) -> tuple[Warn, ...]:
        if not self.wrong:
            return ()
        line = self.line_at(min(self.wrong))
        return (Warn("malformed_xml", line=line, params={"count": len(self.wrong)}),)


def _append(parent: Element, child: Element) -> None:
    if isinstance(parent.children, list):
        parent.children.append(child)
    else:
        parent.children = [child]


def _last(opened: list[str], raw: str) -> int:
    """Return the place in the stack of the innermost open element of a name."""
    return len(opened) - 1 - opened[::-1].index(raw)
