"""Keeps what editors changed: a three-way merge of the last imported, the present and the new.

A field that still holds what an import last wrote follows its source; one that a person changed
stays. Where both changed it, bodies merge by paragraph and lists by element; what does not go
together waits as a `Conflict`, and the editor's value stays.

`ImportedValues.values` is the base. Of a body it becomes what both sides have in common, so that
the same import once more finds the same conflict, leaves it as it is and takes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Prefetch

from articles.choices import ImageRole, Resolution, Status
from articles.ingest.store.values import COLUMNS, Values
from articles.models import Article, ArticleImage, Category, Conflict, ImportedValues
from articles.text import paragraphs
from articles.text.html import Unclean, clean_html
from articles.text.lists import differ_within, merge_names, merge_rows

# A published article keeps them when its source loses them.
NEEDED = frozenset({"title", "body"})


@dataclass(slots=True)
class Stored:
    """An article as it is and as it will be: every merge of a batch goes on from the one before."""

    article: Article
    imported: ImportedValues
    base: Values
    present: Values
    open: dict[str, Conflict]
    changed: set[str] = field(default_factory=set)  # of `present`
    ended: set[str] = field(default_factory=set)  # of `open`
    queued: dict[str, Any] = field(default_factory=dict)  # values to ask an editor about

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.changed or self.ended or self.queued or self.base != self.imported.values)

    def take(self, name: str, value: Any) -> bool:
        """Let a field have this value; tell whether it had another."""
        if self.present[name] == value:
            return False
        self.present[name] = value
        self.changed.add(name)
        return True

    def settle(self, name: str, value: Any) -> None:
        """Remember the source's value as taken; nobody is to be asked about the field any more."""
        self.base[name] = value
        self.queued.pop(name, None)
        if name in self.open:
            self.ended.add(name)

    def is_asked(self, name: str, value: Any) -> bool:
        """Tell whether an editor is being asked about this value already."""
        if name in self.queued:
            return bool(self.queued[name] == value)
        asked = self.open.get(name)
        return asked is not None and name not in self.ended and asked.incoming == value

    def ask(self, name: str, value: Any) -> None:
        """Ask an editor about this value, and no longer about an earlier one."""
        self.queued[name] = value
        if name in self.open:
            self.ended.add(name)


@dataclass(slots=True)
class Merge:
    """What one document does to a stored article, by field: what is written, what is not.

    `refused` are the values that an editor is to be asked about now, `waiting` those that one has
    been asked about before.
    """

    stored: Stored
    taken: Values = field(default_factory=dict)
    refused: Values = field(default_factory=dict)
    waiting: Values = field(default_factory=dict)

    @property
    def article(self) -> Article:
        return self.stored.article


class _Three(NamedTuple):
    """What came of merging a value: the value, what both sides have in common, and whether all."""

    value: Any
    base: Any
    is_whole: bool


def load(pks: Iterable[int]) -> dict[int, Stored]:
    """Return the articles with all that a merge compares, locked where that is possible."""
    pictures = ArticleImage.objects.select_related("image").order_by("position", "pk")
    waiting = Conflict.objects.filter(resolution=Resolution.OPEN)
    articles = (
        Article.objects.filter(pk__in=set(pks), imported__isnull=False)
        .select_related("source", "imported")
        .prefetch_related(
            "categories",
            "credits",
            Prefetch("article_images", queryset=pictures),
            Prefetch("conflicts", queryset=waiting, to_attr="waiting"),
        )
    )
    if connection.in_atomic_block:
        articles = articles.select_for_update(of=("self",)).order_by("pk")
    found = {article.pk: _stored(article) for article in articles}
    _forget_deleted_categories(found.values())
    return found


def _stored(article: Article) -> Stored:
    waiting: list[Conflict] = article.waiting  # type: ignore[attr-defined]
    return Stored(
        article,
        article.imported,
        base=dict(article.imported.values),
        present=present_values(article),
        open={conflict.field: conflict for conflict in waiting},
    )


