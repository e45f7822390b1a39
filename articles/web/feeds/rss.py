"""RSS 2.0, with Media RSS, Dublin Core, and the whole text where it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from articles.imaging.specs import LEAD
from articles.moments import in_utc
from articles.web.feeds.entries import Entry, Shot
from articles.web.feeds.gone import Gone
from articles.web.feeds.subjects import MEDIA_TYPES, RSS, Subject, of_source
from articles.web.xml import add, add_each, document

_ROOT = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def write(
    subject: Subject, entries: list[Entry], _gone: list[Gone], *, site: str, own: str
) -> bytes:
    """Return a feed; `site` is scheme and host, `own` the address that was asked for."""
    root = Element("rss", _ROOT)
    channel = add(root, "channel")
    add(channel, "title", subject.title)
    add(channel, "link", site + subject.page)
    add(channel, "description", subject.description)
    add(channel, "atom:link", rel="self", type=MEDIA_TYPES[RSS], href=own)
    add_each(channel, "copyright", subject.rights)
    if entries:
        add(channel, "lastBuildDate", _date(max(entry.updated for entry in entries)))
    for entry in entries:
        _item(add(channel, "item"), entry, site)
    return document(root)


def _item(item: Element, entry: Entry, site: str) -> None:
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", _date(entry.published))
    add(item, "atom:updated", in_utc(entry.updated))
    add_each(item, "description", entry.summary)
    add_each(item, "content:encoded", entry.content)
    add_each(item, "dc:creator", *entry.authors)
    add_each(item, "dc:contributor", *entry.contributors)
    add_each(item, "dc:language", entry.language)
    add_each(item, "category", *entry.categories)
    if entry.source:
        about = of_source(entry.source)
        add(item, "source", about.name, url=site + about.feed(RSS))
        add_each(item, "dc:rights", about.rights)
    _pictures(item, entry.pictures)


def _pictures(item: Element, pictures: list[Shot]) -> None:
    """Add every picture; none is an enclosure, which has to say how many bytes it has.

    Pictures are derived when somebody first asks for them, which no feed waits for.
    """
    for shot in pictures:
        content = add(
            item,
            "media:content",
            url=shot.whole.src,
            type=LEAD.format.mime,
            medium="image",
            width=shot.whole.width,
            height=shot.whole.height,
        )
        small = shot.small
        add(content, "media:thumbnail", url=small.src, width=small.width, height=small.height)
        add_each(content, "media:credit", shot.whole.credit)


def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
