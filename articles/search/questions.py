"""What a question asks of a database: where words may stand, and a condition for index rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Rank(StrEnum):
    """Where the words stand; each article has one rank for a question."""

    TITLE = "title"  # all of them
    LEAD = "lead"  # some in the title, or all in title and lead; and all somewhere
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Match:
    """Tables to search, `r` being the index rows, and a condition that holds for one of each.

    It `reads_places` where the index alone cannot say whether words stand side by side.
    """

    table: str
    sql: str
    values: list[Any]
    reads_places: bool = False
