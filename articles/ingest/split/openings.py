"""Where articles open among a document's blocks, by the first proof that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from articles.ingest.records import Block, BlockKind, Marked, PartKind, RawDocument
from articles.ingest.split import bracketed, bulletin, headed, joints, repeats, sections, topics
from articles.ingest.split.bulletin import Opening, is_story_headline
from articles.text.header_keys import TITLE
from articles.text.lines import is_day_alone

# Openings, and the lines where others may be, with the reason.
Found = tuple[Sequence[Opening], list[tuple[int, str]]]


def find(
    raw: RawDocument, marked: Sequence[Marked]
) -> tuple[dict[int, Opening], list[tuple[int, str]]]:
    """Return which marks open an article; those that may do so, and why."""
    if raw.field(*TITLE):
        return {}, []  # a header names one article; what repeats in it is a chorus
    places = [i for i, one in enumerate(marked) if is_text(one)]
    lines = [raw.words(marked[i].block) for i in places]
    if raw.is_html:
        found: Sequence[Opening] = _by_lines(lines, is_html=True)
        doubtful: list[tuple[int, str]] = []
    else:
        blank = _blank(raw, [marked[i].block for i in places])
        around = headed.find(raw, marked, places)
        found, doubtful = _of_text(lines, blank, around, may_be_many=not _is_one_story(marked))
    return {places[one.line]: one for one in found}, [(places[i], why) for i, why in doubtful]


def is_text(one: Marked) -> bool:
    is_body = one.kind is PartKind.BODY or one.kind is PartKind.TITLE
    return is_body and one.block.kind is not BlockKind.HEADER


def _of_text(
    lines: Sequence[str], blank: Sequence[int], around: headed.Around, *, may_be_many: bool
) -> Found:
    """Return the openings of a text: by what shows them all, or else one by one."""
    found, doubtful = _by_signs(lines, blank) if may_be_many else ((), [])
    led = () if found else _by_lines(lines, is_html=False)
    found = found or (() if led else _as_items(lines, may_be_many=may_be_many))
    if found:
        return found, []
    met = joints.find(lines, blank, around)
    if led:
        met, doubtful = joints.beside(led, met), []
    weak = () if may_be_many else joints.WEAK
    told = (one for one in met if not one.is_sure and one.sign not in weak)
    doubtful = [*doubtful, *((one.opening.line, one.sign.why) for one in told)]
    return _with(led, [one.opening for one in met if one.is_sure]), doubtful


def _as_items(lines: Sequence[str], *, may_be_many: bool) -> Sequence[Opening]:
    """Return the items of a digest or a bulletin, whose reports say their headlines again."""
    return bracketed.by_brackets(lines) or (topics.by_topics(lines) if may_be_many else ())


def _by_signs(lines: Sequence[str], blank: Sequence[int]) -> Found:
    """Return what signs set apart for sure, or else what dividers and numbers may set apart."""
    gaps = frozenset(index for index, count in enumerate(blank) if count)
    parts = sections.find_set_apart(lines, gaps)
    if parts is not None and parts.is_sure:
        return parts.openings, []
    if parts is None or parts.why == "blank_lines":
        return (), []
    return (), [(one.line, parts.why) for one in parts.openings[1:]]


def _is_one_story(marked: Sequence[Marked]) -> bool:
    """Whether a page is about one story: its day, source or credits stand beside it."""
    beside = {PartKind.METADATA, PartKind.CREDIT}
    return any(one.kind in beside and not one.reason for one in marked)


def _by_lines(lines: Sequence[str], *, is_html: bool) -> list[Opening]:
    """Return the openings that lines show by being repeated: their beginnings, or all of them."""
    found = bulletin.by_lead_in(lines)
    return found if is_html else _with(_by_repeats(lines, with_headlines=not found), found)


def _blank(raw: RawDocument, blocks: Sequence[Block]) -> list[int]:
    """Return how many blank lines stand above each block."""
    breaks = (raw.text[one.end : other.start].count("\n") for one, other in pairwise(blocks))
    return [0, *(max(0, count - 1) for count in breaks)]


def _with(openings: Sequence[Opening], others: Sequence[Opening]) -> list[Opening]:
    """Return openings of both kinds in order; of two at one line, the second."""
    found = {one.line: one for one in (*openings, *others)}
    return [found[line] for line in sorted(found)]


def _by_repeats(lines: Sequence[str], *, with_headlines: bool) -> list[Opening]:
    """Return where stretches that stand twice begin and end, and every headline beside them."""
    twice = repeats.find(lines)
    if not twice:
        return []
    headlines = bulletin.by_headlines(lines) if with_headlines else []
    found = {one.line: one for one in headlines}
    for end in {end for a, b, n in twice for end in (a, b, a + n, b + n) if end < len(lines)}:
        first = _under_title(lines, end)
        titles = end - first or int(is_story_headline(lines[end]))
        found.setdefault(first, Opening(first, titles))
    return [found[line] for line in sorted(found)]


def _under_title(lines: Sequence[str], start: int) -> int:
    """Return where a stretch begins with the headline, and the day perhaps, right above it."""
    first = start
    while first and is_day_alone(lines[first - 1]):
        first -= 1
    has_own = is_story_headline(lines[start])
    return first - 1 if first and not has_own and is_story_headline(lines[first - 1]) else start
