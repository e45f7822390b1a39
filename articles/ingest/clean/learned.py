"""Lines that an editor has said a source adds to its texts, left out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from articles.ingest.records import BlockKind, Marked, PartKind, RawDocument
from articles.text.folding import fold

REASON = "learned_line"
# What a site adds is short; a long line that returns is a text, perhaps a copy of one.
LONGEST = 100
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST)


def key(line: str) -> str:
    """Return what is the same for a line however its width, case and spaces differ, or "".

    A line that is too long to be furniture has no key.

    >>> key("  Ｒead　more ") == key("read more")
    True
    """
    words = line.strip()
    return "".join(fold(words).split()) if len(words) <= LONGEST else ""


def stand_in(texts: Iterable[str], lines: Collection[str]) -> bool:
    """Say whether a line of the texts has one of the keys `lines`."""
    return bool(lines) and any(key(line) in lines for text in texts for line in text.splitlines())


def leave_out(
    raw: RawDocument, marked: Sequence[Marked], lines: Collection[str]
) -> tuple[Marked, ...]:
    """Return the marks, with body lines left out whose keys are among `lines`."""
    if not lines:
        return tuple(marked)
    return tuple(
        one._replace(kind=PartKind.LEFT_OUT, reason=REASON) if _is_one(raw, one, lines) else one
        for one in marked
    )


def _is_one(raw: RawDocument, one: Marked, lines: Collection[str]) -> bool:
    is_text = one.kind is PartKind.BODY and one.block.kind in _TEXT
    return is_text and key(raw.words(one.block)) in lines
