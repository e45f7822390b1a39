"""Changes stored articles as merges say, and keeps the versions they replace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from articles import revisions
from articles.choices import Resolution
from articles.ingest.store.merging import Merge, Stored
from articles.ingest.store.rows import make_categories, make_credits, make_pictures, source_key
from articles.ingest.store.values import COLUMNS, Values
from articles.models import (
    Article,
    ArticleImage,
    Conflict,
    Credit,
    ImportedValues,
    ImportRun,
)

# The columns that an import may change, and those that follow from them.
CHANGED = (*COLUMNS, "source", "originally_published_at", "original_precision", "version")
# Values whose column has another name.
COLUMN_OF = {"originally_published": "originally_published_at"}
DERIVED = ("body_text", "body_rules", "fingerprint", "sort_at", "updated_at")


def update(merges: Iterable[Merge], run: ImportRun, sources: Mapping[str, int]) -> None:
    """Write merges, the search index included; an article that several concern once."""
    found = {merge.article.pk: merge.stored for merge in merges if merge.stored.is_needed}
    changes = {
        stored.article: {name: stored.present[name] for name in stored.changed}
        for stored in found.values()
        if stored.changed
    }
    if changes:
        revisions.keep_former(changes)
        write(changes, sources)
        revisions.keep_all(changes, run=run)
    for stored in found.values():
        stored.imported.values = stored.base
    ImportedValues.objects.bulk_create(
        [stored.imported for stored in found.values()],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["values", "updated_at"],
    )
    _write_conflicts(found.values(), run)


def write(changes: Mapping[Article, Values], sources: Mapping[str, int]) -> None:
    """Give locked articles these values as their next version, in a fixed number of queries.

    Their former version has been kept; call `revisions.keep_all` afterwards.
    """
    for article, taken in changes.items():
        _set_columns(article, taken, sources)
        article.version += 1
    # Not `bulk_update`, which would not have the body cleaned.
    Article.objects.bulk_create(
        changes, update_conflicts=True, unique_fields=["pk"], update_fields=[*CHANGED, *DERIVED]
    )
    _set_rows({article.pk: taken for article, taken in changes.items()})


def _set_columns(article: Article, taken: Values, sources: Mapping[str, int]) -> None:
    for name in COLUMNS:
        if name in taken:
            setattr(article, name, taken[name])
    if "source" in taken:
        article.source_id = source_key(taken, sources)
    if "originally_published" in taken:
        moment, article.original_precision = taken["originally_published"] or (None, "")
        article.originally_published_at = datetime.fromisoformat(moment) if moment else None
    names = {COLUMN_OF.get(name, name) for name in taken}
    article.derive(names)


def _set_rows(taken: Mapping[int, Values]) -> None:
    """Replace what hangs on articles, by key, where it is among the values."""
    credits, pictures, categories = (
        {pk: values for pk, values in taken.items() if name in values}
        for name in ("credits", "pictures", "categories")
    )
    if credits:
        Credit.objects.filter(article__in=credits).delete()
        make_credits(credits)
    if pictures:
        ArticleImage.objects.filter(article__in=pictures).delete()
        make_pictures(pictures)
    if categories:
        Article.categories.through.objects.filter(article__in=categories).delete()
        make_categories(categories)


def _write_conflicts(found: Iterable[Stored], run: ImportRun) -> None:
    """End what has been answered by the source itself, and ask what is new."""
    found = list(found)
    ended = [stored.open[name].pk for stored in found for name in stored.ended]
    if ended:
        Conflict.objects.filter(pk__in=ended).update(
            resolution=Resolution.SUPERSEDED, resolved_at=timezone.now()
        )
    queued: dict[str, list[Stored]] = defaultdict(list)
    for stored in found:
        for name in stored.queued:
            queued[name].append(stored)
    for name, asked in sorted(queued.items()):
        _ask(name, asked, run)


def _ask(name: str, asked: list[Stored], run: ImportRun) -> None:
    """Queue the conflicts of one field, each with whoever changed it here last."""
    pks = [stored.article.pk for stored in asked]
    edits = revisions.last_edits(pks, COLUMN_OF.get(name, name))
    Conflict.objects.bulk_create(
        Conflict(
            article=stored.article,
            field=name,
            base=stored.base.get(name),
            incoming=stored.queued[name],
            present=stored.present[name],
            edited_by_id=edit.by if edit else None,
            edited_at=edit.at if edit else None,
            run=run,
        )
        for stored in asked
        for edit in [edits.get(stored.article.pk)]
    )
