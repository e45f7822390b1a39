"""The text of a Ghost post that was exported without its HTML: Mobiledoc or Lexical to HTML.

Paragraphs, headings, lists, quotations, links and the cards that show words or pictures are
written as HTML in their order. What no rule here can place (a card of a plug-in, a player) is
handed back as it stands, with its name, so that it is left out and reported, not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from articles.ingest.formats.exports.json_text import Value, read_json
from articles.ingest.formats.markdown import markdown_html
from articles.ingest.refusals import Refused

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FORMATS = ("strong", "em", "s", "u", "code", "sub", "sup")  # the bits of a Lexical format
_MARKUPS = frozenset({*_FORMATS, "a", "b", "i", "mark", "del"})
# What has no words: dividers of a members' wall, buttons of a newsletter.
_SILENT = frozenset({"paywall", "hr", "horizontalrule", "signup", "email-cta", "email"})


@dataclass(slots=True)
class Rendered:
    """A post's text as HTML; `unread` are the names and the words of what could not be placed."""

    html: str
    unread: list[tuple[str, str]] = field(default_factory=list)


def render(written: str) -> Rendered | None:
    """Return the HTML of a Mobiledoc or Lexical text; None where it is neither."""
    try:
        root = read_json(written).root
    except Refused:
        return None
    rendered = Rendered("")
    if "sections" in root.fields:
        rendered.html = "".join(_Mobiledoc(root, rendered).sections())
    elif "root" in root.fields:
        rendered.html = "".join(_children(root.fields["root"], rendered))
    else:
        return None
    return rendered


def _tag(name: str, inside: str, attrs: str = "") -> str:
    return f"<{name}{attrs}>{inside}</{name}>" if inside else ""


def _link(url: str, inside: str) -> str:
    href = escape(url)
    return _tag("a", inside, f' href="{href}"')


# Mobiledoc 0.3: sections of markers, with markups, atoms and cards by their numbers


class _Mobiledoc:
    def __init__(self, root: Value, rendered: Rendered) -> None:
        self.root, self.rendered = root, rendered

    def sections(self) -> Iterator[str]:
        for section in self.root.items_at("sections"):
            kind, *rest = section.items or [section]
            if kind.text == "1" and len(rest) > 1:
                yield _tag(_block(rest[0].text), self.markers(rest[1]))
            elif kind.text == "2" and rest:
                yield _picture(rest[0].text, "", "")
            elif kind.text == "3" and len(rest) > 1:
                items = "".join(_tag("li", self.markers(item)) for item in rest[1].items)
                yield _tag("ol" if rest[0].text == "ol" else "ul", items)
            elif kind.text == "10" and rest:
                yield self.card(rest[0])

    def numbered(self, key: str, number: Value) -> list[Value]:
        listed = self.root.items_at(key)
        index = (
            int(number.text) if number.text.isdecimal() and len(number.text) < 9 else len(listed)
        )
        return listed[index].items if index < len(listed) else []

    def card(self, number: Value) -> str:
        card = self.numbered("cards", number)
        return _card(card[0].text, card[1], self.rendered) if len(card) > 1 else ""

    def markers(self, markers: Value) -> str:
        """Return a line's words in the formats that are opened and closed between them."""
        written, opened = [], []
        for marker in markers.items:
            parts = marker.items
            if len(parts) < 4:
                continue
            for number in parts[1].items:
                start, end = self.markup(number)
                written.append(start)
                opened.append(end)
            is_atom = parts[0].text == "1"
            written.append(self.atom(parts[3]) if is_atom else escape(parts[3].text, quote=False))
            closed = int(parts[2].text) if parts[2].text in _DIGITS else 0
            written += [opened.pop() for _ in range(min(closed, len(opened)))]
        return "".join((*written, *reversed(opened)))

    def atom(self, number: Value) -> str:
        atom = self.numbered("atoms", number)
        if atom and atom[0].text == "soft-return":
            return "<br>"
        return escape(atom[1].text, quote=False) if len(atom) > 1 else ""

    def markup(self, number: Value) -> tuple[str, str]:
        markup = self.numbered("markups", number)
        name = markup[0].text if markup else ""
        if name not in _MARKUPS:
            return "", ""
        attrs = [one.text for one in markup[1].items] if len(markup) > 1 else []
        href = dict(zip(attrs[::2], attrs[1::2], strict=False)).get("href", "")
        written = escape(href)
        return (f'<a href="{written}">' if name == "a" else f"<{name}>"), f"</{name}>"


