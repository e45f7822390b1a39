"""What every reader asks for in SQL of its own: what stands under headings, one article, some.

Having Django put the same statements together each time took two thirds of what they cost.
`articles.cards.lists.entries` and `Card.objects.published` say the same; tests hold them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from articles.moments import read, stored

_ROWS = """SELECT {columns} FROM articles_listed JOIN articles_card ON article_id = card_id{texts}
WHERE heading = %s AND NOT visible_from > %s AND NOT visible_until <= %s
AND {begun}{beside}{beyond}
ORDER BY articles_listed.{order} {direction}, articles_listed.public_id {direction} LIMIT %s
"""
# Not EXISTS, which PostgreSQL answers by the first row of the table that will do, wherever in a
# large table that lies.
_IS_THERE = """(SELECT 1 FROM articles_listed JOIN articles_card ON article_id = card_id
WHERE heading = %s AND NOT visible_from > %s AND NOT visible_until <= %s
AND {begun}{beside}{beyond}
ORDER BY articles_listed.{order} {direction}, articles_listed.public_id {direction} LIMIT 1
) IS NOT NULL
"""
_BESIDE = """ AND EXISTS (SELECT 1 FROM articles_listed beside
WHERE beside.card_id = articles_listed.card_id AND beside.heading = %s)"""
_BEYOND = " AND (articles_listed.{order}, articles_listed.public_id) {sign} (%s, %s)"
_COUNT = """(SELECT COUNT(*) FROM
(SELECT 1 FROM articles_listed WHERE heading = %s LIMIT {most}) few)"""
# Of what is scheduled, the index is not read: it ends there, or starts at a place before that. By
# the other date scheduled articles may stand anywhere: there, the index itself says which are.
_BOUND, _PASSED = "articles_listed.published_at <= %s", "NOT articles_listed.published_at > %s"
_ONE = """SELECT {columns} FROM articles_card{texts}
WHERE articles_card.public_id = %s AND NOT visible_from > %s AND NOT visible_until <= %s
"""
_SOME = """SELECT {columns} FROM articles_card{texts}
WHERE articles_card.article_id IN ({keys}) AND NOT {begun} > %s AND NOT visible_until <= %s
"""
_TEXTS = " JOIN articles_article ON articles_article.id = articles_card.article_id"


@dataclass(frozen=True, slots=True)
class Walk:
    """Headings, the column that orders their entries, and what to read of each.

    The first heading is walked along, the others are asked about. `columns` are names as
    `entries(...).values_list` takes them.
    """

    headings: tuple[int, ...]
    order: str
    columns: tuple[str, ...]
    at: datetime

    def rows(self, *, limit: int, is_descending: bool) -> list[tuple[Any, ...]]:
        """Return the first rows: what orders them, the public id, and the columns."""
        sql = _sql(self.order, self.columns, self._others, is_descending=is_descending)
        return self._asked(sql, [*self._seen(), limit])

    def rows_beyond(
        self, sign: str, opposite: str, place: Sequence[Any], *, limit: int, is_descending: bool
    ) -> list[tuple[Any, ...]]:
        """Return the rows that compare so with a place; each tells whether others do otherwise."""
        others = self._others
        sql = _sql(self.order, self.columns, others, sign, opposite, is_descending=is_descending)
        here = [*self._seen(), *self._place(place)]
        return self._asked(sql, [*here, *here, limit])

    def is_there(self, sign: str, place: Sequence[Any]) -> bool:
        """Say whether any row compares so with a place."""
        sql = f"SELECT {_is_there(self.order, self._others, sign)}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self._seen(), *self._place(place)])
            return bool(cursor.fetchone()[0])

    @property
    def _others(self) -> int:
        return len(self.headings) - 1

    def _seen(self) -> list[Any]:
        first, *others = self.headings
        at = stored(self.at)
        return [first, at, at, at, *others]

    def _place(self, place: Sequence[Any]) -> list[Any]:
        moment, public_id = place
        return [stored(moment), public_id]

    def _asked(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [(read(moment), *rest) for moment, *rest in cursor.fetchall()]


def rarest_first(headings: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Return headings by how many entries they have, up to `most`; a single one costs no query."""
    if len(headings) < 2:
        return headings
    sql = f"SELECT {', '.join([_COUNT.format(most=most)] * len(headings))}"
    with connection.cursor() as cursor:
        cursor.execute(sql, headings)
        counts = dict(zip(headings, cursor.fetchone(), strict=True))
    return tuple(sorted(counts, key=counts.__getitem__))


def one(public_id: str, columns: tuple[str, ...], at: datetime) -> tuple[Any, ...] | None:
    """Return columns of the card of an article, if it is visible; names as of `Card`."""
    moment = stored(at)
    with connection.cursor() as cursor:
        cursor.execute(_sql_of_one(columns), [public_id, moment, moment])
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def some(
    keys: Sequence[int], columns: tuple[str, ...], at: datetime, *, with_embargoed: bool
) -> list[tuple[Any, ...]]:
    """Return columns of the cards of these articles, of those that are visible, in any order."""
    if not keys:
        return []
    moment = stored(at)
    sql = _SOME.format(
        columns=", ".join(map(_column, columns)),
        texts=_texts(columns),
        keys=", ".join(["%s"] * len(keys)),
        begun="released_from" if with_embargoed else "visible_from",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*keys, moment, moment])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@cache
def _sql(
    order: str,
    columns: tuple[str, ...],
    others: int,
    sign: str = "",
    opposite: str = "",
    *,
    is_descending: bool,
) -> str:
    named = [f"articles_listed.{order}", "articles_listed.public_id", *map(_column, columns)]
    if sign:
        named.append(_is_there(order, others, opposite))
    return _ROWS.format(
        columns=", ".join(named),
        texts=_texts(columns),
        order=order,
        begun=_begun(order, sign),
        beside=_BESIDE * others,
        beyond=_BEYOND.format(order=order, sign=sign) if sign else "",
        direction="DESC" if is_descending else "ASC",
    )


def _is_there(order: str, others: int, sign: str) -> str:
    beyond = _BEYOND.format(order=order, sign=sign)
    return _IS_THERE.format(
        begun=_begun(order, sign),
        beside=_BESIDE * others,
        beyond=beyond,
        order=order,
        direction="DESC" if sign.startswith("<") else "ASC",
    )


def _begun(order: str, sign: str) -> str:
    # Beside a place to walk down from, SQLite would enter the index by this.
    return _PASSED if order != "published_at" or sign.startswith("<") else _BOUND


@cache
def _sql_of_one(columns: tuple[str, ...]) -> str:
    return _ONE.format(columns=", ".join(map(_column, columns)), texts=_texts(columns))


def _texts(columns: tuple[str, ...]) -> str:
    return _TEXTS if any("article__" in name for name in columns) else ""


def _column(name: str) -> str:
    of_card = name.removeprefix("card__")
    of_article = of_card.removeprefix("article__")
    if of_article != of_card:
        return f"articles_article.{of_article}"
    column = "article_id" if of_card == "pk" else of_card
    return f"articles_card.{column}"
