"""Changes stored articles as merges say, and keeps the versions they replace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from articles import revisions
from articles.ingest.store.merging import Merge
from articles.ingest.store.rows import make_credits, make_pictures, source_key
from articles.ingest.store.values import COLUMNS, Values
from articles.models import Article, Category, ImportRun


def update(merge: Merge, run: ImportRun, sources: Mapping[str, int]) -> None:
    """Write a merge, the search index included."""
    if merge.taken:
        _take(merge, run, sources)
    imported = merge.imported
    imported.values = merge.base
    imported.incoming = merge.refused or None
    imported.incoming_run = run if merge.refused else None
    imported.save()


def _take(merge: Merge, run: ImportRun, sources: Mapping[str, int]) -> None:
    article = revisions.lock(merge.article.pk, seen=merge.article.version)
    _set_columns(article, merge.taken, sources)
    article.version += 1
    article.save()
    _set_rows(article, merge.taken)
    revisions.keep(article, run=run)


def _set_columns(article: Article, taken: Values, sources: Mapping[str, int]) -> None:
    for name in COLUMNS:
        if name in taken:
            setattr(article, name, taken[name])
    if "source" in taken:
        article.source_id = source_key(taken, sources)
    if "originally_published" in taken:
        moment, article.original_precision = taken["originally_published"] or (None, "")
        article.originally_published_at = datetime.fromisoformat(moment) if moment else None


def _set_rows(article: Article, taken: Values) -> None:
    if "credits" in taken:
        article.credits.all().delete()
        make_credits({article.pk: taken})
    if "pictures" in taken:
        article.article_images.all().delete()
        make_pictures({article.pk: taken})
    if "categories" in taken:
        article.categories.set(Category.objects.filter(public_id__in=taken["categories"]))
