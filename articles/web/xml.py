"""XML for programs: well formed, whatever words stand in it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# XML 1.0, production 2; what stands outside it cannot be escaped either.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """Return `text` without the characters that XML cannot hold.

    >>> without_controls("a\\x00b")
    'ab'
    """
    return _NO_CHARACTER.sub("", text)


def escaped(text: str) -> str:
    """Return `text` as it stands between two tags."""
    return escape(without_controls(text))


def add(parent: Element, tag: str, text: str = "", **attributes: str | int) -> Element:
    """Add an element with a text to `parent`, names with their prefixes as they are written."""
    kept = {name: without_controls(str(value)) for name, value in attributes.items()}
    made = SubElement(parent, tag, kept)
    made.text = without_controls(text)
    return made


def add_each(parent: Element, tag: str, *texts: str) -> None:
    """Add an element for each text that says something."""
    for text in filter(None, texts):
        add(parent, tag, text)


def document(root: Element) -> bytes:
    """Return a whole document."""
    return (DECLARATION + tostring(root, encoding="unicode")).encode()
