"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from articles.search.matching import matching
from articles.search.questions import Match
from articles.text.tokens import asked

# Characters.
LONGEST_SEARCH = 200
_CARD = " CROSS JOIN articles_card c ON c.article_id = r.article_id"
NOTHING = Match("articles_searchrow r", "1 = 0", [])


@dataclass(frozen=True, slots=True)
class Holding:
    """The articles that hold words: all of them, or whether one is among them.

    Where they are few, going through them is the shorter way, else asking about each of a list.
    """

    match: Match

    @property
    def keys(self) -> RawSQL:
        """The keys of articles as they are found; a long one's perhaps more than once."""
        sql, values = self.match.whole()
        # No text is read of what has never been published, and has no card.
        card = _CARD if self.match.phrases else ""
        tables = f"{self.match.table}{card}{self.match.article}"
        return RawSQL(f"SELECT r.article_id FROM {tables} WHERE {sql}", values)  # noqa: S608, S611

    @property
    def rows(self) -> RawSQL:
        """The same as far as the index knows: perhaps more, where phrases are asked for."""
        return Holding(replace(self.match, phrases="")).keys

    def among(self, article: str) -> Func:
        """The condition for one article, whose key is at the end of a path."""
        return _Among(article, match=self.match)


class _Among(Func):
    output_field = BooleanField()

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        article, values = compiler.compile(self.source_expressions[0])
        match: Match = self.extra["match"]
        sql, given = match.whole()
        # Either would rather go through all that match: SQLite asks in the order that is written
        # down, and PostgreSQL looks into nothing that has an offset.
        order, alone = "", " OFFSET 0"
        if connection.vendor == "sqlite":
            order, alone = f" CROSS JOIN article_search s ON s.rowid = r.id{match.article}", ""
        rows = f"articles_searchrow r{order} WHERE r.article_id = {article} AND {sql}{alone}"
        return f"EXISTS (SELECT 1 FROM {rows})", (*values, *given)  # noqa: S608


def holding(text: str) -> Holding:
    """Return the articles whose title, subtitle, summary or text hold all of the words.

    Any text is a valid search; one without a letter or digit finds nothing.
    """
    question = asked(text)
    return Holding(matching(question) if question.wanted else NOTHING)
