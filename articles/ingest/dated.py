"""When a text was first published, as a document may say it, and how much that weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """When a text was first published: an instant with a zone, or a bare day, month or year."""

    value: datetime | date
    precision: str  # time, day, month, year

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            return self.value.isoformat().replace("+00:00", "Z")
        return self.value.isoformat()


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that a document could mean, with the rule that found it and what it weighs.

    `weight` is from 0 to 1; `dated` is None for what is a date and none to take: a crawler's clock,
    or what stands in a date's place and is none.
    """

    dated: Dated | None
    rule: str
    weight: float
    line: int | None
    text: str

    @property
    def precision(self) -> str:
        return self.dated.precision if self.dated else "none"


def unread(text: str, line: int | None, weight: float = 0.0) -> DateCandidate:
    """Return what stands where a date is stated and its format knows no such date.

    `weight` is what it will weigh if the rest of the document shows which day it is.
    """
    return DateCandidate(None, "date_unread", weight, line, text.strip()[:200])
