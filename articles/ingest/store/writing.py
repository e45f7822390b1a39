"""Writes what plans say, and nothing else: in bulk, the rows that depend on nothing first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles import words, workflow
from articles.choices import Outcome, Status
from articles.copies.following import follow
from articles.copies.sieve import Sieve
from articles.ingest.plan import boundary_json, document_json, evidence_json, warning_json
from articles.ingest.records import Found, Place
from articles.ingest.store import before
from articles.ingest.store.bulk import insert, insert_like
from articles.ingest.store.facts import Facts
from articles.ingest.store.fuse import remember
from articles.ingest.store.known import Seen
from articles.ingest.store.origins import write_origins
from articles.ingest.store.planning import DocumentPlan
from articles.ingest.store.rows import make_articles, make_sources
from articles.ingest.store.updating import update
from articles.ingest.store.values import cut
from articles.models import Blob, Document, ImportRun, RunDocument
from articles.search.index import index_articles
from articles.text.prepared import Prepared

DOCUMENT_FIELDS = (
    *("blob", "format", "encoding", "title", "source", "publisher", "domain", "labels"),
    *("keywords", "warnings", "evidence", "parts", "boundaries", "size", "last_seen_at"),
    *("refusal", "refusal_line", "refusal_detail"),
)
PLACE = ("root", "path", "member", "entry")


_WORDS = ("format", "encoding", "title", "publisher", "domain")


@dataclass(frozen=True, slots=True)
class Batch:
    """What the pipeline tells of a batch besides its readings.

    `unchanged` are documents that were not read again; `counts` are the run's so far, this batch
    included. `sieve` is the run's own. `prepared` has what the indexes want of some texts.
    """

    blobs: Mapping[str, Blob]
    unchanged: Mapping[Place, Seen]
    counts: Mapping[str, Any]
    milliseconds: Mapping[Place, int]
    sieve: Sieve | None = None
    prepared: Mapping[str, Prepared] = field(default_factory=dict)


def blobs_of(batch: Iterable[Found], packed: Mapping[str, bytes]) -> dict[str, Blob]:
    """Return the bytes of documents, compressed and not yet stored, by their SHA-256.

    `packed` has those that somebody has compressed already.
    """
    return {
        found.sha256: Blob.of(found.data, found.sha256, packed.get(found.sha256))
        for found in batch
        if found.data is not None
    }


def apply(
    plans: Sequence[DocumentPlan], facts: Facts, batch: Batch, *, run: ImportRun, publish: bool
) -> workflow.Moved:
    """Write the plans of a batch, one at least, with their journal; call it in `writing_alone()`.

    Returns what came of publishing the new articles, if that is asked for.
    """
    at = timezone.now()
    sources = make_sources(plans, facts)
    befores = before.of_articles(plans)
    befores[plans[0].reading.place].watches = before.of_watches(facts.fuse, sources)
    blobs = _blobs(plans, batch.blobs)
    rows = [_document(plan, sources, blobs, at, is_again=facts.is_again) for plan in plans]
    documents = _documents(plans, rows, befores)
    articles = make_articles([step for plan in plans for step in plan.steps], sources, at)
    merges = [step.merge for plan in plans for step in plan.steps if step.merge is not None]
    update(merges, run, sources)
    remember(facts.fuse.watches, sources)
    write_origins(plans, documents, run, befores)
    index_articles(articles, batch.prepared)
    follow(articles, are_new=True, sieve=batch.sieve, prepared=batch.prepared)
    _journal(plans, documents, batch, befores, run, at)
    return _publish(plans, run, at) if publish else workflow.Moved(0, {})


def confirm(
    unchanged: Mapping[Place, Seen],
    counts: Mapping[str, Any],
    *,
    run: ImportRun,
    at: datetime | None = None,
) -> None:
    """Write that documents were met as they were, and the run's counts so far."""
    same = [seen.document for seen in unchanged.values()]
    Document.objects.filter(pk__in=same).update(last_seen_at=at or timezone.now())
    insert_like(
        RunDocument(run=run, outcome=Outcome.UNCHANGED),
        ("document_id", "sha256"),
        [(seen.document, seen.sha256) for seen in unchanged.values()],
    )
    run.counts = dict(counts)
    run.save(update_fields=["counts"])


