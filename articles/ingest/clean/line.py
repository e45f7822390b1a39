"""A line of a page with what its shape and its words would make it, before its place is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.ingest.records import Block, BlockKind, RawDocument
from articles.text.bylines import credit_line, is_info_line, rare_credit
from articles.text.datelines import is_bare_dateline, is_dateline
from articles.text.day_words import waits_for_day
from articles.text.english_bylines import is_post
from articles.text.inner_bylines import leading_byline
from articles.text.lexicon import Kind, furniture_kind
from articles.text.lines import is_date_line, is_headline, is_latin, is_prose
from articles.text.names import is_han_name, marked_names
from articles.text.role_labels import lone_label, role_of

LONGEST_VALUE = 24
LONGEST_PIECE = 8  # of a day in three lines
# Of an English sentence that is a title, and of one of Han that is cried or asked.
LONGEST_TITLE, LONGEST_CRY = 160, 60
# Kinds whose lines may be as long as a paragraph.
SURE = frozenset({Kind.SHARE_LINE, Kind.PLACEHOLDER_IMAGE, Kind.ORIGINAL_TITLE, Kind.CONSENT})
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH_AND_DAY = re.compile(r"\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


class Line(NamedTuple):
    """A block with what its shape and its words would make it."""

    block: Block
    words: str
    kind: Kind | None
    is_info: bool = False
    is_credit: bool = False
    is_date: bool = False
    is_prose: bool = False

    @property
    def is_furniture(self) -> bool:
        return self.kind is not None or self.is_info or self.block.kind is BlockKind.RULE

    @property
    def is_known(self) -> bool:
        """Whether the line is no text of anybody's: the site's, or about the text."""
        return self.is_furniture or self.is_date

    @property
    def is_title(self) -> bool:
        """Whether the line may be a title: long enough, and nothing else that is known."""
        known = self.is_known or self.is_prose or waits_for_day(self.words)
        return is_headline(self.words) and not known and not is_han_name(self.words)

    @property
    def may_be_title(self) -> bool:
        """Whether the line may be one where all else speaks for it: an English one may stop."""
        is_cry = "。" not in self.words and self.words[-1:] in "！？!?"
        longest = LONGEST_TITLE if is_latin(self.words) else LONGEST_CRY * is_cry
        is_sentence = self.is_prose and len(self.words) <= longest
        return self.is_title or (is_sentence and not self.is_known)

    @property
    def weight(self) -> int:
        """What the line adds to the running text around it, in letters of English."""
        if self.is_prose:
            length = min(len(self.words), 300)
            return length if is_latin(self.words) else length * 3
        return -60 if self.is_known else -30


def line_of(raw: RawDocument, block: Block) -> Line:
    """Return the line a block is, with its shape taken once."""
    words = _words(raw, block)
    if block.kind is BlockKind.CHUNK:
        return Line(block, words, None, is_prose=True)
    kind = furniture_kind(words)
    is_named = kind is None and bool(marked_names(words))
    info = is_named or (kind is None and is_info_line(words))
    date = is_date_line(words)
    known = info or date or (kind is not None and (len(words) <= 80 or kind in SURE))
    return Line(
        block,
        words,
        kind,
        is_info=info,
        is_credit=is_named or (info and (bool(credit_line(words)) or _labels_name(words))),
        is_date=date,
        is_prose=not known and is_prose(words),
    )


def _words(raw: RawDocument, block: Block) -> str:
    """Return what a block shows; as it is written where a byline may have to be cut off."""
    words = raw.visible(block).strip()
    return raw.words(block).strip() if leading_byline(words) else words


def _labels_name(words: str) -> bool:
    return role_of(lone_label(words) or "") is not None


def with_values(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, with those known that only say something together with a neighbour.

    Such are the value of the label above it, what the writer above it is, and a day that is set in
    three lines.
    """
    out: list[Line] = []
    label: str | None = None
    lines = _told_by_others(lines)
    for index, line in enumerate(lines):
        is_value = label is not None and not line.is_prose and not line.is_furniture
        is_short = is_value and len(line.words) <= LONGEST_VALUE
        named = is_short and label is not None and role_of(label) is not None
        whole = line._replace(is_info=True, is_credit=named) if is_short else line
        is_piece = len(line.words) <= LONGEST_PIECE and line.words[:1].isdecimal()
        out.append((_of_parted_day(lines, index) if is_piece else None) or whole)
        label = None if line.is_prose else lone_label(line.words)
    return out


def _told_by_others(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those known that go on with the credits above, or say when without a day.

    A bare month or day says when where it is alone: several of them head the parts of a text.
    """
    bare = sum(is_bare_dateline(line.words) for line in lines)
    out: list[Line] = []
    for line in lines:
        is_under_credit = bool(out) and out[-1].is_credit and line.kind is None
        is_role = is_under_credit and not line.is_info and bool(rare_credit(line.words))
        is_about = is_role or (is_under_credit and is_post(line.words))
        is_when = is_dateline(line.words) and (bare < 2 or not is_bare_dateline(line.words))
        is_date = line.is_date or (is_when and line.kind is None)
        known = line._replace(is_date=is_date, is_info=line.is_info or is_about)
        out.append(known._replace(is_credit=True) if is_role else known)
    return out


def _of_parted_day(lines: Sequence[Line], index: int) -> Line | None:
    """Return a line that is the year, the month and day, or the clock of a day in three lines."""
    words = lines[index].words
    for pattern, first in ((_YEAR, index), (_MONTH_AND_DAY, index - 1), (_CLOCK, index - 2)):
        if first >= 0 and pattern.fullmatch(words) and is_parted_day(lines, first):
            return lines[index]._replace(kind=None, is_date=True)
    return None


def is_parted_day(lines: Sequence[Line], index: int) -> bool:
    """Whether a year stands in a line and the month and day in the next."""
    two = [line.words for line in lines[index : index + 2]]
    return len(two) == 2 and bool(_YEAR.fullmatch(two[0]) and _MONTH_AND_DAY.fullmatch(two[1]))
