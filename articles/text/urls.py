"""Addresses of pictures and pages: which of them name the same thing."""

from __future__ import annotations

import re
from urllib.parse import quote

_PROXY = re.compile(r"https?://[^/?#\s]+/\?(?:url=)?(?=https?://)", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:@]+)", re.IGNORECASE)
_PATH = re.compile("[/?]")
# What RFC 3986 lets stand in a path, a query and a fragment.
_OF_URI = "%/?:@!$&'()*+,;=~"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
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


def uri(url: str) -> str:
    """Return an address in the characters of RFC 3986, for standards that take no others.

    >>> uri("https://example.org/渡轮 {1}.jpg?w=[1]&h=100%#a#b")
    'https://example.org/%E6%B8%A1%E8%BD%AE%20%7B1%7D.jpg?w=%5B1%5D&h=100%25#a%23b'
    >>> uri("http://[::1]/a%20b")
    'http://[::1]/a%20b'
    """
    address, mark, fragment = url.partition("#")
    scheme, slashes, rest = address.partition("//")
    host = _PATH.split(rest, 1)[0]
    path = rest.removeprefix(host)
    return (
        f"{_quoted(scheme)}{slashes}{_quoted(host, '[]')}{_quoted(path)}{mark}{_quoted(fragment)}"
    )


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


def _quoted(part: str, allowed: str = "") -> str:
    return _STRAY.sub("%25", quote(part, safe=_OF_URI + allowed))
