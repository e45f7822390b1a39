"""Markdown to blocks: a heading, paragraph, list or table each, with what is mere syntax marked.

The reading text of Markdown is the text as it stands, entities resolved. Words of a block are found
again in it one after the other; what stands between them (marks, link addresses) is syntax.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from articles.ingest.formats.markup_blocks import MarkupBlocks, markup_blocks
from articles.ingest.formats.short_codes import SHORT_CODE
from articles.ingest.formats.tags import SILENT, tags
from articles.ingest.records import Block, BlockKind

# Beyond these a body is read as plain lines: a Markdown parser's worst cases are quadratic.
MAX_CHARS = 128 * 1024
_MAX_MARKS = 400  # of one kind in one line
_LONGEST_SOUGHT = 1000
_LONGEST_ESCAPED = 16_000
_MARK = re.compile(r"[\[*_`<!]")


def _short_code(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """Take a short-code for the words it is."""
    found = SHORT_CODE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Take where a link leads, but no footnote: `[^1]: words` is read by people."""
    if state.src.startswith("[^", state.bMarks[line] + state.tShift[line]):
        return False
    return reference(state, line, end, silent)


_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_PARSER.inline.ruler.before("escape", "short_code", _short_code)
_PARSER.block.ruler.at("reference", _reference)
_KINDS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "table_open": BlockKind.TABLE,
    "blockquote_open": BlockKind.QUOTE,
    "fence": BlockKind.PREFORMATTED,
    "code_block": BlockKind.PREFORMATTED,
    "hr": BlockKind.RULE,
    "html_block": BlockKind.PARAGRAPH,
}
_AFTER_LINK = re.compile(r"\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])?")
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^()\n]*\)|\[[^\]\n]*\])?")
_LEAD = re.compile(r"\w{1,60}")
_ENTITY = re.compile(r"&#?\w{1,24};")
_ESCAPED = re.compile(r"(\\)[!-/:-@\[-`{-~]")
_SILENCED = re.compile(rf"<(?P<end>/?)(?:{'|'.join(sorted(SILENT))})\b", re.IGNORECASE)

Span = tuple[int, int]


class _Raw(str):
    """Words of HTML as the source has them, entities and all."""

    __slots__ = ()


