"""The attributes a body may carry, each written one way."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from articles.text.html.rules import ATTRIBUTES, LINK_SCHEMES, PICTURE_SCHEMES
from articles.text.html.urls import safe_url

_PAIR = re.compile(r'([a-z]+)="([^"]*)"')
_SPACES = re.compile("[ \t\n\f\r]+")
_PIXELS = re.compile(r"0*([1-9][0-9]{0,4})(?:\.[0-9]+)?(?:px)?")
_START = re.compile(r"(-?)0*([0-9]{1,6})")
# Above this an editor lays out a grid of many thousand cells for one table.
_MAX_SPAN = 100

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\N{NO-BREAK SPACE}": "&nbsp;"}
)


def opening_tag(name: str, written: str) -> str | None:
    """Return the opening tag with those attributes that may stay, or None if it may not stand.

    `written` holds the attributes as a serialiser writes them: lower case, double quotes. A link
    without an address and a picture without one are nothing.

    >>> opening_tag("img", 'src="//example.org/a.png" onload="x()" width="007"')
    '<img src="https://example.org/a.png" width="7">'
    """
    values = {key: unescape(value) for key, value in _PAIR.findall(written)}
    tag = f"<{name}"
    for key in ATTRIBUTES[name]:
        kept = _RULES[key](values[key]) if key in values else None
        if kept is not None:
            tag += f' {key}="{kept.translate(_ESCAPES)}"'
        elif key in _REQUIRED:
            return None
    return tag + ">"


def _link(value: str) -> str | None:
    return safe_url(value, LINK_SCHEMES)


def _picture(value: str) -> str | None:
    return None if value.lstrip().startswith("#") else safe_url(value, PICTURE_SCHEMES)


def _words(value: str) -> str:
    return _SPACES.sub(" ", value).strip(" ")


def _title(value: str) -> str | None:
    return _words(value) or None


def _pixels(value: str) -> str | None:
    number = _PIXELS.fullmatch(value.strip())
    return number[1] if number else None


def _start(value: str) -> str | None:
    number = _START.fullmatch(value.strip())
    start = int(number[1] + number[2]) if number else 1
    return None if start == 1 else str(start)


def _span(value: str) -> str | None:
    number = _PIXELS.fullmatch(value.strip())
    return number[1] if number and 1 < int(number[1]) <= _MAX_SPAN else None


_REQUIRED = frozenset({"href", "src"})
_RULES: dict[str, Callable[[str], str | None]] = {
    "href": _link,
    "title": _title,
    "src": _picture,
    "alt": _words,
    "width": _pixels,
    "height": _pixels,
    "start": _start,
    "colspan": _span,
    "rowspan": _span,
}
