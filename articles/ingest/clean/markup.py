"""What stands in an article's body, as markup that a body may carry, and as plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from articles.ingest.records import (
    Block,
    BlockKind,
    Marked,
    PartKind,
    RawDocument,
    Refusal,
    Refused,
)
from articles.text.html import Unclean, clean_html, text_of
from articles.text.lines import ends_sentence


def body(raw: RawDocument, marked: Sequence[Marked]) -> tuple[str, str]:
    """Return an article's body as clean HTML, and its visible text, a line a paragraph.

    Refuses, with the line, markup that cannot be proved clean.
    """
    blocks = [one.block for one in marked if one.kind is PartKind.BODY]
    try:
        html = clean_html("".join(_paragraphs(raw, blocks)))
    except Unclean as error:
        raise Refused(Refusal.UNSAFE_BODY, line=blocks[0].line, detail=error.reason) from error
    return html, text_of(html)


def _paragraphs(raw: RawDocument, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield each block's markup; blocks that go on with the one before stand in its paragraph."""
    pending: list[str] = []
    before: Block | None = None
    for block in blocks:
        html = block.html or _plain(raw, block)
        if not html:
            continue
        joint = _joint(raw, before, block)
        if joint is None or not pending:
            yield "".join(pending)
            pending = [html]
        else:
            pending[-1] = pending[-1][: pending[-1].rindex("</")]
            pending += [joint, html[html.index(">") + 1 :]]
        before = block
    yield "".join(pending)


def _joint(raw: RawDocument, before: Block | None, block: Block) -> str | None:
    """Return what stands between two blocks of one paragraph; None where a new one begins."""
    if before is None:
        return None
    if block.joined and before.kind is block.kind:
        return "<br>"
    if before.kind is block.kind is BlockKind.CHUNK:
        return None if ends_sentence(raw.text[before.start : before.end]) else ""
    return None


def _plain(raw: RawDocument, block: Block) -> str:
    words, at = [], block.start
    for start, end in raw.syntax:
        if block.start <= start and end <= block.end:
            words.append(raw.text[at:start])
            at = end
    shown = "".join((*words, raw.text[at : block.end])).strip()
    return f"<p>{escape(shown, quote=False)}</p>" if shown else ""
