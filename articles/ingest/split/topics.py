"""Stories of a bulletin that have no lead-in: a headline's words come back in its own story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from articles.ingest.split.bulletin import Opening, is_story_headline
from articles.text.lines import is_prose

LEAST_HEADLINES = 5
# A news story's first paragraph says its headline again; a section of an essay does not.
# Medians in daily bulletins lie between 0.5 and 0.85, of the headlines' pairs of characters.
LEAST_RESTATED = 0.4
# The words of one essay's title run through all its sections; those of a story do not.
MOST_SHARED = 0.25
LEAST_HEADLINE_LENGTH = 9
# A round-up has a name, not a headline, and its items are short.
LONGEST_ROUND_UP_NAME = 12
LONGEST_ITEM = 4
# Of headlines in a row: more are looked for in all that follows at too high a cost.
MOST_HEADLINE_LINES = 4
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]|第[一二三四五六七八九十\d]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A headline of one line or more, and the lines under it, up to the next one."""

    start: int
    headline: tuple[str, ...]
    lines: tuple[str, ...]
    names_round_up: bool = False


def by_topics(lines: Sequence[str]) -> list[Opening]:
    """Return where stories begin in a bulletin of headlines and reports; none in anything else."""
    sections = _sections(lines)
    told = [one for one in sections if one.lines]
    if len(told) < LEAST_HEADLINES or sections[0].start > 1:
        return []
    if not any(map(is_prose, told[0].lines)):
        # A name and a lead-in, with nothing said below them, are the bulletin's own.
        told = told[1:]
        sections = sections[sections.index(told[0]) :]
    if not _is_bulletin(told):
        return []
    stories = _stories(sections)
    # A name over all that follows is the bulletin's own, and no round-up's.
    several = stories if len(stories) > 1 else told
    is_named = several is told or several[0].start > 1
    return [
        Opening(one.start, len(one.headline), is_first=is_named and one is several[0])
        for one in several
    ]


def _sections(lines: Sequence[str]) -> list[Section]:
    places = [i for i, line in enumerate(lines) if is_story_headline(line)]
    ends = [*places[1:], len(lines)][: len(places)]
    sections: list[Section] = []
    waiting: list[int] = []
    for index, (place, end) in enumerate(zip(places, ends, strict=True)):
        waiting.append(place)
        if end == place + 1 and index + 1 < len(places):
            continue
        under = tuple(lines[place + 1 : end])
        if _is_round_up(lines, waiting, under):
            sections.append(Section(waiting[0], (lines[waiting[0]],), (), names_round_up=True))
            waiting = waiting[1:]
        sections.append(Section(waiting[0], tuple(lines[i] for i in waiting), under))
        waiting = []
    return sections


def _is_round_up(lines: Sequence[str], waiting: Sequence[int], under: Sequence[str]) -> bool:
    """Whether two headlines in a row are a round-up's name and its first item's."""
    return (
        len(waiting) == 2
        and len(lines[waiting[0]]) <= LONGEST_ROUND_UP_NAME
        and 0 < len(under) <= LONGEST_ITEM
    )


def _is_bulletin(told: Sequence[Section]) -> bool:
    numbered = sum(_NUMBERED.match(one.headline[0]) is not None for one in told)
    short = median(len(one.headline[0]) for one in told) < LEAST_HEADLINE_LENGTH
    if short or numbered * 2 > len(told):
        return False
    return are_reports(told)


def are_reports(told: Sequence[Section]) -> bool:
    """Whether sections say their own headlines again, and not the first one's."""
    restated = median(_share(_pairs(one.headline), one.lines[0]) for one in told)
    return restated >= LEAST_RESTATED and _shared(told) <= MOST_SHARED


def _shared(told: Sequence[Section]) -> float:
    """Return how much of the first headline stands in the other stories, on the whole."""
    first = _pairs(told[0].headline)
    return median(_share(first, "\n".join(one.lines)) for one in told[1:])


def _pairs(headline: Sequence[str]) -> frozenset[str]:
    bare = re.sub(r"[^\w]", "", "".join(headline[:MOST_HEADLINE_LINES]))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _share(pairs: frozenset[str], text: str) -> float:
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def _stories(sections: Sequence[Section]) -> list[Section]:
    """Return the sections that open a story: not a head inside one, not an item of a round-up."""
    stories: list[Section] = []
    last = max((i for i, one in enumerate(sections) if one.names_round_up), default=len(sections))
    in_round_up = False
    for index, one in enumerate(sections):
        closing = index > last and last * 2 > len(sections) and len(one.lines) <= LONGEST_ITEM
        is_item = in_round_up and (len(one.lines) == 1 or closing)
        if not one.names_round_up and (is_item or _is_inner_head(one, stories[-1:])):
            continue
        in_round_up = one.names_round_up
        stories.append(one)
    return stories


def _is_inner_head(one: Section, story: Sequence[Section]) -> bool:
    """Whether the story's own headline holds this one: it announced its parts."""
    return any("".join(one.headline) in "".join(above.headline) for above in story)
