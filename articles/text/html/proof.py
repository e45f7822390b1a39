"""The proof that a body is clean: every tag, attribute, address and nesting, against one table.

It shares no code with the cleaner, only the table, and fails closed: what it does not recognise
is not certified. One expression reads every character; one pass checks what stands in what.
"""

from __future__ import annotations

import re

from articles.text.html.rules import (
    ATTRIBUTES,
    CONTENT,
    MARKS,
    MAX_NESTING,
    TAGS,
    TEXT_BLOCKS,
    VOID,
)

# Controls, surrogates, non-characters. Those beyond the first plane stand in `_ASTRAL`: a class
# that spans planes is read slowly, and few texts have any.
_NEVER = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff"
_ASTRAL = "[" + "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 17)) + "]"
# White space, quotes, and what a browser would take out of an address or write backwards.
_ODD = r"""\s"'<>\\`\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"""


def _address(but: str = "") -> str:
    return rf"(?:[^&{but}{_ODD}{_NEVER}]++|&amp;|{_ASTRAL})"


_HOST = rf"(?:\[[0-9a-fA-F:.]++\]|{_address(r'/?#@:%' + chr(92) + '[' + chr(92) + ']')}++)"
_TAIL = rf"(?:[/?#]{_address()}*+)?"
_WEB = rf"https?://{_HOST}(?::[0-9]{{0,5}})?{_TAIL}"
_MAIL = rf"mailto:{_address('/?#@')}++@{_address('/?#@')}++(?:\?{_address()}*+)?"
_RELATIVE = rf"(?!//|\"){_address(':/?#')}*+{_TAIL}"
_WORDS = rf"""(?:[^<>&"\t\n{_NEVER}]++|&(?:amp|lt|gt|quot|nbsp);|{_ASTRAL})"""
_VALUES = {
    "href": rf"(?:{_WEB}|{_MAIL}|{_RELATIVE})",
    "src": rf"(?!#)(?:{_WEB}|{_RELATIVE})",
    "title": f"{_WORDS}++",
    "alt": f"{_WORDS}*+",
    "width": "[1-9][0-9]{0,4}",
    "height": "[1-9][0-9]{0,4}",
    "start": "(?:0|-?[1-9][0-9]{0,5})",
    "colspan": "(?:[2-9]|[1-9][0-9]|100)",
    "rowspan": "(?:[2-9]|[1-9][0-9]|100)",
}
_REQUIRED = frozenset({"href", "src"})


def _tag(name: str, attributes: tuple[str, ...]) -> str:
    written = (
        f' {key}="{_VALUES[key]}"' if key in _REQUIRED else f'(?: {key}="{_VALUES[key]}")?'
        for key in attributes
    )
    return name + "".join(written)


_BARE = "|".join(sorted(TAGS - {"a", "img"}))
_ENDED = "|".join(sorted(TAGS - VOID))
_WRITTEN = "|".join(_tag(name, attributes) for name, attributes in ATTRIBUTES.items())
_LETTERS = re.compile(
    rf"(?:[^<>&{_NEVER}]++|&(?:amp|lt|gt|nbsp);|<(?:(?:{_BARE}|/(?:{_ENDED}))>|(?:{_WRITTEN})>)"
    rf"|{_ASTRAL})*+"
)
_SPLIT = re.compile("<([^>]*)>")
_HOLDS_TEXT = frozenset({*TEXT_BLOCKS, *MARKS}) - {"pre"}


def is_certified(html: str) -> bool:
    """Tell whether `html` holds nothing but what the table allows, where it allows it."""
    return _LETTERS.fullmatch(html) is not None and _nests(html)


def _nests(html: str) -> bool:
    """Tell whether each tag and each text stands in what may hold it, and all is closed."""
    pieces = _SPLIT.split(html)
    inside = ""
    outside: list[str] = []
    if pieces[0]:
        return False
    for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if tag[0] == "/":
            if tag[1:] != inside:
                return False
            inside = outside.pop()
        elif (name := tag.partition(" ")[0]) not in CONTENT[inside]:
            return False
        elif name not in VOID:
            outside.append(inside)
            inside = name
        if (text and inside not in _HOLDS_TEXT) or len(outside) > MAX_NESTING:
            return False
    return not inside
