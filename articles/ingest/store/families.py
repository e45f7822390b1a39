"""Articles of different sources with one text: which of them stands for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from articles.ingest.store.facts import Target
from articles.ingest.store.planning import Step
from articles.models import Article, Family

_NEVER = datetime.max.replace(tzinfo=UTC)


def join_families(steps: Iterable[Step]) -> None:
    """Put each step's article into one family with those that have its text."""
    groups = _groups(steps)
    if not groups:
        return
    new = [group for group in groups if all(one.family is None for one in group)]
    for group, family in zip(new, Family.objects.bulk_create(Family() for _ in new), strict=True):
        group[0].family = family.pk
    joining: dict[int, list[Target]] = defaultdict(list)
    for group in groups:
        family_pk = min(one.family for one in group if one.family is not None)
        joining[family_pk] += [one for one in group if one.family in (None, family_pk)]
    Article.objects.bulk_update(
        [Article(pk=one.pk, family_id=pk) for pk, members in joining.items() for one in members],
        ["family"],
    )
    _choose_canonical(joining)


def _groups(steps: Iterable[Step]) -> list[list[Target]]:
    """Return the articles that belong together, each in one group."""
    group_of: dict[int, list[Target]] = {}
    for step in steps:
        members = [step.target, *step.family] if step.family else []
        known = [group_of.get(id(one), [one]) for one in members]
        whole = list(dict.fromkeys(one for group in known for one in group))
        group_of |= {id(one): whole for one in whole}
    return list({id(group): group for group in group_of.values()}.values())


def _choose_canonical(families: Collection[int]) -> None:
    """Let a whole text stand before a cut one, then the earliest, then the first imported."""
    rows = Article.objects.filter(family__in=families).values_list(
        "family", "truncated", "originally_published_at", "pk"
    )
    best: dict[int | None, tuple[bool, datetime, int]] = {}
    for family, truncated, published, pk in rows:
        mark = (truncated, published or _NEVER, pk)
        best[family] = min(mark, best.get(family, mark))
    Family.objects.bulk_update(
        [Family(pk=family, canonical_id=mark[2]) for family, mark in best.items()], ["canonical"]
    )
