"""Feeds as files: RSS 0.9 to 2.0, RSS 1.0, Atom 0.3 and 1.0, and what else feedparser knows.

The text of an entry, its words and their places, is read here; what its other values mean is
feedparser's to say. It is given an outline of the feed, well formed and without the texts, and
nothing it could fetch, clean or guess at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import partial
from html import escape, unescape
from typing import Any

import feedparser

from articles.ingest.formats.exports.values import (
    html_words,
    whole_address,
    with_whole_addresses,
)
from articles.ingest.formats.exports.xml_reading import DATA, XmlReading
from articles.ingest.formats.exports.xml_text import Element, Xml, outermost, xml_text
from articles.ingest.formats.feed.entry import (
    RULE,
    Feed,
    Item,
    Values,
    entry,
    kind_of,
    person,
    title_element,
    titled,
)
from articles.ingest.formats.feed.names import (
    ABOUT,
    AUTHORS,
    CONTAINERS,
    ENTRIES,
    METADATA,
    ROOTS,
    TITLES,
    TYPED,
    content,
    texts,
)
from articles.ingest.formats.feed.outline import outline
from articles.ingest.records import PartKind, Place, RawDocument, Said
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.lexicon import Kind
from articles.text.urls import host_of

NAME = "feed"

# A comment is taken once and for all: where several could end in several places, trying them all
# takes time without end.
_BEFORE = r"\s*+(?:(?:<\?[^>]*\?>|(?><!--.*?-->)|<!doctype[^\[<>]*>)\s*+)*+"
_ROOT = re.compile(
    _BEFORE + r"<(?:rss|channel|(?:[a-z]\w*:)?feed|(?:atom:)?entry(?=\s[^>]*atom)|(rdf:rdf))\b",
    re.IGNORECASE | re.DOTALL,
)
# What declares entities is taken for a feed if it names one anywhere, to be refused for that.
_DECLARING = re.compile(r"\s*(?:<\?[^>]*\?>\s*)?<!doctype[^>]*\[", re.IGNORECASE)
_NAMED = re.compile(r"<(?:rss|feed|rdf:rdf|channel)\b", re.IGNORECASE)
_RSS_1 = re.compile(r"purl\.org/rss/1\.0/[\"']|my\.netscape\.com/rdf/simple")
_HTML = re.compile(
    r"</?(?:p|br|div|a|img|b|i|em|strong|ul|li|h[1-6]|span|blockquote)\b[^<>]*>", re.I
)
# Markup that was escaped once too often is all words: it begins and ends with what was a tag.
_TWICE = re.compile(
    r"\s*&lt;(?:p|div|img|br|a|h[1-6]|ul|ol|table|blockquote|figure|span|strong|em|b|i)\b", re.I
)
# What WordPress puts below each text of a feed.
_TRAILER = re.compile(r"The post .{1,400} (?:appeared first on|first appeared on) .{1,200}")
_PLAIN = frozenset({"text", "text/plain"})
_NO_ARTICLES = {"comment": "comments", "settings": DATA, "template": DATA}


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a feed: by its root element."""
    found = _ROOT.match(head)
    if found is None:
        return 1.0 if _DECLARING.match(head) and _NAMED.search(head) else 0.0
    return 1.0 if not found[1] or _RSS_1.search(head) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document; refuses what has no element of a feed, and unsafe XML."""
    xml = xml_text(text)
    elements = [*xml.root.walk()]
    root = next((element for element in elements if element.name in ROOTS), None)
    entries = outermost(element for element in elements if element.name in ENTRIES)
    if root is None:
        raise Refused(Refusal.BAD_XML, line=1)
    feed = next((element for element in elements if element.name in CONTAINERS), root)
    return _Reader(xml, root, feed, entries).document(place, encoding)


def parsed(xml: Xml, feed: Element, entries: list[Element]) -> tuple[Values, list[Values]]:
    """Return what feedparser makes of a feed and of its entries, in their order."""
    found = feedparser.parse(
        io.BytesIO(outline(xml, feed, entries)), sanitize_html=False, resolve_relative_uris=False
    )
    values = [_plain(one) for one in found.entries]
    if len(values) != len(entries):
        raise Refused(Refusal.BAD_XML, line=xml.line_of(feed.start))
    return _plain(found.feed), values


def _plain(values: Mapping[str, Any]) -> Values:
    """Return a dictionary without feedparser's fallbacks from one key to another."""
    return dict(dict.items(values))  # type: ignore[arg-type]


