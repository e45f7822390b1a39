"""The parts that articles are cut into for sitemaps; found along indexes, whatever there is.

By the month in which readers first saw them: what is in a month long past hardly changes, so that
a crawler which goes by `lastmod` fetches this month's part and leaves the others. A month of more
than `CROWDED` is cut again by the first character of the public id; ids are random and never
change, so that these parts are of one size and nothing moves between them.

Nothing here goes through all articles: from month to month it is one step in an index, how much
there is in each is told by a sample, and what changed last by the newest changes of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import Http404

from articles.cards.estimates import share
from articles.models.card import CardQuerySet
from articles.models.fields import PUBLIC_ID_ALPHABET
from articles.moments import read, stored

CROWDED = 10_000
# Newest changes that are looked at: of a part without one among them, it is not known when it last
# changed unless that was by an article's appearance.
RECENT = 1_000
# Cards that tell how many there are in each month; a month five times too large for a whole part
# stands in it with a tenth of its hundredth.
SAMPLE = 2_000

_PART = re.compile("([0-9]{4})-([0-9]{2})(?:-([0-9a-z]))?", re.ASCII)
_MONTH = {
    "sqlite": "substr({0}, 1, 7)",
    "postgresql": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM')",
}
# The first moment of the month after a moment's.
_NEXT = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', {0}, 'start of month', '+1 month')",
    "postgresql": "(date_trunc('month', {0} AT TIME ZONE 'UTC') + interval '1 month')"
    " AT TIME ZONE 'UTC'",
}
_SEEN = "NOT visible_until <= %s"
_MONTHS = """WITH RECURSIVE months(began) AS (
  SELECT * FROM (SELECT visible_from FROM articles_card WHERE visible_from <= %s AND {seen}
    ORDER BY visible_from LIMIT 1) AS earliest
  UNION ALL
  SELECT (SELECT visible_from FROM articles_card
    WHERE visible_from >= {next} AND visible_from <= %s AND {seen} ORDER BY visible_from LIMIT 1)
  FROM months WHERE began IS NOT NULL)
SELECT {month}, (SELECT visible_from FROM articles_card
    WHERE visible_from >= began AND visible_from < {next} AND visible_from <= %s AND {seen}
    ORDER BY visible_from DESC LIMIT 1)
FROM months WHERE began IS NOT NULL"""
# In the order of an index; with `<=`, SQLite would enter another one.
_NEWEST = """SELECT {month}, substr(public_id, 1, 1), MAX(updated_at), MIN(updated_at), COUNT(*)
FROM (SELECT visible_from, public_id, updated_at FROM articles_card
  WHERE NOT visible_from > %s AND {seen} ORDER BY updated_at DESC LIMIT %s) AS newest
GROUP BY 1, 2"""
_SAMPLE = """SELECT {month}, COUNT(*), MAX(public_id)
FROM (SELECT visible_from, public_id FROM articles_card
  WHERE NOT visible_from > %s AND {seen} ORDER BY public_id LIMIT %s) AS few
GROUP BY 1"""
_CUT = """WITH months(name, began, ended) AS (VALUES {months}),
  firsts(first, behind) AS (VALUES {firsts})
SELECT name, first, (SELECT visible_from FROM articles_card
    WHERE visible_from >= began AND visible_from < ended AND visible_from <= %s AND {seen}
    AND public_id >= first AND public_id < behind ORDER BY visible_from DESC LIMIT 1)
FROM months CROSS JOIN firsts"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of a month, and when the last one changed or appeared, if that is known."""

    name: str
    lastmod: datetime | None


@dataclass(frozen=True, slots=True)
class _Newest:
    """When something last changed, by the name of a part; nothing else changed since `since`."""

    changes: Mapping[str, datetime]
    since: datetime | None

    def lastmod(self, name: str, appeared: datetime) -> datetime | None:
        changed = self.changes.get(name)
        if changed is not None:
            return max(changed, appeared)
        return appeared if self.since is None or appeared >= self.since else None


def parts(at: datetime) -> list[Part]:
    """Return the parts that have articles at that moment, oldest first, in four queries at most."""
    months = _months(at)
    crowded = _crowded(at) & months.keys()
    appeared = {name: moment for name, moment in months.items() if name not in crowded}
    appeared |= _cut(sorted(crowded), at)
    newest = _newest(at)
    return [Part(name, newest.lastmod(name, appeared[name])) for name in sorted(appeared)]


def of_part(cards: CardQuerySet, name: str) -> CardQuerySet:
    """Return the cards of the part with that name, cut or whole; Http404 for no name of one."""
    match = _PART.fullmatch(name)
    if match is None:
        raise Http404
    try:
        start, end = _span(f"{match[1]}-{match[2]}")
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    found = cards.filter(visible_from__gte=start, visible_from__lt=end)
    return found.filter(public_id__startswith=match[3]) if match[3] else found


def _months(at: datetime) -> dict[str, datetime]:
    """Return by month when the last article appeared."""
    now = stored(at)
    return {month: read(last) for month, last in _asked(_MONTHS, [now] * 6, "began")}


def _newest(at: datetime) -> _Newest:
    now = stored(at)
    rows = _asked(_NEWEST, [now, now, RECENT], "visible_from")
    changes: dict[str, datetime] = {}
    for month, first, newest, *_others in rows:
        changes[f"{month}-{first}"] = read(newest)
        changes[month] = max(read(newest), changes.get(month, read(newest)))
    is_all = sum(row[4] for row in rows) < RECENT
    return _Newest(changes, None if is_all else min(read(row[3]) for row in rows))


def _crowded(at: datetime) -> set[str]:
    """Return the months that have too many articles, as far as a sample tells.

    The first cards by their ids, which are random: so nothing that is not visible counts.
    """
    now = stored(at)
    rows = _asked(_SAMPLE, [now, now, SAMPLE], "visible_from")
    is_all = sum(count for _month, count, _last in rows) < SAMPLE
    part = 1.0 if is_all else share(max(last for _month, _count, last in rows))
    return {month for month, count, _last in rows if count > CROWDED * part}


def _cut(months: Sequence[str], at: datetime) -> dict[str, datetime]:
    """Return by the name of each part of these months when its last article appeared."""
    if not months:
        return {}
    spans = [[month, *map(stored, _span(month))] for month in months]
    firsts = [[first, chr(ord(first) + 1)] for first in PUBLIC_ID_ALPHABET]
    values = [value for row in (*spans, *firsts) for value in row]
    marks = {
        "months": ", ".join(["(%s, %s, %s)"] * len(spans)),
        "firsts": ", ".join(["(%s, %s)"] * len(firsts)),
    }
    now = stored(at)
    rows = _asked(_CUT, [*values, now, now], "began", **marks)
    return {f"{month}-{first}": read(last) for month, first, last in rows if last}


def _span(month: str) -> tuple[datetime, datetime]:
    start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    # A day of the next month, whatever the length of this one; then its first.
    return start, (start + timedelta(days=31)).replace(day=1)


def _asked(sql: str, values: Sequence[Any], column: str, **marks: str) -> list[tuple[Any, ...]]:
    """Run a statement of this module, with its moments out of `column`."""
    vendor = connection.vendor
    written = sql.format(
        month=_MONTH[vendor].format(column),
        next=_NEXT[vendor].format(column),
        seen=_SEEN,
        **marks,
    )
    with connection.cursor() as cursor:
        cursor.execute(written, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
