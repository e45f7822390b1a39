"""A feed written anew for the parser of its values: well formed, small, without its texts.

The parser guesses at what is malformed in quadratic time and expands what a text declares; of what
is written here there is nothing to guess and nothing declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice

from articles.ingest.formats.exports.xml_names import ADDRESSES
from articles.ingest.formats.exports.xml_text import Element, Xml
from articles.ingest.formats.feed.names import OUTLINED
from articles.ingest.refusals import Refusal, Refused

# Longer values are no title, name, address or date.
LONGEST_VALUE = 4_000
_DEEPEST = 6
# feedparser takes 30 microseconds for each, and looks at all labels of an entry for each of them.
MAX_ELEMENTS = 32_000
MOST_CHILDREN = 200
_ATTRIBUTE = re.compile(r"(?:xml:)?[a-z_][a-z0-9_.-]*")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in ADDRESSES.items())


def outline(xml: Xml, feed: Element, entries: Sequence[Element]) -> bytes:
    """Return the feed with all its entries in order, in UTF-8, every text left out.

    Refuses more than 32,000 elements.
    """
    name = "feed" if feed.name.endswith("feed") else "channel"
    inside = {id(entry) for entry in entries}
    own = [child for child in feed.children if id(child) not in inside]
    pieces = [f"<?xml version='1.0' encoding='utf-8'?><rss {_DECLARED}>{_tag(name, feed)}>"]
    pieces += _children(xml, own, _DEEPEST - 1)
    written = 0
    for entry in entries:
        kind = entry.name.rpartition(":")[2]
        inner = [*_children(xml, entry.children, _DEEPEST)]
        written += 1 + len(inner) // 3
        if written > MAX_ELEMENTS:
            raise Refused(Refusal.TOO_MANY_ENTRIES, line=xml.line_of(entry.start))
        pieces += (f"{_tag(kind, entry)}>", *inner, f"</{kind}>")
    pieces.append(f"</{name}></rss>")
    return _CONTROLS.sub("", "".join(pieces)).encode()


def _children(xml: Xml, elements: Sequence[Element], deepest: int) -> Iterator[str]:
    """Yield three pieces for each element that says something of an entry, and their children's."""
    told = (one for one in elements if one.name in OUTLINED)
    for element in islice(told, MOST_CHILDREN):
        if element.close - element.inner <= LONGEST_VALUE and deepest:
            yield f"{_tag(element.name, element)}>"
            yield escape(xml.value(element), quote=False)
            yield from _children(xml, element.children, deepest - 1)
            yield f"</{element.name}>"


def _tag(name: str, element: Element) -> str:
    """Return the beginning of a start tag with the attributes that are no declarations."""
    written = "".join(
        f' {key}="{escape(value)}"'
        for key, value in element.named.items()
        if key != "xmlns" and _ATTRIBUTE.fullmatch(key) and len(value) <= LONGEST_VALUE
    )
    return f"<{name}{written}"
