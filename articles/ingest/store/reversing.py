"""Takes back what a run did, in short transactions, the last document first.

    undoing    what becomes of each document of a batch
    reversing  that, written; what has been undone is marked, so that a killed undo goes on
    sweeping   what nothing uses any more: pictures, sources, labels, bytes

Afterwards a further import of the same files does again what the run did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import revisions
from articles.choices import Outcome, Resolution, RunStatus
from articles.ingest.refusals import Refusal
from articles.ingest.store import sweeping
from articles.ingest.store.origins import SAYS
from articles.ingest.store.runs import is_running
from articles.ingest.store.undoing import Json, Kept, Undoing, Undone, Why, decide
from articles.ingest.store.updating import write
from articles.ingest.store.values import source_fold
from articles.models import (
    Article,
    Conflict,
    Document,
    ImportedValues,
    ImportRun,
    Origin,
    RunDocument,
    Source,
    SourceWatch,
)
from articles.removal import remove
from articles.turns import writing_alone

_PLACE = ("document__path", "document__member")
# Documents that are undone in one transaction.
MOST_DOCUMENTS = 50


class NotUndoable(Exception):
    """A run that cannot be undone; its words say why."""


@dataclass(slots=True)
class Undo:
    """What came of undoing a run."""

    documents: int = 0
    deleted: int = 0
    public: int = 0  # of the deleted, those that readers saw
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)
    is_stopped: bool = False


def undo(run: ImportRun, *, is_dry: bool = False, is_stopped: Callable[[], bool] = bool) -> Undo:
    """Take back what a run did, or only say what would be; a killed or stopped undo goes on.

    Raises NotUndoable. `is_stopped` is asked between batches.
    """
    _require(run)
    came, undone = Undo(), Undone(run)
    for rows in _batches(run):
        if is_stopped():
            came.is_stopped = True
            return came
        if is_dry:
            _add(came, decide(rows, undone))
        else:
            _add(came, _written([row.pk for row in rows], run))
    if not is_dry:
        with writing_alone():
            sweeping.sweep_labels(run)
            sweeping.sweep_blobs(run)
            came.kept = list(_kept(run))
            _finish(run, came)
    return came


def _kept(run: ImportRun) -> Iterator[Kept]:
    """Yield what stays of a run, as its journal remembers it; an undo may have been killed."""
    rows = RunDocument.objects.filter(run=run, before__kept__isnull=False).order_by("pk")
    for row in rows.select_related("document").only("before", *_PLACE):
        for article, title, why in row.before["kept"]:
            yield Kept(str(row.document), article, title, Why(why))


def _require(run: ImportRun) -> None:
    if run.status == RunStatus.UNDONE:
        raise NotUndoable(_("This run has been undone already."))
    if is_running(run):
        raise NotUndoable(_("This run is still running."))


def _batches(run: ImportRun) -> Iterator[list[RunDocument]]:
    """Yield what is not undone yet, the last one first."""
    rows = RunDocument.objects.filter(run=run).select_related("document").order_by("-pk")
    rows = rows.defer("plan", "document__parts", "document__warnings")
    last = None
    while batch := list((rows if last is None else rows.filter(pk__lt=last))[:MOST_DOCUMENTS]):
        last = batch[-1].pk
        yield [row for row in batch if not (row.before or {}).get("undone")]


def _add(came: Undo, undoings: Iterable[Undoing]) -> None:
    for one in undoings:
        came.documents += not (one.is_kept or _is_idle(one.row))
        came.deleted += len(one.deleted)
        came.public += one.public
        came.restored += len(one.restored)
        came.kept += one.kept


def _written(pks: Sequence[int], run: ImportRun) -> list[Undoing]:
    """Undo a batch, decided anew now that nobody else writes."""
    with writing_alone():
        rows = list(
            RunDocument.objects.filter(pk__in=pks).select_related("document").order_by("-pk")
        )
        undoings = decide(rows, Undone(run))
        _write(undoings, run)
    return undoings


def _write(undoings: Sequence[Undoing], run: ImportRun) -> None:
    deleted = [pk for one in undoings for pk in one.deleted]
    restored = [was for one in undoings for was in one.restored]
    loose = sweeping.Loose.of([*deleted, *(was["article"] for was in restored)], undoings)
    gone = set(deleted)
    _documents(undoings, run)
    remove(deleted, Article.objects.filter(pk__in=deleted).delete)
    for some in _rounds(was for was in restored if was["article"] not in gone):
        _restore(some, run)
    loose.sweep(run)


def _rounds(restored: Iterable[Json]) -> list[list[Json]]:
    """Put what is restored into groups, in order, that have each article once."""
    rounds: list[list[Json]] = []
    times: Counter[int] = Counter()
    for was in restored:
        time = times[was["article"]]
        times[was["article"]] += 1
        if time == len(rounds):
            rounds.append([])
        rounds[time].append(was)
    return rounds


def _documents(undoings: Iterable[Undoing], run: ImportRun) -> None:
    """Bring documents and their origins back; what stays is marked."""
    made = [one.row.document_id for one in undoings if _is_whole(one) and one.is_made]
    for one in undoings:
        if not one.is_kept:
            _watch_again(one)
    Document.objects.filter(pk__in=made).delete()
    for one in undoings:
        if one.row.document_id in made:
            continue
        if _is_whole(one):
            _bring_back(one, run)
        elif one.is_partly and one.deleted:
            Origin.objects.filter(pk__in=one.origins).delete()
            Document.objects.filter(pk=one.row.document_id).update(refusal=Refusal.UNDONE)
        if one.kept or not _is_idle(one.row):
            _mark(one)


def _watch_again(one: Undoing) -> None:
    """Remember of sources what was remembered, unless more has been learnt of them since."""
    names = ("documents", "poor", "recent")
    for source, was, left in one.before.get("watches", ()):
        now = SourceWatch.objects.filter(source=source, **dict(zip(names, left, strict=True)))
        if was is None:
            now.delete()
        else:
            now.update(**dict(zip(names, was, strict=True)))


def _is_whole(one: Undoing) -> bool:
    return not (one.is_kept or one.is_partly)


def _is_idle(row: RunDocument) -> bool:
    """Say whether the run only met the document as it was, or this is undone already."""
    return row.before is None and row.outcome == Outcome.UNCHANGED


def _mark(one: Undoing) -> None:
    """Remember that a document has been undone, and which of its articles were not."""
    kept = [[k.article, k.title, k.why.value] for k in one.kept]
    row = one.row
    row.before = (
        (row.before or {}) | {"kept": kept} if one.is_kept else {"undone": True, "kept": kept}
    )
    row.save(update_fields=["before"])


def _bring_back(one: Undoing, run: ImportRun) -> None:
    """Give a document the columns and origins that it had before the run."""
    before, pk = one.before, one.row.document_id
    columns = dict(before.get("document", {}))
    source = columns.get("source_id")
    if source and not Source.objects.filter(pk=source).exists():
        columns["source_id"] = None
    if columns:
        Document.objects.filter(pk=pk).update(**columns)
    changed = [Origin(pk=key, **values) for key, values in before.get("origins", ())]
    made = Origin.objects.filter(document=pk, run=run)
    made.exclude(pk__in=[origin.pk for origin in changed]).delete()
    Origin.objects.filter(pk__in=before.get("past", ())).update(is_current=True)
    Origin.objects.bulk_update(changed, [*SAYS, "run"])


def _restore(restored: Sequence[Json], run: ImportRun) -> None:
    """Give articles the values they had, as a new version, and what had been imported."""
    pks = [was["article"] for was in restored]
    _restore_values({was["article"]: was for was in restored if was["present"]}, run)
    imported = {one.article_id: one for one in ImportedValues.objects.filter(article__in=pks)}
    for was in restored:
        one = imported[was["article"]]
        one.values = one.values | was["base"]
    ImportedValues.objects.bulk_update(imported.values(), ["values"])
    _ask_again([pk for was in restored for pk in was["ended"]], pks, run)


def _ask_again(ended: Collection[int], articles: Collection[int], run: ImportRun) -> None:
    """Forget what the run asked about articles, and ask what it ended, unless a later run asks."""
    unanswered = [Resolution.OPEN, Resolution.SUPERSEDED]
    Conflict.objects.filter(article__in=articles, run=run, resolution__in=unanswered).delete()
    asked = Conflict.objects.filter(
        article=OuterRef("article"), field=OuterRef("field"), resolution=Resolution.OPEN
    )
    again = Conflict.objects.filter(~Exists(asked), pk__in=ended).order_by()
    again.update(resolution=Resolution.OPEN, resolved_at=None)


def _restore_values(restored: Mapping[int, Json], run: ImportRun) -> None:
    articles = list(
        Article.objects.select_for_update(of=("self",)).filter(pk__in=restored).order_by("pk")
    )
    if not articles:
        return
    revisions.keep_former(articles)
    changes = {article: restored[article.pk]["present"] for article in articles}
    write(changes, _sources(restored.values()))
    note = _("Import run %(run)d undone") % {"run": run.pk}
    revisions.keep_all(articles, run=run, note=note)


def _sources(restored: Iterable[Json]) -> dict[str, int]:
    """Return the sources that articles had by their names of then, if they are still there."""
    named = {
        source_fold(was["present"]["source"]): was["source"]
        for was in restored
        if was["present"].get("source")
    }
    there = set(Source.objects.filter(pk__in=named.values()).values_list("pk", flat=True))
    return {name: pk for name, pk in named.items() if pk in there}


def _finish(run: ImportRun, came: Undo) -> None:
    run.status = RunStatus.UNDONE
    run.counts = run.counts | {
        "undone": {
            "documents": came.documents,
            "deleted": came.deleted,
            "restored": came.restored,
            "kept": len(came.kept),
        }
    }
    run.finished_at = run.finished_at or timezone.now()
    run.save(update_fields=["status", "counts", "finished_at"])
