"""Where an article's tokens lie in the index.

On SQLite the id of a row begins with the hour of publication, so that a walk along any word's rows
is a walk through time, and ends with a number that the hour has not used: FTS5 of SQLite 3.40
cannot delete from a table without content, and what an edited article leaves behind under its
former id leads nowhere. On PostgreSQL, which sorts by itself, ids only count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from django.db import connection

from articles.models import Article

# Rows of one hour, former ones included. Ids that lie close together are what keeps an index small:
# room for a thousand times as many in a day made it half as large again.
ROWS_OF_HOUR = 2**10
# Below lie the rows that a full hour had no room for, in no order.
FIRST_HOUR = 400_000 * 24 * ROWS_OF_HOUR  # in the year 1096
# What FTS5 itself remembers of each row, those that are gone included.
_LAST = (
    "WITH wanted(first, last) AS (VALUES {}) SELECT first,"
    " (SELECT max(id) FROM article_search_docsize WHERE id >= first AND id < last) FROM wanted"
)


def hour_of(article: Article) -> int:
    """Return the hour to file an article under: of publication, or where that will likely be."""
    return _hour(article.published_at or article.sort_at)


def is_in_place(row: int, article: Article) -> bool:
    """Whether a row lies where readers' lists will look for its article."""
    if connection.vendor != "sqlite" or article.published_at is None or row < FIRST_HOUR:
        return True
    return row // ROWS_OF_HOUR == hour_of(article)


def first_of(moment: datetime) -> int:
    """Return the least id that an article published in this hour has in the order of hours."""
    return max(_hour(moment) * ROWS_OF_HOUR, FIRST_HOUR)


def new_ids(hours: Sequence[int]) -> list[int]:
    """Return ids that no row has ever had, one for each hour given."""
    if not hours:
        return []
    if connection.vendor == "sqlite":
        firsts = [hour * ROWS_OF_HOUR for hour in hours]
        free = _free({0, *firsts})
        return [_taken(free, first) for first in firsts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('article_search_row') FROM generate_series(1, %s)", [len(hours)]
        )
        return [number for (number,) in cursor.fetchall()]


def former() -> int:
    """Return how many rows the index still holds under ids that are gone."""
    if connection.vendor != "sqlite":
        return 0
    return _count(
        "SELECT count(*) FROM article_search_docsize d WHERE NOT EXISTS"
        " (SELECT 1 FROM articles_searchrow r WHERE r.id = d.id)"
    )


def empty() -> int:
    """Return how many rows there are without tokens, as a restored half of an index has."""
    if connection.vendor != "sqlite":
        return _count("SELECT count(*) FROM articles_searchrow WHERE vector = ''")
    return _count(
        "SELECT count(*) FROM articles_searchrow r WHERE NOT EXISTS"
        " (SELECT 1 FROM article_search_docsize d WHERE d.id = r.id)"
    )


def _free(firsts: Collection[int]) -> dict[int, int]:
    """Return by the first id of each hour the one after the last that was used.

    Of 0, after those that no hour had room for.
    """
    ends = [(first, first + ROWS_OF_HOUR if first else FIRST_HOUR) for first in sorted(firsts)]
    with connection.cursor() as cursor:
        marks = ", ".join(["(%s, %s)"] * len(ends))
        cursor.execute(_LAST.format(marks), [value for pair in ends for value in pair])
        return {first: first if last is None else last + 1 for first, last in cursor.fetchall()}


def _taken(free: dict[int, int], first: int) -> int:
    if first < FIRST_HOUR or free[first] >= first + ROWS_OF_HOUR:
        first = 0
    free[first] += 1
    return free[first] - 1


def _hour(moment: datetime) -> int:
    moment = moment.astimezone(UTC)
    return moment.toordinal() * 24 + moment.hour


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
