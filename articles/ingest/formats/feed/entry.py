"""One entry of a feed: the values that its parser found, with the elements that say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.ingest.formats.exports.values import html_words, title_words, whole_address
from articles.ingest.formats.exports.xml_reading import XmlReading
from articles.ingest.formats.exports.xml_text import Element, Xml
from articles.ingest.formats.feed.dates import dates
from articles.ingest.formats.feed.names import (
    AUTHORS,
    KEYWORDS,
    LINKS,
    SOURCES,
    TITLES,
    WHOLE_TEXTS,
    content,
    parts,
)
from articles.ingest.records import Entry, Picture, Said
from articles.text.characters import name_of, one_line
from articles.text.folding import fold

RULE = "export_field"

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg)(?:$|[?#])", re.IGNORECASE)
# Kinds of entries, not labels: the exports of Blogger are feeds of posts, comments and settings.
KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
_TEASER = re.compile(
    r"(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3}|(?:continue reading|read (?:the )?(?:more|rest)"
    r"|阅读全文|閱讀全文|查看全文|阅读更多|全文阅读|点击阅读)[^\w]*)\s*$",
    re.IGNORECASE,
)

_ADDRESS = re.compile(r"(?:mailto:)?[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]+")
_AROUND_NAMES = " \t\n<>()[]\"',;:-"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself: its name, the address of its site, its own author."""

    name: str
    link: str
    author: Said | None = None


@dataclass(slots=True)
class Item:
    """An entry while it is read: what was parsed, its elements, and what became of its text.

    `said` are the elements that say the text or a summary of it, the likeliest text first.
    """

    values: Values
    element: Element
    reading: XmlReading
    feed: Feed
    said: Sequence[Element]
    title: Element | None
    body: str = ""
    shows_pictures: bool = False

    @property
    def elements(self) -> Sequence[Element]:
        return parts(self.element)

    @property
    def text(self) -> Element | None:
        return self.said[0] if self.said else None

    @property
    def summary(self) -> Element | None:
        return next((one for one in self.said[1:] if one.name not in WHOLE_TEXTS), None)

    @property
    def is_cut(self) -> bool:
        """Whether the text is only the beginning: of a file that ends early, or a teaser."""
        is_teaser = self.text is not None and self.text.name not in WHOLE_TEXTS
        return self.element.is_cut or (is_teaser and _TEASER.search(self.body[-80:]) is not None)


def entry(item: Item) -> Entry:
    """Return what a feed says of one of its articles."""
    labels, keywords = terms(item)
    return Entry(
        key=str(item.values.get("id") or ""),
        title=_title(item),
        summary=_summary(item),
        url=_url(item),
        source=_source(item),
        publisher=_publisher(item),
        authors=tuple(authors(item)),
        dates=dates(item.values, item.elements, item.reading),
        labels=labels,
        keywords=keywords,
        pictures=tuple(pictures(item)),
        status=_status(item),
        truncated=item.is_cut,
    )


def kind_of(values: Values) -> str:
    """Return what kind of entry this is, where the feed has several: post, comment, settings."""
    for tag in values.get("tags") or ():
        if tag.get("scheme") == KIND_SCHEME:
            return str(tag.get("term") or "").rpartition("#")[2]
    return ""


def titled(values: Values) -> str:
    """Return a title without markup; Atom says whether there is any, RSS does not."""
    detail = values.get("title_detail") or {}
    value = str(detail.get("value") or values.get("title") or "")
    return title_words(value) if "html" in str(detail.get("type") or "html") else value


def authors(item: Item) -> Iterator[Said]:
    """Yield the people an entry names; never an address, nor the feed's own name.

    An entry without any has its feed's in Atom, unless it was taken from another feed.
    """
    seen = {fold(item.feed.name), ""}
    named = [one for one in item.elements if one.name in AUTHORS]
    for element in named:
        name = person(item.reading.xml, element)
        if fold(name) not in seen:
            seen.add(fold(name))
            yield item.reading.said(element, RULE, name)
    if not named and item.feed.author and item.element.find(*SOURCES) is None:
        yield item.feed.author


def person(xml: Xml, element: Element) -> str:
    """Return the name in an author's element; "" where there is only an address.

    feedparser tells names from addresses too, but knows no domain of more than four letters.
    """
    printed = xml.value(element.find("name", "atom:name") or element)
    return (
        name_of(_ADDRESS.sub(" ", printed).strip(_AROUND_NAMES))
        if "@" in printed
        else name_of(printed)
    )


