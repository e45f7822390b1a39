"""IPTC ninjs, versions 1 to 3: a news item of an agency, a list of them, or a package.

The versions name the same things differently (`body_html`, `bodies`, `versionCreated`), so keys
are compared without case and both shapes are asked for. A picture, a film or a sound that comes
with no text but its caption is no article: its words are kept as the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from typing import NamedTuple

from articles.ingest.formats.exports.json_parts import OTHER_FORM, JsonParts
from articles.ingest.formats.exports.json_text import Value, read_json
from articles.ingest.formats.exports.stamps import stamps
from articles.ingest.formats.ninjs.names import holder_in, names_in
from articles.ingest.records import (
    Entry,
    PartKind,
    Picture,
    Place,
    RawDocument,
    Said,
    Warn,
)
from articles.ingest.refusals import Refusal, Refused
from articles.text.characters import name_of
from articles.text.folding import fold
from articles.text.urls import web_url

NAME = "ninjs"

_URI = re.compile(r'"uri"\s*:\s*"')
_KEYS = re.compile(
    r'"(versioncreated|firstcreated|pubstatus|headlines?|bodies|body_(?:html|xhtml|text)'
    r"|description_\w+|descriptions|representationtype|copyrightholder|copyrightnotice"
    r'|bylines?|renditions)"\s*:',
    re.IGNORECASE,
)
_MEDIA = frozenset({"picture", "graphic", "video", "audio", "animation", "photo", "image"})
_ABSTRACTS = ("text", "summary", "abstract", "")
_STATUSES = frozenset({"canceled", "cancelled", "withheld"})
_DATES = (
    ("firstcreated", "export_published", 0.9),
    ("versioncreated", "export_version", 0.7),
    ("contentcreated", "export_created", 0.4),
)
# Wide enough for a page on a dense screen; agencies also send what a printer needs.
_WIDEST = 2400
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)


class _Text(NamedTuple):
    """One form of an item's text or description: its value, its role, and whether it is HTML."""

    value: Value
    role: str
    is_html: bool


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is such an item: by the keys it has."""
    if head.lstrip()[:1] not in ("{", "["):
        return 0.0
    keys = {key.lower() for key in _KEYS.findall(head)}
    return 1.0 if len(keys) > (1 if _URI.search(head) else 2) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document with an article for each item that has a text.

    Refuses what is no JSON, with the line, and JSON that is no such item.
    """
    parts = JsonParts(read_json(text))
    root = _lowered(parts.source.root)
    items = [one for one in ([root] if root.fields else root.items) if "uri" in one.fields]
    if not items or not any(_is_item(one) for one in items):
        raise Refused(Refusal.UNKNOWN_FORMAT)
    readers = [_Item(parts, item) for item in items]
    for reader in readers:
        reader.read()
    return parts.document(place, NAME, encoding, source=readers[0].source())


def _is_item(item: Value) -> bool:
    return any(_KEYS.fullmatch(f'"{key}":') for key in item.fields)


def _lowered(value: Value) -> Value:
    """Return a value with all keys in lower case; values are at most a hundred deep."""
    content = value.content
    if isinstance(content, dict):
        content = {key.lower(): _lowered(one) for key, one in content.items()}
    elif isinstance(content, list):
        content = [_lowered(one) for one in content]
    else:
        return value
    return Value(content, value.start, value.end, value.line)


