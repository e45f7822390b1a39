"""Articles that readers see and a question finds, newest first, without reading all: on SQLite.

It walks along the words' rows, which lie in the order of hours (`articles.search.rows`), and
sorts what it finds of an hour. Where few of very many are for readers, many lie in no order, or a
heading has next to no entries, it walks the list of published articles instead and asks the index
about each. Of PostgreSQL, see `articles.search.server`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from articles.moments import read, stored
from articles.search import rows
from articles.search.questions import HOLDS, Match
from articles.text.headings import Kind, heading

# Rows read where most are not for readers, such as drafts.
MOST_READ = 20_000
# Entries of a heading that are asked about one after the other.
FEW = 30
# Rows without an order of hours; beyond, articles that hold the words are common enough.
MOST_UNSORTED = 5_000

# Words are looked for in a range only where it has any row: to find none takes FTS5 as long as to
# find twenty. Said in the same statement, because the number of statements would tell of drafts.
_IF_ANY = """(SELECT CASE WHEN EXISTS (
SELECT 1 FROM articles_searchrow WHERE id >= %s AND id < %s) THEN %s ELSE '""' END)"""
_EVERYTHING = heading(Kind.EVERYTHING)
_ENTRIES = """SELECT COUNT(*) FROM (
SELECT 1 FROM articles_listed l JOIN articles_card c ON c.article_id = l.card_id
WHERE l.heading = %s AND NOT c.visible_from > %s AND NOT c.visible_until <= %s LIMIT %s)
"""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An article that was found, and what places it in the order."""

    published_at: datetime
    public_id: str
    article: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Start:
    """Where in the order to begin, and the way to go from there."""

    key: tuple[datetime, str] | None = None
    is_forwards: bool = True  # towards older ones
    is_inclusive: bool = False

    @property
    def operator(self) -> str:
        return ("<" if self.is_forwards else ">") + ("=" if self.is_inclusive else "")

    @property
    def direction(self) -> str:
        return "DESC" if self.is_forwards else "ASC"

    def holds(self, hit: Hit) -> bool:
        if self.key is None:
            return True
        here = (hit.published_at, hit.public_id)
        if here == self.key:
            return self.is_inclusive
        return (here < self.key) == self.is_forwards


@dataclass(frozen=True, slots=True)
class Shelf:
    """What may be found: articles under all of these headings that readers see at a moment."""

    headings: Sequence[int]  # the rarest first, for it may be walked along
    at: datetime
    # For partners who may see it, what is under embargo stands there too.
    with_embargoed: bool = False

    def conditions(self) -> tuple[str, list[Any]]:
        """Return SQL about a card `c`."""
        at = stored(self.at)
        others = self.headings[1:]
        listed = (
            " AND EXISTS (SELECT 1 FROM articles_listed x"
            " WHERE x.card_id = c.article_id AND x.heading = %s)"
        )
        since = "released_from" if self.with_embargoed else "visible_from"
        return (
            f"c.{since} <= %s AND c.visible_until > %s" + listed * len(others),
            [at, at, *others],
        )


def newest(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit]:
    """Return up to `size` articles in order, by publication and id."""
    if not _is_of_few(shelf):
        found = _along_words(match, shelf, start, size)
        if found is not None:
            return found
    return _along_list(match, shelf, start, size)


def _is_of_few(shelf: Shelf) -> bool:
    """Whether a heading has so few entries that asking about each is the shorter way.

    Only what readers see counts: what they do not see would show in the number of queries.
    """
    if shelf.headings[0] == _EVERYTHING:
        return False
    at = stored(shelf.at)
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [shelf.headings[0], at, at, FEW + 1])
        return bool(cursor.fetchone()[0] <= FEW)


def _along_words(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit] | None:
    """Return a page out of the words' rows, or nothing where there is a shorter way."""
    found: list[Hit] = []
    for number, (_row, hit) in enumerate(_rows(match, shelf, start, 0, rows.FIRST_HOUR), 1):
        if hit is not None and start.holds(hit):
            found.append(hit)
        if number > MOST_UNSORTED:
            return None
    of_hours = _by_hours(match, shelf, start, size)
    return None if of_hours is None else sorted(found + of_hours, reverse=start.is_forwards)[:size]


def _by_hours(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit] | None:
    """Return at least a page of whole hours, if there are as many and not too far apart."""
    found: list[Hit] = []
    low, high = rows.FIRST_HOUR, 2**62
    if start.key is not None:
        first = rows.first_of(start.key[0])
        low, high = (low, first + rows.ROWS_OF_HOUR) if start.is_forwards else (first, high)
    hour = 0
    for number, (row, hit) in enumerate(_rows(match, shelf, start, low, high)):
        if row // rows.ROWS_OF_HOUR != hour:
            if len(found) >= size:
                break
            hour = row // rows.ROWS_OF_HOUR
        if hit is not None and start.holds(hit):
            found.append(hit)
        if number >= MOST_READ:
            return None
    return found


def _rows(
    match: Match, shelf: Shelf, start: Start, low: int, high: int
) -> Iterator[tuple[int, Hit | None]]:
    """Yield every row of the words, with the article if readers may be shown it.

    An article of theirs that lacks a phrase is passed over.
    """
    condition, values = shelf.conditions()
    text, held, of_text = "", "", list[Any]()
    if match.phrases:
        text = " LEFT JOIN articles_article a ON a.id = c.article_id"
        # No text is read but of what may be shown.
        held = f" AND CASE WHEN {condition} THEN {HOLDS} ELSE TRUE END"
        of_text = [*values, match.phrases]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, l.published_at, l.public_id, r.article_id, {condition}"  # noqa: S608
            f" FROM {match.table}"
            " LEFT JOIN articles_listed l ON l.card_id = r.article_id AND l.heading = %s"
            f" LEFT JOIN articles_card c ON c.article_id = l.card_id{text}"
            f" WHERE {match.sql.replace('%s', _IF_ANY)} AND s.rowid >= %s AND s.rowid < %s"
            f"{held} ORDER BY s.rowid {start.direction}",
            [*values, shelf.headings[0], low, high, *match.values, low, high, *of_text],
        )
        for row, published_at, public_id, article, is_shown in cursor:
            yield row, Hit(read(published_at), public_id, article) if is_shown else None


def _along_list(match: Match, shelf: Shelf, start: Start, size: int) -> list[Hit]:
    condition, values = shelf.conditions()
    matched, given = match.whole()
    key, of_key = "", []
    if start.key is not None:
        key = f" AND (l.published_at, l.public_id) {start.operator} (%s, %s)"
        of_key = [stored(start.key[0]), start.key[1]]
    tables = (
        "articles_searchrow r ON r.article_id = l.card_id"
        f" CROSS JOIN article_search s ON s.rowid = r.id{match.article}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.published_at, l.public_id, r.article_id FROM articles_listed l"  # noqa: S608
            f" CROSS JOIN articles_card c ON c.article_id = l.card_id CROSS JOIN {tables}"
            f" WHERE l.heading = %s AND {matched} AND {condition}{key}"
            f" ORDER BY l.published_at {start.direction}, l.public_id {start.direction} LIMIT %s",
            [shelf.headings[0], *given, *values, *of_key, size],
        )
        return [Hit(read(moment), *others) for moment, *others in cursor.fetchall()]
