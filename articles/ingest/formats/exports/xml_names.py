"""Namespaces of feeds and exports: what each is usually called, whatever a file calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_USUAL = {
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "www.w3.org/2007/app": "app",
    "purl.org/atom/app": "app",
    "www.w3.org/1999/xhtml": "xhtml",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "purl.org/rss/1.0/modules/slash": "slash",
    "wellformedweb.org/commentapi": "wfw",
}
_WORDPRESS = re.compile(r"wordpress\.org/export/1\.\d+(?:/(excerpt))?")
_SCHEME = re.compile(r"https?://")
# What feedparser is told the names mean.
ADDRESSES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


# Of a flood of declarations none counts.
MOST_PREFIXES = 256


class Scope:
    """The prefixes that are declared at a place, and the names they make."""

    __slots__ = ("_names", "_prefixes")

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._names: dict[str, str] = {}

    def declaring(self, named: Mapping[str, str]) -> Scope:
        """Return the scope of an element with these attributes."""
        declared = {
            key.partition(":")[2]: _usual(uri) for key, uri in named.items() if _declares(key)
        }
        if not declared or len(declared) + len(self._prefixes) > MOST_PREFIXES:
            return self
        return Scope({**self._prefixes, **declared})

    def name(self, raw: str) -> str:
        """Return a tag's name, in lower case, under the usual prefix of its namespace.

        A prefix that nobody declared is taken at its word.
        """
        known = self._names.get(raw)
        if known is None:
            prefix, _, local = raw.rpartition(":")
            usual = self._prefixes.get(prefix, prefix)
            known = self._names[raw] = f"{usual}:{local}" if usual else local
        return known


def _declares(key: str) -> bool:
    return key == "xmlns" or key.startswith("xmlns:")


def _usual(uri: str) -> str:
    """Return the usual prefix of a namespace; one that nobody here knows is its own."""
    bare = _SCHEME.sub("", uri.strip().lower(), count=1).rstrip("/#")
    wordpress = _WORDPRESS.fullmatch(bare)
    if wordpress:
        return wordpress[1] or "wp"
    return _USUAL.get(bare, f"{{{bare}}}" if bare else "")


UNDECLARED = Scope({"": ""})
