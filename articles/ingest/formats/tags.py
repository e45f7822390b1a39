"""HTML to tags and the text between them, as they stand: comments, scripts and styles aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SILENT = frozenset({"script", "style", "template", "noscript"})
# An unclosed comment costs a look to the end of the text; after so many the rest is read as text.
MAX_BROKEN = 64

_TAG = re.compile(
    r"<(?:/\s*(?P<end>[a-zA-Z][^\s/>]*+)[^>]*+>"
    r"|(?P<start>[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>"
    r"|(?P<other>[!?]|/[^a-zA-Z\s]))"
)
# What stands in these is not markup.
_RAW = {name: re.compile(rf"</\s*{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_DECLARATIONS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<", ">"))


class Tag(NamedTuple):
    """A tag or, without a name, a stretch of text, and where it stands in the source."""

    start: int
    end: int
    name: str = ""
    rest: str = ""
    closes: bool = False


def tags(source: str) -> Iterator[Tag]:
    """Yield the text and the tags of `source` in order; nothing of what no reader is shown.

    Linear in the length of `source` whatever is in it.
    """
    at, silent, broken = 0, 0, 0
    last = source.rfind(">") + 1
    while broken < MAX_BROKEN and (found := _TAG.search(source, at, last)) is not None:
        start, end = found.span()
        if start > at and not silent:
            yield Tag(at, start)
        at = end
        if found["other"]:
            closed = _after_declaration(source, found)
            broken += closed is None
            at = start + 1 if closed is None else closed
            if closed is None and not silent:
                yield Tag(start, at)
            continue
        tag = _tag(found)
        if tag.name in SILENT:
            silent = _silence(silent, tag)
            at = _after_raw(source, tag)
        elif not silent:
            yield tag
    if at < len(source) and not silent:
        yield Tag(at, len(source))


def _tag(found: re.Match[str]) -> Tag:
    if found["end"]:
        return Tag(*found.span(), found["end"].lower(), closes=True)
    return Tag(*found.span(), found["start"].lower(), found["rest"])


def _silence(silent: int, tag: Tag) -> int:
    if tag.closes:
        return max(0, silent - 1)
    return silent if tag.rest.endswith("/") else silent + 1


def _after_raw(source: str, tag: Tag) -> int:
    if tag.closes or tag.name not in _RAW or tag.rest.endswith("/"):
        return tag.end
    end = _RAW[tag.name].search(source, tag.end)
    return end.start() if end else len(source)


def _after_declaration(source: str, found: re.Match[str]) -> int | None:
    """Return where a comment or declaration ends; None where it does not."""
    start = found.start()
    opening, closing = next(p for p in _DECLARATIONS if source.startswith(p[0], start))
    end = source.find(closing, start + len(opening))
    return None if end < 0 else end + len(closing)
