"""How a person ends a conflict: by taking the source's value, or by keeping what is there.

Either way the source's value becomes the base of later merges: the same value is never asked
about again, a new one is.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import revisions
from articles.choices import Resolution, Status
from articles.ingest.store.facts import Sources
from articles.ingest.store.merging import NEEDED, accepted, present_values
from articles.ingest.store.updating import write
from articles.ingest.store.values import source_fold
from articles.models import Article, Conflict, ImportedValues


class NotOpen(Exception):
    """Somebody or a later import has ended the conflict meanwhile, or what it is about is gone."""


class NotAcceptable(Exception):
    """The article cannot have the source's value."""


@transaction.atomic
def accept(conflict: Conflict, *, by: User, seen: int | None, note: str = "") -> Conflict:
    """Give the article the source's value as a new version by this person.

    `seen` is the version that they compared; None says that they saw the value the conflict was
    queued with. Raises `revisions.StaleArticle` where the article is another by now, `NotOpen`,
    and `NotAcceptable`.
    """
    article = _article(conflict)
    conflict, imported = _locked(conflict)
    present = present_values(article)[conflict.field]
    if seen is None and present != conflict.present:
        raise revisions.StaleArticle(article)
    article = revisions.lock(article.pk, seen=article.version if seen is None else seen)
    base = imported.values.get(conflict.field)
    value = accepted(conflict.field, base, present, conflict.incoming)
    _check(article, conflict.field, value)
    if value != present:
        write({article: {conflict.field: value}}, _sources(conflict.field, value))
        revisions.keep(article, by=by, note=note)
    conflict.present = present
    return _end(conflict, imported, Resolution.ACCEPTED, by)


@transaction.atomic
def dismiss(conflict: Conflict, *, by: User) -> Conflict:
    """Keep the article as it is; raises `NotOpen`."""
    _article(conflict)
    return _end(*_locked(conflict), Resolution.DISMISSED, by)


def standing(conflict: Conflict) -> tuple[Any, Any]:
    """Return the base and the present value that an open conflict is about, as they are now."""
    imported = ImportedValues.objects.get(article=conflict.article_id)
    return imported.values.get(conflict.field), present_values(conflict.article)[conflict.field]


def _article(conflict: Conflict) -> Article:
    """Return the article, locked first: an import writes conflicts under that lock."""
    found = Article.objects.select_for_update(of=("self",)).filter(pk=conflict.article_id).first()
    if found is None:
        raise NotOpen
    return found


def _locked(conflict: Conflict) -> tuple[Conflict, ImportedValues]:
    """Return the rows as they are now, of an article that is locked."""
    found = Conflict.objects.select_for_update(of=("self",)).filter(pk=conflict.pk).first()
    if found is None or found.resolution != Resolution.OPEN:
        raise NotOpen
    return found, ImportedValues.objects.get(article=found.article_id)


def _check(article: Article, name: str, value: Any) -> None:
    if not value and name in NEEDED and article.status == Status.PUBLISHED:
        raise NotAcceptable


def _sources(name: str, value: Any) -> dict[str, int]:
    """Return the key of the source that a value names, by whatever name it goes now."""
    if name != "source" or value is None:
        return {}
    known = Sources()
    pk = known.pks.get(known.key(value))
    if pk is None:
        raise NotAcceptable
    return {source_fold(value): pk}


def _end(
    conflict: Conflict, imported: ImportedValues, resolution: Resolution, by: User
) -> Conflict:
    imported.values = imported.values | {conflict.field: conflict.incoming}
    imported.save(update_fields=["values", "updated_at"])
    conflict.resolution = resolution
    conflict.resolved_by = by
    conflict.resolved_at = timezone.now()
    conflict.save(update_fields=["present", "resolution", "resolved_by", "resolved_at"])
    return conflict
