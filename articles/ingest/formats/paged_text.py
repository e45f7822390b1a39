"""Text of a document-sharing page: numbered chunks, cut where a printed page ended."""

from __future__ import annotations

from dataclasses import replace

from articles.ingest.formats.page_text import line_blocks
from articles.ingest.records import Block, BlockKind, Place, RawDocument
from articles.text.lexicon import CHUNK_MARK, DOCUMENT_SHARE
from articles.text.lines import ends_sentence

# Chunks begin under the title, the share line and a table of facts; a list begins anywhere.
EARLY = 4
# A printed page holds some hundred characters; the items of a list are shorter on the whole.
LEAST_CHUNK = 60
LIKELIHOOD = 0.9


def looks_like(head: str) -> float:
    """Return how likely a text that begins with `head` is a paged text."""
    return LIKELIHOOD if chunk_lines(head, line_blocks(head)) else 0.0


def read(text: str, place: Place, encoding: str = "utf-8") -> RawDocument:
    """Return the document with its numbered chunks, and what stands between them, as chunks."""
    blocks = line_blocks(text)
    numbered = chunk_lines(text, blocks)
    first, last = (numbered[0], numbered[-1]) if numbered else (0, -1)
    chunks = (
        replace(block, kind=BlockKind.CHUNK) if first <= index <= last else block
        for index, block in enumerate(blocks)
    )
    return RawDocument(place, "paged_text", encoding, text, tuple(chunks))


def chunk_lines(text: str, blocks: tuple[Block, ...]) -> list[int]:
    """Return the indices of the blocks that open a chunk, or none where they are a list.

    Chunks are numbered 1, 2, 3 …; most are cut in mid-sentence; and they stand under a share
    line or near the top.
    """
    opening = _consecutive(text, blocks)
    if len(opening) < 2 or not _cut_in_sentences(text, blocks, opening):
        return []
    return opening if opening[0] <= EARLY or _share_line(text, blocks[: opening[0]]) else []


def _consecutive(text: str, blocks: tuple[Block, ...]) -> list[int]:
    opening: list[int] = []
    for index, block in enumerate(blocks):
        mark = CHUNK_MARK.match(text, block.start, block.end)
        if mark is not None and int(mark[1]) == len(opening) + 1:
            opening.append(index)
    return opening


def _cut_in_sentences(text: str, blocks: tuple[Block, ...], opening: list[int]) -> bool:
    whole = blocks[opening[-1]].start - blocks[opening[0]].start
    if whole < LEAST_CHUNK * (len(opening) - 1):
        return False
    before = [blocks[index - 1] for index in opening[1:]]
    cut = sum(not ends_sentence(text[max(b.start, b.end - 12) : b.end]) for b in before)
    return cut * 2 > len(before)


def _share_line(text: str, blocks: tuple[Block, ...]) -> bool:
    return any(DOCUMENT_SHARE.search(text, b.start, b.end) for b in blocks)
