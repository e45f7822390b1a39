"""Exports of WordPress, put together of posts, pictures and categories, and read."""

from __future__ import annotations

from articles.ingest import formats
from articles.ingest.records import Entry, Place, RawDocument

HEAD = (
    '<?xml version="1.0"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
    "<title>Mill Lane</title><link>https://mill-lane.example/</link>\n"
)


def category(key: str, name: str, parent: str = "") -> str:
    return (
        f"<wp:category><wp:category_nicename>{key}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{name}</wp:cat_name></wp:category>"
    )


def post(body: str = "Words of a post.", **fields: str) -> str:
    """Return an item; a field is `name=value`, `_` standing for the prefix `wp:`."""
    values = {"post_id": "1", "post_type": "post", "status": "publish", **fields}
    more = values.pop("more", "")
    title = values.pop("title", "A post")
    written = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    content = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
    return f"<item><title>{title}</title>{content}{written}{more}</item>\n"


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def picture(key: str, url: str, *, parent: str = "", caption: str = "", alt: str = "") -> str:
    more = f"<wp:attachment_url>{url}</wp:attachment_url>"
    more += f"<excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded>" if caption else ""
    more += meta("_wp_attachment_image_alt", alt) if alt else ""
    return post("", post_id=key, post_type="attachment", post_parent=parent, more=more)


def raw(*items: str) -> RawDocument:
    text = f"{HEAD}{''.join(items)}</channel></rss>"
    return formats.read(text.encode(), Place("", "a"))


def entry(*items: str) -> Entry:
    """Return the first entry of an export with these items."""
    return raw(*items).entries[0]
