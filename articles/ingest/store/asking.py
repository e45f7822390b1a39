"""Asks deleted articles back: what remembers a deletion goes, and the next import does the rest."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from articles.ingest.refusals import Refusal
from articles.models import Document, Origin
from articles.turns import writing_alone


def deleted_of(document: Document) -> QuerySet[Origin]:
    """Return what is left of the articles that a document holds and an editor deleted."""
    return Origin.objects.filter(document=document, is_current=True, article=None)


def ask_back(document: Document, origins: Collection[int]) -> list[Origin]:
    """Let the next import make these deleted articles of a document anew; return what was left.

    A deletion is remembered by all places of the same source that held the article: those with
    the same bytes or the same text. They forget it too, and are read again with the document.
    """
    with writing_alone():
        asked = list(deleted_of(document).filter(pk__in=origins).order_by("index"))
        same_bytes = Q(document__blob=document.blob_id, index__in=[one.index for one in asked])
        same_text = Q(fingerprint__in={one.fingerprint for one in asked} - {""})
        elsewhere = Q(same_bytes | same_text, document__source=document.source_id)
        gone = Origin.objects.filter(Q(pk__in=[one.pk for one in asked]) | elsewhere, article=None)
        rows = list(gone.values_list("pk", "document", "is_current"))
        again = [held for _pk, held, is_current in rows if is_current]
        Document.objects.filter(pk__in=again, refusal="").update(refusal=Refusal.UNDONE)
        Origin.objects.filter(pk__in=[pk for pk, _held, _is_current in rows]).delete()
    return asked
