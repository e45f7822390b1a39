"""The versions of an article as a list: who made them, when, and which values changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

from articles import words
from articles.models import Article, Review, Revision

MOST = 100


@dataclass(frozen=True, slots=True)
class Version:
    """A revision, with the names of what it changed from the one kept before."""

    revision: Revision
    changed: list[str]


def versions(article: Article) -> list[Version]:
    """Return the latest versions, newest first."""
    rows = list(article.revisions.select_related("by", "run").order_by("-version")[: MOST + 1])
    pairs = zip_longest(rows, rows[1:])
    return [
        Version(row, changed(row.values, before.values if before else None))
        for row, before in pairs
    ][:MOST]


def reviews(article: Article) -> QuerySet[Review]:
    return article.reviews.select_related("by").order_by("-pk")[:MOST]


def changed(values: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[str]:
    """Return the names of values that differ; none where there is nothing to compare with."""
    if before is None:
        return []
    return [name_of(key) for key in values if values[key] != before.get(key)]


def name_of(key: str) -> str:
    if key in words.VALUES:
        return words.value(key)
    try:
        return str(Article._meta.get_field(key).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return key
