"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from articles.models import ArticleQuerySet
from articles.search.matching import Match, matching
from articles.text.tokens import asked

# Characters.
LONGEST_SEARCH = 200
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


def holding(text: str) -> Holding:
    """Return the articles whose title, subtitle, summary or text hold all of the words.

    Any text is a valid search; one without a letter or digit finds nothing.
    """
    question = asked(text)
    return Holding(matching(question) if question.wanted else _NOTHING)


def search(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return those of `articles` that hold the words; their order stays as it is."""
    return articles.filter(pk__in=holding(text).keys)
