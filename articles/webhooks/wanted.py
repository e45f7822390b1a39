"""Which change a webhook gets next."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Category, Change, Counter, Revision, Webhook

# Changes that are looked at in one query.
PORTION = 200


def newest() -> int:
    """Return the number of the newest change; all up to it are there to be read."""
    counted = Counter.objects.filter(pk=Counter.CHANGES).values_list("number", flat=True)
    return counted.first() or 0


def next_of(webhook: Webhook, upto: int) -> tuple[Change | None, int]:
    """Return the first change that a webhook wants, and up to which number it wants no other.

    Looks at one portion: where there is no change and the number is below `upto`, go on from it.
    """
    waiting = Change.objects.since(webhook.delivered).filter(number__lte=upto)
    portion = list(waiting.filter(kind__in=webhook.kinds)[:PORTION])
    elsewhere = _elsewhere(webhook, {one.public_id for one in portion})
    for change in portion:
        if change.public_id not in elsewhere:
            return change, _number(change)
    return None, _number(portion[-1]) if len(portion) == PORTION else upto


def _number(change: Change) -> int:
    return change.number or 0


def _elsewhere(webhook: Webhook, public_ids: Collection[str]) -> set[str]:
    """Return the articles that neither stand nor stood where the webhook looks.

    Nothing says where one stood that is deleted: of those it hears in any case.
    """
    if webhook.source is None and webhook.category is None:
        return set()
    branch = Category.objects.within(webhook.category) if webhook.category else None
    known = Article.objects.filter(public_id__in=public_ids).order_by()
    here = known if webhook.source is None else known.filter(source=webhook.source)
    if branch is not None:
        here = here.filter(categories__in=branch)
    found = {*here.values_list("public_id", flat=True)}
    others = known.exclude(public_id__in=found)
    found |= _stood(webhook, others, branch)
    return {*known.values_list("public_id", flat=True)} - found


def _stood(
    webhook: Webhook, articles: QuerySet[Article], branch: QuerySet[Category] | None
) -> set[str]:
    """Return the articles that readers saw where the webhook looks, in an earlier version."""
    among = None if branch is None else {*branch.values_list("public_id", flat=True)}
    seen = Revision.objects.filter(article__in=articles, visible_from__lte=timezone.now())
    seen = seen.order_by()
    if webhook.source is not None:
        seen = seen.filter(values__source=webhook.source.public_id)
    rows = seen.values_list("article__public_id", "values__categories")
    return {
        public_id
        for public_id, categories in rows
        if among is None or not among.isdisjoint(categories or ())
    }
