"""Addresses of pictures and pages: which of them name the same thing."""

from __future__ import annotations

import re

_PROXY = re.compile(r"https?://[^/?#\s]+/\?(?:url=)?(?=https?://)", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:@]+)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def web_url(url: str) -> str:
    """Return a whole web address, out of a proxy's prefix and with a scheme; "" for any other.

    >>> web_url("https://proxy.example/?http://example.org/a.png")
    'http://example.org/a.png'
    >>> web_url("//example.org/a.png")
    'https://example.org/a.png'
    """
    url = url.strip()
    if "/?" in url:
        url = _PROXY.sub("", url, count=1)
    if url.startswith("//"):
        url = "https:" + url
    return url.replace(" ", "%20") if _WEB.match(url) else ""


def bare_url(url: str) -> str:
    """Return an address without query and fragment, which resize a picture and track a reader."""
    return url.partition("#")[0].partition("?")[0]


def host_of(url: str) -> str:
    """Return the host of a web address in lower case, without a port; "" where it has none.

    >>> host_of("https://News.example.org:8080/a")
    'news.example.org'
    """
    found = _HOST.match(url)
    return found[1].lower() if found else ""
