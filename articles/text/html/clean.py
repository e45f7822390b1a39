"""Cleaning: what a body may not carry goes, and what stays is proved before it is believed."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Self

import nh3

from articles.text.characters import clean_text
from articles.text.html.nesting import flood_in
from articles.text.html.normal import SEEN, normal_form
from articles.text.html.proof import is_certified
from articles.text.html.rules import (
    ATTRIBUTES,
    DROPPED_WITH_CONTENT,
    LINK_SCHEMES,
    MAX_HTML_CHARS,
)
from articles.text.html.second import settled
from articles.text.html.unclean import Reason, Unclean

_REFERENCE = re.compile("&(?:#[0-9a-zA-Z]*|[a-zA-Z][0-9a-zA-Z]*)?;?")
# More than any real body had; the parser turns quadratic on ampersands that begin no reference.
_MANY_REFERENCES = 512
# A non-character, which no text may hold, stands for such an ampersand while nh3 reads.
_STAND_IN = "\ufdd0"
_SCHEMELESS = re.compile('="[\x00- ]*//')

_CLEANER = nh3.Cleaner(
    tags=set(SEEN),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


class CleanHTML(str):
    """A body that has been proved clean; making one of anything else raises `Unclean`."""

    __slots__ = ()

    def __new__(cls, html: str = "") -> Self:
        if not is_certified(html):
            raise Unclean(Reason.UNPROVEN)
        return super().__new__(cls, html)


def clean_html(html: str) -> CleanHTML:
    """Return `html` as a body: clean, in its normal form, and proved to be so.

    What is clean already comes back as it is. Markup too large, too deep or beyond proof raises
    `Unclean`.

    >>> clean_html('<div onclick="x()">One<b>two</b><img src="//example.org/a.png">')
    '<p>One<strong>two</strong></p><img src="https://example.org/a.png">'
    """
    if isinstance(html, CleanHTML):
        return html
    if len(html) > MAX_HTML_CHARS:
        raise Unclean(Reason.TOO_LARGE)
    html = _encodable(html)
    if reason := flood_in(html):
        raise Unclean(reason)
    body = _normal(_first_pass(html))
    if len(body) > MAX_HTML_CHARS:
        raise Unclean(Reason.TOO_LARGE)
    return str.__new__(CleanHTML, body if is_certified(body) else _second_try(body))


def _encodable(html: str) -> str:
    try:
        html.encode("utf-16-le")
    except UnicodeEncodeError:
        return clean_text(html).text
    return html


def _first_pass(html: str) -> str:
    if html.count("&") < _MANY_REFERENCES:
        return _CLEANER.clean(html)
    html = _REFERENCE.sub(_without_ampersand, html.replace(_STAND_IN, ""))
    return _CLEANER.clean(html).replace(_STAND_IN, "&amp;")


def _without_ampersand(match: re.Match[str]) -> str:
    reference = match[0]
    if reference == "&amp;" or not _is_reference(
        reference, match.string[match.end() : match.end() + 1]
    ):
        return f"{_STAND_IN}{reference[1:].removeprefix('amp;')}"
    return reference


def _is_reference(written: str, after: str) -> bool:
    if written.startswith("&#"):
        return unescape(written) != written
    # Without its semicolon, and before a sign that goes on, a name is part of an address.
    return written[1:] in html5 and (after != "=" or written.endswith(";"))


def _normal(cleaned: str) -> str:
    body = normal_form(cleaned)
    if '="' in cleaned and _SCHEMELESS.search(cleaned):
        # The normal form gave such an address a scheme: nh3 has not judged its host yet.
        body = normal_form(_CLEANER.clean(body))
    return body


def _second_try(body: str) -> str:
    """Return the body without characters that are no text, which nh3 lets pass."""
    return settled(_normal(_CLEANER.clean(clean_text(body).text)))
