"""What a WordPress export says of its site: authors, categories, attachments by their keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from articles.ingest.formats.exports.values import caption_words, title_words
from articles.ingest.formats.exports.xml_text import Element, Xml
from articles.ingest.formats.pictures import plain_alt
from articles.ingest.records import Picture
from articles.text.characters import one_line
from articles.text.urls import web_url

# What stands between a category's name and its parent's in a label.
BETWEEN = " / "
_MOST_PARENTS = 8
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic)(?:$|[?#])", re.IGNORECASE)
_ALT = "_wp_attachment_image_alt"


@dataclass(frozen=True, slots=True)
class Term:
    """A category: its name and the key of its parent, "" where it has none."""

    name: str
    parent: str


@dataclass(slots=True)
class Site:
    """Tables of an export; `attached` are the keys of the pictures uploaded to a post, in order."""

    authors: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    attached: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def label(self, key: str, name: str) -> str:
        """Return a category with its parents before it, `Parent / Child`."""
        names: list[str] = []
        seen: set[str] = set()
        term = self.terms.get(key) or Term(name, "")
        while len(names) < _MOST_PARENTS and term.name:
            names.append(term.name)
            seen.add(key)
            key = term.parent
            if key in seen or key not in self.terms:
                break
            term = self.terms[key]
        return BETWEEN.join(reversed(names))


def site_of(xml: Xml, items: Iterable[Element]) -> Site:
    """Return what an export says beside its posts, and of the pictures among them."""
    site = Site()
    for element in xml.root.walk():
        if element.name == "wp:author":
            _author(xml, element, site)
        elif element.name in ("wp:category", "wp:term"):
            _term(xml, element, site)
    for item in items:
        if text_in(xml, item, "wp:post_type") == "attachment":
            _attachment(xml, item, site)
    return site


def text_in(xml: Xml, element: Element, *names: str) -> str:
    """Return what the first child with one of `names` says, in one line."""
    child = element.find(*names)
    return " ".join(xml.value(child).split()) if child else ""


def meta(xml: Xml, item: Element) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of a post's further fields."""
    for child in item.children:
        if child.name == "wp:postmeta":
            yield text_in(xml, child, "wp:meta_key"), text_in(xml, child, "wp:meta_value")


def _author(xml: Xml, element: Element, site: Site) -> None:
    login = text_in(xml, element, "wp:author_login")
    names = (text_in(xml, element, f"wp:author_{part}_name") for part in ("first", "last"))
    name = text_in(xml, element, "wp:author_display_name") or " ".join(filter(None, names))
    if login and name and "@" not in name:
        site.authors.setdefault(login, title_words(name))


def _term(xml: Xml, element: Element, site: Site) -> None:
    taxonomy = text_in(xml, element, "wp:term_taxonomy") or "category"
    key = text_in(xml, element, "wp:category_nicename", "wp:term_slug")
    name = one_line(title_words(text_in(xml, element, "wp:cat_name", "wp:term_name")))
    parent = text_in(xml, element, "wp:category_parent", "wp:term_parent")
    if taxonomy == "category" and key and name:
        site.terms.setdefault(key, Term(name, parent))


def _attachment(xml: Xml, item: Element, site: Site) -> None:
    key = text_in(xml, item, "wp:post_id")
    url = web_url(text_in(xml, item, "wp:attachment_url") or text_in(xml, item, "guid"))
    if not key or not url or not _PICTURE.search(url) or key in site.pictures:
        return
    fields = dict(meta(xml, item))
    caption = item.find("excerpt:encoded")
    words = caption_words(xml.value(caption)) if caption else ""
    site.pictures[key] = Picture(url, alt=plain_alt(fields.get(_ALT, "")), caption=words)
    site.attached[text_in(xml, item, "wp:post_parent")].append(key)
