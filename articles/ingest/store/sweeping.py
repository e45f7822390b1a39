"""Removes what an undone run has made and nothing uses any more.

Only what was made while the run ran and bears no editor's mark: what somebody has worked on in the
admin stays, so does a picture, a source or a label that anything still uses, and so do bytes that
any document or any other run names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.choices import SourceKind
from articles.ingest.store.undoing import Undoing
from articles.models import (
    Article,
    ArticleImage,
    Blob,
    Document,
    Image,
    ImportRun,
    LearnedLine,
    Origin,
    RunDocument,
    Source,
    SourceLabel,
    Webhook,
)

# Rows that are looked at in one query.
PORTION = 500


@dataclass(frozen=True, slots=True)
class Loose:
    """What a batch may have used last, gathered before it is undone."""

    images: frozenset[int]
    sources: frozenset[int]

    @classmethod
    def of(cls, articles: Sequence[int], undoings: Iterable[Undoing]) -> Loose:
        uses = ArticleImage.objects.filter(article__in=articles)
        sources: set[int | None] = {
            *Article.objects.filter(pk__in=articles).values_list("source", flat=True)
        }
        sources |= {one.row.document.source_id for one in undoings}
        return cls(
            frozenset(uses.values_list("image", flat=True)),
            frozenset(pk for pk in sources if pk),
        )

    def sweep(self, run: ImportRun) -> None:
        """Remove what is left without use."""
        _sweep_images(self.images, run)
        _sweep_sources(self.sources, run)


def _sweep_images(pks: frozenset[int], run: ImportRun) -> None:
    used = ArticleImage.objects.filter(image=OuterRef("pk"))
    images = Image.objects.filter(
        ~Exists(used),
        pk__in=_untouched(Image, pks),
        created_at__gte=run.started_at,
        title="",
        alt="",
        credit="",
    ).exclude(url="")
    images.delete()


def _sweep_sources(pks: frozenset[int], run: ImportRun) -> None:
    untouched = Source.objects.filter(
        ~Exists(Article.objects.filter(source=OuterRef("pk"))),
        ~Exists(Document.objects.filter(source=OuterRef("pk"))),
        ~Exists(SourceLabel.objects.filter(source=OuterRef("pk"), category__isnull=False)),
        ~Exists(LearnedLine.objects.filter(source=OuterRef("pk"), decided_at__isnull=False)),
        ~Exists(Webhook.objects.filter(source=OuterRef("pk"))),
        pk__in=_untouched(Source, pks),
        created_at__gte=run.started_at,
        kind=SourceKind.OUTLET,
        aliases=[],
        domains=[],
        homepage="",
        rights="",
        notes="",
    )
    untouched.delete()


def _untouched(model: type[Image] | type[Source], pks: frozenset[int]) -> set[int]:
    """Return the keys of rows that nobody has worked on in the admin."""
    kind = ContentType.objects.get_for_model(model)
    logged = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
    return set(pks) - {int(key) for key in logged.values_list("object_id", flat=True) if key}


def sweep_labels(run: ImportRun) -> None:
    """Remove labels that the run met first, that nobody mapped and no document bears."""
    ended = run.finished_at or timezone.now()
    labels = SourceLabel.objects.filter(
        created_at__range=(run.started_at, ended), category__isnull=True
    )
    for source in list(labels.values_list("source", flat=True).distinct().order_by("source")):
        used: set[str] = set()
        documents = Document.objects.filter(source=source).order_by()
        for names in documents.values_list("labels", flat=True).iterator():
            used.update(names)
        origins = Origin.objects.filter(document__source=source, labels__isnull=False).order_by()
        for names in origins.values_list("labels", flat=True).iterator():
            used.update(names or ())
        longest = SourceLabel._meta.get_field("name").max_length
        used = {name[:longest] for name in used}
        for label in labels.filter(source=source):
            if label.name not in used:
                label.delete()


def sweep_blobs(run: ImportRun) -> None:
    """Remove bytes that came with the run and that neither a document nor a run still names."""
    ended = run.finished_at or timezone.now()
    orphans = Blob.objects.filter(
        ~Exists(Document.objects.filter(blob=OuterRef("pk"))),
        created_at__range=(run.started_at, ended),
    )
    found = list(orphans.values_list("pk", "sha256"))
    for start in range(0, len(found), PORTION):
        some = found[start : start + PORTION]
        named = RunDocument.objects.filter(
            Q(before__undone__isnull=True) | Q(before__isnull=True),
            sha256__in=[sha256 for _pk, sha256 in some],
        )
        kept = set(named.values_list("sha256", flat=True))
        Blob.objects.filter(pk__in=[pk for pk, sha256 in some if sha256 not in kept]).delete()
