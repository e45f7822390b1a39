"""What the database tells before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef

from articles.ingest.known import Known, KnownSource
from articles.ingest.records import Found, Place
from articles.ingest.store.facts import at
from articles.ingest.store.learning import approved
from articles.models import Document, Origin, Source


def known() -> Known:
    """Return what reading may use: the sources that an editor has said more of than a name.

    A bare name may be one that an import made. Reading must not depend on those, or a run that
    was killed and run again would read otherwise than one that was not.
    """
    rows = Source.objects.exclude(aliases=[], domains=[]).values_list("name", "aliases", "domains")
    return Known(
        tuple(KnownSource(n, frozenset(a), frozenset(d)) for n, a, d in rows.order_by("name")),
        approved(),
        settings.NEWSROOM_MAX_DOCUMENT_BYTES,
    )


def standing_refused(places: Collection[Place]) -> set[Place]:
    """Return those of the places that were refused when last met, and of which nothing is kept."""
    rows = Document.objects.filter(at(places)).order_by()
    names = ("root", "path", "member", "entry", "refusal", "blob")
    found = {
        Place(*where)
        for *where, refusal, blob in rows.values_list(*names)
        if refusal and blob is None
    }
    return found & set(places)


def read_before(batch: Sequence[Found]) -> Iterator[tuple[Found, str]]:
    """Yield the former bytes, with their format, of documents whose articles were deleted.

    What a deleted article said is nowhere else; whether new bytes say it again is told by that.
    """
    shas = {found.place: found.sha256 for found in batch}
    deleted = Origin.objects.filter(document=OuterRef("pk"), is_current=True, article=None)
    rows = Document.objects.filter(at(shas), Exists(deleted)).select_related("blob").order_by("pk")
    for document in rows:
        place = Place(document.root, document.path, document.member, document.entry)
        blob = document.blob
        if blob and not document.refusal and shas.get(place, blob.sha256) != blob.sha256:
            yield Found(place, blob.content, blob.size, blob.sha256), document.format
