"""What the database tells before anything is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.ingest.known import Known, KnownSource
from articles.ingest.records import Found, Place
from articles.ingest.store.facts import at
from articles.ingest.store.learning import approved
from articles.ingest.store.values import source_fold
from articles.models import Document, Origin, Source


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that holds the bytes it held before, and how many articles came of it."""

    document: int
    articles: int
    sha256: str


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


def seen(
    batch: Sequence[Found], *, source: str | None = None, format: str | None = None
) -> Mapping[Place, Seen]:
    """Return the documents that need no reading: the same bytes at the same place, once read.

    What was refused is tried again, and so is what `source` or `format` would now make another.
    """
    shas = {found.place: found.sha256 for found in batch if found.sha256}
    # Counted beside the rows: to group them, a database would read all that a document holds.
    present = Origin.objects.filter(document=OuterRef("pk"), is_current=True).order_by()
    count = present.values("document").annotate(count=Count("pk")).values("count")
    # Conditions that an index serves and nearly all rows meet are left to Python: SQLite would
    # go through all documents for one of them.
    rows = (
        Document.objects.filter(at(shas))
        .annotate(articles=Coalesce(Subquery(count), 0))
        .order_by()
        .values_list(
            *("root", "path", "member", "entry", "blob__sha256", "refusal"),
            *("pk", "articles", "format", "source__name"),
        )
    )
    found: dict[Place, Seen] = {}
    for *where, sha256, refusal, pk, articles, its_format, its_source in rows:
        place = Place(*where)
        is_same = format in (None, its_format) and (
            source is None or source_fold(source) == source_fold(its_source)
        )
        if shas.get(place, "") == sha256 and not refusal and is_same:
            found[place] = Seen(pk, articles, sha256)
    return found


def read_before(batch: Sequence[Found]) -> list[tuple[Found, str]]:
    """Return the former bytes, with their format, of documents whose articles were deleted.

    What a deleted article said is nowhere else; whether new bytes say it again is told by that.
    """
    shas = {found.place: found.sha256 for found in batch}
    deleted = Origin.objects.filter(document=OuterRef("pk"), is_current=True, article=None)
    rows = Document.objects.filter(at(shas), Exists(deleted)).select_related("blob").order_by("pk")
    found = []
    for document in rows:
        place = Place(document.root, document.path, document.member, document.entry)
        blob = document.blob
        if blob and not document.refusal and shas.get(place, blob.sha256) != blob.sha256:
            found.append((Found(place, blob.content, blob.size, blob.sha256), document.format))
    return found
