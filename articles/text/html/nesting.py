"""What would make a parser quadratic, found without a parser, in one pass.

The scan reads tokens as an HTML tokeniser does. It never tells less depth than a browser's
algorithm would reach, and more only for markup that leaves hundreds of elements open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

from articles.text.html.rules import MAX_ATTRIBUTES, MAX_NESTING, PLAIN_BLOCKS
from articles.text.html.unclean import Reason

# White space as HTML has it; `\s` would take an ideographic space for the end of a name.
_WS = r"[ \t\n\f\r]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|(?=>)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
_ATTRIBUTE = rf"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:{_WS}*+={_WS}*+{_VALUE}|(?!{_WS}*+=))"
_ATTRIBUTES = rf"(?:[ \t\n\f\r/]*+{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+[ \t\n\f\r/]*+"
_NAME = r"[a-zA-Z][^ \t\n\f\r/>]*+"
_COMMENT = r"!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)|[!?](?!--)[^>]*+>|/(?=[^a-zA-Z])[^>]*+>"
_RAW = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
# What a drawing is made of, but for words of HTML.
_SHAPES = frozenset(
    """animate animatemotion animatetransform circle clippath defs ellipse feblend fecolormatrix
    fecomposite feflood fegaussianblur femerge femergenode feoffset filter g image line
    lineargradient marker mask metadata path pattern polygon polyline radialgradient rect set stop
    switch symbol text textpath tspan use""".split()
)
_SHAPE = rf"/?(?:{'|'.join(sorted(_SHAPES))})(?=[ \t\n\f\r/>])"
_LEGEND = rf"(?P<legend>title|style|desc){_ATTRIBUTES}>[^<]*+</(?P=legend)"

_TOKEN = re.compile(
    rf"<(?:{_COMMENT}"
    rf"|(?P<drawing>(?i:svg)(?=[ \t\n\f\r/>]){_ATTRIBUTES}"
    rf">(?:[^<]++|<!--[^<>]*+-->|<(?i:{_SHAPE}|{_LEGEND}){_ATTRIBUTES}>)*+</(?i:svg)>)"
    rf"|(?P<end>/)?(?P<name>{_NAME}){_ATTRIBUTES}(?:>|(?P<flood>{_ATTRIBUTE})|(?P<cut>))"
    rf"|(?P<open>[!/?]))"
)
# What nearly every body is made of, read in one call; what may hold other tokens stops it.
_PLAIN = re.compile(
    rf"(?:[^<]++|<(?:(?![a-zA-Z!?/])|{_COMMENT}"
    rf"|/?(?!(?i:{'|'.join(sorted(_RAW))}|svg|math)[ \t\n\f\r/>]){_NAME}{_ATTRIBUTES}>))*+"
)

# So short that attributes alone stall nothing: at the worst some ten milliseconds.
_SHORT = 16_384

_VOID = frozenset(
    """area base body br col colgroup embed frame head hr html img input keygen link meta param
    source track wbr""".split()
)
# What an end tag passes over on its way to its beginning. Each set holds less than a parser
# passes over (HTML, 13.2.4.2), so that no element is thought closed that is open.
_MARKED = frozenset(
    "a b big code del em font i ins label s small span strike strong sub sup tt u".split()
)
_ITEMS = _MARKED | {"p", "li", "dd", "dt"}
_CELLS = frozenset({"td", "th"})
_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})
_PASSED_BY_END = (
    {name: _MARKED | {"p"} for name in _MARKED}
    | {name: _ITEMS | _CELLS | _ROW_GROUPS | {"tr"} for name in ("table", *_ROW_GROUPS, "tr")}
    | dict.fromkeys((*_CELLS, *PLAIN_BLOCKS, "li", "ul", "ol", "blockquote", "p"), _ITEMS)
)
# What a beginning ends before it, and passes over to find it.
_ENDED_BY = (
    {"p": ({"p"}, _MARKED), "li": ({"li"}, _MARKED | {"p"}), "tr": ({"tr"}, _ITEMS | _CELLS)}
    | dict.fromkeys(("dd", "dt"), ({"dd", "dt"}, _MARKED | {"p"}))
    | dict.fromkeys(_CELLS, (_CELLS, _ITEMS))
    | dict.fromkeys(_ROW_GROUPS, (_ROW_GROUPS, _ITEMS | _CELLS | {"tr"}))
)

# Elements a parser ends by itself may seem open here when they are not, as where no end of an
# item is written; so many of them still cost a parser nothing.
_MAX_LOOSE = 4096


def flood_in(html: str) -> Reason | None:
    """Return why a parser should not see `html`, or None.

    Line ends must be plain, NUL gone.
    """
    if html.count("<") <= MAX_NESTING and (len(html) <= _SHORT or _PLAIN.fullmatch(html)):
        return None
    return _Scan(html).reason()


class _Scan:
    """One reading of the tokens, with the elements that may be open."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()
        # Inside drawings and formulas other rules hold: from there on nothing counts as closed.
        self.foreign = False

    def reason(self) -> Reason | None:
        position = 0
        while token := _TOKEN.search(self.html, position):
            if token["flood"] is not None:
                return Reason.TOO_MANY_ATTRIBUTES
            if token["cut"] is not None or token["open"]:
                # Nothing ends it, so a parser reads nothing after it.
                return None
            position = self._after(token)
            if len(self.open) > MAX_NESTING and self._is_too_deep():
                return Reason.TOO_DEEP
        return None

    def _after(self, token: re.Match[str]) -> int:
        """Take in one token, and return where the next may begin."""
        name = (token["name"] or "").lower()
        if token["drawing"]:
            # The parser closes it whole, unless an end tag in it could reach outside.
            self.foreign = self.foreign or not _SHAPES.isdisjoint(self.open)
        elif token["end"]:
            self._end(name)
        elif name and name not in _VOID:
            self._begin(name)
            if name in _RAW and not self.foreign:
                return self._after_raw_text(name, token.end())
        return token.end()

    def _is_too_deep(self) -> bool:
        loose = sum(map(self.counts.__getitem__, _ENDED_BY))
        return loose > _MAX_LOOSE or len(self.open) - loose > MAX_NESTING

    def _begin(self, name: str) -> None:
        if name in ("svg", "math"):
            self.foreign = True
        if not self.foreign and name in _ENDED_BY:
            self._forget(*_ENDED_BY[name])
        self.open.append(name)
        self.counts[name] += 1

    def _end(self, name: str) -> None:
        if not self.foreign:
            self._forget({name}, _PASSED_BY_END.get(name, _MARKED))

    def _forget(self, names: Set[str], passed: Set[str]) -> None:
        if not any(map(self.counts.__getitem__, names)):
            return
        index = len(self.open) - 1
        while (name := self.open[index]) not in names:
            if name not in passed:
                return
            index -= 1
        del self.open[index]
        self.counts[name] -= 1

    def _after_raw_text(self, name: str, start: int) -> int:
        end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(self.html, start)
        stop = end.start() if end else len(self.html)
        if name == "script" and _SCRIPT_IN_SCRIPT.search(self.html, start, stop):
            self.foreign = True
        return stop


_SCRIPT_IN_SCRIPT = re.compile("<!--(?s:.)*<script", re.IGNORECASE)
