"""What undoing a run would do, decided and not yet done: its documents, the last one first.

What an editor or a later run has touched stays and is named. A document that a later run changed
stays as it is. One that an article stays for stays too, and is read again by the next import if
other articles of it were taken back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from articles.choices import Action, Outcome, Resolution, RunStatus
from articles.ingest.store.before import digest
from articles.models import (
    Article,
    Conflict,
    ImportedValues,
    ImportRun,
    Origin,
    Review,
    Revision,
    RunDocument,
)

Json = dict[str, Any]

_ARTICLE = (
    *("public_id", "title", "original_title", "version", "created_at"),
    *("status", "published_at", "embargo_until", "expires_at"),
)


class Why(StrEnum):
    """Why something that a run did stays."""

    EDITED = "edited"
    DELETED = "deleted"
    LATER_RUN = "later_run"
    BOTH = "both"
    HELD_ELSEWHERE = "held_elsewhere"


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that stays as it is, where it came from, and why."""

    place: str
    article: str  # its public id, "" where it is gone
    title: str
    why: Why


@dataclass(slots=True)
class Undoing:
    """What becomes of one document of a run."""

    row: RunDocument
    is_made: bool  # the run met the document for the first time
    is_kept: bool = False  # as it is: a later run has changed it
    deleted: list[int] = field(default_factory=list)
    public: int = 0  # of the deleted, those that readers see
    restored: list[Json] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    # Keys of origins that go with deleted articles, where the document stays.
    origins: list[int] = field(default_factory=list)
    is_partly: bool = False  # an article that the run made stays, and with it the document

    @property
    def before(self) -> Json:
        return self.row.before or {}


class Undone:
    """What the batches so far take back, for those that follow; a dry run has nothing else."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.documents: set[int] = set()
        self.bases: dict[int, dict[str, str]] = defaultdict(dict)


class Found:
    """What the database says of a batch of a run's documents, in a fixed number of queries."""

    def __init__(self, rows: Sequence[RunDocument], run: ImportRun) -> None:
        documents = [row.document_id for row in rows]
        self.run = run
        self.rows: dict[int, list[int]] = defaultdict(list)
        self.first: dict[int, int] = {}
        self.origins: dict[int, list[Origin]] = defaultdict(list)
        self._journal(documents)
        for origin in Origin.objects.filter(document__in=documents).order_by("index", "pk"):
            self.origins[origin.document_id].append(origin)
        made = {one.article_id for of_one in self.origins.values() for one in of_one}
        updated = {one["article"] for row in rows for one in (row.before or {}).get("articles", ())}
        self.articles = self._articles({pk for pk in made if pk} | updated)
        self.others: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        others = Origin.objects.filter(article__in=self.articles)
        for article, document, by in others.values_list("article", "document", "run"):
            self.others[article or 0].append((document, by))
        self.moves = self._moves()
        self.bases = dict(
            ImportedValues.objects.filter(article__in=updated).values_list("article", "values")
        )
        resolved = Conflict.objects.filter(article__in=updated, run=run).exclude(
            resolution__in=[Resolution.OPEN, Resolution.SUPERSEDED]
        )
        self.resolved = set(resolved.values_list("article", flat=True))

    def _journal(self, documents: Collection[int]) -> None:
        rows = RunDocument.objects.filter(document__in=documents)
        undone = set(rows.filter(before__undone=True).values_list("pk", flat=True))
        changing = rows.exclude(outcome=Outcome.UNCHANGED, before__isnull=True)
        for pk, document in changing.values_list("pk", "document"):
            if pk not in undone:
                self.rows[document].append(pk)
        for pk, document in rows.order_by("-pk").values_list("pk", "document"):
            self.first[document] = pk

    def _articles(self, pks: Collection[int]) -> dict[int, Article]:
        return {one.pk: one for one in Article.objects.filter(pk__in=pks).only(*_ARTICLE)}

    def _moves(self) -> dict[int, list[tuple[int, bool]]]:
        """Return the versions that runs made of each article, and whether one still counts."""
        moves: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for model, step in ((Revision, 0), (Review, 1)):
            rows = model.objects.filter(article__in=self.articles, run__isnull=False)
            for article, version, run, status in rows.values_list(
                "article", "version", "run", "run__status"
            ):
                is_ours = run == self.run.pk or status == RunStatus.UNDONE
                moves[article].append((version + step, is_ours))
        return moves

    def is_made(self, article: Article) -> bool:
        """Say whether an article was made while the run ran."""
        ended = self.run.finished_at
        return article.created_at >= self.run.started_at and (
            ended is None or article.created_at <= ended
        )

    def touched(self, article: Article, version: int) -> Why | None:
        """Say who but the run has changed an article since its version was this one."""
        since = Counter(is_ours for made, is_ours in self.moves[article.pk] if made > version)
        is_edited = article.version > version + since.total()
        if since[False]:
            return Why.BOTH if is_edited else Why.LATER_RUN
        return Why.EDITED if is_edited else None


