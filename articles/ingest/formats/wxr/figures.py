"""Short-codes of WordPress that stand around what is there, made the elements they stand for.

`[caption]` becomes a figure with its words under the picture, `[embed]` a link to its address.
What a site would put in their place from elsewhere (`[gallery]`, plug-ins) stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from articles.ingest.formats.pictures import attributes
from articles.text.urls import web_url

_CODE = re.compile(
    r"\[(?P<end>/)?(?P<name>(?:wp_)?caption|embed)\b(?P<attrs>(?:[^\[\]\"]++|\"[^\"]*+\")*+)\]"
)
_EDGE = r"(?:\s|<br\s*+/?>|</?p>)*+"
# The picture with its link; what follows are the words under it, without their edges.
_PICTURE = re.compile(
    r"\s*+(?P<picture>(?:<p>\s*+)?(?:<a\s[^<>]*+>\s*+)?<img\s[^<>]*+>(?:\s*+</a>)?)"
    rf"{_EDGE}(?P<words>(?:{_EDGE}.)*+)",
    re.DOTALL | re.IGNORECASE,
)


def with_figures(html: str) -> str:
    """Return a post with the figures and links that its short-codes stand for."""
    return "".join(_pieces(html)) if "[/" in html else html


def _pieces(html: str) -> Iterator[str]:
    at, opened = 0, None
    for code in _CODE.finditer(html):
        if not code["end"]:
            opened = code
        elif opened is not None and opened["name"] == code["name"]:
            written = _written(opened, html[opened.end() : code.start()])
            if written:
                yield html[at : opened.start()]
                yield written
                at = code.end()
            opened = None
    yield html[at:]


def _written(code: re.Match[str], inside: str) -> str:
    if code["name"] == "embed":
        address = web_url(unescape(inside))
        return f'<p><a href="{escape(address)}">{inside.strip()}</a></p>' if address else ""
    found = _PICTURE.match(inside)
    if found is None:
        return ""
    told = found["words"] or escape(attributes(code["attrs"]).get("caption", ""))
    picture = found["picture"].removeprefix("<p>").strip()
    words = f"<figcaption>{told}</figcaption>" if told else ""
    return f"<figure>{picture}{words}</figure>"
