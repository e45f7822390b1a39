"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from articles.models import ArticleQuerySet
from articles.search.matching import Match, matching
from articles.text.tokens import asked

# Characters.
LONGEST_SEARCH = 200
# Rows that hold words: where there are as many, going through them costs a list of fifty more than
# asking about one of its articles after the other until it is full.
LOTS = 20_000
_NOTHING = Match("articles_searchrow r", "1 = 0", [])


@dataclass(frozen=True, slots=True)
class Holding:
    """The articles that hold words: all of them, or whether one is among them.

    Where they are few, going through them is the shorter way, else asking about each of a list.
    """

    match: Match

    @property
    def keys(self) -> RawSQL:
        """The keys of articles as they are found; a long one's perhaps more than once."""
        statement = f"SELECT r.article_id FROM {self.match.table} WHERE {self.match.sql}"  # noqa: S608
        return RawSQL(statement, self.match.values)  # noqa: S611  (words are parameters)

    def among(self, article: str) -> Func:
        """The condition for one article, whose key is at the end of a path."""
        return _Among(article, sql=self.match.sql, values=tuple(self.match.values))

    @property
    def is_a_lot(self) -> bool:
        rows = f"SELECT 1 FROM {self.match.table} WHERE {self.match.sql}"  # noqa: S608
        return _number(rows, self.match.values, LOTS) == LOTS

    def counted(self, articles: ArticleQuerySet, most: int) -> int:
        """Count those of `articles` that hold the words as they are found, up to `most`."""
        one = articles.order_by().filter(pk=RawSQL("r.article_id", [])).values("pk")
        sql, values = one.query.sql_with_params()
        rows = (
            f"SELECT DISTINCT r.article_id FROM {self.match.table}"  # noqa: S608
            f" WHERE {self.match.sql} AND EXISTS ({sql})"
        )
        return _number(rows, [*self.match.values, *values], most)


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
        # In this order, or SQLite would go through all that match for each article.
        index = " CROSS JOIN article_search s ON s.rowid = r.id"
        table = f"articles_searchrow r{index if connection.vendor == 'sqlite' else ''}"
        condition = f"r.article_id = {article} AND {self.extra['sql']}"
        return (
            f"EXISTS (SELECT 1 FROM {table} WHERE {condition})",  # noqa: S608
            (*values, *self.extra["values"]),
        )


def _number(rows: str, values: Sequence[Any], most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({rows} LIMIT %s) few", [*values, most])  # noqa: S608
        return int(cursor.fetchone()[0])


def holding(text: str) -> Holding:
    """Return the articles whose title, subtitle, summary or text hold all of the words.

    Any text is a valid search; one without a letter or digit finds nothing.
    """
    question = asked(text)
    return Holding(matching(question) if question.wanted else _NOTHING)


def search(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return those of `articles` that hold the words; their order stays as it is."""
    found = holding(text)
    return articles.filter(found.among("pk") if found.is_a_lot else Q(pk__in=found.keys))


def counted(articles: ArticleQuerySet, text: str, most: int) -> int:
    """Count those of `articles` that hold the words, up to `most`, without going through more."""
    return holding(text).counted(articles, most)
