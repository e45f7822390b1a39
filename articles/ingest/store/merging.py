"""Keeps what editors changed: a three-way merge of the last imported, the present and the new.

A field that still holds what an import last wrote follows its source; one that a person changed
stays, and the value that was not taken is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from articles.choices import Status
from articles.ingest.store.values import COLUMNS, Values
from articles.models import Article, ArticleImage, ImportedValues
from articles.text.html import clean_html


@dataclass(slots=True)
class Merge:
    """What an import does to a stored article: `taken` is written, `refused` kept beside it."""

    article: Article
    imported: ImportedValues
    taken: Values = field(default_factory=dict)
    refused: Values = field(default_factory=dict)
    base: Values = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether anything about the article's imported values changes."""
        imported = self.imported
        return bool(self.base != imported.values or (self.refused or None) != imported.incoming)


def load(pks: Iterable[int]) -> dict[int, Article]:
    """Return the articles with all that a merge compares, locked where that is possible."""
    pictures = ArticleImage.objects.select_related("image").order_by("position", "pk")
    articles = (
        Article.objects.filter(pk__in=set(pks), imported__isnull=False)
        .select_related("source", "imported")
        .prefetch_related("categories", "credits", Prefetch("article_images", queryset=pictures))
    )
    if connection.in_atomic_block:
        articles = articles.select_for_update(of=("self",))
    return {article.pk: article for article in articles}


def merge(article: Article, new: Values) -> Merge:
    """Decide field by field what becomes of the values that a source now has."""
    imported: ImportedValues = article.imported
    merged = Merge(article, imported, base=dict(imported.values))
    present = present_values(article)
    for name, value in new.items():
        base = imported.values.get(name)
        if value == base:
            continue
        if _is_same(name, present[name], base) and not _is_needed(article, name, value):
            merged.taken[name] = merged.base[name] = value
        elif _is_same(name, present[name], value):
            merged.base[name] = value
        else:
            merged.refused[name] = value
    return merged


def present_values(article: Article) -> Values:
    """Return what a loaded article says now, in the form of imported values."""
    dated = article.originally_published_at
    return {
        **{name: getattr(article, name) for name in COLUMNS},
        "originally_published": [dated.isoformat(), article.original_precision] if dated else None,
        "source": article.source.name if article.source else None,
        "credits": [[one.role, one.label, one.name] for one in article.credits.all()],
        "pictures": [
            [use.image.url or use.image.public_id, use.role, use.alt, use.caption, use.credit]
            for use in article.article_images.all()
        ],
        "categories": sorted(category.public_id for category in article.categories.all()),
    }


def _is_needed(article: Article, name: str, value: Any) -> bool:
    """Say whether the present value must stay: what readers see keeps its title."""
    return name == "title" and not value and article.status == Status.PUBLISHED


def _is_same(name: str, a: Any, b: Any) -> bool:
    """Compare in the form that an editor's save gives a text, so that saving is no edit."""
    if a == b:
        return True
    return name == "body" and clean_html(a) == clean_html(b or "")
