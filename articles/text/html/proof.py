"""The proof that a body is clean: every tag, attribute, address and nesting, against one table.

It shares no code with the cleaner, only the table, and fails closed: what it does not recognise
is not certified. One expression reads every character; one pass checks what stands in what. Only
where a host is no plain name is nh3 asked whether it is one.
"""

from __future__ import annotations

import re

import nh3

from articles.text.html.rules import (
    ATTRIBUTES,
    CONTENT,
    LINK_SCHEMES,
    MARKS,
    MAX_NESTING,
    TAGS,
    TEXT_BLOCKS,
    VOID,
)

# Controls, surrogates, non-characters, and the space that is always written `&nbsp;`. Those
# beyond the first plane stand in `_ASTRAL`: a class that spans planes is read slowly, and few
# texts have any.
_NEVER = r"\x00-\x08\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff"
_ASTRAL = "[" + "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 17)) + "]"
# White space, quotes, and what a reader of addresses takes out of them or writes backwards.
_ODD = r"""\s"'<>\\`\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd"""


def _address(but: str = "") -> str:
    return rf"(?:[^&{but}{_ODD}{_NEVER}]++|&amp;|{_ASTRAL})"


_HOST = rf"(?:\[[0-9a-fA-F:.]++\]|{_address(r'/?#@:%' + chr(92) + '[' + chr(92) + ']')}++)"
_TAIL = rf"(?:[/?#]{_address()}*+)?"
_WEB = rf"https?://{_HOST}(?::[0-9]{{0,5}})?{_TAIL}"
_MAIL = rf"mailto:{_address('/?#@')}++@{_address('/?#@')}++(?:\?{_address()}*+)?"
# What reads as a reference after `&amp;` was escaped twice: undone once more, it may be a scheme.
_TWICE = r"(?:/|[^:/?#\"]*?)&amp;(?:#|[a-zA-Z][0-9a-zA-Z]*+;)"
_RELATIVE = rf"(?!//|\"|{_TWICE}){_address(':/?#')}*+{_TAIL}"
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
# An address whose host is more than a plain name: a number, or beyond ASCII.
_LABEL = "(?![xX][nN]--)[a-zA-Z0-9_-]++"
_ODD_HOST = re.compile(rf'="https?://(?!(?:{_LABEL}\.)*+(?![0-9]){_LABEL}(?::[0-9]{{0,4}})?[/?#"])')
# Which of those are hosts, only tables of Unicode tell: it drops the others.
_HOSTS = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)
_HOLDS_TEXT = frozenset({*TEXT_BLOCKS, *MARKS}) - {"pre"}


def is_certified(html: str) -> bool:
    """Tell whether `html` holds nothing but what the table allows, where it allows it."""
    return (
        _LETTERS.fullmatch(html) is not None
        and _nests(html)
        and (_ODD_HOST.search(html) is None or _HOSTS.clean(html) == html)
    )


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
