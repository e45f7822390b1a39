"""Ghost's own export: posts and pages, with tags, authors and settings in tables beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.ingest.formats.exports.json_parts import OTHER_FORM, JsonParts
from articles.ingest.formats.exports.json_text import Value, read_json
from articles.ingest.formats.exports.stamps import stamps
from articles.ingest.formats.exports.values import caption_words
from articles.ingest.formats.ghost.text import render
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
from articles.text.urls import web_url

NAME = "ghost"
# Stands for the site's own address, which the export does not name: pictures there stay unknown.
PLACEHOLDER = "__GHOST_URL__"

_HEAD = re.compile(r'\s*\{\s*"db"\s*:\s*\[\s*\{\s*"(?:meta|data)"\s*:\s*\{')
_BARE_HEAD = re.compile(r'\s*\{\s*"(?:meta|data)"\s*:\s*\{')
_DATES = (
    ("published_at", "export_published", 1.0),
    ("created_at", "export_created", 0.4),
    ("updated_at", "export_changed", 0.3),
)


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is such an export."""
    is_export = _HEAD.match(head) or (_BARE_HEAD.match(head) and '"exported_on"' in head)
    return 1.0 if is_export else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document with an article for each post and page.

    Refuses what is no JSON, with the line, and JSON that holds no posts.
    """
    parts = JsonParts(read_json(text))
    root = parts.source.root
    found = [one.fields["data"] for one in root.items_at("db") or [root] if "data" in one.fields]
    if not any("posts" in data.fields for data in found):
        raise Refused(Refusal.UNKNOWN_FORMAT)
    sites = [_Site(parts, data) for data in found]
    for site in sites:
        for post in site.data.items_at("posts"):
            if post.fields:
                _Post(site, post).read()
    homeless = text.count(f"{PLACEHOLDER}/content/images/")
    if homeless:
        parts.warnings.append(Warn("picture_without_address", params={"count": homeless}))
    return parts.document(place, NAME, encoding, source=sites[0].name())


@dataclass(slots=True)
class _Site:
    """The tables of an export, by the ids that posts are joined with."""

    parts: JsonParts
    data: Value
    tables: dict[str, dict[str, Value]] = field(default_factory=dict)
    joined: dict[str, dict[str, list[Value]]] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Value]:
        if name not in self.tables:
            self.tables[name] = {row.text_at("id"): row for row in self.data.items_at(name)}
        return self.tables[name]

    def joins(self, name: str) -> dict[str, list[Value]]:
        """Return the rows of a table by the post they are about, in their own order."""
        if name not in self.joined:
            rows: dict[str, list[Value]] = defaultdict(list)
            for row in self.data.items_at(name):
                rows[row.text_at("post_id")].append(row)
            for of_post in rows.values():
                of_post.sort(key=lambda row: row.text_at("sort_order").zfill(6))
            self.joined[name] = rows
        return self.joined[name]

    def name(self) -> Said | None:
        """Return the site's title, which is one of its settings."""
        rows = self.data.items_at("settings")
        named = [row.at("value") for row in rows if row.text_at("key") == "title"]
        return self.parts.said(named[0]) if named else None


class _Post:
    """One post, on its way to an article."""

    def __init__(self, site: _Site, post: Value) -> None:
        self.site, self.parts, self.post = site, site.parts, post
        self.id = post.text_at("id")
        self.article: int | None = None
        meta = site.joins("posts_meta").get(self.id)
        self.meta = meta[0] if meta else post

    def read(self) -> None:
        self.parts.entry(self.post, self.post.text_at("title"), self.entry)

    def entry(self, article: int) -> Entry:
        self.article = article
        title = self.said("title", kind=PartKind.TITLE)
        self.take_body(title.value if title else "", article)
        url = self.said("canonical_url")
        for key in ("codeinjection_head", "codeinjection_foot"):
            self.parts.leave(self.post.at(key), "syntax", self.article)
        return Entry(
            key=self.id or self.post.text_at("uuid"),
            title=title,
            summary=self.said("custom_excerpt"),
            url=url if url and web_url(url.value) else None,
            authors=tuple(self.authors()),
            dates=tuple(stamps(self.post, _DATES)),
            labels=tuple(dict.fromkeys(self.labels())),
            pictures=tuple(self.pictures()),
            language=self.post.text_at("locale", "language").partition("_")[0],
            status=self.status(),
        )

    def said(self, *keys: str, kind: PartKind = PartKind.METADATA) -> Said | None:
        return self.parts.said(self.post.at(*keys), self.article, kind)

    # The text

    def take_body(self, title: str, article: int) -> None:
        """Take the first form of the text that can be read; the others say the same again."""
        forms = [self.post.at(key) for key in ("html", "lexical", "mobiledoc", "plaintext")]
        taken = False
        for value in filter(None, forms):
            if taken:
                self.parts.leave(value, OTHER_FORM, article)
            else:
                taken = self.take_form(value, title, article, is_html=value is forms[0])

    def take_form(self, value: Value, title: str, article: int, *, is_html: bool) -> bool:
        rendered = None if is_html else render(value.text)
        if rendered is None and not is_html and value.text.lstrip().startswith("{"):
            return False
        html = value.text if is_html else rendered.html if rendered else None
        unread = rendered.unread if rendered else []
        if rendered and not rendered.html and not unread:
            return False
        if html is not None:
            html = html.replace(PLACEHOLDER, "")
        self.parts.body(
            value,
            article,
            html=html,
            title=title,
            unread="\n".join(words for _, words in unread),
        )
        for name in dict.fromkeys(name for name, _ in unread):
            self.parts.warnings.append(Warn("card_unread", line=value.line, params={"name": name}))
        return True

    # What stands beside it

    def status(self) -> str:
        """Return "" for what every reader of the site could see, else what it was."""
        status = self.post.text_at("status")
        if status not in ("", "published"):
            return status
        visibility = self.post.text_at("visibility")
        return "" if visibility in ("", "public") else visibility

    def authors(self) -> Iterator[Said]:
        """Yield the names of the post's authors; older exports have one, in the post itself."""
        rows = self.site.joins("posts_authors").get(self.id) or [self.post]
        for row in rows:
            user = self.site.table("users").get(row.text_at("author_id"))
            said = user and self.parts.said(user.at("name"), kind=PartKind.CREDIT)
            if said:
                yield said

    def labels(self) -> Iterator[str]:
        """Yield the names of the post's tags, but for those its writers see alone."""
        for row in self.site.joins("posts_tags").get(self.id, ()):
            tag = self.site.table("tags").get(row.text_at("tag_id"))
            named = tag and self.parts.said(tag.at("name"))
            if tag and named and not _is_internal(tag):
                yield name_of(named.value)

    def pictures(self) -> Iterator[Picture]:
        url = web_url(self.post.text_at("feature_image", "image").replace(PLACEHOLDER, ""))
        if not url:
            return
        caption = self.said_of_picture("feature_image_caption")
        alt = self.said_of_picture("feature_image_alt")
        yield Picture(url, alt=alt, caption=caption, role="lead")

    def said_of_picture(self, key: str) -> str:
        said = self.parts.said(self.meta.at(key), self.article)
        return caption_words(said.value) if said else ""


def _is_internal(tag: Value) -> bool:
    return tag.text_at("visibility") == "internal" or tag.text_at("name").startswith("#")
