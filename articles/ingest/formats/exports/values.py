"""What the values of feeds and exports say: words without markup, whole addresses, dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape, unescape
from urllib.parse import urljoin

from articles.ingest.dated import Dated
from articles.ingest.formats.elements import BREAKING, FORMATS, HEADINGS, WHOLES
from articles.ingest.formats.markup_blocks import markup_blocks
from articles.ingest.formats.pictures import ATTRIBUTE
from articles.ingest.formats.tags import tags
from articles.ingest.refusals import Refused
from articles.text.urls import web_url

_KNOWN = BREAKING | FORMATS | {*WHOLES, *HEADINGS, "p", "br", "img", "span", "font", "applet"}
_RELATIVE = re.compile(
    r"""\b(?:href|src|data-[a-z-]*src|data-original)\s*+=\s*+["']?(?!["'#]|[a-z][a-z0-9+.-]*:|//)""",
    re.IGNORECASE,
)
_ADDRESSES = frozenset(
    "href src data-src data-original data-lazy-src data-actualsrc data-original-src".split()
)
_LINKED = frozenset({"a", "img"})
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)")


def title_words(value: str) -> str:
    """Return a title without its markup; what only looks like a tag stays.

    >>> title_words("Salt &amp; <em>bread</em> in <The Mill>")
    'Salt & bread in <The Mill>'
    """
    if "<" not in value:
        return unescape(value)
    kept = (tag for tag in tags(value) if not tag.name or tag.name not in _KNOWN)
    return "".join(unescape(value[tag.start : tag.end]) for tag in kept)


def html_words(html: str) -> str:
    """Return what some HTML says, a line a paragraph."""
    found = markup_blocks(html)
    lines = (found.text[block.start : block.end] for block in found.blocks)
    return "\n".join(line for line in lines if line)


def caption_words(html: str) -> str:
    """Return what some HTML says in one line; "" where it is nested too deep for a caption."""
    try:
        return " ".join(html_words(html).split())
    except Refused:
        return ""


def says_anything(html: str) -> bool:
    """Whether some HTML has a word or a picture."""
    return any(
        tag.name == "img" or (not tag.name and not html[tag.start : tag.end].isspace())
        for tag in tags(html)
    )


def with_whole_addresses(html: str, base: str) -> str:
    """Return some HTML with the addresses of its links and pictures resolved against `base`."""
    if not web_url(base) or not _RELATIVE.search(html):
        return html
    pieces, at = [], 0
    for tag in tags(html):
        if tag.name in _LINKED and not tag.closes:
            pieces += [html[at : tag.start], resolved(html[tag.start : tag.end], base)]
            at = tag.end
    return "".join((*pieces, html[at:]))


def whole_address(address: str, base: str) -> str:
    """Return an address resolved against `base`; "" for what is none of the web."""
    address = address.strip()
    try:
        return web_url(urljoin(base, address) if base and address else address)
    except ValueError:  # brackets that are no IPv6 host
        return ""


def instant(value: str) -> Dated | None:
    """Return the moment of `YYYY-MM-DD hh:mm:ss` in UTC; None for zeros and other nonsense."""
    found = _CLOCK.fullmatch(value.strip())
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Dated(moment, "time")


def day(value: str) -> Dated | None:
    """Return the day of `YYYY-MM-DD hh:mm:ss`, a clock whose zone nobody names."""
    moment = instant(value)
    if moment is None or not isinstance(moment.value, datetime):
        return None
    return Dated(moment.value.date(), "day")


def resolved(tag: str, base: str) -> str:
    """Return a tag with its relative addresses made whole."""
    if not _RELATIVE.search(tag):
        return tag

    def whole(found: re.Match[str]) -> str:
        name, value = found[1], found[2] or found[3] or found[4] or ""
        address = unescape(value).strip()
        if not name or name.lower() not in _ADDRESSES or not address or address.startswith("#"):
            return found[0]
        made = whole_address(address, base)
        return f'{name}="{escape(made)}"' if made else found[0]

    return ATTRIBUTE.sub(whole, tag)
