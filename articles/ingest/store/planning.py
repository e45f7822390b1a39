"""What an import will do with each document of a batch, decided and not yet done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from articles.choices import Action, Outcome
from articles.ingest.plan import Action as PlannedAction
from articles.ingest.records import DocumentReading, Place, Reading
from articles.ingest.refusals import Refusal
from articles.ingest.store.facts import Facts, New, Pending, StoredDocument, Target
from articles.ingest.store.fuse import fuse_of, held
from articles.ingest.store.leading import FIRST
from articles.ingest.store.matching import Before, How, Match, Matching
from articles.ingest.store.merging import Merge, merge
from articles.ingest.store.values import Values, label_of, values_of


@dataclass(slots=True)
class Step:
    """What happens to one article of a document."""

    reading: Reading
    action: Action
    target: Target
    categories: tuple[str, ...] = ()
    new: New | None = None
    merge: Merge | None = None
    same_as: str | None = None  # the public id of the article, if it was stored before

    @property
    def planned(self) -> PlannedAction:
        return PlannedAction(self.action.value, self.categories, self.same_as)


@dataclass(slots=True)
class DocumentPlan:
    """What happens to one document and its articles."""

    reading: DocumentReading
    outcome: Outcome
    source: str = ""  # the key of its source
    stored: StoredDocument | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def lost(self) -> list[Target]:
        """The articles that the document held and no longer holds; they stay where they are."""
        if self.stored is None or self.reading.refused is not None:
            return []
        held = [step.target for step in self.steps]
        return [
            origin.target
            for origin in self.stored.origins.values()
            if origin.target not in held and not origin.target.is_deleted
        ]


def plan(
    readings: Sequence[DocumentReading],
    *,
    before: Before | None = None,
    met: Collection[Place] = (),
    pending: Pending | None = None,
    is_fused: bool = True,
    is_again: bool = False,
) -> tuple[list[DocumentPlan], Facts]:
    """Decide what becomes of documents, in order, in a fixed number of queries.

    A dry run gives the same `pending` for all its batches: it stands for what it does not write.
    `before` has what deleted articles of changed documents said. `met` are places where an import
    reads nothing: a dry run reads them to tell what they hold. `is_again` is for bytes that are
    stored already: that they are the same tells nothing then.
    """
    facts = Facts(readings, pending or Pending(), is_again=is_again)
    facts.fuse = fuse_of(
        _anew(readings, facts), facts.sources.pks, facts.pending.watches, is_off=not is_fused
    )
    plans = [
        _met(reading, stored, facts)
        if reading.place in met and (stored := facts.documents.get(reading.place))
        else _document(reading, facts, before or {})
        for reading in readings
    ]
    return plans, facts


def _met(reading: DocumentReading, stored: StoredDocument, facts: Facts) -> DocumentPlan:
    """Return the plan of a document that stays as it was, whatever is read in it by now."""
    read = dict(enumerate(reading.articles))
    articles = {index: read.get(index, Reading()) for index in sorted(stored.origins)}
    reading = replace(reading, articles=tuple(articles.values()), refused=None)
    document = DocumentPlan(reading, Outcome.UNCHANGED, stored.source, stored)
    for number, index in enumerate(articles):
        match = Match(stored.origins[index].target, How.SAME_BYTES)
        document.steps.append(_step(document, number, match, facts))
    return document


def _anew(
    readings: Iterable[DocumentReading], facts: Facts
) -> Iterator[tuple[str, DocumentReading, bool]]:
    """Yield what tells how a source reads now, with its key: not what was refused before too.

    And whether these bytes are held back.
    """
    for reading in readings:
        stored = facts.documents.get(reading.place)
        waits = _waits_since(reading, stored) is not None
        if stored is None or stored.sha256 != reading.sha256 or waits:
            yield _watched(reading, facts), reading, waits


def _watched(reading: DocumentReading, facts: Facts) -> str:
    """Return the key of the source that a document tells about.

    What cannot be read tells of the source that its place was of. Whoever names a source for a
    whole folder does not say that its pages look like whatever else lies there.
    """
    if reading.refused is None:
        return _source(reading, facts)
    stored = facts.documents.get(reading.place)
    return stored.source if stored else ""


def _waits_since(reading: DocumentReading, stored: StoredDocument | None) -> str | None:
    """Return why a document with these bytes was held back, None where it was not."""
    is_same = stored is not None and stored.sha256 == reading.sha256
    return stored.detail if stored and is_same and stored.refusal == Refusal.QUARANTINED else None


def _source(reading: DocumentReading, facts: Facts) -> str:
    """Return the key of a document's source; of one that was refused, that of its place so far."""
    stored = facts.documents.get(reading.place)
    key = facts.sources.meet(reading.source)
    return stored.source if reading.refused and not key and stored else key


