"""Where an article stops and what stands around it begins: its writer, readers' words, the site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from articles.ingest.formats.html_page.captions import is_caption
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import BlockKind
from articles.text.bylines import credit_line, is_info_line
from articles.text.folding import fold
from articles.text.lexicon import Kind, furniture_kind
from articles.text.lexicon.page_lines import LONGEST_SIGN_OFF, heads_ending, signs_off
from articles.text.lines import is_date_line, is_prose

# Characters of a line, and lines of others before it: behind them a short line is none of a text.
_SHORT_LINE, _FAR = 60, 2
# What stands behind a head of an ending is at most this part of what stands before it.
_LEAST_BEFORE = 3
_SHORTEST_NAME = 4
_BULLETS = "*•—– "
# Of the sentence that stands between a title and who wrote the text.
_LONGEST_DECK, _LONGEST_BYLINE = 300, 120
_BY = re.compile(r"(?:by|written by|story by|words by)\s+(?-i:[A-Z\u00c0-\u00de])", re.IGNORECASE)


def trim(page: Structure, chosen: set[int], authors: Sequence[str] = ()) -> None:
    """Take from the end what is about the author or the site, and from the start what is of it.

    `authors` are the names of those who wrote the article, where they are known by now.
    """
    main = main_parent(page, chosen)
    end = _head_of_ending(page, chosen, main)
    chosen -= {index for index in chosen if index >= end}
    ordered = sorted(chosen)
    for index, before in zip(ordered[::-1], [*ordered[-2::-1], -1], strict=True):
        if page.blocks[index].kind is BlockKind.PICTURE and not page.line(index):
            continue
        is_loose = before >= 0 and _gap(page, before, index) >= _FAR
        is_loose = is_loose and _is_loose(page, index, main)
        if not (is_loose or _is_beside(page, index, main) or _closes(page, index, authors)):
            break
        chosen.discard(index)
    _trim_start(page, chosen, authors)


def _trim_start(page: Structure, chosen: set[int], authors: Sequence[str]) -> None:
    first = min(chosen, default=0)
    if len(chosen) > 1 and is_deck(page, first):
        chosen.discard(first)
    for index in sorted(chosen):
        words = page.line(index)
        if words and not (is_about(words) or signs_off(words) or _is_name(words, authors)):
            break
        if words:
            chosen.discard(index)


def is_about(line: str) -> bool:
    """Whether a line says when a text appeared, where, or who made it."""
    return is_date_line(line) or is_info_line(line) or is_written_by(line)


def is_written_by(line: str) -> bool:
    """Whether a line begins as an English byline does."""
    return _BY.match(line[:_LONGEST_BYLINE]) is not None


def is_deck(page: Structure, index: int) -> bool:
    """Whether a sentence stands over the line that says who wrote the text below, and when."""
    above = [page.line(before) for before in range(max(0, index - _FAR), index)]
    is_sentence = is_prose(page.line(index)) and len(page.line(index)) <= _LONGEST_DECK
    below = range(index + 1, min(index + 2, len(page.blocks)))
    return (
        is_sentence
        and not any(map(is_about, above))
        and any(_is_byline(page.line(after)) for after in below)
    )


def _is_byline(line: str) -> bool:
    return len(line) <= _LONGEST_BYLINE and is_about(line) and not is_prose(line)


def parent(page: Structure, index: int) -> int:
    """Return the element that a block stands in, its own heading or list element aside."""
    for element in reversed(page.paths[index]):
        if element.name not in ("p", "whole", "h2", "h3", "h4", "h5", "h6", "span", "li"):
            return element.at
    return -1


def main_parent(page: Structure, chosen: set[int]) -> int:
    """Return the element in which most of the text stands."""
    weights: Counter[int] = Counter()
    for index in chosen:
        weights[parent(page, index)] += len(page.words(index))
    return weights.most_common(1)[0][0]


def _head_of_ending(page: Structure, chosen: set[int], main: int) -> int:
    """Return the line from which on nothing is the article's any more.

    Its words say so, most of the article stands before it, and none of the element that holds most
    of it behind it; a mark of the end needs no such element.
    """
    whole = sum(len(page.words(index)) for index in chosen)
    before = 0
    last = max((index for index in chosen if parent(page, index) == main), default=0)
    for index in range(min(chosen), max(chosen) + 1):
        words = page.line(index)
        if before > (whole - before) * _LEAST_BEFORE and words:
            is_mark = furniture_kind(words) is Kind.END_MARK or heads_ending(words)
            is_head = furniture_kind(words) in (Kind.RELATED_LINKS, Kind.COMMENTS) and index > last
            if is_mark or is_head:
                return index
        before += len(words) if index in chosen else 0
    return max(chosen) + 1


def _closes(page: Structure, index: int, authors: Sequence[str]) -> bool:
    """Whether a last line is a credit, a head without text, about the writer or the publisher."""
    words, block = page.line(index), page.blocks[index]
    if block.kind is BlockKind.HEADING or credit_line(words) or signs_off(words):
        return True
    is_biography = len(words) < LONGEST_SIGN_OFF and _begins_with_name(words, authors)
    return is_biography or is_caption(page, index)


def _is_beside(page: Structure, index: int, main: int) -> bool:
    """Whether a last line is short, no sentence, and in another element than the text."""
    words = page.line(index)
    is_line = page.blocks[index].kind is BlockKind.PARAGRAPH and not is_prose(words)
    return is_line and len(words) < _SHORT_LINE and parent(page, index) != main


def _is_loose(page: Structure, index: int, main: int) -> bool:
    """Whether a line behind lines of others is none of the text: short, or in another element."""
    words = page.words(index)
    if len(words) < _SHORT_LINE:
        return True
    return len(words) < LONGEST_SIGN_OFF and parent(page, index) != main


def _begins_with_name(words: str, authors: Sequence[str]) -> bool:
    """Whether a paragraph begins with the whole name of a writer."""
    said = words.lstrip(_BULLETS).casefold()
    known = (name.casefold() for name in authors if len(name) >= _SHORTEST_NAME and " " in name)
    return any(said.startswith(name) for name in known)


def _is_name(words: str, authors: Sequence[str]) -> bool:
    return any(fold(words) == fold(name) for name in authors)


def _gap(page: Structure, before: int, index: int) -> int:
    """Return how many lines of others stand between two blocks."""
    return sum(1 for between in range(before + 1, index) if page.words(between))
