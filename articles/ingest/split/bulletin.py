"""A day's bulletin: many short stories under headlines, in one text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles.text.lexicon import LABEL_ROLES
from articles.text.lines import is_headline, is_prose

LEAST_STORIES = 3
# A lead-in opens at least this share of what follows headlines.
LEAST_SHARE = 0.3
_LEAD_IN_ENDS = re.compile(r"[：:】）)，,]|电|讯|[—-]{1,2}\s")
LONGEST_LEAD_IN = 32
_ABOUT_WRITER = re.compile(r"[（(]\s?(?:本文)?作者[^（）()。]{1,60}[)）]")
MOST_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an article begins among lines, how many of them are its title, behind what number.

    What stands above one that `is_first` is no article's: the name of them all. `title` is where
    in its line the title begins, where it ends and where text begins, if that follows it there.
    """

    line: int
    title_lines: int = 0
    number: int = 0
    is_first: bool = False
    title: tuple[int, int, int] | None = None


def by_lead_in(lines: Sequence[str]) -> list[Opening]:
    """Return the headlines that a formula follows which opens most of the document's stories."""
    follows = [i for i in range(1, len(lines)) if is_story_headline(lines[i - 1])]
    formula = _formula([lines[i] for i in follows])
    if formula is None:
        return []
    led = [i for i in follows if lines[i].startswith(formula)]
    if led[0] * 2 > len(lines):
        return []
    firsts = [(_first_of_title(lines, i - 1), i) for i in led]
    return [Opening(first, i - first) for first, i in firsts]


def _formula(openings: Sequence[str]) -> str | None:
    counted: Counter[str] = Counter()
    for opening in openings:
        for end in _LEAD_IN_ENDS.finditer(opening[:LONGEST_LEAD_IN]):
            counted[opening[: end.end()]] += 1
    least = max(LEAST_STORIES, len(openings) * LEAST_SHARE)
    common = [words for words, times in counted.items() if times >= least and _may_lead(words)]
    return max(common, key=lambda words: (counted[words], len(words)), default=None)


def _may_lead(words: str) -> bool:
    """Whether words may be a formula: not a day, and not the label of who speaks."""
    is_label = words.rstrip("：:") in LABEL_ROLES
    # Short words before a comma open sentences anywhere.
    is_long = len(words) >= (8 if words[-1] in "，," else 4)
    return is_long and not is_label and not any(char.isdigit() for char in words)


def _first_of_title(lines: Sequence[str], index: int) -> int:
    """Return where a title that ends at `index` begins: it may run over some lines."""
    first = index
    while first and index - first < MOST_TITLE_LINES - 1 and is_story_headline(lines[first - 1]):
        first -= 1
    return first if first == 0 or is_prose(lines[first - 1]) else index


def is_story_headline(line: str) -> bool:
    """Whether a line may head a story: a headline by its shape, and no running text."""
    return is_headline(line) and not is_prose(line) and not is_about_writer(line)


def is_about_writer(line: str) -> bool:
    """Whether a line in brackets says what the writer of the text above it is."""
    return _ABOUT_WRITER.fullmatch(line.strip()) is not None


def by_headlines(lines: Sequence[str]) -> list[Opening]:
    """Return the lines that stand as headlines do: after running text, and before it."""
    return [
        Opening(i, 1)
        for i, line in enumerate(lines[:-1])
        if is_story_headline(line) and (i == 0 or is_prose(lines[i - 1])) and is_prose(lines[i + 1])
    ]
