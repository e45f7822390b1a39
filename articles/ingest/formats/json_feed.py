"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): a site's items, each with its text and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from articles.ingest.formats.exports.json_parts import OTHER_FORM, JsonParts
from articles.ingest.formats.exports.json_text import Value, read_json
from articles.ingest.formats.exports.stamps import stamps
from articles.ingest.formats.exports.values import whole_address, with_whole_addresses
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
from articles.text.urls import host_of, web_url

NAME = "json_feed"

_VERSION = r"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org\\?/version\\?/1"
_HEAD = re.compile(rf'"version"\s*:\s*"{_VERSION}')
# Where keys are sorted, the version stands at the end; `read` looks for it.
_ITEMS = re.compile(r'"items"\s*:\s*\[\s*(?:\{|\])')
_ITEM_KEYS = re.compile(r'"(?:content_html|content_text|date_published|home_page_url)"\s*:')
_PLAIN_VERSION = re.compile(_VERSION)
_DATES = (
    ("date_published", "export_published", 1.0),
    ("date_modified", "export_changed", 0.3),
)


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a feed: it says so, or has its keys."""
    if not head.lstrip().startswith("{"):
        return 0.0
    is_feed = _HEAD.search(head) or (_ITEMS.search(head) and _ITEM_KEYS.search(head))
    return 1.0 if is_feed else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document with an article for each item that has a text.

    Refuses what is no JSON, with the line, and JSON that is no such feed.
    """
    parts = JsonParts(read_json(text))
    feed = parts.source.root
    if not _PLAIN_VERSION.match(feed.text_at("version")) or "items" not in feed.fields:
        raise Refused(Refusal.UNKNOWN_FORMAT)
    items = [_Item(parts, feed, item) for item in feed.items_at("items") if item.fields]
    silent = [one.item for one in items if not one.read()]
    if silent:
        parts.warnings.append(
            Warn("entry_without_text", line=silent[0].line, params={"count": len(silent)})
        )
    return parts.document(
        place,
        NAME,
        encoding,
        source=parts.said(feed.at("title")),
        domain=host_of(feed.text_at("home_page_url", "feed_url")),
    )


class _Item:
    """One item of a feed, on its way to an article."""

    def __init__(self, parts: JsonParts, feed: Value, item: Value) -> None:
        self.parts, self.feed, self.item = parts, feed, item
        self.article: int | None = None

    def read(self) -> bool:
        """Say whether the item has a text; an article is added where it has."""
        html, plain = self.item.at("content_html"), self.item.at("content_text")
        text = html or plain or self.item.at("summary")
        if text is None or not text.text.strip():
            return False
        self.parts.entry(self.item, self.item.text_at("title"), partial(self.entry, text))
        return True

    @property
    def base(self) -> str:
        return self.item.text_at("url") or self.feed.text_at("home_page_url")

    def whole(self, html: str) -> str:
        """Return markup with whole addresses: relative ones are of the item's own page."""
        return with_whole_addresses(html, self.base)

    def entry(self, text: Value, article: int) -> Entry:
        item, self.article = self.item, article
        html, plain = item.at("content_html"), item.at("content_text")
        is_whole = text in (html, plain)
        title = self.said("title", kind=PartKind.TITLE)
        whole = self.whole(text.text) if text is html else None
        self.parts.body(text, article, html=whole, title=title.value if title else "")
        if html is not None:
            self.parts.leave(plain, OTHER_FORM, article)
        return Entry(
            key=item.text_at("id"),
            title=title,
            summary=self.said("summary") if is_whole else None,
            url=self.said("url"),
            authors=tuple(self.authors()),
            dates=tuple(stamps(item, _DATES)),
            labels=tuple(dict.fromkeys(filter(None, (name_of(t.text) for t in self.tags())))),
            pictures=tuple(self.pictures()),
            language=item.text_at("language") or self.feed.text_at("language"),
            truncated=not is_whole,
        )

    def said(self, *keys: str, kind: PartKind = PartKind.METADATA) -> Said | None:
        return self.parts.said(self.item.at(*keys), self.article, kind)

    def tags(self) -> Iterator[Value]:
        for tag in self.item.items_at("tags"):
            self.parts.said(tag, self.article)
            yield tag

    def authors(self) -> Iterator[Said]:
        """Yield who wrote the item: those of the feed where it names none, but not the site."""
        for holder in (self.item, self.feed):
            named = [one.at("name") for one in holder.items_at("authors")]
            single = holder.at("author")
            if not any(named) and single is not None:
                named = [single.at("name")]
            site = fold(self.feed.text_at("title"))
            article = self.article if holder is self.item else None
            found = [self.parts.said(one, article, PartKind.CREDIT) for one in named]
            if any(found):
                yield from (one for one in found if one and fold(one.value) != site)
                return

    def pictures(self) -> Iterator[Picture]:
        lead = whole_address(self.item.text_at("image", "banner_image"), self.base)
        if lead:
            yield Picture(lead, role="lead")
        for one in self.item.items_at("attachments"):
            url = web_url(one.text_at("url"))
            if url and one.text_at("mime_type").startswith("image/"):
                yield Picture(url)
