"""What the lines of a key in a YAML header say: one text, or one an item, whatever the form.

A list comes in brackets, an item a line, nested, or between commas; a person or a picture may be
described by keys of its own, of which one says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from articles.ingest.formats.flow import Node, read_flow
from articles.ingest.formats.scalars import folded, scalar, unquoted
from articles.text import header_keys

_ITEM = re.compile(r"(?P<dashes>[ \t]*-(?:[ \t]+-)*)(?:[ \t]+(?P<value>.*))?$")
_INNER = re.compile(
    r"""[ \t]*(?P<quote>["']?)(?P<key>\w[\w-]{0,63})(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?$"""
)
_REMARK = re.compile(r"""(?:^|[ \t])#[ \t][^"'\]}]*$""")
_BETWEEN = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]*))\s*(?:,|$)""")

# Keys whose values are names, in whatever form of list: nested (Hexo) or between commas.
_LABELS = frozenset({*header_keys.LABELS, *header_keys.KEYWORDS, "tag"})
# Keys whose values are a person's words, where a bracket is a bracket.
_PROSE = frozenset({*header_keys.TITLE, *header_keys.SUBTITLE, *header_keys.SUMMARY})


def values_of(key: str, lines: Sequence[str]) -> Iterator[str | None]:
    """Yield the values of a key, None for one that is described by keys unknown here.

    The first of `lines` is what follows the colon.
    """
    first = lines[0].strip()
    under = [*dropwhile(_says_nothing, lines[1:])]
    if under and (not first or (first.startswith("# ") and key not in _PROSE)):
        is_list = _ITEM.match(under[0]) is not None
        for node in _items(under) if is_list else (under,):
            yield from _below(key, node, is_item=is_list)
    elif "," in first and _holds_labels(key, first):
        yield from _between_commas(scalar(lines))
    else:
        yield from _beside(key, lines)


def _holds_labels(key: str, first: str) -> bool:
    """Whether commas part a line into labels; in quotes it is one, but for a page's keywords."""
    if first.startswith(('"', "'")):
        return key in header_keys.KEYWORDS
    return key in _LABELS and not first.startswith(("[", "{"))


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _beside(key: str, lines: Sequence[str]) -> Iterator[str | None]:
    """Yield the values of a text that begins beside its key, or of brackets."""
    if key in _PROSE or not lines[0].lstrip().startswith(("[", "{")):
        yield scalar(lines, is_prose=key in _PROSE)
    else:
        yield from _in_brackets(key, lines)


def _below(key: str, lines: Sequence[str], *, is_item: bool) -> Iterator[str | None]:
    """Yield the values of an item, or of what begins on the line after its key."""
    if _is_map(key, lines, is_item=is_item):
        yield _inner(key, lines)
    elif any(lines):
        yield from _beside(key, lines)


def _is_map(key: str, lines: Sequence[str], *, is_item: bool) -> bool:
    """Whether a value is described by keys; an item of labels may be words with a colon."""
    inner = _INNER.match(lines[0])
    if inner is None or key not in _LABELS:
        return inner is not None and key in header_keys.DESCRIBED
    goes_on = any(_INNER.match(line) or _ITEM.match(line) for line in lines[1:2])
    return not is_item or goes_on or inner["key"].lower() in header_keys.said_by(key)


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each item, of lists in lists too; what is further in goes on with it."""
    item: list[str] = []
    column = 0
    for line in lines:
        found = _ITEM.match(line)
        if found is None or (item and len(found["dashes"]) > column and _is_open(item)):
            item.append(line)
            continue
        if item:
            yield item
        item, column = [found["value"] or ""], len(found["dashes"])
    yield item


def _is_open(item: Sequence[str]) -> bool:
    """Whether an item may hold a dash that is no item's: it is a map, or in quotes."""
    return item[0].startswith(('"', "'", "|", ">")) or _INNER.match(item[0]) is not None


def _inner(key: str, lines: Sequence[str]) -> str | None:
    """Return the value among the keys of a map that says what the map is."""
    found = {m["key"].lower(): m["value"] for line in lines if (m := _INNER.match(line))}
    said = (found[name] for name in header_keys.said_by(key) if found.get(name))
    value = next(said, None)
    return None if value is None else scalar([value])


def _in_brackets(key: str, lines: Sequence[str]) -> Iterator[str | None]:
    written = folded([_REMARK.sub("", line).strip() for line in lines], is_escaped=True)
    node = read_flow(written)
    if node is None:
        yield scalar(lines)
    else:
        yield from _texts(key, node)


def _texts(key: str, node: Node) -> Iterator[str | None]:
    if isinstance(node, str):
        yield unquoted(node)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(key, one) if one else ()
    else:
        names = [one for one in header_keys.said_by(key) if one in node]
        yield from _texts(key, node[names[0]]) if names else (None,)


def _between_commas(value: str) -> Iterator[str]:
    for item in _BETWEEN.finditer(value):
        if label := unquoted(next(filter(None, item.groups()), "")):
            yield label