class _Item:
    """One item, on its way to an article or to none."""

    def __init__(self, parts: JsonParts, item: Value) -> None:
        self.parts, self.item = parts, item
        self.article: int | None = None
        self.titles = list(_texts(item, "headline", "headlines"))
        self.abouts = list(_texts(item, "description", "descriptions"))
        self.bodies = sorted(_texts(item, "body", "bodies"), key=lambda one: not one.is_html)

    def read(self) -> None:
        """Add the item's article, if it has a text, and those of the items it comes with."""
        text, headline = self.text(), self.headline()
        if text is None:
            self.say_nothing()
        elif not self.parts.entry(
            self.item, headline.text if headline else "", partial(self.entry, text)
        ):
            return
        for one in self.associated():
            inner = _Item(self.parts, one)
            if inner.bodies and inner.text() is not None:
                inner.read()

    def say_nothing(self) -> None:
        for one in (*self.titles, *self.abouts, *self.bodies):
            self.parts.said(one.value)
        params = {"count": 1}
        self.parts.warnings.append(Warn("entry_without_text", line=self.item.line, params=params))

    # The text

    @property
    def is_media(self) -> bool:
        return self.item.text_at("type").lower() in _MEDIA

    def text(self) -> _Text | None:
        """Return the text: a body that is no mere caption, or what describes an item of text."""
        captions = {fold(one.value.text) for one in self.abouts}
        if self.is_media:
            return next((b for b in self.bodies if fold(b.value.text) not in captions), None)
        told = [one for one in self.abouts if one.role in _ABSTRACTS]
        return next(iter((*self.bodies, *told)), None)

    def entry(self, text: _Text, article: int) -> Entry:
        self.article = article
        title = self.title()
        html = text.value.text if text.is_html else None
        self.parts.body(text.value, article, html=html, title=title.value if title else "")
        for other in self.bodies:
            self.parts.leave(other.value, OTHER_FORM, self.article)
        return Entry(
            key=self.item.text_at("uri"),
            title=title,
            subtitle=self.said(_of_role(self.titles, "sub", "subhead", "subheadline")),
            summary=self.said(_of_role(self.abouts, *_ABSTRACTS)) if self.bodies else None,
            source=self.source(),
            publisher=self.publisher(),
            authors=tuple(self.authors()),
            dates=tuple(stamps(self.item, _DATES)),
            labels=tuple(dict.fromkeys(self.named("subjects", "subject", "service", "services"))),
            keywords=tuple(dict.fromkeys(self.named("keywords"))),
            pictures=tuple(self.pictures(html or "")),
            language=self.item.text_at("language"),
            status=self.status(),
            truncated=not self.bodies,
        )

    def said(self, value: Value | None, kind: PartKind = PartKind.METADATA) -> Said | None:
        return self.parts.said(value, self.article, kind)

    def headline(self) -> Value | None:
        main = _of_role(self.titles, "main", "")
        return main or (self.titles[0].value if self.titles else self.item.at("title", "name"))

    def title(self) -> Said | None:
        return self.said(self.headline(), PartKind.TITLE)

    # What stands beside it

    def publisher(self) -> Said | None:
        """Return who holds the rights, by name or from the notice."""
        holder = self.said(self.item.at("copyrightholder"))
        if holder is not None:
            return holder
        notice = self.said(self.item.at("copyrightnotice"))
        name = holder_in(notice.value) if notice else ""
        return notice._replace(value=name) if notice and name else None

    def source(self) -> Said | None:
        """Return whose item it is: who holds the rights, else who supplied it."""
        named = [one.at("name") for one in self.item.items_at("infosources")]
        supplied = [self.said(one) for one in (self.item.at("source"), *named)]
        return self.publisher() or next(filter(None, supplied), None)

    def authors(self) -> Iterator[Said]:
        """Yield the persons of the byline; the agency itself is none."""
        printed = [self.item.at("byline"), self.item.at("by")]
        printed += [one.at("value", "name") or one for one in self.item.items_at("bylines")]
        printed += [one.at("name") for one in self.item.items_at("authors")]
        agencies = {fold(name_of(one.value)) for one in (self.source(), self.publisher()) if one}
        for said in filter(None, (self.said(one, PartKind.CREDIT) for one in printed)):
            for name in names_in(said.value):
                if fold(name) not in agencies:
                    yield said._replace(value=name)

    def status(self) -> str:
        """Return "" for what may be used; an embargo counts that ends after its item was sent."""
        status = self.item.text_at("pubstatus").lower()
        if status in _STATUSES:
            return status
        until, sent = self.item.text_at("embargoed"), self.item.text_at("versioncreated")
        return "embargoed" if until and until > sent else ""

    def named(self, *keys: str) -> Iterator[str]:
        for key in keys:
            for one in self.item.items_at(key):
                said = self.said(one.at("name", "value") if one.fields else one)
                if said and name_of(said.value):
                    yield name_of(said.value)

    # Pictures

    def associated(self) -> Iterator[Value]:
        for one in self.item.items_at("associations"):
            yield from (inner for inner in (one.items if not one.fields else [one]) if inner.fields)

    def pictures(self, html: str) -> Iterator[Picture]:
        """Yield the pictures that come with the text, but for those it shows itself."""
        for one in ([self.item] if self.is_media else []) + list(self.associated()):
            found = _picture(one)
            if found is not None and not any(url in html for url in _addresses(one)):
                yield found


def _texts(item: Value, single: str, several: str) -> Iterator[_Text]:
    """Yield the forms of a text: those of a list, and those whose key ends in their kind."""
    for one in item.items_at(several):
        value = one.at("value") if one.fields else one
        if value is not None and value.text.strip():
            role = one.text_at("role").lower()
            yield _Text(value, role, "html" in role + one.text_at("contenttype").lower())
    for key, value in item.fields.items():
        if (key == single or key.startswith(f"{single}_")) and value.text.strip():
            role = key[len(single) + 1 :]
            yield _Text(value, role, "html" in role)


def _of_role(texts: Iterable[_Text], *roles: str) -> Value | None:
    """Return the text with the first of `roles` that any has."""
    by_role = {one.role: one.value for one in reversed(list(texts))}
    return next((by_role[role] for role in roles if role in by_role), None)


def _picture(item: Value) -> Picture | None:
    """Return the picture of an item in the size that suits a page best."""
    if item.text_at("type").lower() in ("video", "audio", "text", "composite"):
        return None
    shown = [one for one in item.items_at("renditions") if one.fields and _is_picture(one)]
    if not shown:
        return None
    best = max(shown, key=_suits)
    abouts = list(_texts(item, "description", "descriptions"))
    caption = _of_role(abouts, "caption", "text", "")
    return Picture(
        web_url(best.text_at("href")),
        caption=" ".join(caption.text.split()) if caption else "",
        credit=item.text_at("byline", "by"),
    )


def _addresses(item: Value) -> Iterator[str]:
    """Yield the addresses of a picture in all its sizes, as the markup of a text has them."""
    for one in item.items_at("renditions"):
        if href := one.text_at("href"):
            yield escape(href, quote=False)


def _is_picture(rendition: Value) -> bool:
    url = web_url(rendition.text_at("href"))
    kind = rendition.text_at("contenttype", "mimetype").lower()
    return bool(url) and (kind.startswith("image/") or (not kind and _is_file(url)))


def _is_file(url: str) -> bool:
    return _PICTURE_FILE.search(url) is not None


def _suits(rendition: Value) -> tuple[bool, bool, int]:
    """Return what orders renditions: unmarked, of a width for a page, the wider the better."""
    written = rendition.text_at("width")
    width = int(written) if written.isdecimal() and len(written) < 7 else 0
    named = (
        rendition.text_at("name") + rendition.text_at("title") + rendition.text_at("href")
    ).lower()
    fits = width <= _WIDEST
    return "watermark" not in named, fits, width if fits else -width
