"""One way to write a body: the normal form, which the rich-text editor neither adds to nor mends.

Pictures are blocks; list items, cells and quotations hold paragraphs; nothing is empty; nothing
stands between blocks. What no block holds becomes a paragraph; what cannot hold it is closed
before and opened again after it.
"""

from __future__ import annotations

import re

from articles.text.html.attributes import opening_tag
from articles.text.html.inline import BREAK, Line, collapsed, is_blank
from articles.text.html.rules import (
    ATTRIBUTES,
    MARKS,
    PLAIN_BLOCKS,
    RENAMED,
    TABLE_PARTS,
    TAGS,
    TEXT_BLOCKS,
    VOID,
)

_TOKEN = re.compile("<p>([^<]*)</p>|<([^>]*)>")
_SPACE = " \t\n\f\r"
_MARK_NAMES = {mark: mark for mark in MARKS} | {
    name: mark for name, mark in RENAMED.items() if mark in MARKS
}
_BARE_MARKS = {name: f"<{mark}>" for name, mark in _MARK_NAMES.items() if mark not in ATTRIBUTES}
_MARK_ENDS = frozenset(f"/{name}" for name in _MARK_NAMES)
_KEEPS_KIND = TEXT_BLOCKS - {"p"}
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
# Containers that hold no blocks themselves: what stands in between, and what they do hold.
_BETWEEN = {"ul": "li", "ol": "li", "table": "tr", "tr": "td"}
_HOLDS = {"ul": {"li"}, "ol": {"li"}, "table": {"tr", "caption"}, "tr": _CELLS}
_PARTS = frozenset({"li", "tr", "td", "th", "caption"})
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "table", "figure"}) | _PARTS
_ENDINGS = {name: f"</{name}>" for name in _CONTAINERS} | {"table": "</tbody></table>"}
_INVISIBLE = frozenset({"figure", "caption"})
SEEN: frozenset[str] = TAGS | RENAMED.keys() | PLAIN_BLOCKS | TABLE_PARTS


class _Frame:
    """A container that is open, and where it begins in the output.

    `aside` keeps what will stand elsewhere: a table's captions, a figure's (with their places).
    """

    __slots__ = ("aside", "implied", "name", "picture", "start")

    def __init__(self, name: str, start: int, *, implied: bool) -> None:
        self.name = name
        self.start = start
        self.implied = implied
        self.picture = -1
        self.aside: list[tuple[int, str]] = []


def normal_form(html: str) -> str:
    """Return well-formed markup in its normal form; tags it does not know are left out."""
    body = _Body()
    pieces = iter(_TOKEN.split(html))
    body.text(next(pieces))
    for paragraph, tag, text in zip(pieces, pieces, pieces, strict=True):
        if tag is None:
            body.paragraph(paragraph)
        else:
            body.tag(tag)
        if text:
            body.text(text)
    return body.finish()


