"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from articles.imaging.specs import LEAD
from articles.moments import in_utc
from articles.web.feeds.entries import Entry
from articles.web.feeds.gone import Gone
from articles.web.feeds.subjects import Subject
from articles.web.xml import without_controls


def write(
    subject: Subject, entries: list[Entry], _gone: list[Gone], *, site: str, own: str
) -> bytes:
    """Return a feed; `site` is scheme and host, `own` the address that was asked for."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": subject.title,
        "home_page_url": site + subject.page,
        "feed_url": own,
        "description": subject.description,
    }
    items = [_item(entry) for entry in entries]
    return json.dumps(_told({**feed, "items": items}), ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    pictures = [shot.whole for shot in entry.pictures]
    values = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.origin,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "image": pictures[0].src if pictures else "",
        "date_published": in_utc(entry.published),
        "date_modified": in_utc(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": entry.categories,
        "language": entry.language,
        "attachments": [
            {"url": p.src, "mime_type": LEAD.format.mime, "title": p.caption or p.alt}
            for p in pictures
        ],
    }
    told = {key: value for key, value in values.items() if value}
    # An item has to have a text of one kind or the other.
    return told if entry.content else {**told, "content_text": entry.summary}


def _told(value: Any) -> Any:
    """Return a value without what the same feed in XML could not say."""
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_told(one) for one in value]
    return without_controls(value)
