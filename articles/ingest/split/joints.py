"""Where two texts meet in one document: the words change, and mostly a sign stands there.

A sign alone proves nothing, for essays have headlines and dividers too; a change of words without
a sign is only told of, for it shows no line.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median_low
from typing import NamedTuple

from articles.ingest.split import sliding
from articles.ingest.split.bulletin import Opening, is_story_headline
from articles.ingest.split.headed import Around
from articles.text.lines import is_prose, is_rule


class Sign(NamedTuple):
    """What stands at a joint: how alike its sides may be for a cut, and for a mark.

    `least` is how much the shorter side must say for a mark, in letters.
    """

    why: str
    cuts: float
    marks: float
    least: int = sliding.LEAST


# Set by 400 Chinese and 30 English articles, whole and joined: of 100 single ones two are marked.
BYLINE = Sign("byline", 0.5, 0.9, least=sliding.LEAST // 4)
DAY = Sign("day", 0.22, 0.5)
ENDING = Sign("credits", 0.3, 0.5)
DIVIDER = Sign("divider", 0.22, 0.4)
HEAD_APART = Sign("headline", 0.22, 0.35)
DATELINE = Sign("dateline", 0.18, 0.3)
GAP = Sign("gap", 0.15, 0.3)
HEADLINE = Sign("headline", 0.13, 0.2, least=600)
NONE = Sign("unlike_its_neighbours", 0.0, 0.2, least=800)
# Signs that stand beside a headline, which is the title then.
HEADED = (BYLINE, DAY, ENDING)
# What is not told of where a day, a source or credits say that a page is about one story.
WEAK = (HEADLINE, NONE)
# So many letters lie between two joints where the weaker has no sign.
APART_WITHOUT_SIGN = 1200
LEAST_SURE, CLOSE_HEADS = 2, 800
NOTHING = Around()
_DATELINE = re.compile(
    r"[^，。！？；,!?;]{2,24}?(?:电|讯|消息)(?=[\s（(：:])"
    r"|[A-Z][A-Za-z .,]{2,30}(?:\(\w{2,12}\) ?)?(?:--|[—–]) "
)


@dataclass(frozen=True, slots=True)
class Joint:
    """A line where a text begins, by its sign; `is_sure` where that is no question."""

    opening: Opening
    sign: Sign
    likeness: float
    is_sure: bool

    @property
    def weakness(self) -> tuple[bool, float]:
        return self.sign is NONE, self.likeness - self.sign.marks


def find(lines: Sequence[str], blank: Sequence[int], around: Around = NOTHING) -> list[Joint]:
    """Return the joints of a text in order; `blank` counts the blank lines above each line."""
    usual = median_low(blank[1:] or [0])
    starts = [*accumulate(map(sliding.weight, lines), initial=0)]
    alike = {index: (said, least) for index, said, least in sliding.likenesses(lines)}
    found = []
    for index, least in _short(around, starts):
        alike.setdefault(index, (BYLINE.marks, least))
    for index, (likeness, least) in sorted(alike.items()):
        sign = _headed(index, around) or _sign(lines, index, is_apart=blank[index] > usual)
        if sign is None or likeness > sign.marks:
            continue
        is_sure = likeness <= sign.cuts or (
            least >= sliding.LEAST and _is_twice(lines, index, around)
        )
        if is_sure or least >= sign.least:
            opening = Opening(index, int(sign in HEADED or _is_head(lines, index)))
            found.append(Joint(opening, sign, likeness, is_sure))
    heads = [index for index in range(len(lines)) if _is_head(lines, index)]
    kept = _without_items([*_strongest(found, starts)], heads, starts)
    return _in_company(
        _without_entries(kept, [starts[index] for index in sorted(around.days)], starts)
    )


def _short(around: Around, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the headlines over writers, with what the shorter text beside each says, in letters."""
    ends = [*sorted(around.heads), len(starts) - 1]
    for index, end in pairwise(ends):
        least = min(starts[index], starts[end] - starts[index])
        if index in around.bylines:
            yield index, least


