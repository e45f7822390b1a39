"""Documents that hold the bytes they held before: asked for, met again, journalled.

They are most of what a nightly import meets, so that SQL is written down here: to compose the
statements anew for each batch took longer than to run them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.ingest.records import Found, Place
from articles.ingest.store.values import source_fold
from articles.models import ImportRun

# What nearly all rows meet is left to Python, or SQLite would go through all documents for it.
_SEEN = (
    "SELECT d.root, d.path, d.member, d.entry, d.refusal, s.name,"
    " d.id, b.sha256, d.blob_id, d.source_id, d.format,"
    " (SELECT count(*) FROM articles_origin o WHERE o.document_id = d.id AND o.is_current),"
    " (SELECT count(o.article_id) FROM articles_origin o"
    " WHERE o.document_id = d.id AND o.is_current)"
    " FROM articles_document d"
    " JOIN articles_blob b ON b.id = d.blob_id"
    " LEFT JOIN articles_source s ON s.id = d.source_id"
    " WHERE d.root IN ({roots}) AND d.path IN ({paths}) AND d.member IN ({members})"
    " AND d.entry IN ({entries})"
)
_MET = (
    "UPDATE articles_document SET last_seen_at = %s WHERE id IN ({documents})"
    " RETURNING id, blob_id, source_id, format, refusal"
)
# All in one statement: one for each row is a plan for each on PostgreSQL.
_NOTED = (
    'INSERT INTO articles_rundocument (run_id, outcome, "plan", milliseconds, document_id, sha256)'
    " SELECT %s, 'unchanged', '{}', 0, "
)
_ROWS = {
    "sqlite": "json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)",
    "postgresql": "(value ->> 0)::bigint, value ->> 1 FROM jsonb_array_elements(%s) AS value",
}


class Seen(NamedTuple):
    """A document that holds the bytes it held before, and how many articles came of it.

    `held` are those of them that nobody has deleted since.
    """

    document: int
    sha256: str
    blob: int
    source: int | None
    format: str
    articles: int
    held: int

    @property
    def deleted(self) -> int:
        return self.articles - self.held


class Outdated(Exception):
    """Documents are not as they were when they were found to need no reading; says which."""

    def __init__(self, places: Collection[Place]) -> None:
        super().__init__(places)
        self.places = places


def seen(
    batch: Sequence[Found], *, source: str | None = None, format: str | None = None
) -> dict[Place, Seen]:
    """Return the documents that need no reading: the same bytes at the same place, once read.

    What was refused is tried again, and so is what `source` or `format` would now make another.
    """
    asked = {_where(one.place): one for one in batch}
    columns = [set(values) for values in zip(*asked, strict=True)]
    roots, paths, members, entries = map(_marks, columns)
    statement = _SEEN.format(roots=roots, paths=paths, members=members, entries=entries)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(chain.from_iterable(columns)))
        rows = cursor.fetchall()
    found: dict[Place, Seen] = {}
    for *where, refusal, name, document, sha256, blob, its_source, its_format, made, held in rows:
        one = asked.get(tuple(where))
        if one is None or one.sha256 != sha256 or refusal or format not in (None, its_format):
            continue
        if source is None or source_fold(source) == source_fold(name):
            found[one.place] = Seen(document, sha256, blob, its_source, its_format, made, held)
    return found


def meet(unchanged: Mapping[Place, Seen]) -> datetime:
    """Write that documents were met as they were, and return when; call it in `writing_alone()`.

    Raises Outdated where they are not any more: whoever reads ahead asks before it is their turn.
    """
    at = timezone.now()
    if not unchanged:
        return at
    pks = [seen.document for seen in unchanged.values()]
    with connection.cursor() as cursor:
        value = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_MET.format(documents=_marks(pks)), [value, *pks])
        present = {row[0]: row for row in cursor.fetchall()}
    gone = [
        place
        for place, seen in unchanged.items()
        if present.get(seen.document) != (seen.document, seen.blob, seen.source, seen.format, "")
    ]
    if gone:
        raise Outdated(gone)
    return at


def note(unchanged: Mapping[Place, Seen], run: ImportRun) -> None:
    """Write into the journal that documents were as they were."""
    rows = json.dumps([(one.document, one.sha256) for one in unchanged.values()])
    with connection.cursor() as cursor:
        cursor.execute(_NOTED + _ROWS[connection.vendor], [run.pk, rows])


def _where(place: Place) -> tuple[str, ...]:
    return place.root, place.path, place.member, place.entry


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
