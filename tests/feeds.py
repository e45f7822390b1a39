"""Feeds as sites write them, given as values and read."""

from __future__ import annotations

from articles.ingest import formats
from articles.ingest.records import Entry, PartKind, Place, RawDocument

NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:app="http://www.w3.org/2007/app"'
)
HEAD = "<title>Kite Post</title><link>https://kite.example/</link>"
TEXT = "<description>Words of an item.</description>"


def rss(*items: str, head: str = HEAD) -> RawDocument:
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    text = f'<rss version="2.0" {NAMES}>\n<channel>{head}\n{inside}</channel></rss>'
    return formats.read(text.encode(), Place("", "a"))


def atom(*entries: str, head: str = "<title>Kite Post</title>", base: str = "") -> RawDocument:
    inside = "".join(f"<entry>{entry}</entry>\n" for entry in entries)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMES}{base}>\n{head}\n{inside}</feed>'
    return formats.read(text.encode(), Place("", "a"))


def item(inside: str, **options: str) -> Entry:
    """Return the entry of a feed with one item, which has a text."""
    return rss(inside + TEXT, **options).entries[0]


def bodies(document: RawDocument) -> list[str]:
    """Return the blocks that are texts of articles."""
    return [document.words(m.block) for m in document.marked if m.kind is PartKind.BODY]


def kinds(document: RawDocument, words: str) -> list[tuple[str, str | None]]:
    """Return what the blocks that hold some words are taken for, with the reason."""
    return [(m.kind.value, m.reason) for m in document.marked if words in document.words(m.block)]
