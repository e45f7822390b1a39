"""Articles of different sources with nearly one text: who belongs together, who stands for them.

Only pairs whose texts have been compared join a family, and a family is what such pairs connect.
It is made anew from the pairs whenever a text or an article comes or goes, so that one that only a
departed article held together falls apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.db.models import Q

from articles.choices import SourceKind
from articles.models import Article, Copy, Family
from articles.text.folding import fold

# Families that are looked at in one query.
PORTION = 500
_NEVER = datetime.max.replace(tzinfo=UTC)
_MEMBER = (
    *("pk", "family", "truncated", "publisher", "source__name", "source__aliases"),
    *("source__kind", "originally_published_at", "title", "fingerprint"),
)


def regroup(articles: Collection[int], families: Collection[int] = ()) -> None:
    """Bring families in step with the pairs of these articles, and of those families' members."""
    pairs = _pairs(articles)
    if not pairs and not families and not _have_family(articles):
        return
    members = _members({*articles, *chain.from_iterable(pairs)}, families)
    groups = _groups(members, _pairs(members))
    _assign(groups, members)


def choose_canonical(families: Collection[int]) -> None:
    """Let one article stand for each family.

    The whole text before a cut one, whoever first published it before others and these before
    those who only collect, then the earliest; of equals the first by its source's name and its
    title, whichever was imported first.
    """
    rows = Article.objects.filter(family__in=families).order_by().values(*_MEMBER)
    best: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        mark = _rank(row)
        best[row["family"]] = min(mark, best.get(row["family"], mark))
    Family.objects.bulk_update(
        [Family(pk=family, canonical_id=mark[-1]) for family, mark in best.items()], ["canonical"]
    )


def choose_again(source: int) -> None:
    """Choose anew in the families of a source's articles, as after it has become another kind."""
    of_source = Article.objects.filter(source=source, family__isnull=False).order_by()
    found = list(of_source.values_list("family", flat=True).distinct())
    for start in range(0, len(found), PORTION):
        choose_canonical(found[start : start + PORTION])


def _rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = {fold(name) for name in (row["source__name"] or "", *(row["source__aliases"] or []))}
    publisher = fold(row["publisher"])
    standing = (0 if publisher in names else 2) if publisher else 1
    if row["source__kind"] == SourceKind.AGGREGATOR:
        standing = 3
    alike = fold(row["source__name"] or ""), fold(row["title"]), row["fingerprint"], row["pk"]
    return row["truncated"], standing, row["originally_published_at"] or _NEVER, *alike


def _pairs(articles: Collection[int]) -> list[tuple[int, int]]:
    found = Copy.objects.filter(Q(article__in=articles) | Q(other__in=articles))
    return list(found.order_by("article", "other").values_list("article", "other"))


def _have_family(articles: Collection[int]) -> bool:
    return Article.objects.filter(pk__in=articles, family__isnull=False).exists()


def _members(partners: Collection[int], families: Iterable[int]) -> dict[int, int | None]:
    """Return all articles that may belong together, in order, each with its family so far."""
    of_partners = Article.objects.filter(pk__in=partners, family__isnull=False)
    whole = {*families, *of_partners.order_by().values_list("family", flat=True)}
    rows = Article.objects.filter(Q(pk__in=partners) | Q(family__in=whole))
    return dict(rows.order_by("pk").values_list("pk", "family"))


def _groups(members: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the members in groups that pairs connect, in order."""
    group_of: dict[int, list[int]] = {member: [member] for member in members}
    for one, other in pairs:
        into, gone = group_of.get(one), group_of.get(other)
        if into is None or gone is None or into is gone:
            continue
        into += gone
        group_of |= dict.fromkeys(gone, into)
    return list({id(group): group for group in group_of.values()}.values())


def _assign(groups: Sequence[list[int]], members: Mapping[int, int | None]) -> None:
    """Give each group of several a family, one that its members have had if there is one."""
    wanted: dict[int, int | None] = {}
    taken: set[int] = set()
    new = []
    for group in groups:
        had = {family for one in group if (family := members[one]) is not None} - taken
        if len(group) == 1:
            wanted[group[0]] = None
        elif had:
            taken.add(min(had))
            wanted |= dict.fromkeys(group, min(had))
        else:
            new.append(group)
    made = Family.objects.bulk_create(Family() for _ in new)
    for group, one in zip(new, made, strict=True):
        wanted |= dict.fromkeys(group, one.pk)
    _move({one: family for one, family in wanted.items() if family != members[one]})
    kept = {family for family in wanted.values() if family is not None}
    Family.objects.filter(pk__in={f for f in members.values() if f is not None} - kept).delete()
    choose_canonical(kept)


def _move(wanted: Mapping[int, int | None]) -> None:
    joining: dict[int | None, list[int]] = defaultdict(list)
    for article, family in wanted.items():
        joining[family].append(article)
    Article.objects.bulk_update(
        [Article(pk=pk, family_id=family) for family, pks in joining.items() for pk in pks],
        ["family"],
    )
