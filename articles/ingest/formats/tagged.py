"""Whether a text is marked up, and with what: pieces of pages, XML of any kind, or only words.

Texts that speak of tags are told from those made of them by how much stands in elements: of a
piece of HTML nearly all that is seen is inside elements that are closed, or beside line breaks. An
element counts where it begins a line or follows a tag, and ends likewise; in a sentence a tag is
quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.ingest.formats.elements import ELEMENTS, IMPLIED, VOID
from articles.ingest.formats.tags import Tag, tags

# Of the characters that are seen, those that stand in elements.
MOST = 0.8
# Fewer line breaks are left over from what a text was copied out of.
LEAST_BREAKS = 3
_STOPS = frozenset("。！？.!?…：:；;”’\"'」』）)】》>\r\n")
_BEFORE = re.compile(r"(?:^|[\r\n>])[ \t\u3000\xa0]{0,16}$")
_AFTER = re.compile(r"[ \t\u3000\xa0]{0,16}(?:$|[\r\n<])")
_LINE = re.compile(r"[^\r\n<]*")
_VOCABULARY = re.compile(r"\bxmlns\s*=\s*[\"'](?!http://www\.w3\.org/1999/xhtml)")
# What is drawn inside a page has elements of its own.
_DRAWN = frozenset({"svg", "math"})

Span = tuple[int, int]


class Markup(NamedTuple):
    """What a text is marked up with: its first tag, and the names of those of a page."""

    root: str  # as it is written; "" where words come first
    is_named: bool  # the root names a vocabulary that is not HTML's
    is_whole: bool  # the root holds all there is
    own: frozenset[str]
    is_foreign: bool  # most tags are not of HTML

    @property
    def is_html(self) -> bool:
        """Whether the elements are those of a page."""
        is_known = self.root.lower() in ELEMENTS or not self.root or "-" in self.root
        is_other = self.is_named or self.is_foreign or (self.is_whole and not is_known)
        return bool(self.own) and not is_other


def markup_of(head: str) -> Markup | None:
    """Return what a text is marked up with that begins with `head`; None where it is plain."""
    head = head[: head.rfind(">") + 1] if head.rfind("<") > head.rfind(">") else head
    if "<" not in head:
        return None
    head = head.replace("&nbsp;", "      ")
    found = list(tags(head))
    spans = sorted((*_elements(head, found), *_beside_breaks(head, found)))
    shown = _shown(head, found)
    if not spans or _held(shown, spans) < MOST * _seen(shown):
        return None
    return _kind(head, [tag for tag in found if tag.name or _seen(head[tag.start : tag.end])])


def _elements(head: str, found: Sequence[Tag]) -> Iterator[Span]:
    """Yield from where to where the elements reach that are closed, or that need not be."""
    opened: dict[str, list[int]] = {}
    is_chain = False
    for tag in found:
        starts = opened.setdefault(tag.name, [])
        if tag.closes:
            start = starts.pop() if starts else -1
            if start >= 0 and _AFTER.match(head, tag.end):
                yield start, tag.end
        elif tag.name in VOID or tag.rest.endswith("/"):
            yield tag.start, tag.end
        elif tag.name:
            is_apart = _BEFORE.search(head, max(0, tag.start - 17), tag.start) is not None
            if is_apart and tag.name in IMPLIED and starts and starts[-1] >= 0:
                is_chain = True
                yield starts.pop(), tag.start
            starts.append(tag.start if is_apart else -1)
    if is_chain and opened.get("p"):
        yield max(opened["p"]), len(head)


def _beside_breaks(head: str, found: Sequence[Tag]) -> Iterator[Span]:
    """Yield the lines that end or begin at a line break, if these are what parts the text."""
    spans, before = [], 0
    for tag in found:
        if tag.name == "br":
            line = head[before : tag.start].rstrip()
            after = _LINE.match(head, tag.end)
            end = after.end() if after else tag.end
            if not line or line[-1] in _STOPS or end == tag.end:
                spans.append((before + line.rfind("\n") + 1, end))
        before = tag.end if tag.name else before
    return iter(spans if len(spans) >= LEAST_BREAKS else ())


def _shown(head: str, found: Sequence[Tag]) -> str:
    """Return a text with its tags blanked, every character where it was."""
    pieces, at = [], 0
    for tag in found:
        if not tag.name:
            pieces += [" " * (tag.start - at), head[tag.start : tag.end]]
            at = tag.end
    return "".join(pieces)


def _held(shown: str, spans: Sequence[Span]) -> int:
    held = at = 0
    for start, end in spans:
        held += _seen(shown[max(at, start) : end])
        at = max(at, end)
    return held


def _seen(words: str) -> int:
    return len("".join(words.split()))


def _kind(head: str, found: Sequence[Tag]) -> Markup:
    first, last = found[0], found[-1]
    root = head[first.start + 1 :][: len(first.name)]
    opened = [tag.name for tag in found if tag.name and not tag.closes]
    closed = sum(tag.closes and tag.name == first.name for tag in found)
    plain = [name for name in _undrawn(found) if ":" not in name and "-" not in name]
    own = [name for name in plain if name in ELEMENTS]
    return Markup(
        root,
        _VOCABULARY.search(first.rest) is not None,
        (last.closes and last.name == first.name) or opened.count(first.name) > closed,
        frozenset(own),
        len(own) * 2 < len(plain),
    )


def _undrawn(found: Sequence[Tag]) -> Iterator[str]:
    """Yield the names of the elements that are opened outside drawings."""
    drawing = ""
    for tag in found:
        if drawing:
            drawing = "" if tag.closes and tag.name == drawing else drawing
        elif tag.name in _DRAWN and not tag.closes:
            drawing = tag.name
        elif tag.name and not tag.closes:
            yield tag.name