class _Body:
    """The output so far, the containers open in it, and the line being written."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.frames = [_Frame("", 0, implied=False)]
        self.line = Line()
        self.kind = "p"
        # What the source has open: its name, and what was open and meant before it.
        self.source: list[tuple[str, int, str]] = []

    def finish(self) -> str:
        self._flush()
        while len(self.frames) > 1:
            self._close_frame()
        return "".join(self.out)

    def text(self, text: str) -> None:
        if self.kind == "pre":
            self.line.add_raw(text)
        elif self.line.runs or text.strip(_SPACE):
            self.line.add(text)

    def paragraph(self, text: str) -> None:
        """Add a whole paragraph without any tag in it: what most bodies are made of."""
        line = self.line
        if self.kind == "p" and not line.open and self.frames[-1].name not in _BETWEEN:
            if line.runs:
                self._flush()
            text = collapsed(text).strip(" ")
            if not is_blank(text):
                self.out.append(f"<p>{text}</p>")
        else:
            self.tag("p")
            self.text(text)
            self.tag("/p")

    def tag(self, tag: str) -> None:
        mark = _BARE_MARKS.get(tag)
        if mark is not None:
            self.line.begin(mark)
        elif tag in _MARK_ENDS:
            self.line.end()
        elif tag[:1] == "/":
            self._close(RENAMED.get(tag[1:], tag[1:]))
        else:
            name, _, written = tag.partition(" ")
            self._begin(RENAMED.get(name, name), written)

    def _begin(self, name: str, written: str) -> None:
        if name == "a":
            self.line.begin(opening_tag(name, written) or "")
        elif name in VOID:
            self._void(name, written)
        elif name in SEEN:
            self._open(name, written)

    def _void(self, name: str, written: str) -> None:
        if name == "br":
            if self.kind == "pre":
                self.line.add_raw("\n")
            else:
                self.line.add_break()
            return
        html = opening_tag(name, written) if name in ATTRIBUTES else f"<{name}>"
        if html is None:
            return
        self._flush()
        self._make_room()
        self.out.append(html)
        if name == "img":
            self.frames[-1].picture = len(self.out) - 1

    def _open(self, name: str, written: str) -> None:
        if self.kind == "pre" and name not in _CONTAINERS:
            self._new_raw_line()
            self.source.append((name, len(self.frames), self.kind))
            return
        self._flush()
        if name in _PARTS:
            while self.frames[-1].implied:
                self._close_frame()
        self.source.append((name, len(self.frames), self.kind))
        if name in _CONTAINERS and self._may_stand(name):
            self._open_container(name, written)
        elif name in TEXT_BLOCKS and self.kind not in _KEEPS_KIND:
            self.kind = name

    def _may_stand(self, name: str) -> bool:
        top = self.frames[-1].name
        return (
            name not in _PARTS or name in _HOLDS.get(top, ()) or (name in _CELLS and top == "table")
        )

    def _open_container(self, name: str, written: str) -> None:
        if name in _LISTS and self.frames[-1].name in _LISTS and self.out[-1] == "</li>":
            # A list directly in a list belongs to the item before it.
            self.out.pop()
            self.frames.append(_Frame("li", -1, implied=True))
        self._make_room(name)
        self._push(name, written, implied=False)

    def _make_room(self, name: str = "") -> None:
        while True:
            top = self.frames[-1].name
            if top not in _BETWEEN or name in _HOLDS[top]:
                return
            self._push(_BETWEEN[top], "", implied=True)

    def _push(self, name: str, written: str, *, implied: bool) -> None:
        self.kind = "p"
        self.frames.append(_Frame(name, len(self.out), implied=implied))
        if name == "table":
            self.out.append("<table><tbody>")
        elif name in ATTRIBUTES:
            self.out.append(opening_tag(name, written) or "")
        elif name not in _INVISIBLE:
            self.out.append(f"<{name}>")

    def _close(self, name: str) -> None:
        if name not in SEEN or not self.source:
            return
        _, depth, kind = self.source.pop()
        if self.kind == kind == "pre":
            self._new_raw_line()
            return
        self._flush()
        self.kind = kind
        while len(self.frames) > depth:
            self._close_frame()

    def _new_raw_line(self) -> None:
        runs = self.line.runs
        if runs and not runs[-1][1].endswith("\n"):
            self.line.add_raw("\n")

    def _flush(self) -> None:
        if not self.line.runs:
            return
        if self.kind == "pre":
            text = self.line.take_raw()
            ends = ("<pre><code>", "</code></pre>")
        else:
            text = self.line.take()
            ends = (f"<{self.kind}>", f"</{self.kind}>")
        if not text:
            return
        kind = self.kind
        self._make_room()
        self.kind = kind
        if kind == "figcaption":
            if self.frames[-1].name == "figure":
                self.frames[-1].aside.append((len(self.out), text))
                self.out.append("")
                return
            ends = ("<p>", "</p>")
        self.out.append(f"{ends[0]}{text}{ends[1]}")

    def _close_frame(self) -> None:
        frame = self.frames.pop()
        if frame.name == "figure":
            self._close_figure(frame)
        elif frame.name == "caption":
            if blocks := "".join(self.out[frame.start :]):
                self.frames[-1].aside.append((0, blocks))
                del self.out[frame.start :]
        elif len(self.out) == frame.start + 1 and frame.name not in _CELLS:
            self.out.pop()
            self.out.extend(text for _, text in frame.aside)
        else:
            if frame.aside:
                self.out[frame.start] = "".join(text for _, text in frame.aside) + "<table><tbody>"
            elif frame.name == "li" and not self._begins_with_text(frame):
                self.out[frame.start] = "<li><p></p>"
            self.out.append(_ENDINGS[frame.name])

    def _begins_with_text(self, frame: _Frame) -> bool:
        """Tell whether an item begins with a paragraph, as every item of the editor does."""
        if frame.start < 0:
            return True
        first = frame.start + 1
        while not self.out[first]:
            first += 1
        return self.out[first].startswith("<p>")

    def _close_figure(self, frame: _Frame) -> None:
        if frame.picture >= 0 and frame.aside:
            caption = BREAK.join(text for _, text in frame.aside)
            picture = self.out[frame.picture]
            self.out[frame.picture] = (
                f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
            )
        else:
            for place, text in frame.aside:
                self.out[place] = f"<p>{text}</p>"