def terms(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return an entry's labels and its keywords, each once."""
    listed = (one for one in item.elements if one.name in KEYWORDS)
    words = {fold(w.strip()) for one in listed for w in item.reading.xml.value(one).split(",")}
    labels: dict[str, str] = {}
    keywords: dict[str, str] = {}
    for tag in item.values.get("tags") or ():
        name = name_of(title_words(str(tag.get("label") or tag.get("term") or "")))
        if not name or tag.get("scheme") == KIND_SCHEME or fold(name) == fold(item.feed.name):
            continue
        (keywords if fold(name) in words else labels).setdefault(fold(name), name)
    return tuple(labels.values()), tuple(keywords.values())


def pictures(item: Item) -> Iterator[Picture]:
    """Yield the pictures that stand beside an entry's text, the first as its lead."""
    role, seen = "lead", set[str]()
    for url, credit in (*_attached(item.values), *_thumbnails(item)):
        whole = whole_address(url, item.feed.link)
        if whole and whole not in seen:
            seen.add(whole)
            yield Picture(whole, credit=credit, role=role)
            role = "inline"


def _attached(values: Values) -> Iterator[tuple[str, str]]:
    credits = [name_of(str(one.get("content") or "")) for one in values.get("media_credit") or ()]
    credit = credits[0] if len(credits) == 1 else ""
    for link in values.get("links") or ():
        if link.get("rel") == "enclosure" and _shows(link.get("type"), link.get("href")):
            yield str(link.get("href")), ""
    for media in values.get("media_content") or ():
        kind = "image/" if media.get("medium") == "image" else media.get("type")
        if _shows(kind, media.get("url")):
            yield str(media.get("url")), credit
    image = values.get("image") or {}
    if image.get("href"):
        yield str(image["href"]), ""


def _thumbnails(item: Item) -> Iterator[tuple[str, str]]:
    """Yield small pictures where there is no other to show."""
    if item.shows_pictures or next(_attached(item.values), None):
        return
    for one in item.values.get("media_thumbnail") or ():
        yield str(one.get("url") or ""), ""


def _shows(kind: Any, url: Any) -> bool:
    """Whether an attachment is a picture: by what it says it is, else by its ending."""
    if not url or kind:
        return bool(url) and str(kind).lower().startswith("image/")
    return _PICTURE.search(str(url)) is not None


def _title(item: Item) -> Said | None:
    name = one_line(titled(item.values))
    return item.reading.said(item.title, RULE, name) if item.title and name else None


def _url(item: Item) -> Said | None:
    link = str(item.values.get("feedburner_origlink") or item.values.get("link") or "")
    address = whole_address(link, item.feed.link)
    if not address:
        return None
    element = _linking(item, link) or _holding(item, link, LINKS) or item.element
    return item.reading.said(element, RULE, address)


def _linking(item: Item, link: str) -> Element | None:
    """Return the element that leads to an address, which it may hold without its beginning."""
    for one in item.elements:
        href = one.named.get("href", "").strip().lstrip("./") if one.name in LINKS else ""
        if href and link.endswith(href):
            return one
    return None


def _source(item: Item) -> Said | None:
    """Return the feed that an entry says it was taken from."""
    name = name_of(titled(item.values.get("source") or {}))
    element = _holding(item, name, SOURCES) if name else None
    return item.reading.said(element, RULE, name) if element else None


def _publisher(item: Item) -> Said | None:
    element = next((one for one in item.elements if one.name == "dc:publisher"), None)
    name = person(item.reading.xml, element) if element else ""
    return item.reading.said(element, RULE, name) if element and name else None


def _summary(item: Item) -> Said | None:
    if item.summary is None:
        return None
    words = html_words(content(item.reading.xml, item.summary))
    if not words or fold(one_line(words)) == fold(one_line(item.body)):
        return None
    return item.reading.said(item.summary, RULE, words)


def _status(item: Item) -> str:
    control = item.element.find("app:control")
    draft = control.find("app:draft") if control else None
    is_draft = draft is not None and item.reading.xml.value(draft).strip().lower() == "yes"
    return "draft" if is_draft else ""


def title_element(element: Element) -> Element | None:
    """Return the element that says what an entry or a feed is called."""
    return element.find(*TITLES)


def _holding(item: Item, value: str, names: frozenset[str]) -> Element | None:
    """Return the element that says a value in its words or attributes, else the first so named."""
    named = [one for one in item.elements if one.name in names]
    source = item.reading.xml
    for one in named:
        said = " ".join((source.value(one), *map(source.value, one.children)))
        if value in one_line(said) or value in one.named.values():
            return one
    return next(iter(named), None)
