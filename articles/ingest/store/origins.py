"""Which article came from which document: rows that outlive both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from articles.choices import Action, Outcome
from articles.ingest.plan import evidence_json
from articles.ingest.records import Place
from articles.ingest.store.before import Before
from articles.ingest.store.bulk import Row, dumped, insert
from articles.ingest.store.facts import StoredOrigin
from articles.ingest.store.planning import DocumentPlan, Step
from articles.ingest.store.values import address, cut
from articles.models import ImportRun, Origin

SAYS = ("key", "labels", "fingerprint", "canonical_url", "action", "evidence")
CHANGING = (*SAYS, "run")


def write_origins(
    plans: Sequence[DocumentPlan],
    documents: Mapping[Place, int],
    run: ImportRun,
    befores: Mapping[Place, Before],
) -> None:
    """Bring the origins of documents in step with their plans; what is gone is kept as past.

    `befores` learn what they were.
    """
    made: list[Row] = []
    changed: list[Origin] = []
    past: list[int] = []
    for plan in plans:
        if plan.outcome in (Outcome.REFUSED, Outcome.QUARANTINED):
            continue
        stored = plan.stored.origins if plan.stored else {}
        before = befores[plan.reading.place]
        for index, step in enumerate(plan.steps):
            present = stored.get(index)
            same = present if present and present.target.is_one_with(step.target) else None
            says = _says(step, same)
            if same is None:
                document = documents[plan.reading.place]
                made.append((document, index, step.target.pk, run.pk, *_row(says)))
                before.past += [present.pk] if present else []
            elif any(value != same.row[name] for name, value in says.items()):
                changed.append(Origin(pk=same.pk, run=run, **says))
                was = {name: same.row[name] for name in says}
                before.origins.append([same.pk, was | {"run_id": same.row["run"]}])
        before.past += [one.pk for index, one in stored.items() if index >= len(plan.steps)]
        past += before.past
    Origin.objects.filter(pk__in=past).update(is_current=False)
    insert(Origin, ("document_id", "index", "article_id", "run_id", *SAYS), made)
    Origin.objects.bulk_update(changed, CHANGING)


def _says(step: Step, same: StoredOrigin | None) -> dict[str, Any]:
    """Return what an origin says of its article, by the columns of SAYS in order."""
    reading = step.reading
    return {
        "key": cut(reading.key, Origin, "key"),
        "labels": None if reading.labels is None else list(reading.labels),
        "fingerprint": reading.fingerprint,
        "canonical_url": address(reading.canonical_url),
        "action": _action(step, same),
        "evidence": evidence_json(reading.evidence),
    }


def _row(says: Mapping[str, Any]) -> Row:
    key, labels, *texts, evidence = says.values()
    return (key, None if labels is None else dumped(labels), *texts, dumped(evidence))


def _action(step: Step, same: StoredOrigin | None) -> str:
    """Return how the article came from here at first; once it follows a copy, that is none."""
    if same and (step.merge is None or same.row["action"] != Action.DUPLICATE):
        return str(same.row["action"])
    return step.action.value
