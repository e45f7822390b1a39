"""Which change a webhook gets next."""

from __future__ import annotations

from articles.models import Change, Counter, Webhook

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
    places = _looked_at(webhook)
    for change in portion:
        if _may_concern(change, places):
            return change, _number(change)
    return None, _number(portion[-1]) if len(portion) == PORTION else upto


def _number(change: Change) -> int:
    return change.number or 0


def _looked_at(webhook: Webhook) -> set[str]:
    """Return the public ids of where a webhook looks; an article has to stand in all of them."""
    return {one.public_id for one in (webhook.source, webhook.category) if one is not None}


def _may_concern(change: Change, places: set[str]) -> bool:
    """Whether the article stood or stands there, or nobody noted where."""
    return change.places is None or places <= set(change.places)
