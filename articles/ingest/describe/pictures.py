"""The pictures of an article: those of its body in order, and which of them leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from articles.ingest.records import HeaderField, Marked, PartKind, Picture, RawDocument
from articles.text.header_keys import PICTURE
from articles.text.urls import bare_url, web_url

# A picture that answers differently each time it is asked for shows nothing of the article.
_RANDOM = re.compile(r"[?&](?:random|rand|rnd|seed|nonce)(?:=[^&#]*)?(?:[&#]|$)", re.IGNORECASE)


def pictures(
    raw: RawDocument, marked: Sequence[Marked], *, with_header: bool
) -> tuple[Picture, ...]:
    """Return the pictures of an article, the leading one first among equals.

    The same address with another query is the same picture; the first stands. The header's
    picture leads if it stands in the body, or if the body has none and it is no placeholder;
    else the first of the body does.
    """
    found: dict[str, Picture] = {}
    for one in marked:
        if one.kind in (PartKind.BODY, PartKind.CREDIT):
            for picture in one.block.pictures:
                found.setdefault(same_picture(picture.url), picture)
    lead = header_picture(raw) if with_header else None
    key = same_picture(web_url(lead.value)) if lead else ""
    if lead and not found and not is_placeholder(lead.value):
        found[key] = Picture(web_url(lead.value))
    if key not in found:
        key = next(iter(found), "")
    return tuple(replace(p, role="lead") if k == key else p for k, p in found.items())


def same_picture(url: str) -> str:
    """Return what is the same for one picture: not its scheme, nor the size it was asked for in."""
    return bare_url(url).partition("://")[2]


def header_picture(raw: RawDocument) -> HeaderField | None:
    """Return the header field that names a picture on the web."""
    for key in PICTURE:
        named = raw.field(key)
        if named is not None and web_url(named.value):
            return named
    return None


def placeholders(raw: RawDocument, shown: Iterable[Picture]) -> frozenset[int]:
    """Return the lines of a header that name a placeholder which none of the articles shows."""
    keys = {same_picture(picture.url) for picture in shown}
    return frozenset(
        one.line
        for one in raw.header
        if one.key in PICTURE
        and is_placeholder(one.value)
        and same_picture(web_url(one.value)) not in keys
    )


def is_placeholder(url: str) -> bool:
    """Say whether an address asks for any picture, not for this one."""
    return ("?" in url or "&" in url) and _RANDOM.search(url) is not None