class _Code(str):
    """Words in which nothing is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class MarkdownBlocks:
    """The reading text of a Markdown text, its blocks, and the stretches that are syntax."""

    text: str
    blocks: tuple[Block, ...]
    syntax: tuple[Span, ...]


def is_readable(text: str) -> bool:
    """Say whether a text may be given to the parser: no larger and no denser than people write."""
    if len(text) > MAX_CHARS:
        return False
    return all(len(_MARK.findall(line)) <= _MAX_MARKS for line in text.split("\n"))


def markdown_html(text: str) -> str:
    """Return a Markdown text as HTML; as lines of plain text where the parser may not have it."""
    if is_readable(text):
        return str(_PARSER.render(text))
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines())


def markdown_blocks(text: str, *, offset: int = 0, line: int = 1) -> MarkdownBlocks:
    """Return the blocks of a Markdown text that begins at `offset` and `line` of a document."""
    starts = _line_starts(text)
    blocks: list[Block] = []
    syntax: list[Span] = []
    entities: list[Span] = []
    done = 0
    for tokens in _groups(_PARSER.parse(text)):
        first, last = tokens[0].map or [done, done]
        _add_unread(text, starts, (done, first), blocks, syntax)
        start, end = _stripped(text, starts[first], starts[last])
        blocks.append(_block(tokens, (start, end), first))
        syntax += _syntax(text, tokens, (start, end), entities)
        done = last
    _add_unread(text, starts, (done, len(starts) - 1), blocks, syntax)
    resolved = _Resolved(text, entities)
    return MarkdownBlocks(
        resolved.text,
        tuple(_moved(block, resolved, offset, line) for block in blocks),
        tuple((resolved.at(start) + offset, resolved.at(end) + offset) for start, end in syntax),
    )


class _Resolved:
    """A text with the entities at some places resolved, and where its places are then."""

    def __init__(self, text: str, entities: Sequence[Span]) -> None:
        pieces, done = [], 0
        lost = [0]
        for start, end in entities:
            said = unescapeAll(text[start:end])
            pieces += [text[done:start], said]
            lost.append(end - start - len(said))
            done = end
        self.text = "".join((*pieces, text[done:]))
        self.ends = [end for _, end in entities]
        self.lost = list(accumulate(lost))

    def at(self, place: int) -> int:
        return place - self.lost[bisect_right(self.ends, place)]


def _line_starts(text: str) -> list[int]:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
    return [*starts, len(text)] if starts[-1] < len(text) else starts


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(tokens: list[Token], span: tuple[int, int], line: int) -> Block:
    kind = _KINDS.get(tokens[0].type, BlockKind.PARAGRAPH)
    shown = _shown(tokens)
    pictures = tuple(picture for block in shown.blocks for picture in block.pictures)
    if kind is BlockKind.PARAGRAPH and pictures and not shown.text.strip():
        kind = BlockKind.PICTURE
    level = int(tokens[0].tag[1]) if kind is BlockKind.HEADING else 0
    html = "".join(block.html for block in shown.blocks)
    homeless = sum(block.homeless for block in shown.blocks) or shown.homeless
    return Block(kind, *span, line, html=html, pictures=pictures, level=level, homeless=homeless)


def _shown(tokens: list[Token]) -> MarkupBlocks:
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return markup_blocks(f"{html}<br>")


def _moved(block: Block, resolved: _Resolved, offset: int, line: int) -> Block:
    start, end = (resolved.at(place) + offset for place in (block.start, block.end))
    return replace(block, start=start, end=end, line=block.line + line)


def _add_unread(
    text: str,
    starts: list[int],
    lines: tuple[int, int],
    blocks: list[Block],
    syntax: list[tuple[int, int]],
) -> None:
    """Keep the lines that became no block, such as where links lead to, as nothing but syntax."""
    for number in range(*lines):
        start, end = _stripped(text, starts[number], starts[number + 1])
        if start < end:
            blocks.append(Block(BlockKind.PARAGRAPH, start, end, number))
            syntax.append((start, end))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, start + max(left, len(words.rstrip()))


def _syntax(text: str, tokens: list[Token], span: Span, entities: list[Span]) -> Iterator[Span]:
    """Yield the stretches between the words that a block shows; none where words are not found.

    The places of the entities in those words are added to `entities`.
    """
    (at, end), missing = span, False
    for words in (*_words(tokens), None):
        if words is None:
            found, after = end, end
        elif isinstance(words, re.Pattern):
            skipped = words.match(text, _next_visible(text, at, end), end)
            found = after = skipped.end() if skipped else at
        else:
            found, after = _find(text, words, at, end)
        if found < 0:
            missing = True
            continue
        between = _stripped(text, at, found)
        if between[0] < between[1] and not missing:
            yield between
        if isinstance(words, _Raw):
            entities += _entities(text, found, after)
        elif isinstance(words, str) and not isinstance(words, _Code):
            entities += _entities(text, found, after) if text[found:after] != words else ()
            yield from _escapes(text, found, after) if text[found:after] != words else ()
        at, missing = after, missing and found == at


def _entities(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _ENTITY.finditer(text, start, end):
        if unescapeAll(found[0]) != found[0]:
            yield found.span()


def _escapes(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _ESCAPED.finditer(text, start, end):
        yield found.span(1)


def _find(text: str, words: str, at: int, end: int) -> Span:
    """Return where words stand, also where signs among them are escaped; -1 where they do not."""
    found = text.find(words, at, end)
    if found >= 0 or len(words) > _LONGEST_ESCAPED:
        return found, found + len(words)
    written = re.compile("".join(map(_written, words)))
    if len(words) > _LONGEST_SOUGHT:
        # Of long words only the place where they begin: looking everywhere takes quadratic time.
        lead = _LEAD.match(words)
        at = max(at, text.find(lead[0], at, end)) if lead else _next_visible(text, at, end)
        matched = written.match(text, at, end)
    else:
        matched = written.search(text, at, end)
    return matched.span() if matched else (-1, -1)


def _written(char: str) -> str:
    if char.isspace():
        return r"(?:\s|&#?\w{1,24};)"  # a space that does not break is written so
    if char.isalnum():
        return char
    return rf"(?:&#?\w{{1,24}};|\\?{re.escape(char)})"


def _next_visible(text: str, at: int, end: int) -> int:
    while at < end and text[at] in "*_~ \n":
        at += 1
    return at


def _words(tokens: list[Token]) -> Iterator[str | re.Pattern[str]]:
    """Yield the words a block shows, in order, and the patterns of what shows none."""
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield from filter(None, map(str.strip, token.content.split("\n")))
        elif token.type == "html_block":
            for tag in tags(token.content):
                lines = "" if tag.name else token.content[tag.start : tag.end]
                yield from (_Raw(line.strip()) for line in lines.split("\n") if line.strip())
        yield from _inline(token.children or ())


def _inline(tokens: Sequence[Token]) -> Iterator[str | re.Pattern[str]]:
    silent = 0
    for token in tokens:
        if token.type == "html_inline" and (found := _SILENCED.match(token.content)):
            silent = max(0, silent + (-1 if found["end"] else 1))
        elif silent:
            continue
        elif token.type == "code_inline":
            yield _Code(token.content.strip())
        elif token.type == "text" and token.content.strip():
            yield token.content.strip()
        elif token.type == "link_close" and token.info != "auto":
            yield _AFTER_LINK
        elif token.type == "image":
            yield _IMAGE
