"""The words under a picture: which lines they are, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Block, BlockKind
from articles.text.lexicon.page_lines import credits_picture, reads_as_caption
from articles.text.lines import ends_sentence, is_latin, is_prose

# Letters: longer words under a picture are text.
LONGEST = 400
# Of a line that nothing but its place right behind a picture tells of.
_LONGEST_BARE = 60
_NAMED = frozenset(("caption", "captions", "figcaption", "cutline"))
_OF_PICTURE = frozenset("image img photo picture figure pic".split())


def is_caption(page: Structure, index: int) -> bool:
    """Whether a line stands under a picture: in a figure, or by its words just behind one."""
    words, block = page.words(index), page.blocks[index]
    if not words or block.pictures or len(words) > LONGEST:
        return False
    path = page.paths[index]
    if any(element.name == "figcaption" for element in path) or _NAMED & block.hints:
        return True
    if credits_picture(words):
        return True
    if not page.shows(page.blocks[max(0, index - 2)].start, block.start):
        return False
    beside = frozenset().union(*(element.hints for element in path[-2:]))
    is_label = not beside.isdisjoint(_OF_PICTURE) and not is_prose(words)
    return reads_as_caption(page.line(index)) or is_label or _is_bare(page, index)


def _is_bare(page: Structure, index: int) -> bool:
    """Whether a line of Han right behind a picture does not stop: text does, and heads are bold."""
    words, block = page.line(index), page.blocks[index]
    is_behind = page.shows(page.blocks[max(0, index - 1)].end, block.start)
    is_plain = block.kind is BlockKind.PARAGRAPH and "<strong" not in block.html
    is_short = len(words) <= _LONGEST_BARE and not ends_sentence(words)
    return is_behind and is_plain and is_short and not is_latin(words) and len(words) >= 6


def captioned(page: Structure, index: int, last: int) -> int | None:
    """Return the block whose picture a caption is of: in its own figure, or just before it."""
    figure = next((e.at for e in reversed(page.paths[index]) if e.name == "figure"), None)
    for before in range(index - 1, max(last, index - 8) - 1, -1):
        block = page.blocks[before]
        if not block.pictures:
            continue
        if figure is None or any(e.at == figure for e in page.paths[before]):
            return before
    return None


def with_captions(blocks: Sequence[Block], captions: dict[int, str]) -> list[Block]:
    """Return the blocks, the words under a picture given to the picture; keys are its index."""
    found = list(blocks)
    for index, caption in captions.items():
        block = found[index]
        last = replace(block.pictures[-1], caption=caption)
        found[index] = replace(block, pictures=(*block.pictures[:-1], last))
    return found
