"""Compilations with numbered heads, cut at them wherever they stand in the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.ingest.records import Block, BlockKind, Marked, PartKind, RawDocument
from articles.ingest.split import heads
from articles.text.lexicon import Kind
from articles.text.lines import FILE_ENDING

# More running text than this before the first numbered head is an article of its own.
LONGEST_INTRODUCTION = 400


@dataclass(frozen=True, slots=True)
class _Zone:
    """A stretch of running text and what it is."""

    end: int
    kind: PartKind
    article: int | None
    reason: str | None = None


def split_at_heads(raw: RawDocument, marked: Sequence[Marked]) -> tuple[Marked, ...] | None:
    """Return the marks cut at numbered heads, or None where the document has none."""
    text, starts = _running_text(raw, marked)
    zones = _zones(heads.find(text), len(text))
    if not zones:
        zones = _repeated_title(raw, marked, text)
    return tuple(_cut(raw, marked, starts, zones)) if zones else None


def _running_text(raw: RawDocument, marked: Sequence[Marked]) -> tuple[str, dict[int, int]]:
    """Return the body as one text, and where each mark stands in it; chunks meet without a seam."""
    pieces: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    before: Block | None = None
    for index, one in enumerate(marked):
        if not _is_running(one):
            continue
        is_seamless = before is not None and before.kind is one.block.kind is BlockKind.CHUNK
        if before is not None and not is_seamless:
            pieces.append("\n")
            length += 1
        starts[index] = length
        pieces.append(raw.words(one.block))
        length += len(pieces[-1])
        before = one.block
    return "".join(pieces), starts


def _is_running(one: Marked) -> bool:
    is_text = one.kind is PartKind.BODY or one.kind is PartKind.TITLE
    return is_text and one.block.kind is not BlockKind.HEADER


def _zones(found: Sequence[heads.Head], length: int) -> list[_Zone]:
    if not found:
        return []
    zones: list[_Zone] = []
    has_first = found[0].start > LONGEST_INTRODUCTION
    if has_first:
        zones.append(_Zone(found[0].start, PartKind.BODY, 0))
    elif found[0].start:
        zones.append(_Zone(found[0].start, PartKind.LEFT_OUT, None, Kind.LEAD_IN))
    ends = [head.start for head in found[1:]] + [length]
    for number, (head, end) in enumerate(zip(found, ends, strict=True), int(has_first)):
        zones.append(_Zone(head.title_start, PartKind.LEFT_OUT, number, Kind.LEAD_IN))
        zones.append(_Zone(head.title_end, PartKind.TITLE, number))
        zones.append(_Zone(max(end, head.title_end), PartKind.BODY, number))
    return zones


def _repeated_title(raw: RawDocument, marked: Sequence[Marked], text: str) -> list[_Zone]:
    """Return zones for chunks that begin with the document's title, once or more."""
    title = next((raw.words(one.block) for one in marked if one.kind is PartKind.TITLE), "")
    title = FILE_ENDING.sub("", title.strip())
    below = text.find("\n") + 1
    if raw.format != "paged_text" or len(title) < 6 or not text.startswith(title, below):
        return []
    again = re.compile(rf"(?:{re.escape(title)}\s*)+(?:\d{{1,2}}(?!\d)|篇[一1])?").match(
        text, below
    )
    end = again.end() if again else below
    return [
        _Zone(below, PartKind.TITLE, None),
        _Zone(end, PartKind.LEFT_OUT, 0, Kind.LEAD_IN),
        _Zone(len(text), PartKind.BODY, 0),
    ]


def _cut(
    raw: RawDocument, marked: Sequence[Marked], starts: dict[int, int], zones: Sequence[_Zone]
) -> Iterator[Marked]:
    zone = 0
    for index, one in enumerate(marked):
        if index not in starts:
            yield one
            continue
        at, start = starts[index], one.block.start
        end_of_block = at + one.block.end - start
        while at < end_of_block:
            while zones[zone].end <= at:
                zone += 1
            stop = min(end_of_block, zones[zone].end)
            if one.kind is PartKind.TITLE and zones[zone].article is None:
                yield one
                break
            yield from _piece(raw, one, (start, start + stop - at), zones[zone])
            start, at = start + stop - at, stop


def _piece(raw: RawDocument, one: Marked, span: tuple[int, int], zone: _Zone) -> Iterator[Marked]:
    words = raw.text[span[0] : span[1]]
    if words.strip():
        start = span[0] + len(words) - len(words.lstrip())
        block = one.block.cut(start, start + len(words.strip()))
        yield one._replace(block=block, kind=zone.kind, article=zone.article, reason=zone.reason)
