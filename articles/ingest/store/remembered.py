"""What the database tells of a run's documents, those that were not read again among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch

from articles.choices import Action, Outcome, Status
from articles.ingest.records import (
    Boundary,
    DocumentReading,
    Evidence,
    Found,
    Place,
    Reading,
    Warn,
)
from articles.ingest.store.facts import Target, at
from articles.ingest.store.planning import DocumentPlan, Step
from articles.models import Article, Document, Origin, RunDocument

_ORIGIN = (
    *("index", "document", "canonical_url", "evidence", "article__public_id", "article__title"),
    *("article__original_title", "article__truncated"),
)


def remembered(found: Iterable[Found]) -> dict[Place, DocumentPlan]:
    """Return the plans of unchanged documents as far as the database holds them.

    Texts, parts, credits and pictures are told by a dry run, which reads every document.
    """
    plans = {
        one.place: DocumentPlan(DocumentReading(one.place, one.sha256, one.size), Outcome.UNCHANGED)
        for one in found
    }
    origins = Origin.objects.filter(is_current=True).select_related("article").only(*_ORIGIN)
    rows = Document.objects.filter(at(plans)).select_related("source").defer("parts")
    for row in rows.prefetch_related(Prefetch("origins", queryset=origins.order_by("index"))):
        place = Place(row.root, row.path, row.member, row.entry)
        if place in plans:
            plans[place] = _plan(row, plans[place].reading)
    return plans


def drafts(run: int) -> int:
    """Return how many drafts a run has met or made."""
    met = RunDocument.objects.filter(run=run, outcome__in=(Outcome.PLANNED, Outcome.UNCHANGED))
    origins = Origin.objects.filter(is_current=True, document__in=met.values("document"))
    waiting = Article.objects.filter(status=Status.DRAFT, pk__in=origins.values("article"))
    return waiting.count()


def _plan(row: Document, found: DocumentReading) -> DocumentPlan:
    steps = [_step(origin) for origin in row.origins.all()]
    reading = DocumentReading(
        found.place,
        found.sha256,
        found.size,
        format=row.format,
        encoding=row.encoding,
        title=row.title or None,
        source=row.source.name if row.source else None,
        publisher=row.publisher or None,
        domain=row.domain or None,
        labels=tuple(row.labels),
        keywords=tuple(row.keywords),
        articles=tuple(step.reading for step in steps),
        possible_boundaries=tuple(Boundary(**one) for one in row.boundaries),
        warnings=tuple(Warn(**one) for one in row.warnings),
    )
    return DocumentPlan(reading, Outcome.UNCHANGED, steps=steps)


def _step(origin: Origin) -> Step:
    evidence = {name: Evidence(**one) for name, one in origin.evidence.items()}
    reading = Reading(canonical_url=origin.canonical_url, evidence=evidence)
    article = origin.article
    if article is None:
        return Step(reading, Action.DELETED, Target(is_deleted=True))
    reading = replace(
        reading,
        title=article.title,
        original_title=article.original_title,
        truncated=article.truncated,
    )
    return Step(reading, Action.UNCHANGED, Target(article.pk), same_as=article.public_id)
