"""What a page says of its article in JSON-LD, as schema.org's types name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from articles.ingest.records import Evidence, Said, Warn

Node = Mapping[str, Any]

ARTICLES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle"
    " reviewnewsarticle backgroundnewsarticle askpublicnewsarticle advertisercontentarticle"
    " satiricalarticle blogposting liveblogposting techarticle scholarlyarticle"
    " socialmediaposting discussionforumposting report review".split()
)
PLACES = frozenset("website organization newsmediaorganization".split())
# A page's whole statement has some 10,000 characters; nothing longer is one.
_LONGEST = 1_000_000
_MOST_SCRIPTS = 64
_MOST_NODES = 2_000
# Lists in lists: statements have five at most, and a reader of values calls itself for each.
_DEEPEST = 64
# Strings of one value: nobody has as many authors or keywords.
_MOST_TEXTS = 64
_SCRIPT = re.compile(r"<script\b[^>]{0,400}?\bld\+json[^>]{0,400}>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
# What templates of older pages wrap scripts in, and what ends it: looked for at the very end.
_OPENING = re.compile(r"(?://\s*)?(?:<!\[CDATA\[|<!--)\s*")
_CLOSING = re.compile(r"(?://\s*)?(?:\]\]>|-->)$")
_LONGEST_CLOSING = 40
_TRAILING = re.compile(r",(?=\s*[}\]])")


@dataclass(slots=True)
class Statements:
    """What the scripts of a page state, in order, with the line each script begins on."""

    nodes: list[tuple[Node, int]] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)

    def article(self) -> tuple[Node, int] | None:
        """Return the statement about the page's article: the first that has a title."""
        found = [one for one in self.nodes if types(one[0]) & ARTICLES or _is_cambrian(one[0])]
        named = (one for one in found if one[0].get("headline") or one[0].get("title"))
        return next(named, found[0] if found else None)

    def resolved(self, value: Any) -> Any:
        """Return the node that a reference points to; any other value as it is."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and "@id" in value:
            same = (n for n, _ in self.nodes if n.get("@id") == value["@id"] and len(n) > 2)
            return next(same, value)
        return value


def read_statements(source: str) -> Statements:
    """Return what a page's scripts state; a script that is no JSON gives a warning."""
    found = Statements()
    counted, line, at = 0, 1, 0
    for _ in range(_MOST_SCRIPTS):
        opened = _SCRIPT.search(source, at)
        closed = _END.search(source, opened.end()) if opened else None
        if opened is None or closed is None or len(found.nodes) >= _MOST_NODES:
            break
        line += source.count("\n", counted, opened.start())
        counted = opened.start()
        at = closed.end()
        value = _parsed(source[opened.end() : closed.start()])
        if value is None:
            found.warnings.append(Warn("json_ld_unread", line=line))
            continue
        found.nodes += [(node, line) for node in _nodes(value)]
    return found


def types(node: Node) -> frozenset[str]:
    """Return the types of a node in lower case, without the address of their vocabulary."""
    stated = node.get("@type", ())
    named = [stated] if isinstance(stated, str) else stated if isinstance(stated, list) else []
    return frozenset(str(one).rpartition("/")[2].lower() for one in named)


def texts(value: Any) -> list[str]:
    """Return the strings that a value holds: itself, its items, or their names."""
    if isinstance(value, str):
        plain = " ".join(unescape(value).split())
        return [plain] if plain else []
    if isinstance(value, dict):
        return texts(value.get("name"))
    if isinstance(value, list):
        return [text for one in value[:_MOST_TEXTS] for text in texts(one)][:_MOST_TEXTS]
    return []


def said(node: Node, line: int, *keys: str) -> Said | None:
    """Return the first of a node's properties that has a text."""
    for key in keys:
        found = texts(node.get(key))
        if found:
            return Said(found[0], Evidence("json_ld", line, f"{key}: {found[0][:200]}"))
    return None


def _is_cambrian(node: Node) -> bool:
    """Whether a node is of the vocabulary that Chinese sites write for one search engine."""
    return "cambrian" in str(node.get("@context")) and "pubDate" in node


def _parsed(script: str) -> Any:
    if len(script) > _LONGEST:
        return None
    bare = _unwrapped(_unwrapped(script))
    for text in (bare, _TRAILING.sub("", bare)):
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return None if _is_deep(value) else value
    return None


def _unwrapped(script: str) -> str:
    bare = script.strip().rstrip(";").rstrip()
    opened = _OPENING.match(bare)
    bare = bare[opened.end() :] if opened else bare
    at = max(0, len(bare) - _LONGEST_CLOSING)
    closed = _CLOSING.search(bare, at)
    return bare[: closed.start()] if closed else bare


def _is_deep(value: Any) -> bool:
    """Whether lists and objects stand in each other deeper than any statement's."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _nodes(value: Any) -> Iterator[Node]:
    """Yield the nodes of a statement, outer ones first, of graphs and lists too."""
    waiting, count = [value], 0
    while waiting and count < _MOST_NODES:
        count += 1
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one[_MOST_NODES::-1]
        elif isinstance(one, dict):
            yield one
            inner = [one.get(key) for key in ("mainEntityOfPage", "mainEntity", "@graph")]
            waiting += [i for i in inner if isinstance(i, dict | list)]
