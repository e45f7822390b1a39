"""Articles that readers see and a question finds, newest first, on PostgreSQL.

There are two ways: to gather all that holds the words and sort it, or to walk the list and ask
each article for the words until there are enough. PostgreSQL guesses well how many rows hold
words, but takes a row that is asked, whose tokens lie apart from it, for one that costs nothing,
and what will be sorted for cheaper than it is. So it is asked for the guess alone.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from articles.moments import read, stored
from articles.search.newest import Hit, Shelf, Start
from articles.search.questions import Match

# What it costs to ask an article, in articles that are gathered and sorted.
ASKING = 4
_GUESSES = (
    "EXPLAIN (FORMAT JSON) SELECT ARRAY(SELECT r.id FROM {table} WHERE {sql}),"
    " ARRAY(SELECT id FROM articles_searchrow),"
    " ARRAY(SELECT card_id FROM articles_listed WHERE heading = %s)"
)
_COLUMNS = "SELECT l.published_at, l.public_id, l.card_id"
# No statement looks into what has an offset, so that it is asked about one article at a time.
_WALKED = """{columns} FROM articles_listed l JOIN articles_card c ON c.article_id = l.card_id
CROSS JOIN LATERAL (SELECT 1 FROM {table} WHERE r.article_id = l.card_id AND {sql} OFFSET 0) one
"""
_GATHERED = """WITH found AS MATERIALIZED (SELECT r.article_id FROM {table} WHERE {sql})
{columns} FROM found JOIN articles_listed l ON l.card_id = found.article_id
JOIN articles_card c ON c.article_id = l.card_id
"""
_IN_ORDER = """WHERE l.heading = %s AND {condition}{key}
ORDER BY l.published_at {direction}, l.public_id {direction} LIMIT %s
"""


def newest(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit]:
    """Return up to `size` articles in order, by publication and id."""
    condition, values = shelf.conditions()
    key, of_key = "", []
    if start.key is not None:
        key = f" AND (l.published_at, l.public_id) {start.operator} (%s, %s)"
        of_key = [stored(start.key[0]), start.key[1]]
    way = _WALKED if _is_walked(match, shelf, size) else _GATHERED
    statement = f"{way}{_IN_ORDER}".format(
        columns=_COLUMNS,
        table=match.table,
        sql=match.sql,
        condition=condition,
        key=key,
        direction=start.direction,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*match.values, shelf.headings[0], *values, *of_key, size])
        return [Hit(read(moment), *others) for moment, *others in cursor.fetchall()]


def guessed(match: Match, heading: int = 0) -> tuple[int, int, int]:
    """Return how many rows match, how many there are, and how many entries a heading has.

    As the server guesses from what it last looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GUESSES.format(table=match.table, sql=match.sql), [*match.values, heading])
        (plan,) = cursor.fetchone()
    parts = [part for part in _read(plan)["Plans"] if part["Parent Relationship"] == "InitPlan"]
    found, rows, entries = (part["Plan Rows"] for part in parts)
    return found, rows, entries


def _is_walked(match: Match, shelf: Shelf, size: int) -> bool:
    found, rows, entries = guessed(match, shelf.headings[0])
    return ASKING * min(size * rows / found, entries) < found


def _read(plan: Any) -> dict[str, Any]:
    (one,) = json.loads(plan) if isinstance(plan, str) else plan
    told: dict[str, Any] = one["Plan"]
    return told
