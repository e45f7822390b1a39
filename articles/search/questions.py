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


# The article `a` of an index row `r`, and a condition for its text (`articles.search.confirming`).
ARTICLE = " CROSS JOIN articles_article a ON a.id = r.article_id"
HOLDS = "article_holds(%s, a.title, a.subtitle, a.summary, a.body_text)"


@dataclass(frozen=True, slots=True)
class Match:
    """Tables to search, `r` being the index rows, and a condition that holds for one of each."""

    table: str
    sql: str
    values: list[Any]
    # On SQLite, what the text of each must be asked besides; mostly nothing.
    phrases: str = ""
    # On PostgreSQL, whether places of words must be read, which its index does not know.
    reads_places: bool = False

    @property
    def article(self) -> str:
        """The join that leads to the text, where that is to be asked."""
        return ARTICLE if self.phrases else ""

    @property
    def is_dear(self) -> bool:
        """Whether each article must be read, and not the index alone."""
        return bool(self.phrases) or self.reads_places

    def whole(self) -> tuple[str, list[Any]]:
        """Return the condition for index row and text in one, with its values."""
        if not self.phrases:
            return self.sql, self.values
        return f"{self.sql} AND {HOLDS}", [*self.values, self.phrases]