def decide(rows: Sequence[RunDocument], undone: Undone) -> list[Undoing]:
    """Decide what becomes of documents of a run, in the order they are undone in."""
    found = Found(rows, undone.run)
    return [_document(row, found, undone) for row in rows]


def _document(row: RunDocument, found: Found, undone: Undone) -> Undoing:
    is_made = found.first[row.document_id] == row.pk
    one = Undoing(row, is_made=is_made)
    if any(pk > row.pk for pk in found.rows[row.document_id]):
        return _kept_whole(one, found)
    undone.documents.add(row.document_id)
    changed = {pk for pk, _values in one.before.get("origins", ())}
    for origin in found.origins[row.document_id]:
        is_ours = origin.run_id == undone.run.pk and origin.pk not in changed
        if is_ours and origin.action == Action.CREATE:
            _made(one, origin, found, undone)
    one.is_partly = bool(one.kept)
    if one.is_partly:
        undone.documents.discard(row.document_id)
        gone = set(one.deleted)
        one.origins = [o.pk for o in found.origins[row.document_id] if o.article_id in gone]
    for was in one.before.get("articles", ()):
        _updated(one, was, found, undone)
    return one


def _kept_whole(one: Undoing, found: Found) -> Undoing:
    one.is_kept = True
    changed = {was["article"]: was["version"] for was in one.before.get("articles", ())}
    held = {origin.article_id for origin in found.origins[one.row.document_id]}
    for pk, article in sorted(found.articles.items()):
        if pk in changed or (pk in held and found.is_made(article)):
            why = found.touched(article, changed.get(pk, 1))
            is_edited = why in (Why.EDITED, Why.BOTH)
            one.kept.append(_kept(one, article, Why.BOTH if is_edited else Why.LATER_RUN))
    return one


def _made(one: Undoing, origin: Origin, found: Found, undone: Undone) -> None:
    """Decide on an article that the run made."""
    article = found.articles.get(origin.article_id or 0)
    if article is None:
        title = origin.evidence.get("title", {}).get("text", "")
        one.kept.append(Kept(str(one.row.document), "", title, Why.DELETED))
        return
    why = found.touched(article, 1)
    is_held = any(
        document not in undone.documents or by != undone.run.pk
        for document, by in found.others[article.pk]
    )
    if why or is_held:
        one.kept.append(_kept(one, article, why or Why.HELD_ELSEWHERE))
        return
    one.deleted.append(article.pk)
    one.public += article.is_public()


def _updated(one: Undoing, was: Json, found: Found, undone: Undone) -> None:
    """Decide on an article that the run changed; one that is gone needs nothing."""
    article = found.articles.get(was["article"])
    if article is None:
        return
    why = found.touched(article, was["version"])
    bases = found.bases.get(article.pk, {})
    known = undone.bases[article.pk]
    if not why and any(
        known.get(name, digest(bases.get(name))) != left for name, left in was["left"].items()
    ):
        why = Why.LATER_RUN
    if not why and article.pk in found.resolved:
        why = Why.EDITED
    if why:
        one.kept.append(_kept(one, article, why))
        return
    known.update({name: digest(value) for name, value in was["base"].items()})
    one.restored.append(was)


def _kept(one: Undoing, article: Article, why: Why) -> Kept:
    title = article.title or article.original_title
    return Kept(str(one.row.document), article.public_id, title, why)
