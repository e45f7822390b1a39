"""Articles that readers see and a question finds, newest first, on PostgreSQL.

There are two ways: to walk the list and ask each article for the words until there are enough, or
to gather all that holds the words and sort it. Which is the shorter nobody knows before. So the
list is walked for as long as gathering would take, by PostgreSQL's guess at how many rows hold
the words, though not without end, and only then they are gathered; all in one statement. Where
next to nothing would be met on the way, it is not gone. (Left to
itself, PostgreSQL takes a row that is asked for one that costs nothing though its tokens lie apart
from it, and sorts what it should walk.)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from articles.moments import read, stored
from articles.search.newest import Hit, Shelf, Start
from articles.search.questions import Match

# Articles that can be asked while one is gathered and sorted; where its places must be read, more.
ASKED_MEANWHILE, ASKED_WHILE_READ = 0.4, 1.5
# However many hold the words. Where PostgreSQL is to take a good part of a list, it sorts it all.
MOST_ASKED = 4_000
# The part of a page that must likely be met.
LEAST_MET = 0.5
_GUESS = "EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE {sql}"
# Each article is asked by itself: no statement looks into what has an offset. What is walked stays
# in the order of `few`, because whatever is joined to it is asked row by row.
_STATEMENT = """WITH few AS MATERIALIZED (
  SELECT l.published_at, l.public_id, l.card_id FROM articles_listed l
  WHERE l.heading = %s{key} ORDER BY {order} LIMIT %s
), walked AS MATERIALIZED (
  SELECT l.* FROM few l CROSS JOIN LATERAL (
    SELECT 1 FROM articles_card c JOIN {table} ON r.article_id = c.article_id
    WHERE c.article_id = l.card_id AND {condition} AND {sql} OFFSET 0) one
  LIMIT %s
), found AS MATERIALIZED (
  SELECT r.article_id FROM {table} WHERE {sql}
)
SELECT * FROM walked WHERE {is_done}
UNION ALL (
  SELECT l.published_at, l.public_id, l.card_id FROM found
  JOIN articles_listed l ON l.card_id = found.article_id
  JOIN articles_card c ON c.article_id = l.card_id
  WHERE NOT {is_done} AND l.heading = %s AND {condition}{key} ORDER BY {order} LIMIT %s
)
"""
_IS_DONE = "((SELECT count(*) FROM walked) = %s OR (SELECT count(*) FROM few) < %s)"


def newest(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit]:
    """Return up to `size` articles in order, by publication and id."""
    condition, seen = shelf.conditions()
    key, place = "", []
    if start.key is not None:
        key = f" AND (l.published_at, l.public_id) {start.operator} (%s, %s)"
        place = [stored(start.key[0]), start.key[1]]
    heading = shelf.headings[0]
    asked = _asked(match, heading, size)
    done = [size, asked]
    statement = _STATEMENT.format(
        table=match.table,
        sql=match.sql,
        condition=condition,
        key=key,
        order=f"l.published_at {start.direction}, l.public_id {start.direction}",
        is_done=_IS_DONE,
    )
    walked = [heading, *place, asked, *seen, *match.values, size]
    gathered = [*match.values, *done, *done, heading, *seen, *place, size]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*walked, *gathered])
        hits = [Hit(read(moment), *others) for moment, *others in cursor.fetchall()]
    return sorted(hits, reverse=start.is_forwards)


def guessed(match: Match) -> int:
    """Return how many rows match, as the server guesses by what it knows of its tables."""
    return _rows(match.table, match.sql, match.values)


def _asked(match: Match, heading: int, size: int) -> int:
    """Return how many articles to ask before all that hold the words are gathered."""
    held, listed = guessed(match), _rows("articles_listed", "heading = %s", [heading])
    meanwhile = ASKED_WHILE_READ if match.reads_places else ASKED_MEANWHILE
    asked = min(round(meanwhile * held), MOST_ASKED)
    return asked if asked * held >= LEAST_MET * size * listed else 0


def _rows(table: str, sql: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_GUESS.format(table=table, sql=sql), values)
        (told,) = cursor.fetchone()
    plans: list[dict[str, Any]] = json.loads(told) if isinstance(told, str) else told
    return int(plans[0]["Plan"]["Plan Rows"])
