"""What the elements of HTML are to a reader of text: which begin a line, and which stand in one."""

from __future__ import annotations

import re
from html import escape

from articles.ingest.formats.pictures import attributes
from articles.ingest.records import BlockKind


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements of a line that a body may carry.
FORMATS = _names(
    "a abbr b bdi cite code del dfn em i ins kbd mark q s samp small strike strong sub sup u"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that are one block with all they hold.
WHOLES = {
    "ul": BlockKind.LIST,
    "ol": BlockKind.LIST,
    "dl": BlockKind.LIST,
    "table": BlockKind.TABLE,
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.PREFORMATTED,
    "figure": BlockKind.PICTURE,
}
INSIDE = _names(
    "li dt dd caption colgroup col thead tbody tfoot tr td th figcaption p br hr div section"
) | {*WHOLES, *HEADINGS}
VOID = _names("area base br col embed hr img input link meta param source track wbr")
# Elements whose end tag may be left out: unclosed, they nest nothing.
IMPLIED = _names("p li dt dd tr td th option thead tbody tfoot colgroup")
BREAKING = _names(
    "address article aside body center dd details div dl dt fieldset figcaption footer form head"
    " header html legend li main menu nav option section select summary td th title tr caption"
    " tbody thead tfoot iframe object video audio svg"
)
# What else stands in a page: all that a tag may be called without being of something else.
ELEMENTS = (
    FORMATS
    | INSIDE
    | VOID
    | (BREAKING - {"svg"})
    | _names(
        "acronym applet audio basefont bdo big blink button canvas data datalist dialog dir font"
        " frame frameset hgroup label map marquee meter noframes noscript optgroup output picture"
        " progress rp rt ruby samp script search slot span style template textarea time tt var"
        " xmp"
    )
)
_KEPT = {
    "a": ("href", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start",),
    "code": ("class",),
}
_HINT = re.compile(r"""\b(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HINT_WORD = re.compile(r"[a-z]+")


def hints_in(rest: str) -> frozenset[str]:
    """Return the lower-case words of a tag's class and id."""
    if "class" not in rest and "id" not in rest:
        return frozenset()
    named = " ".join("".join(groups) for groups in _HINT.findall(rest))
    return frozenset(_HINT_WORD.findall(named.lower()))


def opening(name: str, rest: str) -> str:
    """Return a start tag with the attributes that a body may carry, written anew."""
    if name not in _KEPT or not rest:
        return f"<{name}>"
    named = attributes(rest)
    kept = ((key, named[key]) for key in _KEPT[name] if named.get(key))
    written = "".join(f' {key}="{escape(value)}"' for key, value in kept)
    return f"<{name}{written}>"