def _publish(plans: Sequence[DocumentPlan], run: ImportRun, at: datetime) -> workflow.Moved:
    """Publish the new articles of plans but for those that are not public where they come from."""
    new = [step for plan in plans for step in plan.steps if step.new and step.target.pk]
    public = [step.target.pk for step in new if not step.reading.status and step.target.pk]
    moved = workflow.move_all(public, Status.PUBLISHED, run=run, at=at)
    held = {
        step.target.pk: words.not_public(step.reading.status)
        for step in new
        if step.reading.status and step.target.pk
    }
    return workflow.Moved(moved.moved, moved.kept | held)


def _blobs(plans: Sequence[DocumentPlan], given: Mapping[str, Blob]) -> dict[str, int]:
    """Store the bytes that are not stored yet; return the keys of all by SHA-256."""
    wanted = {plan.reading.sha256 for plan in plans} & given.keys()
    found = Blob.objects.filter(sha256__in=wanted).values_list("sha256", "pk")
    stored = dict(found)
    insert(given[sha256] for sha256 in sorted(wanted - stored.keys()))
    return dict(found.all())


def _documents(
    plans: Sequence[DocumentPlan],
    rows: Sequence[Document],
    befores: Mapping[Place, before.Before],
) -> dict[Place, int]:
    """Store the documents, those met before over their rows; return their keys by place."""
    stored = before.documents([plan.stored.pk for plan in plans if plan.stored])
    pks = {plan.reading.place: plan.stored.pk for plan in plans if plan.stored}
    writing = []
    for plan, row in zip(plans, rows, strict=True):
        if plan.stored:
            was = befores[plan.reading.place].document = before.changed(stored[plan.stored.pk], row)
            is_seen = row.last_seen_at != plan.stored.last_seen
            if not (was or is_seen):
                continue
        writing.append((plan.reading.place, row))
    made = Document.objects.bulk_create(
        [row for _place, row in writing],
        update_conflicts=True,
        unique_fields=PLACE,
        update_fields=DOCUMENT_FIELDS,
    )
    return pks | {place: row.pk for (place, _row), row in zip(writing, made, strict=True)}


def _document(
    plan: DocumentPlan,
    sources: Mapping[str, int],
    blobs: Mapping[str, int],
    at: datetime,
    *,
    is_again: bool,
) -> Document:
    reading, refused = plan.reading, plan.reading.refused
    # What could not be opened just now keeps the bytes it had.
    blob = blobs.get(reading.sha256) or (plan.stored.blob if plan.stored else None)
    return Document(
        **{name: getattr(reading.place, name) for name in PLACE},
        **{name: cut(getattr(reading, name) or "", Document, name) for name in _WORDS},
        blob_id=blob,
        source_id=sources.get(plan.source),
        labels=list(reading.labels),
        keywords=list(reading.keywords),
        warnings=[warning_json(one) for one in reading.warnings],
        evidence=evidence_json(reading.evidence),
        parts=[[p.kind, p.article, p.start, p.end, p.line, p.reason] for p in reading.parts],
        boundaries=[boundary_json(one) for one in reading.possible_boundaries],
        refusal=refused.reason if refused else "",
        refusal_line=refused.line if refused else None,
        refusal_detail=cut(refused.detail if refused else "", Document, "refusal_detail"),
        size=reading.size,
        first_seen_at=at,
        # Nobody has looked whether what is read again is still where it was found.
        last_seen_at=plan.stored.last_seen if is_again and plan.stored else at,
    )


def _journal(
    plans: Sequence[DocumentPlan],
    documents: Mapping[Place, int],
    batch: Batch,
    befores: Mapping[Place, before.Before],
    run: ImportRun,
    at: datetime,
) -> None:
    planned = [
        RunDocument(
            run=run,
            document_id=documents[plan.reading.place],
            outcome=plan.outcome,
            sha256=plan.reading.sha256,
            plan=_without_parts(plan),
            milliseconds=batch.milliseconds.get(plan.reading.place, 0),
            before=befores[plan.reading.place].json,
        )
        for plan in plans
    ]
    insert(planned)
    confirm(batch.unchanged, batch.counts, run=run, at=at)


def _without_parts(plan: DocumentPlan) -> dict[str, Any]:
    """Return a plan as the journal keeps it: the document itself has its parts."""
    reading = replace(plan.reading, parts=())
    whole = document_json(reading, [step.planned for step in plan.steps], with_texts=False)
    if plan.lost:
        whole["no_longer_found"] = [target.public_id for target in plan.lost]
    return {name: value for name, value in whole.items() if name != "parts"}
