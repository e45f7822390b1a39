"""Where a page was when a browser saved it: `<!-- saved from url=(0031)https://a.example/quay -->`.

The mark of the Web, which browsers write above a saved page or below its doctype. The figure in
brackets is the address's length, which nobody needs.
"""

from __future__ import annotations

import re

from articles.text.urls import web_url

RULE = "saved_from"
# Characters of a page that are looked at: the comment stands at its top.
TOP = 2_000

_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d{1,5}\)(?P<url>https?://[^\s<>\"]{1,2000}?)\s*-->", re.IGNORECASE
)


def saved_from(source: str) -> tuple[str, int]:
    """Return the address a page was saved from and the line that says so, or "" and 0."""
    found = _SAVED.search(source, 0, TOP)
    if found is None or not (url := web_url(found["url"])):
        return "", 0
    return url, source.count("\n", 0, found.start()) + 1
