"""WordPress exports (WXR 1.0 to 1.2): posts and pages, with what the site says of each.

Attachments become the pictures of the posts that show them. Menus, revisions, style sheets and
what plug-ins keep are left out; a post type of the site's own is read as a post, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from articles.ingest.dated import DateCandidate, unread
from articles.ingest.formats.exports.values import (
    day,
    html_words,
    instant,
    says_anything,
    title_words,
    whole_address,
    with_whole_addresses,
)
from articles.ingest.formats.exports.xml_reading import DATA, XmlReading
from articles.ingest.formats.exports.xml_text import Element, Xml, outermost, xml_text
from articles.ingest.formats.wxr.body import with_paragraphs
from articles.ingest.formats.wxr.figures import with_figures
from articles.ingest.formats.wxr.site import Site, meta, site_of, text_in
from articles.ingest.records import Entry, Marked, PartKind, Picture, Place, RawDocument, Said, Warn
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import name_of, one_line
from articles.text.folding import fold
from articles.text.urls import bare_url, host_of

NAME = "wxr"
RULE = "export_field"
DATE_RULE = "export_published"

_SIGNS = re.compile(r"wordpress\.org/export/1\.|<wp:wxr_version\b|<wp:post_type\b")
_ROOT = re.compile(r"<rss\b", re.IGNORECASE)
_POSTS = frozenset({"post", "page"})
# What holds no text of an author: parts of WordPress itself and of plug-ins in wide use.
_REASONS = {"attachment": "attachment", "nav_menu_item": "navigation", "revision": "revision"}
_MACHINERY = re.compile(
    r"(?:wp_|acf|elementor|shop_|jetpack|jp_|vc_|et_|oembed|customize_|custom_css|user_request"
    r"|feedback|wpcf7|mc4wp|tablepress|amp_|ml-slider|popup|scheduled-action|product_variation"
    r"|_).*"
)
_STATUSES = {"publish": "", "future": "scheduled", "inherit": ""}
# A post that was never public has the day it was begun for a date.
_UNPUBLISHED = frozenset({"draft", "auto-draft", "pending"})
_SIZED = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")
_SHORT_CODE = re.compile(r"\[([a-z][\w-]{1,30})(?:\s[^\[\]<>]{0,300})?/?\]")
_METADATA = frozenset(
    ["link", "wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:status", "category"]
)


@dataclass(frozen=True, slots=True)
class _Post:
    """A post while it is read."""

    xml: Xml
    site: Site
    item: Element
    index: int

    def text(self, *names: str) -> str:
        return text_in(self.xml, self.item, *names)

    def said(self, reading: XmlReading, name: str) -> Said | None:
        child = self.item.find(name)
        value = " ".join(self.xml.value(child).split()) if child else ""
        return reading.said(child, RULE, value) if child and value else None


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is an export of WordPress."""
    return 1.0 if _ROOT.search(head) and _SIGNS.search(head) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document; refuses what has no element of an export, and unsafe XML."""
    xml = xml_text(text)
    elements = [*xml.root.walk()]
    if not any(element.name in ("rss", "channel", "item") for element in elements):
        raise Refused(Refusal.BAD_XML, line=1)
    items = outermost(element for element in elements if element.name == "item")
    return _Export(xml, items).document(place, encoding)


class _Export:
    """One export while it is read: its parts in the order of the file."""

    def __init__(self, xml: Xml, items: list[Element]) -> None:
        self.xml = xml
        self.items = items
        self.site = site_of(xml, items)
        self.reading = XmlReading(xml)
        self.types: set[str] = set()
        self.codes: dict[str, list[int]] = {}

    def document(self, place: Place, encoding: str) -> RawDocument:
        channel = next((one for one in self.xml.root.walk() if one.find("item")), None)
        channel = channel or next(iter(self._containers()), self.xml.root)
        title, link = channel.find("title"), channel.find("link", "wp:base_blog_url")
        about = [one for one in (title, link, channel.find("description")) if one]
        about = [one for one in about if not one.children]
        for element in outermost(sorted([*about, *self.items], key=lambda one: one.start)):
            if element.name == "item":
                called = one_line(title_words(text_in(self.xml, element, "title")))
                self.reading.entry(element, called, partial(self._item, element))
            else:
                self.reading.value(element, PartKind.METADATA)
        self._warn()
        name = " ".join(title_words(self.xml.value(title)).split()) if title else ""
        address = self.xml.value(link).strip() if link else ""
        source = self.reading.said(title, RULE, name) if title and name else None
        return self.reading.document(place, NAME, encoding, source=source, domain=host_of(address))

    def _containers(self) -> Iterable[Element]:
        return (one for one in self.xml.root.walk() if one.find("title", "wp:wxr_version"))

    def _item(self, item: Element) -> None:
        kind = text_in(self.xml, item, "wp:post_type") or "post"
        if kind in _REASONS or _MACHINERY.fullmatch(kind):
            self.reading.whole([item], _REASONS.get(kind, DATA))
            return
        post = _Post(self.xml, self.site, item, len(self.reading.entries))
        content = item.find("content:encoded")
        if content is None or not says_anything(self.xml.value(content)):
            self.reading.without_text(item)
            return
        self.reading.add(self._entry(post))
        if kind not in _POSTS:
            self.types.add(kind)

    # One post

    def _entry(self, post: _Post) -> Entry:
        title: Said | None = None
        first = len(self.reading.marked)
        link = post.text("link")
        for child in post.item.children:
            if child.name == "title" and title is None:
                title = self._title(child, post)
            elif child.name == "content:encoded":
                html = with_figures(with_whole_addresses(self.xml.value(child), link))
                self.reading.body(child, with_paragraphs(html), post.index)
                self._note_codes(html, self.xml.line_of(child.inner))
            else:
                self._field(child, post)
        self.reading.leave(post.item.end)
        return self._described(post, title, self.reading.marked[first:])

    def _title(self, element: Element, post: _Post) -> Said | None:
        words = title_words(self.xml.value(element))
        self.reading.value(element, PartKind.TITLE, article=post.index, words=words)
        name = one_line(words)
        return self.reading.said(element, RULE, name) if name else None

    def _field(self, child: Element, post: _Post) -> None:
        if child.name == "dc:creator":
            self.reading.value(child, PartKind.CREDIT, article=post.index)
        elif child.name == "excerpt:encoded":
            words = html_words(self.xml.value(child))
            self.reading.value(child, PartKind.METADATA, article=post.index, words=words)
        elif child.name in _METADATA:
            self.reading.value(child, PartKind.METADATA, article=post.index)
        else:
            self.reading.whole([child], "comments" if child.name == "wp:comment" else DATA)

    def _described(self, post: _Post, title: Said | None, marked: list[Marked]) -> Entry:
        status = _status(post)
        labels, keywords = _terms(post)
        link = post.said(self.reading, "link")
        address = whole_address(link.value, "") if link else ""
        return Entry(
            key=post.text("wp:post_id"),
            title=title,
            summary=self._summary(post),
            url=link if address else None,
            authors=self._authors(post),
            dates=self._dates(post, status),
            labels=labels,
            keywords=keywords,
            pictures=_pictures(post, marked),
            status=status,
            truncated=post.item.is_cut,
        )

    def _summary(self, post: _Post) -> Said | None:
        child = post.item.find("excerpt:encoded")
        words = html_words(self.xml.value(child)) if child else ""
        return self.reading.said(child, RULE, words) if child and words else None

    def _authors(self, post: _Post) -> tuple[Said, ...]:
        said = post.said(self.reading, "dc:creator")
        if said is None:
            return ()
        login = said.value.strip("<>")  # what a wrongly closed tag leaves
        name = self.site.authors.get(login, login)
        return () if "@" in name else (said._replace(value=name),)

    def _dates(self, post: _Post, status: str) -> tuple[DateCandidate, ...]:
        found = []
        for name, weight in (("wp:post_date_gmt", 1.0), ("wp:post_date", 0.8)):
            said = post.said(self.reading, name)
            dated = (instant if weight == 1.0 else day)(said.value) if said else None
            if said and dated:
                counts = 0.3 if status in _UNPUBLISHED else weight
                at = said.evidence
                found.append(DateCandidate(dated, DATE_RULE, counts, at.line, at.text))
            elif said and said.value.strip("0-: "):
                found.append(unread(said.value, said.evidence.line))
        return tuple(found)

    # What an editor should know

    def _note_codes(self, html: str, line: int) -> None:
        for found in _SHORT_CODE.finditer(html):
            at = line + html.count("\n", 0, found.start())
            self.codes.setdefault(found[1], []).append(at)

    def _warn(self) -> None:
        warnings = self.reading.warnings
        if self.types:
            names = ", ".join(sorted(self.types))
            warnings.append(Warn("other_post_types", params={"names": names}))
        for name, lines in sorted(self.codes.items()):
            params: dict[str, str | int] = {"name": name, "count": len(lines)}
            warnings.append(Warn("short_code", line=lines[0], params=params))


def _status(post: _Post) -> str:
    """Return "" for a public post; what does not say that it is public is not."""
    status = post.text("wp:status").lower() or "unknown"
    if post.text("wp:post_password") and status == "publish":
        return "protected"
    return _STATUSES.get(status, status)


def _terms(post: _Post) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a post's categories, parents before them, and its tags."""
    labels: dict[str, None] = {}
    keywords: dict[str, None] = {}
    for child in post.item.children:
        if child.name != "category":
            continue
        named = child.named
        name = name_of(title_words(post.xml.value(child)))
        domain = named.get("domain", "category")
        if domain == "category" and name:
            labels.setdefault(post.site.label(named.get("nicename", ""), name))
        elif domain in ("post_tag", "tag") and name:
            keywords.setdefault(name)
    bare = {fold(word) for word in keywords}
    return tuple(one for one in labels if fold(one) not in bare or len(labels) == 1), tuple(
        keywords
    )


def _pictures(post: _Post, marked: list[Marked]) -> tuple[Picture, ...]:
    """Return the lead that a post names, or, where its text shows nothing, what was added to it."""
    shown = [picture for one in marked for picture in one.block.pictures]
    lead = post.site.pictures.get(dict(meta(post.xml, post.item)).get("_thumbnail_id", ""))
    if lead is not None:
        same = next((p.url for p in shown if _unsized(p.url) == _unsized(lead.url)), lead.url)
        return (replace(lead, url=same, role="lead"),)
    keys = () if shown else post.site.attached.get(post.text("wp:post_id"), ())
    return tuple(post.site.pictures[key] for key in keys)


def _unsized(url: str) -> str:
    """Return an address without the size in its name, which WordPress puts before the ending."""
    return _SIZED.sub("", bare_url(url)).partition("://")[2]
