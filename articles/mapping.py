"""Lets stored articles follow the mapping of their source's labels to categories.

Labels arrive with their articles, so a mapping is made when the articles are there already.
`apply` gives them what the next import of their document would: the categories of its labels. As
there, what an editor changed stays, what goes with it is given, and that is remembered as imported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from articles.cards.following import follow
from articles.choices import Action, Resolution
from articles.models import Article, Category, Conflict, ImportedValues, Origin, SourceLabel
from articles.text.lists import merge_names
from articles.turns import writing_alone

# A source's key and the name of one of its labels, which may be gone by now.
Label = tuple[int, str]

# Articles that are written in one transaction.
MOST_ARTICLES = 500
# Of several documents an article says what the one imported last says.
_LAST_IMPORTED = (F("run_id").asc(nulls_first=True), "document__last_seen_at", "pk")
_LONGEST = SourceLabel._meta.get_field("name").max_length


def apply(labels: Iterable[Label]) -> int:
    """Bring the articles with these labels in step with the mapping as it is now.

    Call it after labels were mapped, mapped otherwise or deleted; returns how many articles have
    other categories than before. They keep their version: a mapping is nobody's edit of a text.
    """
    at = timezone.now()
    # No import that planned with the former mapping writes later than the list is made.
    with writing_alone():
        pks = sorted(_labelled(set(labels)))
    changed = 0
    for start in range(0, len(pks), MOST_ARTICLES):
        with writing_alone():
            changed += _follow(pks[start : start + MOST_ARTICLES], at)
    return changed


def _leading() -> QuerySet[Origin]:
    """Return where articles stand in documents that they follow."""
    return Origin.objects.filter(is_current=True).exclude(action=Action.DUPLICATE)


def _labelled(labels: Collection[Label]) -> set[int]:
    sources = {source for source, _name in labels}
    rows = _leading().filter(document__source__in=sources, article__isnull=False).order_by()
    # SQLite cannot ask whether a list holds a word.
    columns = rows.values_list("article", "document__source", "document__labels", "labels")
    return {
        article
        for article, source, names, own in columns.iterator()
        if any((source, name[:_LONGEST]) in labels for name in _names(names, own))
    }


def _names(of_document: list[str], own: list[str] | None) -> list[str]:
    """Return an article's labels: its own where an export gives it some, else its document's."""
    return of_document if own is None else own


def _follow(pks: Sequence[int], at: datetime) -> int:
    """Give articles the categories of their labels; return how many had others."""
    list(Article.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    keys = dict(Category.objects.values_list("public_id", "pk"))
    wanted, present = _wanted(pks), _present(pks)
    settled, changed = [], {}
    for imported in ImportedValues.objects.filter(article__in=wanted):
        pk = imported.article_id
        base = imported.values.get("categories", [])
        new, now = wanted[pk], present[pk]
        given = _given(keys.keys() & base, now, new)
        if base == sorted(new) or given is None:
            continue
        imported.values = imported.values | {"categories": sorted(new)}
        settled.append(imported)
        if now != given:
            changed[pk] = given
    _remember(settled, at)
    _write(changed, keys, at)
    return len(changed)


def _given(base: set[str], now: set[str], new: set[str]) -> set[str] | None:
    """Return what an article gets, None where an editor wanted something else.

    `base` has no category that is gone: that one was deleted is no editor's change.
    """
    if now in (base, new):
        return new
    names = merge_names(*map(sorted, (base, now, new)), both_may_add=False)
    return None if names is None else set(names)


def _wanted(pks: Sequence[int]) -> dict[int, set[str]]:
    """Return the categories that the labels of each article's document are mapped to."""
    rows = _leading().filter(article__in=pks).order_by(*_LAST_IMPORTED)
    documents = {
        article: (source, _names(names, own))
        for article, source, names, own in rows.values_list(
            "article", "document__source", "document__labels", "labels"
        )
    }
    sources = {source for source, _names in documents.values()}
    mapped = {
        (source, name): category
        for source, name, category in SourceLabel.objects.filter(
            source__in=sources, category__isnull=False
        ).values_list("source", "name", "category__public_id")
    }
    wanted: dict[int, set[str]] = {}
    for article, (source, names) in documents.items():
        found = (mapped.get((source, name[:_LONGEST])) for name in names)
        wanted[article] = {category for category in found if category}
    return wanted


def _present(pks: Sequence[int]) -> dict[int, set[str]]:
    rows = Article.categories.through.objects.filter(article__in=pks)
    present: dict[int, set[str]] = defaultdict(set)
    for article, category in rows.values_list("article", "category__public_id"):
        present[article].add(category)
    return present


def _remember(settled: Sequence[ImportedValues], at: datetime) -> None:
    """Store what an import would remember of having given the categories."""
    ImportedValues.objects.bulk_update(settled, ["values"])
    Conflict.objects.filter(
        article__in=[one.article_id for one in settled],
        field="categories",
        resolution=Resolution.OPEN,
    ).update(resolution=Resolution.SUPERSEDED, resolved_at=at)
    ImportedValues.objects.filter(pk__in=[one.pk for one in settled]).update(updated_at=at)


def _write(categories: Mapping[int, set[str]], keys: Mapping[str, int], at: datetime) -> None:
    """Give articles, by key, exactly these categories."""
    links = Article.categories.through
    links.objects.filter(article__in=categories).delete()
    links.objects.bulk_create(
        links(article_id=article, category_id=keys[category])
        for article, names in categories.items()
        for category in names
    )
    Article.objects.filter(pk__in=categories).update(updated_at=at)
    follow(categories)