def _document(reading: DocumentReading, facts: Facts, before: Before) -> DocumentPlan:
    source = _source(reading, facts)
    stored = facts.documents.get(reading.place)
    if reading.refused is not None:
        return DocumentPlan(reading, Outcome.REFUSED, source, stored)
    why = facts.fuse.holds(source, reading, _waits_since(reading, stored))
    if why is not None and _outcome(reading, stored, source) != Outcome.UNCHANGED:
        return DocumentPlan(held(reading, why), Outcome.QUARANTINED, source, stored)
    matching = Matching(facts, reading, source, before, facts.is_again)
    matches = matching.run()
    if matching.warnings:
        reading = replace(reading, warnings=(*reading.warnings, *matching.warnings))
    document = DocumentPlan(reading, _outcome(reading, stored, source), source, stored)
    if facts.is_again:
        _silence(document, matches, facts)
    for index, match in enumerate(matches):
        document.steps.append(_step(document, index, match, facts))
    if facts.is_again and _is_as_before(document):
        document.outcome = Outcome.UNCHANGED
        return document
    if facts.is_again and document.outcome == Outcome.UNCHANGED:
        document.outcome = Outcome.PLANNED if document.steps else Outcome.WITHOUT_ARTICLE
    facts.pending.by_blob.setdefault(
        (reading.sha256, source), {index: one.target for index, one in enumerate(document.steps)}
    )
    return document


def _silence(document: DocumentPlan, matches: Sequence[Match], facts: Facts) -> None:
    """Let what is read again leave articles alone that a later document has, or itself later."""
    rank = facts.ranks.get(document.stored.pk, FIRST) if document.stored else FIRST
    saying = [match for match in matches if match.how in (How.NEW, How.VERSION)]
    last = {match.target: match for match in saying}
    for match in saying:
        if rank < match.target.led_by or match is not last[match.target]:
            match.how = How.SILENT
    for target in last:
        target.led_by = max(target.led_by, rank)


def _is_as_before(document: DocumentPlan) -> bool:
    """Say whether bytes that were read again gave the articles they gave before, as they are."""
    origins = document.stored.origins if document.stored else {}
    return (
        document.outcome == Outcome.UNCHANGED
        and len(origins) == len(document.steps)
        and all(
            index in origins and origins[index].target.is_one_with(step.target)
            for index, step in enumerate(document.steps)
        )
        and not any(step.merge and step.merge.stored.is_needed for step in document.steps)
    )


def _outcome(reading: DocumentReading, stored: StoredDocument | None, source: str) -> Outcome:
    present = (stored.sha256, stored.source, stored.refusal) if stored else None
    if present == (reading.sha256, source, ""):
        return Outcome.UNCHANGED
    return Outcome.PLANNED if reading.articles else Outcome.WITHOUT_ARTICLE


def _step(document: DocumentPlan, index: int, match: Match, facts: Facts) -> Step:
    reading = document.reading.articles[index]
    labels = document.reading.labels if reading.labels is None else reading.labels
    categories = [
        found
        for label in labels
        if (found := facts.categories.get((document.source, label_of(label))))
    ]
    names = tuple(name for _id, name in categories)
    action = Action.DELETED if match.target.is_deleted else Action.UNCHANGED
    step = Step(reading, action, match.target, names, same_as=match.target.public_id)
    if match.how is How.COPY and not match.target.is_deleted:
        step.action = Action.DUPLICATE
    elif match.how in (How.NEW, How.VERSION) and not match.target.is_deleted:
        values = values_of(
            reading,
            document.reading,
            source=facts.sources.names.get(document.source),
            categories={public_id for public_id, _name in categories},
        )
        _decide(step, match, values, facts)
        if not (facts.is_again and step.action == Action.UNCHANGED):
            facts.learn(reading, step.target, document.source)
    return step


def _decide(step: Step, match: Match, values: Values, facts: Facts) -> None:
    target = match.target
    if match.how is How.NEW:
        step.action = Action.CREATE
        target.new = step.new = New(values, step.reading)
    elif target.new is not None:
        # Two documents of one batch with the same article: the later one has the last word.
        step.action = Action.UPDATE
        target.new.values, target.new.reading = values, step.reading
    elif target.pk is None:
        step.action = Action.UPDATE
    elif target.pk in facts.present:
        step.merge = merge(facts.present[target.pk], values)
        step.action = _action(step.merge)


def _action(merged: Merge) -> Action:
    if merged.refused:
        return Action.CONFLICT
    return Action.UPDATE if merged.taken else Action.UNCHANGED