class _Reader:
    """One feed while it is read: its parts in the order of the file."""

    def __init__(self, xml: Xml, root: Element, feed: Element, entries: list[Element]) -> None:
        self.xml = xml
        self.root = root
        self.element = feed
        self.elements = entries
        self.reading = XmlReading(xml)

    def document(self, place: Place, encoding: str) -> RawDocument:
        own, found = parsed(self.xml, self.element, self.elements)
        self.feed = self._about(own)
        known = dict(zip(map(id, self.elements), found, strict=True))
        for element in self._in_order():
            if id(element) in known:
                values = known[id(element)]
                name, read = one_line(titled(values)), partial(self._entry, element, values)
                self.reading.entry(element, name, read)
            else:
                self.reading.value(element, PartKind.METADATA)
        return self.reading.document(
            place, NAME, encoding, source=self._source(), domain=host_of(self.feed.link)
        )

    def _about(self, own: Values) -> Feed:
        link = whole_address(str(own.get("link") or ""), "")
        name = name_of(titled(own))
        element = next((one for one in self.element.children if one.name in AUTHORS), None)
        # Only Atom says that the author of a feed is that of its entries.
        author = person(self.xml, element) if element and element.children else ""
        if element is None or fold(author) in ("", fold(name)):
            return Feed(name, link)
        return Feed(name, link, self.reading.said(element, RULE, author))

    def _source(self) -> Said | None:
        element = title_element(self.element)
        return (
            self.reading.said(element, RULE, self.feed.name) if element and self.feed.name else None
        )

    def _in_order(self) -> list[Element]:
        """Return the entries and what the feed says of itself, as they stand in the file."""
        own = [
            one
            for one in self.element.children
            if one.name in TITLES or (one.name in METADATA | ABOUT and not one.children)
        ]
        found = sorted([*own, *self.elements], key=lambda one: one.start)
        return outermost(found)

    # One entry

    def _entry(self, element: Element, values: Values) -> None:
        said, title, kind = texts(self.xml, element), title_element(element), kind_of(values)
        if kind in _NO_ARTICLES:
            self.reading.whole([element], _NO_ARTICLES[kind])
            return
        if not said:
            self.reading.without_text(element)
            return
        first = len(self.reading.marked)
        item = Item(values, element, self.reading, self.feed, said, title)
        for child in item.elements:
            self._part(child, item)
        self.reading.leave(element.end)
        shown = self.reading.marked[first:]
        item.shows_pictures = any(one.block.pictures for one in shown)
        self.reading.add(entry(item))

    def _part(self, child: Element, item: Item) -> None:
        article = len(self.reading.entries)
        if child is item.text:
            item.body = self.reading.body(child, self._html(child, item), article)
            self._leave_trailer(item.body)
        elif child is item.title:
            words = titled(item.values)
            self.reading.value(child, PartKind.TITLE, article=article, words=words)
        elif child.name in AUTHORS:
            self._author(child, article)
        elif child.name in METADATA and not child.children:
            self.reading.value(child, PartKind.METADATA, article=article)
        elif child is item.summary:
            words = html_words(self._html(child, item))
            self.reading.value(child, PartKind.METADATA, article=article, words=words)
        else:
            self.reading.whole([child])

    def _leave_trailer(self, text: str) -> None:
        last = self.reading.marked[-1]
        length = last.block.end - last.block.start
        if length and _TRAILER.fullmatch(text[-length:]):
            left = last._replace(kind=PartKind.LEFT_OUT, reason=Kind.NOTICE)
            self.reading.marked[-1] = left

    def _author(self, element: Element, article: int) -> None:
        named = element.find("name", "atom:name") or element
        kind = PartKind.CREDIT if person(self.xml, element) else PartKind.METADATA
        self.reading.value(named, kind, article=article)

    def _html(self, element: Element, item: Item) -> str:
        """Return the text of an entry as HTML with whole addresses."""
        kind = element.named.get("type", "text").lower() if element.name in TYPED else "html"
        html = content(self.xml, element)
        if kind in _PLAIN and not element.children and not _HTML.search(html):
            return escape(html, quote=False)
        if _TWICE.match(html) and html.rstrip().endswith("&gt;") and not _HTML.search(html):
            html = unescape(html)
        return with_whole_addresses(html, self._base(element, item))

    def _base(self, element: Element, item: Item) -> str:
        """Return what the relative addresses in a text are relative to."""
        base = whole_address(str(item.values.get("link") or ""), "") or self.feed.link
        for one in (self.root, self.element, item.element, element):
            base = whole_address(one.named.get("xml:base", ""), base) or base
        return base
