"""What else there is about articles that are shown: related ones, and where a text was found.

Every function makes the same number of queries whatever there is, and shows nothing of what its
reader may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from articles.cards.lists import Reader, copies_of
from articles.models import Article, Origin, Passage

# Of one article. More is no answer to what is related.
MOST = 20


class Relation(StrEnum):
    FAMILY = "family"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Related:
    """Another article, and what it has in common."""

    article: Article
    relation: Relation

    @property
    def public_id(self) -> str:
        return str(self.article.public_id)


def related_to(pks: Collection[int], reader: Reader) -> dict[int, list[Related]]:
    """Return for each article its copies and those it shares passages with.

    The newest come first, the copies before the others. What is under embargo is named to nobody,
    as it is not marked here.
    """
    copies = copies_of(pks, reader)
    sharing = _sharing(pks, reader)
    others = {*chain.from_iterable(copies.values()), *chain.from_iterable(sharing.values())}
    shown = _shown(others, Reader(reader.at))
    found = {}
    for pk in pks:
        family = [one for one in shown if one.pk in copies[pk]]
        beside = [one for one in shown if one.pk in sharing[pk] - copies[pk]]
        found[pk] = [
            *(Related(one, Relation.FAMILY) for one in family[:MOST]),
            *(Related(one, Relation.PASSAGE) for one in beside[:MOST]),
        ]
    return found


def origins_of(pks: Collection[int]) -> dict[int, list[Any]]:
    """Return for each article where its text was found, first the place where it was found first.

    Of the documents only what may be told: the source and the address.
    """
    place = Window(RowNumber(), partition_by=F("article"), order_by=["created_at", "pk"])
    rows = (
        Origin.objects.filter(article__in=pks, is_current=True)
        .annotate(place=place)
        .filter(place__lte=MOST)
        .select_related("document__source")
        .only("article", "canonical_url", "created_at", "document__source__public_id",
              "document__source__name")
        .order_by("created_at", "pk")
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for origin in rows:
        found[origin.article_id or 0].append(origin)
    return {pk: found[pk] for pk in pks}


def _sharing(pks: Collection[int], reader: Reader) -> Mapping[int, set[int]]:
    """Keys of the articles that share a passage with each, in one query."""
    here = Passage.objects.filter(reader.sees_article("other__"), article__in=pks)
    there = Passage.objects.filter(reader.sees_article("article__"), other__in=pks)
    both = here.order_by().values_list("article", "other").union(
        there.order_by().values_list("other", "article")
    )  # fmt: skip
    found = defaultdict(set)
    for one, other in both:
        found[one].add(other)
    return found


def _shown(pks: Collection[int], reader: Reader) -> Sequence[Article]:
    """Those of the articles that a reader sees, the newest first."""
    seen = Article.objects.filter(reader.sees_article(), pk__in=pks).only("public_id", "title")
    return list(seen.order_by("-published_at", "-public_id"))