def _forget_deleted_categories(found: Iterable[Stored]) -> None:
    """Take categories that are gone out of the bases: that they went was no editor's change."""
    lost = [one for one in found if set(one.base["categories"]) - set(one.present["categories"])]
    if not lost:
        return
    named = {public_id for one in lost for public_id in one.base["categories"]}
    held = Category.objects.filter(public_id__in=named)
    kept = set(held.values_list("public_id", flat=True))
    for one in lost:
        one.base["categories"] = [name for name in one.base["categories"] if name in kept]


def merge(stored: Stored, new: Values) -> Merge:
    """Decide field by field what becomes of the values that a source now has."""
    merged = Merge(stored)
    for name, value in new.items():
        base, present = stored.base.get(name), stored.present[name]
        if value in (base, present):
            stored.settle(name, value)
        elif _is_kept(stored.article, name, value):
            _refuse(merged, name, value, _Three(present, base, is_whole=False))
        elif _is_same(name, present, base):
            _take(merged, name, value, value)
        elif _is_same(name, present, value):
            stored.settle(name, value)
        else:
            three = _merged(name, base, present, value)
            if three.is_whole:
                _take(merged, name, three.value, value)
            else:
                _refuse(merged, name, value, three)
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


def accepted(name: str, base: Any, present: Any, incoming: Any) -> Any:
    """Return what a field becomes when an editor accepts the source's value.

    Of a body these are the paragraphs in dispute: what the editor changed elsewhere stays.
    """
    if name != "body":
        return incoming
    try:
        return clean_html(paragraphs.merge(*map(clean_html, (base, present, incoming))).theirs)
    except Unclean:
        return incoming


def _take(merged: Merge, name: str, value: Any, base: Any) -> None:
    if merged.stored.take(name, value):
        merged.taken[name] = value
    merged.stored.settle(name, base)


def _refuse(merged: Merge, name: str, value: Any, three: _Three) -> None:
    """Keep the editor's value and ask, unless that has been done."""
    stored = merged.stored
    if stored.is_asked(name, value):
        merged.waiting[name] = value
        return
    merged.refused[name] = value
    if stored.take(name, three.value):
        merged.taken[name] = three.value
    stored.base[name] = three.base
    stored.ask(name, value)


def _is_kept(article: Article, name: str, value: Any) -> bool:
    return not value and name in NEEDED and article.status == Status.PUBLISHED


def _is_same(name: str, a: Any, b: Any) -> bool:
    """Compare in the form that an editor's save gives a text, so that saving is no edit."""
    if a == b or name != "body":
        return bool(a == b)
    try:
        return clean_html(a) == clean_html(b or "")
    except Unclean:
        return False


def _merged(name: str, base: Any, present: Any, incoming: Any) -> _Three:
    """Merge what both sides changed, as far as the kind of the value allows."""
    if name == "body":
        return _bodies(base, present, incoming)
    rows = _lists(name, base, present, incoming)
    if rows is None:
        return _Three(present, base, is_whole=False)
    return _Three(rows, incoming, is_whole=True)


def _bodies(base: str, present: str, incoming: str) -> _Three:
    try:
        merged = paragraphs.merge(*map(clean_html, (base, present, incoming)))
        body = clean_html(merged.ours)
    except Unclean:
        return _Three(present, base, is_whole=False)
    if merged.has_conflict:
        return _Three(body, merged.base, is_whole=False)
    return _Three(body, incoming, is_whole=True)


def _lists(name: str, base: Any, present: Any, incoming: Any) -> list[Any] | None:
    """Return a merged list, None where there is none or it would say what neither side says."""
    three = (base, present, incoming)
    match name:
        case "keywords":
            return merge_names(*three, both_may_add=True)
        case "categories":
            names = merge_names(*three, both_may_add=False)
            return names if names is None else sorted(names)
        case "credits" if not differ_within(*three, group=lambda row: row[0]):
            return merge_rows(*three, key=lambda row: (row[0], row[2]))
        case "pictures":
            rows = merge_rows(*three, key=lambda row: row[0])
            leads = sum(row[1] == ImageRole.LEAD for row in rows or ())
            return rows if leads <= 1 else None
    return None
