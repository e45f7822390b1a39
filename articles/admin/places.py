"""Where else a document's bytes stand: a file that was moved or copied is met at several places."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet

from articles.models import Document, ImportRun

MOST = 20


def met_later() -> Exists:
    """Say of documents whether a later run has met their bytes elsewhere, and not here.

    Places of one run are met one after the other: a run must have begun in between.
    """
    since = ImportRun.objects.filter(
        started_at__gt=OuterRef(OuterRef("last_seen_at")),
        started_at__lte=OuterRef("last_seen_at"),
    )
    return Exists(
        Document.objects.filter(
            Exists(since),
            blob=OuterRef("blob"),
            last_seen_at__gt=OuterRef("last_seen_at"),
        )
    )


def others(document: Document) -> QuerySet[Document]:
    """Return the other places of a document's bytes, the one that was met last first."""
    same = Document.objects.filter(blob=document.blob_id, blob__isnull=False)
    found = same.exclude(pk=document.pk).order_by(F("last_seen_at").desc(), "-pk")
    return found.only("root", "path", "member", "last_seen_at")[:MOST]
