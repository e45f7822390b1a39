"""What the desk's search finds, in the order of the list that is searched, and how many.

Where few articles hold the words, these are gathered first; where a lot do, each of the list is
asked until a page is full.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.models import Article, ArticleQuerySet
from articles.search import server
from articles.search.query import NOTHING, Holding, holding
from articles.search.questions import Match
from articles.text.tokens import asked

# How many times as long it takes to ask an article for one word as to gather one that holds it;
# and where its text or the places of its words must be read, which gathering does of more.
ASKING, ASKING_READ = 8, 0.5
# Articles of a page.
PAGE = 50
# So many are counted where each must be read: enough to guess at the others.
MOST_COUNTED = 1_000
# Articles of a list that are asked about one after the other to count them.
FEW = 500
# What is materialized PostgreSQL plans for all there is, and yet makes no more than is asked for.
# For a few it would go through the table, as if the tokens of a row were at hand.
_MATCHED = (
    "WITH r AS MATERIALIZED (SELECT r.article_id FROM {} WHERE {}) SELECT r.article_id FROM r"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that hold words: their keys, or None where these are a lot."""

    holding: Holding
    keys: Sequence[int] | None
    # So many there are at least, as far as that is known.
    least: int = 0

    @property
    def most_counted(self) -> int | None:
        """How many are worth counting, if each that is counted is a text to read."""
        return MOST_COUNTED if self.holding.match.is_dear else None

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
            condition = f"EXISTS ({exists})"
        if connection.vendor == "sqlite":
            rows = f"SELECT DISTINCT r.article_id FROM {match.table}{match.article} WHERE {sql}"  # noqa: S608
            rows += condition and f" AND {condition}"
        else:
            rows = _MATCHED.format(match.table, sql) + (condition and f" WHERE {condition}")
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({rows} LIMIT %s) few",  # noqa: S608
                [*given, *values, most],
            )
            return int(cursor.fetchone()[0])


def find(text: str) -> Found:
    """Gather what holds the words, unless that is a lot."""
    found = holding(text)
    match = found.match
    lots = a_lot(match, len(asked(text).wanted))
    if connection.vendor != "sqlite" and server.guessed(match) >= lots:
        return Found(found, None)
    if match.phrases:
        read = _first(match, MOST_COUNTED + 1)
        if len(read) <= MOST_COUNTED:
            return Found(found, _articles(read))
        if _hold_likely(match, read, lots):
            return Found(found, None, len(read))
    rows = _first(match, lots)
    if len(rows) < lots:
        return Found(found, _articles(rows))
    # Rows that FTS5 still holds of what has been edited are no articles.
    is_counted = match.phrases or connection.vendor != "sqlite"
    return Found(found, None, len(rows) if is_counted else 0)


def a_lot(match: Match, terms: int) -> int:
    """Return how many articles take as long to gather as asking for a page takes.

    To gather n costs n. To ask one of all after the other for all terms until a page is full costs
    `PAGE` times as many as there are to each of the n.
    """
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    asking = ASKING_READ if match.is_dear else ASKING
    return isqrt(round(asking * PAGE * last * max(1, terms)))


def _hold_likely(match: Match, read: Sequence[int], lots: int) -> bool:
    """Whether a lot hold the phrases, if the others hold them as often as those that were read."""
    narrowed = replace(match, phrases="")
    upto = replace(narrowed, sql=f"{match.sql} AND s.rowid <= %s", values=[*match.values, read[-1]])
    needed = lots * len(_first(upto, -1)) // len(read)
    return len(_first(narrowed, needed)) == needed


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
    sql, values = match.whole()
    if connection.vendor != "sqlite":
        statement = _MATCHED.format(match.table, sql)
    elif match is NOTHING:
        return []
    else:
        tables = f"{match.table}{match.article}" if match.phrases else "article_search s"
        statement = f"SELECT s.rowid FROM {tables} WHERE {sql}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT %s", [*values, most])
        return [key for (key,) in cursor.fetchall()]


def _listed(keys: Sequence[int]) -> RawSQL:
    """Return keys as one parameter, however many: SQLite takes no more than 250,000."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
