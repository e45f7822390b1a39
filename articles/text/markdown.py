"""A certified body as Markdown: its text survives, and none of it becomes markup.

The table of `text.html` is closed, so each of its tags has one way to be written here. What
Markdown has no sign for stays the tag it was: underlining, sub- and superscripts, and emphasis
whose signs would not be taken for any, as beside Chinese quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

from articles.text.html.rules import MARKS, TEXT_BLOCKS, VOID

# Readers of Markdown give up on deep nesting; below this, blocks stand without what holds them.
MAX_HOLDERS = 6
# Written cells of a table for each it has; beyond these, none counts as several columns.
MOST_WRITTEN = 4
# Cells that readers add to short rows, for each there is and in all. Some give up at 65,536.
MOST_ADDED, MOST_ADDED_IN_ALL = 20, 50_000
_HOLDERS = frozenset({"blockquote", "ul", "ol", "li"})
_CELLS = frozenset({"td", "th"})
_SIGNS = {"strong": "**", "em": "*", "s": "~~"}
_HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}

_TAG = re.compile("<([^>]*)>")
_ATTRIBUTE = re.compile('([a-z]+)="([^"]*)"')
_SPACES = re.compile("[ \t\r\n]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<~|{]|&(?=#?\w|$)|!$")
_LINE_EDGE = re.compile("^ +| +$", re.MULTILINE)
_LINE_START = re.compile(r"^([0-9]{1,9})(?=[.)])|^(?=[-#+=:>])", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ENDS_ADDRESS = re.compile(r"""[\s<>\\`"|]""")
_TICKS = re.compile("`+")


@dataclass(slots=True)
class _Node:
    """A tag with what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    def parts(self) -> Iterator[_Node]:
        return (child for child in self.children if isinstance(child, _Node))


def markdown_of(body: str) -> str:
    """Return a certified body as CommonMark with tables and strikethrough.

    >>> markdown_of("<h2>One</h2><p>2 * 2 is <strong>four</strong>.</p>")
    '## One\\n\\n2 \\\\* 2 is **four**.\\n'
    """
    text = _blocks(_tree(body).parts())
    return f"{text}\n" if text else ""


def markdown_text(text: str) -> str:
    """Return one line of plain text as Markdown that shows it.

    >>> markdown_text("# 1 < 2")
    '\\\\# 1 \\\\< 2'
    """
    return _lines(_escaped(text))


def markdown_link(text: str, url: str) -> str:
    """Return a link with a plain text."""
    return f"[{_escaped(text)}]({_address(url)})"


def _tree(body: str) -> _Node:
    root = _Node("")
    within = [root]
    pieces = _TAG.split(body)
    for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if tag.startswith("/"):
            within.pop()
        else:
            node = _node(tag, within)
            if node.tag not in VOID:
                within.append(node)
        if text:
            within[-1].children.append(unescape(text))
    return root


def _node(tag: str, within: list[_Node]) -> _Node:
    """Return a node for what a tag opens: a new one, or the present one where it adds nothing."""
    name, _, rest = tag.partition(" ")
    if _is_left_out(name, [node.tag for node in within]):
        return within[-1]
    node = _Node(name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(rest)})
    within[-1].children.append(node)
    return node


def _is_left_out(name: str, within: list[str]) -> bool:
    if name in MARKS:
        return name in within
    if name in TEXT_BLOCKS or name in VOID:
        return False
    if not _CELLS.isdisjoint(within):
        return True
    return name in _HOLDERS and sum(tag in _HOLDERS for tag in within) >= MAX_HOLDERS


def _blocks(nodes: Iterable[_Node]) -> str:
    written: list[str] = []
    former, is_other = "", False
    for node in nodes:
        # Two lists in a row are one list, unless their signs differ.
        is_other = node.tag == former and not is_other
        if text := _block(node, is_other=is_other):
            written.append(text)
            former = node.tag
    return "\n\n".join(written)


def _block(node: _Node, *, is_other: bool) -> str:
    if node.tag in {"ul", "ol"}:
        return _list(node, is_other=is_other)
    if node.tag in {"p", "figcaption"}:
        return _lines(_inline(node))
    write = _WRITERS.get(node.tag)
    return write(node) if write else _blocks(node.parts())


def _heading(node: _Node) -> str:
    words = _inline(node, line_break="<br>").strip(" ")
    if words.endswith("#"):
        words = rf"{words[:-1]}\#"
    return f"{_HEADINGS[node.tag]}{words}" if words else ""


def _list(node: _Node, *, is_other: bool) -> str:
    items = [_blocks(item.parts() if item.tag == "li" else [item]) for item in node.parts()]
    start = max(0, int(node.attributes.get("start", "1")))
    written = []
    for number, text in enumerate(items, start):
        sign = f"{number}{')' if is_other else '.'}" if node.tag == "ol" else "-+"[is_other]
        written.append(_indented(text, f"{sign} ").rstrip(" "))
    is_tight = not any("\n\n" in text for text in items)
    return ("\n" if is_tight else "\n\n").join(written)


def _indented(text: str, sign: str) -> str:
    """Return lines behind a sign and under its end; empty ones stay empty."""
    first, *others = text.split("\n")
    return "\n".join([sign + first, *(" " * len(sign) * bool(line) + line for line in others)])


def _quotation(node: _Node) -> str:
    text = _blocks(node.parts())
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""


def _code_block(node: _Node) -> str:
    code = _bare(node)
    fence = "`" * max(3, _longest_ticks(code) + 1)
    return f"{fence}\n{code}\n{fence}"


def _table(node: _Node) -> str:
    """Return a table whose first row alone is as long as the longest.

    Readers of Markdown fill up the others. A table of hardly anything but gaps is no table.
    """
    rows = [[*row.parts()] for body in node.parts() for row in body.parts() if row.children]
    if not rows:
        return ""
    cells = sum(map(len, rows))
    spans = [[*map(_columns, row[:-1]), 1] for row in rows]
    width = max(map(sum, spans))
    if width + sum(map(sum, spans)) > MOST_WRITTEN * cells:
        spans = [[1] * len(row) for row in rows]
        width = max(map(len, rows))
    if width * len(rows) - sum(map(sum, spans)) > min(MOST_ADDED * cells, MOST_ADDED_IN_ALL):
        return _blocks(part for row in rows for cell in row for part in cell.parts())
    spans[0][-1] += width - sum(spans[0])
    lines = [*map(_row, rows, spans)]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _row(cells: Iterable[_Node], spans: Iterable[int]) -> str:
    written = [""]
    for cell, span in zip(cells, spans, strict=True):
        written.append("<br>".join(filter(None, map(_cell_part, cell.parts()))))
        written += [""] * (span - 1)
    return " | ".join([*written, ""]).strip(" ")


def _columns(cell: _Node) -> int:
    return int(cell.attributes.get("colspan", "1"))


def _cell_part(node: _Node) -> str:
    if node.tag == "img":
        return _picture(node)
    if node.tag == "pre":
        return "<br>".join(_escaped(line) for line in _bare(node).split("\n"))
    return _inline(node, line_break="<br>").strip(" ")


def _picture(node: _Node) -> str:
    alt = _escaped(node.attributes.get("alt", ""))
    return f"![{alt}]({_address(node.attributes['src'])})"


def _inline(node: _Node, line_break: str = "\\\n") -> str:
    written = ""
    for child in node.children:
        if isinstance(child, str):
            written += _escaped(child)
        elif child.tag == "br":
            written += line_break
        else:
            written += _mark(child, written[-1:], line_break)
    return written


def _mark(node: _Node, before: str, line_break: str) -> str:
    words = _inline(node, line_break)
    if node.tag == "a":
        return _link(node, words)
    if node.tag == "code" and line_break != "<br>" and not [*node.parts()]:
        return _code(_SPACES.sub(" ", _bare(node)))
    sign = _SIGNS.get(node.tag)
    if sign and before != sign[0] and words[:1].isalnum() and words[-1:].isalnum():
        return f"{sign}{words}{sign}"
    return f"<{node.tag}>{words}</{node.tag}>" if words.strip(" ") else words


def _link(node: _Node, words: str) -> str:
    title = node.attributes.get("title", "")
    said = f' "{_escaped(title).replace(chr(34), chr(92) + chr(34))}"' if title else ""
    return f"[{words}]({_address(node.attributes['href'])}{said})"


def _address(url: str) -> str:
    """Return an address as a link's target; `<>` around what else would end it early."""
    written = _ENTITY.sub("&amp;", _ENDS_ADDRESS.sub(lambda found: quote(found[0]), url))
    return f"<{written}>" if not written or re.search("[()]", written) else written


def _code(code: str) -> str:
    if not code:
        return ""
    ticks = "`" * (_longest_ticks(code) + 1)
    edge = " " if code.strip("` ") != code and code.strip(" ") else ""
    return f"{ticks}{edge}{code}{edge}{ticks}"


def _longest_ticks(code: str) -> int:
    return max(map(len, _TICKS.findall(code)), default=0)


def _bare(node: _Node) -> str:
    """Return the text in a node without its marks."""
    return "".join(c if isinstance(c, str) else _bare(c) for c in node.children)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", _SPACES.sub(" ", text))


def _lines(text: str) -> str:
    """Return lines of a paragraph, none of which begins as another kind of block does."""
    return _LINE_START.sub(r"\1\\", _LINE_EDGE.sub("", text)).strip("\n")


_WRITERS: dict[str, Callable[[_Node], str]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    "pre": _code_block,
    "blockquote": _quotation,
    "table": _table,
    "img": _picture,
    "hr": lambda _node: "***",
}