_DIGITS = frozenset("123456789")


def _block(name: str) -> str:
    if name in _HEADINGS or name == "blockquote":
        return name
    return {"aside": "blockquote", "pull-quote": "blockquote"}.get(name, "p")


# Lexical: a tree of nodes with their type


def _children(node: Value, rendered: Rendered) -> Iterator[str]:
    for child in node.items_at("children"):
        yield _node(child, rendered)


def _node(node: Value, rendered: Rendered) -> str:
    kind = node.text_at("type").removeprefix("extended-")
    if kind in ("text", "tab"):
        return _formatted(node.fields["text"].text if "text" in node.fields else "", node)
    if kind == "linebreak":
        return "<br>"
    if kind not in _BLOCKS:
        return _card(kind, node, rendered)
    inside = "".join(_children(node, rendered))
    if kind in ("link", "autolink"):
        return _link(node.text_at("url"), inside)
    return _tag(_BLOCKS[kind] or _named(kind, node), inside)


# Types that hold others, and their tag; "" where the node itself says which.
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
    "heading": "",
    "list": "",
    "link": "a",
    "autolink": "a",
}


def _named(kind: str, node: Value) -> str:
    tag = node.text_at("tag", "listType")
    if kind == "list":
        return "ol" if tag in ("ol", "number") else "ul"
    return tag if tag in _HEADINGS else "h2"


def _formatted(words: str, node: Value) -> str:
    written = escape(words, quote=False)
    bits = node.text_at("format")
    format = int(bits) if bits.isdecimal() and len(bits) < 9 else 0
    # The order of the bits is Lexical's own: bold, italic, strikethrough, underline, code, ...
    for bit, tag in enumerate(_FORMATS):
        if format >> bit & 1:
            written = _tag(tag, written)
    return written


# Cards of both


def _card(name: str, payload: Value, rendered: Rendered) -> str:
    key = name.removeprefix("card-")
    if key in _SILENT:
        return "<hr>" if key in ("hr", "horizontalrule") else ""
    written = _CARDS[key](payload) if key in _CARDS else ""
    if not written and payload.is_written:
        words = " ".join(_words(payload))
        if words:
            rendered.unread.append((name[:60] or "?", words))
    return written


def _words(value: Value) -> Iterator[str]:
    """Yield the strings of a payload in order; values are at most a hundred deep."""
    if value.items:
        for one in value.items:
            yield from _words(one)
    elif value.text.strip():
        yield value.text.strip()


def _picture(url: str, alt: str, caption: str) -> str:
    if not url:
        return ""
    src, described = escape(url), escape(alt)
    return _tag("figure", f'<img src="{src}" alt="{described}">{_tag("figcaption", caption)}')


def _image(card: Value) -> str:
    return _picture(
        card.text_at("src", "url"), card.text_at("alt", "altText"), card.text_at("caption")
    )


def _gallery(card: Value) -> str:
    shown = [_image(one) for one in card.items_at("images")]
    return "".join((*shown, _tag("p", card.text_at("caption"))))


def _code(card: Value) -> str:
    code = card.fields.get("code")
    return _tag("pre", escape(code.text, quote=False)) if code else ""


def _paragraphs(*keys: str) -> Callable[[Value], str]:
    """Return what writes the fields of a card that hold HTML, a paragraph each."""

    def write(card: Value) -> str:
        found: Iterable[str] = (card.text_at(key) for key in keys)
        return "".join(_tag("p", words) for words in found)

    return write


def _bookmark(card: Value) -> str:
    about = card.fields.get("metadata") or card
    url = card.text_at("url")
    title = escape(about.text_at("title") or url, quote=False)
    described = escape(about.text_at("description"), quote=False)
    return _tag("p", _link(url, title)) + _tag("p", described) if url else ""


def _button(card: Value) -> str:
    words = escape(card.text_at("buttonText"), quote=False)
    return _tag("p", _link(card.text_at("buttonUrl"), words)) if words else ""


_CARDS: dict[str, Callable[[Value], str]] = {
    "image": _image,
    "gallery": _gallery,
    "markdown": lambda card: markdown_html(card.text_at("markdown")),
    "html": lambda card: card.text_at("html"),
    "code": _code,
    "codeblock": _code,
    "callout": _paragraphs("calloutText"),
    "toggle": _paragraphs("heading", "content"),
    "header": _paragraphs("header", "heading", "subheader", "subheading"),
    "bookmark": _bookmark,
    "button": _button,
}
