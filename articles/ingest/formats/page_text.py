"""Plain text of a page: a line is a block."""

from __future__ import annotations

import re

from articles.ingest.records import Block, BlockKind, Place, RawDocument
from articles.text.lines import is_rule

# Anything that is text can be read as a page's text, so every other reader is asked first.
LIKELIHOOD = 0.1
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a page's text."""
    return LIKELIHOOD if head.strip() else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document whose reading text is `text` itself."""
    return RawDocument(place, "page_text", encoding, text, line_blocks(text))


def line_blocks(text: str) -> tuple[Block, ...]:
    """Return a block for each line that is not blank, without the white space around it."""
    blocks = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        words = match[0].strip()
        if words:
            start = match.start() + match[0].index(words)
            kind = BlockKind.RULE if is_rule(words) else BlockKind.PARAGRAPH
            blocks.append(Block(kind, start, start + len(words), number))
    return tuple(blocks)