def _headed(index: int, around: Around) -> Sign | None:
    if index in around.bylines:
        return BYLINE
    if index in around.days:
        return DAY
    return ENDING if index in around.endings else None


def _is_twice(lines: Sequence[str], index: int, around: Around) -> bool:
    """Whether a text begins below a line, by its writer or day, and one ends above it."""
    begins = index in around.bylines or index in around.days
    return begins and (index in around.endings or is_rule(lines[index - 1]))


def beside(led: Sequence[Opening], met: Sequence[Joint]) -> list[Joint]:
    """Return the sure joints that a formula leaves out; a headline is an item's there perhaps."""
    taken = {line for one in led for line in range(one.line - 1, one.line + one.title_lines + 1)}
    return [
        replace(one, is_sure=one.sign is not HEADLINE)
        for one in met
        if one.is_sure and one.opening.line not in taken
    ]


def _sign(lines: Sequence[str], index: int, *, is_apart: bool) -> Sign | None:
    above, line = lines[index - 1], lines[index]
    if is_rule(above):
        return DIVIDER
    if is_rule(line) or _is_head(lines, index - 1):
        return None
    if _is_head(lines, index):
        has_dateline = _DATELINE.match(lines[index + 1]) is not None
        return HEAD_APART if is_apart or has_dateline else HEADLINE
    if _DATELINE.match(line):
        return DATELINE
    if is_apart:
        return GAP
    return NONE if is_prose(above) and is_prose(line) else None


def _is_head(lines: Sequence[str], index: int) -> bool:
    return is_story_headline(lines[index]) and any(map(is_prose, lines[index + 1 : index + 3]))


def _without_items(found: list[Joint], heads: Sequence[int], starts: Sequence[int]) -> list[Joint]:
    """Return joints, those in doubt whose headlines stand close, as over sections and items.

    Where the words change at every headline, and there are some, each is an article's.
    """
    sure = sum(one.is_sure and one.sign is HEADLINE for one in found)
    if sure >= LEAST_SURE and sure == sum(index > 1 for index in heads):
        return found
    places = [starts[index] for index in heads]
    return [
        replace(one, is_sure=False)
        if one.sign is HEADLINE and _is_among(places, starts[one.opening.line])
        else one
        for one in found
    ]


def _without_entries(found: list[Joint], days: Sequence[int], starts: Sequence[int]) -> list[Joint]:
    """Return joints, those in doubt whose days stand close, as over a chronicle's entries."""
    return [
        replace(one, is_sure=False)
        if one.sign is DAY and _is_among(days, starts[one.opening.line])
        else one
        for one in found
    ]


def _is_among(heads: Sequence[int], start: int) -> bool:
    """Whether another headline stands close to one."""
    place = bisect(heads, start)
    near = (*heads[max(0, place - 2) : place - 1], *heads[place : place + 1])
    return any(abs(start - other) < CLOSE_HEADS for other in near)


def _strongest(found: Sequence[Joint], starts: Sequence[int]) -> Iterator[Joint]:
    """Yield the joints that no stronger one stands close to."""
    taken: list[int] = []
    kept = []
    for one in sorted(found, key=lambda one: one.weakness):
        at = starts[one.opening.line]
        apart = APART_WITHOUT_SIGN if one.sign is NONE else sliding.LEAST
        place = bisect(taken, at)
        if all(abs(at - other) >= apart for other in taken[max(0, place - 1) : place + 1]):
            insort(taken, at)
            kept.append(one)
    yield from sorted(kept, key=lambda one: one.opening.line)


def _in_company(found: Sequence[Joint]) -> list[Joint]:
    """Return joints, those sure too whose sign stands at several sure ones, and mostly there."""
    signs = Counter(one.sign for one in found)
    sure = Counter(one.sign for one in found if one.is_sure)
    many = {
        sign for sign, times in sure.items() if times >= LEAST_SURE and times * 2 >= signs[sign]
    }
    return [replace(one, is_sure=True) if one.sign in many else one for one in found]
