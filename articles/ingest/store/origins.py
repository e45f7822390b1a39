"""Which article came from which document: rows that outlive both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.choices import Action, Outcome
from articles.ingest.plan import evidence_json
from articles.ingest.records import Place
from articles.ingest.store.before import Before
from articles.ingest.store.bulk import insert
from articles.ingest.store.facts import StoredOrigin
from articles.ingest.store.planning import DocumentPlan, Step
from articles.ingest.store.values import address, cut
from articles.models import ImportRun, Origin

CHANGING = ("key", "labels", "fingerprint", "canonical_url", "action", "evidence", "run")


def write_origins(
    plans: Sequence[DocumentPlan],
    documents: Mapping[Place, int],
    run: ImportRun,
    befores: Mapping[Place, Before],
) -> None:
    """Bring the origins of documents in step with their plans; what is gone is kept as past.

    `befores` learn what they were.
    """
    made: list[Origin] = []
    changed: list[Origin] = []
    past: list[int] = []
    for plan in plans:
        if plan.outcome in (Outcome.REFUSED, Outcome.QUARANTINED):
            continue
        stored = plan.stored.origins if plan.stored else {}
        before = befores[plan.reading.place]
        for index, step in enumerate(plan.steps):
            present = stored.get(index)
            origin = _origin(step, index, documents[plan.reading.place], present, run)
            if present is None or not present.target.is_one_with(step.target):
                made.append(origin)
                before.past += [present.pk] if present else []
            elif any(getattr(origin, name) != present.row[name] for name in CHANGING[:-1]):
                changed.append(origin)
                was = {name: present.row[name] for name in CHANGING[:-1]}
                before.origins.append([present.pk, was | {"run_id": present.row["run"]}])
        before.past += [one.pk for index, one in stored.items() if index >= len(plan.steps)]
        past += before.past
    Origin.objects.filter(pk__in=past).update(is_current=False)
    insert(made)
    Origin.objects.bulk_update(changed, CHANGING)


def _origin(
    step: Step, index: int, document: int, present: StoredOrigin | None, run: ImportRun
) -> Origin:
    reading = step.reading
    same = present if present and present.target.is_one_with(step.target) else None
    return Origin(
        pk=same.pk if same else None,
        article_id=step.target.pk,
        document_id=document,
        index=index,
        key=cut(reading.key, Origin, "key"),
        labels=None if reading.labels is None else list(reading.labels),
        fingerprint=reading.fingerprint,
        canonical_url=address(reading.canonical_url),
        action=_action(step, same),
        evidence=evidence_json(reading.evidence),
        run=run,
    )


def _action(step: Step, same: StoredOrigin | None) -> str:
    """Return how the article came from here at first; once it follows a copy, that is none."""
    if same and (step.merge is None or same.row["action"] != Action.DUPLICATE):
        return str(same.row["action"])
    return step.action.value
