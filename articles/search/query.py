"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from articles.models import ArticleQuerySet
from articles.search import server
from articles.search.matching import matching
from articles.search.questions import Match
from articles.text.tokens import asked

# Characters.
LONGEST_SEARCH = 200
# Rows that hold a word: where there are as many of a million, going through them costs a list of
# fifty more than asking about one of its articles after the other until it is full. Each further
# word makes the asking dearer.
LOTS = 20_000
# Articles whose text holds a phrase: one more than the desk counts.
LOTS_READ = 5_001
# Articles of a list that are asked about one after the other to count them.
FEW = 500
_CARD = " CROSS JOIN articles_card c ON c.article_id = r.article_id"
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


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that hold words: their keys, or None where these are a lot."""

    holding: Holding
    keys: Sequence[int] | None
    # So many there are at least, as far as that is known.
    least: int = 0

    def among(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Return those of `articles` that were found; their order stays as it is."""
        if self.keys is None:
            return articles.filter(self.holding.among("pk"))
        return articles.filter(pk__in=_listed(self.keys))

    def counted(self, articles: ArticleQuerySet, most: int) -> int:
        """Count those of `articles` that were found, up to `most`."""
        if not articles.query.where:
            if self.keys is not None:
                return min(len(self.keys), most)
            if self.least >= most:
                return most
        if self.keys is not None or articles.order_by()[:FEW].count() < FEW:
            return self.among(articles).order_by()[:most].count()
        return self._counted_as_found(articles, most)

    def _counted_as_found(self, articles: ArticleQuerySet, most: int) -> int:
        match, condition = self.holding.match, ""
        sql, given = match.whole()
        values: tuple[Any, ...] = ()
        if articles.query.where:
            one = articles.order_by().filter(pk=RawSQL("r.article_id", [])).values("pk")
            exists, values = one.query.sql_with_params()
            condition = f" AND EXISTS ({exists})"
        # On PostgreSQL, which would go through all of them for that, each stands there once anyway.
        each = "DISTINCT r.article_id" if connection.vendor == "sqlite" else "1"
        rows = f"SELECT {each} FROM {match.table}{match.article} WHERE {sql}{condition}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({rows} LIMIT %s) few",  # noqa: S608
                [*given, *values, most],
            )
            return int(cursor.fetchone()[0])


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
    return Holding(matching(question) if question.wanted else _NOTHING)


def find(text: str) -> Found:
    """Go through what holds the words, up to a lot."""
    found = holding(text)
    lots = LOTS * max(1, len(asked(text).wanted))
    if connection.vendor != "sqlite" and server.guessed(found.match) >= lots:
        return Found(found, None)
    if found.match.phrases:
        # To read a text costs more than to ask the index about one.
        rows = _first(found.match, LOTS_READ)
        is_lot, least = len(rows) >= LOTS_READ, LOTS_READ
    else:
        rows = _first(found.match, lots)
        is_lot, least = len(rows) >= lots, 0
    return Found(found, None, least) if is_lot else Found(found, _articles(rows))


def search(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return those of `articles` that hold the words; their order stays as it is."""
    return find(text).among(articles)


def _articles(found: list[int]) -> list[int]:
    if connection.vendor != "sqlite":
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.article_id FROM json_each(%s) j"
            " CROSS JOIN articles_searchrow r ON r.id = j.value",
            [json.dumps(found)],
        )
        return list({key for (key,) in cursor.fetchall()})


def _first(match: Match, most: int) -> list[int]:
    """Return articles that match; on SQLite rows of the index, whose articles are not looked up."""
    statement = "SELECT s.rowid FROM article_search s"
    if connection.vendor != "sqlite" or match is _NOTHING:
        statement = f"SELECT r.article_id FROM {match.table}"  # noqa: S608
    elif match.phrases:
        statement = f"SELECT s.rowid FROM {match.table}{match.article}"  # noqa: S608
    sql, values = match.whole()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE {sql} LIMIT %s", [*values, most])
        return [key for (key,) in cursor.fetchall()]


def _listed(keys: Sequence[int]) -> RawSQL:
    """Return keys as one parameter, however many: SQLite takes no more than 250,000."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
