"""Atom 1.0 (RFC 4287), with the deleted entries of RFC 6721."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from xml.etree.ElementTree import Element

from django.conf import settings

from articles.imaging.specs import LEAD
from articles.moments import in_utc
from articles.web.feeds.entries import Entry, urn
from articles.web.feeds.gone import Gone
from articles.web.feeds.subjects import ATOM, MEDIA_TYPES, Subject, of_source
from articles.web.xml import add, add_each, document, without_controls

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
}
# When a feed was updated that has never had an entry.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write(
    subject: Subject, entries: list[Entry], gone: list[Gone], *, site: str, own: str
) -> bytes:
    """Return a feed; `site` is scheme and host, `own` the address that was asked for."""
    feed = Element("feed", _NAMESPACES)
    add(feed, "id", subject.urn)
    add(feed, "title", subject.title)
    add(feed, "subtitle", subject.description)
    add(feed, "updated", in_utc(_latest(entries, gone)))
    add(feed, "link", rel="self", type=MEDIA_TYPES[ATOM], href=own)
    add(feed, "link", rel="alternate", type="text/html", href=site + subject.page)
    add(add(feed, "author"), "name", str(settings.NEWSROOM_SITE_NAME))
    add_each(feed, "rights", subject.rights)
    for entry in entries:
        _entry(add(feed, "entry"), entry, site)
    for one in gone:
        add(feed, "at:deleted-entry", ref=urn(one.id), when=in_utc(one.at))
    return document(feed)


def _entry(parent: Element, entry: Entry, site: str) -> None:
    if entry.language:
        parent.set("xml:lang", without_controls(entry.language))
    add(parent, "id", entry.id)
    add(parent, "title", entry.title)
    add(parent, "published", in_utc(entry.published))
    add(parent, "updated", in_utc(entry.updated))
    _links(parent, entry)
    for tag, names in (("author", entry.authors), ("contributor", entry.contributors)):
        for name in names:
            add(add(parent, tag), "name", name)
    for name in entry.categories:
        add(parent, "category", term=name)
    add_each(parent, "summary", entry.summary)
    if entry.content:
        add(parent, "content", entry.content, type="html")
    _source(parent, entry, site)


def _links(parent: Element, entry: Entry) -> None:
    add(parent, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.origin:
        add(parent, "link", rel="via", href=entry.origin)
    for shot in entry.pictures:
        picture = shot.whole
        told = {"title": title} if (title := picture.caption or picture.alt) else {}
        add(parent, "link", rel="enclosure", type=LEAD.format.mime, href=picture.src, **told)


def _source(parent: Element, entry: Entry, site: str) -> None:
    """Say where the article comes from: who stands for it where nobody is named as its author."""
    if entry.source is None:
        return
    about = of_source(entry.source)
    source = add(parent, "source")
    add(source, "id", about.urn)
    add(source, "title", about.name)
    add(source, "link", rel="alternate", type="text/html", href=site + about.page)
    add(add(source, "author"), "name", about.name)
    add_each(parent, "rights", about.rights)


def _latest(entries: list[Entry], gone: list[Gone]) -> datetime:
    moments = chain((entry.updated for entry in entries), (one.at for one in gone))
    return max(moments, default=_NEVER)
