"""What stands beside a line and makes a text of what it heads: a writer, a day, credits above.

A section's headline has no writer, and no day but in a chronicle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.ingest.records import Marked, PartKind, RawDocument
from articles.ingest.split.bulletin import is_about_writer, is_story_headline
from articles.text.bylines import credit_line
from articles.text.folding import fold
from articles.text.inner_bylines import inline_credits
from articles.text.lexicon import SOURCE_LABELS, Role
from articles.text.lines import is_date_line, is_latin, is_prose
from articles.text.names import is_han_name
from articles.text.role_labels import SIGN

# Titles may be cried or asked, and are mostly longer than a reader's name over his comment.
LONGEST_CRY, LEAST_WORDS, LEAST_HAN = 60, 3, 6
# How far under a headline its text begins: its writer, day, source and place may stand between.
MOST_BENEATH = 5
_OF_PICTURES = frozenset({Role.PHOTOGRAPHER, Role.PICTURE_SOURCE, Role.PICTURE_EDITOR})
_NAMES_SOURCE = re.compile(rf"(?:{'|'.join(SOURCE_LABELS)})\s?{SIGN}")


@dataclass(frozen=True, slots=True)
class Around:
    """Lines by what stands beside them: a byline or a day beneath, the end of a text above."""

    bylines: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    endings: frozenset[int] = frozenset()

    @property
    def heads(self) -> frozenset[int]:
        return self.bylines | self.days | self.endings


def find(raw: RawDocument, marked: Sequence[Marked], places: Sequence[int]) -> Around:
    """Return what stands beside the lines of a text that are marked at `places`.

    A headline that the document has used before heads the same text again.
    """
    seen: set[str] = set()
    found: dict[str, list[int]] = {"byline": [], "day": [], "ending": []}
    for index, place in enumerate(places[:-1]):
        words = raw.words(marked[place].block).strip()
        if not _may_head(words):
            continue
        beneath = _beneath(raw, marked, place)
        key = fold(words)
        if key not in seen and beneath:
            found[beneath].append(index)
        if key not in seen and index and _ends_text(raw, marked[place - 1]):
            found["ending"].append(index)
        seen.add(key)
    return Around(*map(frozenset, found.values()))


def _may_head(words: str) -> bool:
    is_cry = len(words) <= LONGEST_CRY and words[-1:] in "！？!?" and "。" not in words
    is_known = is_date_line(words) or is_han_name(words)
    return (is_story_headline(words) or is_cry) and not is_known


def _beneath(raw: RawDocument, marked: Sequence[Marked], place: int) -> str:
    """Return what stands right under a headline: `byline`, `day`, or nothing that counts.

    A day with a source says as much as a byline.
    """
    below = marked[place + 1 : place + 1 + MOST_BENEATH]
    lines = [raw.words(one.block).strip() for one in below]
    if not any(map(is_prose, lines)):
        return ""
    if below[0].kind is PartKind.CREDIT:
        return "byline" if _is_text_s(lines[0]) else ""
    if not is_date_line(lines[0]):
        return ""
    if _NAMES_SOURCE.search(lines[0]):
        return "byline"
    return "day" if _is_long(raw.words(marked[place].block)) else ""


def _is_long(words: str) -> bool:
    return words.count(" ") + 1 >= LEAST_WORDS if is_latin(words) else len(words) >= LEAST_HAN


def _ends_text(raw: RawDocument, above: Marked) -> bool:
    words = raw.words(above.block).strip()
    return is_about_writer(words) or (above.kind is PartKind.CREDIT and _is_text_s(words))


def _is_text_s(words: str) -> bool:
    """Whether a line says who made a text, not only who took its pictures."""
    return any(role not in _OF_PICTURES for role in _roles(words))


def _roles(words: str) -> Iterator[Role]:
    yield from (named.role for named in inline_credits(words) or credit_line(words))
