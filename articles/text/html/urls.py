"""Which addresses a link or a picture may carry, and the one way each is written."""

from __future__ import annotations

import re
from urllib.parse import quote

# What a browser removes before it reads an address (WHATWG URL, 4.4).
_EDGES = "".join(map(chr, range(0x21)))
_REMOVED = re.compile("[\t\n\r]")
# White space, quotes, controls, what turns the direction of writing and what stands for a lost
# character: an address holds none.
_ENCODED = re.compile(
    r"""[\s"'<>\\`\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f]"""
    "|[\ufeff\ufffd]"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
# What nearly every address is, told in one step.
_USUAL = re.compile(r"(https?)://[a-z0-9.\-]+/[A-Za-z0-9/_.,;~%+=&?\-]*")
_WEB = re.compile(r"https?://(?:\[[0-9a-fA-F:.]+\]|[^\[\]/?#@:%]+)(?::[0-9]{0,5})?(?:[/?#].*)?")
_MAIL = re.compile(r"mailto:[^/?#@]+@[^/?#@]+(?:\?.*)?")
# A reference that was escaped twice could be undone once too often, and end in a scheme or a host.
_RELATIVE = re.compile(r"(?!//|(?:/|[^:/?#]*?)&(?:#|[a-zA-Z][0-9a-zA-Z]*+;))[^:/?#]*(?:[/?#].*)?")


def safe_url(value: str, schemes: frozenset[str]) -> str | None:
    """Return the address as a body may carry it, or None where it may not.

    An address without a scheme (`//host/…`) becomes https; one that holds a password, a scheme
    that is not among `schemes`, or no host is no address. Applied twice it changes nothing.

    >>> safe_url(" //example.org/a b", frozenset({"https"}))
    'https://example.org/a%20b'
    """
    usual = _USUAL.fullmatch(value)
    if usual is not None and usual[1] in schemes:
        return value
    url = value.strip(_EDGES)
    if url.startswith("//"):
        url = "https:" + url
    url = _ENCODED.sub(_percent, _REMOVED.sub("", url))
    scheme = _SCHEME.match(url)
    if scheme is None:
        return url if url and _RELATIVE.fullmatch(url) else None
    name = scheme[1].lower()
    if name not in schemes:
        return None
    url = name + url[len(name) :]
    return url if (_MAIL if name == "mailto" else _WEB).fullmatch(url) else None


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="")
