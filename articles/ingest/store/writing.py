"""Writes what plans say, and nothing else: in bulk, the rows that depend on nothing first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles import words, workflow
from articles.choices import Status
from articles.copies.following import follow
from articles.copies.sieve import Sieve
from articles.ingest.plan import boundary_json, document_json, evidence_json, warning_json
from articles.ingest.records import Found, Place
from articles.ingest.store import before
from articles.ingest.store.bulk import Row, create, dumped, insert, insert_keyed
from articles.ingest.store.facts import Facts
from articles.ingest.store.fuse import remember
from articles.ingest.store.origins import write_origins
from articles.ingest.store.planning import DocumentPlan
from articles.ingest.store.rows import make_articles, make_sources
from articles.ingest.store.unchanged import Seen, note
from articles.ingest.store.updating import update
from articles.ingest.store.values import cut
from articles.models import Blob, Document, ImportRun, RunDocument
from articles.moments import stored
from articles.search.index import index_articles
from articles.text.prepared import Prepared

PLACE = ("root", "path", "member", "entry")
_WORDS = ("format", "encoding", "title", "publisher", "domain")
_JSON = ("labels", "keywords", "warnings", "evidence", "parts", "boundaries")
# The columns of a document, those first that are where it was found and since when.
_DOCUMENT = (
    *(*PLACE, "first_seen_at", "last_seen_at", *_JSON, *_WORDS, "blob_id", "source_id", "size"),
    *("refusal", "refusal_line", "refusal_detail"),
)
_TOLD = ("run_id", "document_id", "outcome", "sha256", "plan", "milliseconds", "before")


@dataclass(frozen=True, slots=True)
class Batch:
    """What the pipeline tells of a batch besides its readings.

    `unchanged` are documents that were not read again; `counts` are the run's so far, this batch
    included but for what comes of publishing it. `sieve` is the run's own. `prepared` has what the
    indexes want of some texts.
    """

    blobs: Mapping[str, Blob]
    unchanged: Mapping[Place, Seen]
    counts: Mapping[str, Any]
    milliseconds: Mapping[Place, int]
    sieve: Sieve | None = None
    prepared: Mapping[str, Prepared] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)


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
    at = batch.at
    sources = make_sources(plans, facts)
    befores = before.of_articles(plans)
    befores[plans[0].reading.place].watches = before.of_watches(facts.fuse, sources)
    blobs = _blobs(plans, batch.blobs)
    said = [_document(plan, sources, blobs, at, is_again=facts.is_again) for plan in plans]
    documents = _documents(plans, said, befores)
    articles = make_articles([step for plan in plans for step in plan.steps], sources, at)
    merges = [step.merge for plan in plans for step in plan.steps if step.merge is not None]
    update(merges, run, sources)
    remember(facts.fuse.watches, sources)
    write_origins(plans, documents, run, befores)
    index_articles(articles, batch.prepared)
    follow(articles, are_new=True, sieve=batch.sieve, prepared=batch.prepared)
    moved = _publish(plans, run, at) if publish else workflow.Moved(0, {})
    _journal(plans, documents, batch, befores, run)
    counts = {**batch.counts, "published": batch.counts.get("published", 0) + moved.moved}
    confirm(batch.unchanged, counts, run=run)
    return moved


def confirm(unchanged: Mapping[Place, Seen], counts: Mapping[str, Any], *, run: ImportRun) -> None:
    """Write into the journal that documents were as they were, and the run's counts so far."""
    note(unchanged, run)
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
    found = dict(Blob.objects.filter(sha256__in=wanted).values_list("sha256", "pk"))
    new = [given[sha256] for sha256 in sorted(wanted - found.keys())]
    create(new)
    return found | {blob.sha256: blob.pk for blob in new}


def _documents(
    plans: Sequence[DocumentPlan],
    said: Sequence[dict[str, Any]],
    befores: Mapping[Place, before.Before],
) -> dict[Place, int]:
    """Store the documents, those met before over their rows; return their keys by place."""
    known = before.documents([plan.stored.pk for plan in plans if plan.stored])
    pks, new, changed = {}, {}, []
    for plan, says in zip(plans, said, strict=True):
        if plan.stored is None:
            new[plan.reading.place] = says
            continue
        pks[plan.reading.place] = plan.stored.pk
        row = Document(**says)
        was = befores[plan.reading.place].document = before.changed(known[plan.stored.pk], row)
        if was or row.last_seen_at != plan.stored.last_seen:
            changed.append(row)
    Document.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=PLACE,
        update_fields=[name for name in _DOCUMENT if name not in (*PLACE, "first_seen_at")],
    )
    made = insert_keyed(Document, _DOCUMENT, map(_row, new.values()))
    return pks | dict(zip(new, made, strict=True))


def _row(says: dict[str, Any]) -> Row:
    """Return a document as its columns take it."""
    values: dict[str, Any] = {name: dumped(says[name]) for name in _JSON}
    values |= {name: stored(says[name]) for name in ("first_seen_at", "last_seen_at")}
    return [*(says | values).values()]


def _document(
    plan: DocumentPlan,
    sources: Mapping[str, int],
    blobs: Mapping[str, int],
    at: datetime,
    *,
    is_again: bool,
) -> dict[str, Any]:
    """Return the columns of a document."""
    reading, refused = plan.reading, plan.reading.refused
    # What could not be opened just now keeps the bytes it had.
    blob = blobs.get(reading.sha256) or (plan.stored.blob if plan.stored else None)
    return {
        **{name: getattr(reading.place, name) for name in PLACE},
        "first_seen_at": at,
        # Nobody has looked whether what is read again is still where it was found.
        "last_seen_at": plan.stored.last_seen if is_again and plan.stored else at,
        "labels": list(reading.labels),
        "keywords": list(reading.keywords),
        "warnings": [warning_json(one) for one in reading.warnings],
        "evidence": evidence_json(reading.evidence),
        "parts": [[p.kind, p.article, p.start, p.end, p.line, p.reason] for p in reading.parts],
        "boundaries": [boundary_json(one) for one in reading.possible_boundaries],
        **{name: cut(getattr(reading, name) or "", Document, name) for name in _WORDS},
        "blob_id": blob,
        "source_id": sources.get(plan.source),
        "size": reading.size,
        "refusal": refused.reason if refused else "",
        "refusal_line": refused.line if refused else None,
        "refusal_detail": cut(refused.detail if refused else "", Document, "refusal_detail"),
    }


def _journal(
    plans: Sequence[DocumentPlan],
    documents: Mapping[Place, int],
    batch: Batch,
    befores: Mapping[Place, before.Before],
    run: ImportRun,
) -> None:
    rows = []
    for plan in plans:
        place, was = plan.reading.place, befores[plan.reading.place].json
        told = (plan.outcome.value, plan.reading.sha256, dumped(_without_parts(plan)))
        taken = batch.milliseconds.get(place, 0)
        rows.append((run.pk, documents[place], *told, taken, None if was is None else dumped(was)))
    insert(RunDocument, _TOLD, rows)


def _without_parts(plan: DocumentPlan) -> dict[str, Any]:
    """Return a plan as the journal keeps it: the document itself has its parts."""
    reading = replace(plan.reading, parts=())
    whole = document_json(reading, [step.planned for step in plan.steps], with_texts=False)
    if plan.lost:
        whole["no_longer_found"] = [target.public_id for target in plan.lost]
    return {name: value for name, value in whole.items() if name != "parts"}
