"""What an import remembers of the rows that it changes, so that it can be undone.

`RunDocument.before` is null where a run made all there is of a document, or changed nothing. Else

    {"document": {column: value},            of the columns that changed
     "origins":  [[key, {column: value}]],   changed in place
     "past":     [key],                      origins that the document no longer has
     "articles": [{"article": key, "version": 3, "source": key or null,
                   "present": {field: value},     what it said, of the fields that changed
                   "base":    {field: value},     what had been imported, of what changed
                   "left":    {field: digest},    what is imported now
                   "ended":   [key]}],            conflicts that nobody is asked about any more
     "watches":  [[key, columns or null, columns]]}  of its batch's sources: as it was, as it is

An article that several documents of one batch change is written once, and stands with the first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.ingest.records import Place
from articles.ingest.store.fuse import Fuse
from articles.ingest.store.merging import Stored, present_values
from articles.ingest.store.planning import DocumentPlan
from articles.models import Document

COLUMNS = (
    *("blob_id", "format", "encoding", "title", "source_id", "publisher", "domain", "labels"),
    *("keywords", "warnings", "evidence", "parts", "boundaries", "size"),
    *("refusal", "refusal_line", "refusal_detail"),
)


@dataclass(slots=True)
class Before:
    """What one document's rows were."""

    document: dict[str, Any] = field(default_factory=dict)
    origins: list[list[Any]] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)
    watches: list[list[Any]] = field(default_factory=list)

    @property
    def json(self) -> dict[str, Any] | None:
        values = {
            "document": self.document,
            "origins": self.origins,
            "past": self.past,
            "articles": self.articles,
            "watches": self.watches,
        }
        return {name: value for name, value in values.items() if value} or None


def of_articles(plans: Sequence[DocumentPlan]) -> dict[Place, Before]:
    """Return what the articles were that plans change; call it before they are written."""
    found: dict[Place, Before] = {}
    met: set[int] = set()
    for plan in plans:
        before = found.setdefault(plan.reading.place, Before())
        for step in plan.steps:
            stored = step.merge.stored if step.merge else None
            if stored and stored.is_needed and stored.article.pk not in met:
                met.add(stored.article.pk)
                before.articles.append(_article(stored))
    return found


def _article(stored: Stored) -> dict[str, Any]:
    article, imported = stored.article, stored.imported.values
    present = present_values(article)
    names = {*stored.base, *imported}
    changed = sorted(name for name in names if stored.base.get(name) != imported.get(name))
    return {
        "article": article.pk,
        "version": article.version,
        "source": article.source_id,
        "present": {name: present[name] for name in sorted(stored.changed)},
        "base": {name: imported.get(name) for name in changed},
        "left": {name: digest(stored.base.get(name)) for name in changed},
        "ended": sorted(stored.open[name].pk for name in stored.ended),
    }


def of_watches(fuse: Fuse, sources: Mapping[str, int]) -> list[list[Any]]:
    """Return what is remembered of a batch's sources: as it was, and as it will be."""
    return [
        [
            sources[key],
            was and [was.documents, was.poor, was.recent],
            [now.documents, now.poor, now.recent],
        ]
        for key, now in sorted(fuse.watches.items())
        if now != (was := fuse.before.get(key))
    ]


def documents(pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the columns of stored documents, by key."""
    if not pks:
        return {}
    rows = Document.objects.filter(pk__in=pks).values("pk", *COLUMNS)
    return {row["pk"]: row for row in rows}


def changed(was: Mapping[str, Any], row: Document) -> dict[str, Any]:
    """Return the columns of a stored document that its new row changes, as they were."""
    return {name: was[name] for name in COLUMNS if was[name] != getattr(row, name)}


def digest(value: Any) -> str:
    """Return what tells a value from any other that a field may have."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
