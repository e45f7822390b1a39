"""Documents as the database keeps them, to be read once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from articles.ingest.records import Found, Place
from articles.ingest.store.facts import Sources
from articles.ingest.store.unchanged import Seen
from articles.models import Blob, Document

# Keys, places and sizes that are asked for at a time, and bytes that are held at a time.
PAGE = 500
MOST_BYTES = 4 * 1024 * 1024

_COLUMNS = ("pk", "root", "path", "member", "entry", "evidence", "source__name", "blob", "size")


def stored(*, source: str | None = None, format: str | None = None) -> Iterator[Found]:
    """Yield each document that bytes are kept of, at its place, in the order they were first met.

    Only those of a source or a format where one is named. What was said of a document when it
    was imported is said again. Documents that arrive meanwhile are not among them.
    """
    wanted = _wanted(source, format)
    last = wanted.order_by("-pk").values_list("pk", flat=True).first() or 0
    reached = 0
    while rows := list(
        wanted.filter(pk__gt=reached, pk__lte=last).order_by("pk").values(*_COLUMNS)[:PAGE]
    ):
        reached = rows[-1]["pk"]
        for some in _portions(rows):
            yield from _found(some)


def as_given(batch: Sequence[Found], unchanged: Mapping[Place, Seen]) -> list[Found]:
    """Return documents so that those that are unchanged are read as when they were imported."""
    if not unchanged:
        return list(batch)
    places = {seen.document: place for place, seen in unchanged.items()}
    rows = Document.objects.filter(pk__in=places).values("pk", "evidence")
    said: dict[Place, dict[str, Any]] = {places[row["pk"]]: {**row} for row in rows}
    return [
        replace(one, format=_given(row, "format"), source=_given(row, "source"))
        for one in batch
        for row in [said.get(one.place, {"evidence": {}})]
    ]


def count(*, source: str | None = None, format: str | None = None) -> int:
    """Return how many documents `stored` yields."""
    return _wanted(source, format).count()


def source_called(name: str) -> str | None:
    """Return what the source of that name or alias is called, None where there is none."""
    sources = Sources()
    key = sources.key(name)
    return sources.names[key] if key in sources.pks else None


def _wanted(source: str | None, format: str | None) -> QuerySet[Document]:
    documents = Document.objects.filter(blob__isnull=False)
    if format is not None:
        documents = documents.filter(format=format)
    if source is not None:
        sources = Sources()
        documents = documents.filter(source__in=[sources.pks.get(sources.key(source), 0)])
    return documents


def _portions(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut rows where their bytes would become many; what is larger stands alone."""
    portion: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        if portion and size + row["size"] > MOST_BYTES:
            yield portion
            portion, size = [], 0
        portion.append(row)
        size += row["size"]
    yield portion


def _found(rows: Sequence[dict[str, Any]]) -> Iterator[Found]:
    blobs = Blob.objects.in_bulk([row["blob"] for row in rows])
    for row in rows:
        blob = blobs[row["blob"]]
        place = Place(*(row[name] for name in ("root", "path", "member", "entry")))
        yield Found(
            place,
            blob.content,
            blob.size,
            blob.sha256,
            format=_given(row, "format"),
            source=_given(row, "source"),
        )


def _given(row: dict[str, Any], name: str) -> str | None:
    """Return what was said of a document and not found in it; evidence tells them apart."""
    evidence = row["evidence"].get(name, {})
    return evidence.get("text") if evidence.get("rule") == "given" else None
