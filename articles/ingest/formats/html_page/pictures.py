"""The pictures of a page's article: those in its text with their captions, and the one stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from articles.ingest.formats.html_page.json_ld import Statements
from articles.ingest.formats.html_page.meta_tags import Head
from articles.ingest.records import Picture
from articles.text.urls import bare_url, web_url

_KEYS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_NOTHING = re.compile(
    r"logo|placeholder|default|blank|avatar|favicon|sprite|fallback|no[-_]?image|share[-_]?(?:img|"
    r"image|icon|pic)|site[-_]?image|apple-touch|/icons?[/._-]|\.svg(?:$|\?)|[?&](?:random|rand)\b",
    re.IGNORECASE,
)
# Pixels: a smaller picture beside a text shows a sign, not a scene.
_SMALLEST = 200
_NUMBER = re.compile(r"\d{1,6}")


def stated_lead(head: Head, stated: Statements, inside: Sequence[Picture]) -> Picture | None:
    """Return the picture that the page states for its article, unless it is a sign of its site.

    One that stands in the text under another size of its address is that of the text.
    """
    small = _is_small(head)
    by_name = {_name(one.url): one for one in inside}
    for url in filter(None, map(web_url, (*_tagged(head), *_stated(stated)))):
        same = by_name.get(_name(url))
        if same is not None:
            return replace(same, role="lead")
        if not small and not _NOTHING.search(url):
            return Picture(url, role="lead")
    return None


def _tagged(head: Head) -> Iterator[str]:
    for meta in head.all(*_KEYS, "image", "link:image_src"):
        yield meta.value


def _stated(stated: Statements) -> Iterator[str]:
    article = stated.article()
    if article:
        yield from _urls(article[0].get("image", article[0].get("images")), stated)


def _urls(value: Any, stated: Statements) -> Iterator[str]:
    value = stated.resolved(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value[:8]:
            yield from _urls(one, stated) if not isinstance(one, list) else ()
    elif isinstance(value, dict):
        url = value.get("url") or value.get("contentUrl")
        if isinstance(url, str):
            yield url


def _is_small(head: Head) -> bool:
    sizes = [_NUMBER.match(meta.value) for meta in head.all("og:image:width", "og:image:height")]
    return any(size and int(size[0]) < _SMALLEST for size in sizes)


def _name(url: str) -> str:
    """Return the last part of an address that is long enough to be one picture's."""
    name = bare_url(url).rstrip("/").rpartition("/")[2]
    return name if len(name) >= 8 else bare_url(url).partition("://")[2]
