"""One `img` of a page: which picture it shows, and what it says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from articles.ingest.records import Marked, PartKind, Picture, RawDocument, Warn
from articles.text.header_keys import PICTURE
from articles.text.urls import web_url

ATTRIBUTE = re.compile(
    r"""([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))|([^\s=/>"']+)""", re.DOTALL
)
# Pages that load pictures late keep the address in one of these; `src` then shows a stand-in.
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-actualsrc", "data-original-src")
_NUMBER = re.compile(r"\s*(\d+)")
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)|display\s*:\s*none)"
)
# What an editor's tool puts where nobody wrote anything: a width, a file name, the word itself.
_JUNK_ALT = re.compile(
    r"[\W\d_]*(?:\d+\s*[x×*]\s*\d+)?[\W\d_]*"
    r"|[^\s]+\.(?:jpe?g|png|gif|webp|bmp|svg|avif)"
    r"|(?:img|image|picture|photo|pic|null|undefined|alt|图片|图像|图|插图|配图|圖片|画像)[\W\d_]*",
    re.IGNORECASE,
)
# What the field of a header has for a picture where it is no address.
_FILE = re.compile(r"[^\s:]+\.(?:avif|bmp|gif|jpe?g|png|svg|webp)(?:[?#]\S*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:", re.IGNORECASE)


def attributes(source: str) -> dict[str, str]:
    """Return a tag's attributes by lower-case name, the first of a name, entities resolved."""
    found: dict[str, str] = {}
    for name, double, single, plain, alone in ATTRIBUTE.findall(source):
        value = double or single or plain
        key = (name or alone).lower()
        if key not in found:
            found[key] = unescape(value) if "&" in value else value
    return found


def picture(source: str) -> Picture | None:
    """Return the picture of an `img` with these attributes; None for a pixel or no address."""
    named = attributes(source)
    if _is_pixel(named):
        return None
    url = next((url for key in (*_LAZY, "src") if (url := web_url(named.get(key, "")))), "")
    return Picture(url, alt=plain_alt(named.get("alt", ""))) if url else None


def without_address(raw: RawDocument, marked: Iterable[Marked]) -> Iterator[Warn]:
    """Yield a warning for the pictures of articles that a document names by a path of its site."""
    if any(one.code == "picture_without_address" for one in raw.warnings):
        return
    lines = [one.line for one in raw.header if one.key in PICTURE and _is_path(one.value)]
    for one in marked:
        if one.kind in (PartKind.BODY, PartKind.CREDIT) or one.reason == "caption":
            lines += [one.block.line] * one.block.homeless
    if lines:
        yield Warn("picture_without_address", line=min(lines), params={"count": len(lines)})


def _is_path(value: str) -> bool:
    return _FILE.fullmatch(value) is not None and not web_url(value)


def is_homeless(source: str) -> bool:
    """Whether an `img` that gives no `picture` names one by a path of its site."""
    named = attributes(source)
    address = named.get("src", "").strip()
    return address != "" and not _SCHEME.match(address) and not _is_pixel(named)


def plain_alt(alt: str) -> str:
    """Return an alternative text in one line, "" where it is a width, a file name or no word."""
    alt = " ".join(alt.split())
    return "" if _JUNK_ALT.fullmatch(alt) else alt


def _is_pixel(named: dict[str, str]) -> bool:
    """Whether a picture counts readers: declared too small to be seen, or hidden."""
    sizes = [_NUMBER.match(named.get(side, "")) for side in ("width", "height")]
    if any(size and int(size[1][:6]) < 3 and "%" not in size.string for size in sizes):
        return True
    return _HIDDEN.search(named.get("style", "").lower()) is not None
