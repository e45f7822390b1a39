"""Makes cards where an upgrade or a restored database has left none, or others than today's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.cards.following import PORTION, follow
from articles.cards.text import rules
from articles.choices import Status
from articles.models import Article


def rebuild(
    progress: Callable[[int], Any] = bool, *, anew: bool = False, batch: int = PORTION
) -> int:
    """Bring all cards in step that `lacking` counts; return how many.

    In batches that each stand by themselves, so that what was stopped goes on. `progress` is told
    after each how many more are done.
    """
    queues = (_left_over(), _wanting(anew=anew))
    return sum(_rebuild(rows, progress, batch) for rows in queues)


def lacking(*, anew: bool = False) -> int:
    """Return how many published articles have no card by today's rules, and others have one.

    With `anew`, of how many articles a card would be made.
    """
    return _left_over().count() + _wanting(anew=anew).count()


def _left_over() -> QuerySet[Article]:
    return Article.objects.filter(card__isnull=False).exclude(status=Status.PUBLISHED)


def _wanting(*, anew: bool) -> QuerySet[Article]:
    shown = Article.objects.filter(status=Status.PUBLISHED)
    return shown if anew else shown.exclude(card__rules=rules())


def _rebuild(rows: QuerySet[Article], progress: Callable[[int], Any], batch: int) -> int:
    last = done = 0
    keys = rows.order_by("pk").values_list("pk", flat=True)
    while found := list(keys.filter(pk__gt=last)[:batch]):
        _follow_locked(found)
        last = found[-1]
        done += len(found)
        progress(len(found))
    return done


@transaction.atomic
def _follow_locked(pks: list[int]) -> None:
    """Hold the articles as whoever changes them does, so that no older text becomes their card."""
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    follow(list(rows.order_by("pk").values_list("pk", flat=True)))
