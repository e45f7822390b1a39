"""What stands in an article's body, as markup that a body may carry, and as plain lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape

from articles.ingest.records import Block, BlockKind, Marked, PartKind, RawDocument
from articles.ingest.refusals import Refusal, Refused
from articles.text.html import Unclean, clean_html, text_of
from articles.text.lines import ends_sentence

Body = tuple[str, str]


def body(raw: RawDocument, marked: Sequence[Marked]) -> Body | Refused:
    """Return an article's body as clean HTML, and its visible text, a line a paragraph.

    Of markup that cannot be proved clean, the refusal with the line.
    """
    blocks = [one.block for one in marked if one.kind is PartKind.BODY]
    try:
        html = clean_html("".join(_paragraphs(raw, blocks)))
    except Unclean as error:
        return Refused(Refusal.UNSAFE_BODY, line=blocks[0].line, detail=error.reason)
    return html, text_of(html)


def bodies(
    raw: RawDocument, articles: Sequence[Sequence[Marked]]
) -> tuple[list[Body], dict[int, Refused]]:
    """Return the body of each article, and by article why some have none.

    Raises `Refused` where a document has no other article to keep.
    """
    found = [body(raw, marked) for marked in articles]
    refused = {index: one for index, one in enumerate(found) if isinstance(one, Refused)}
    if refused and len(raw.entries) < 2:
        raise next(iter(refused.values()))
    return [("", "") if isinstance(one, Refused) else one for one in found], refused


def without(marked: Sequence[Marked], articles: Collection[int]) -> tuple[Marked, ...]:
    """Return the marks, with the texts of some articles left out."""
    return tuple(
        one._replace(kind=PartKind.LEFT_OUT, reason=Refusal.UNSAFE_BODY)
        if one.article in articles and one.kind is PartKind.BODY
        else one
        for one in marked
    )


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
