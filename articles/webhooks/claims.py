"""Who sends to a webhook now, and what became of it: every write that deliveries make.

Nothing is sent while a transaction is open. Whoever sends has claimed the webhook for longer than
any request may take, so that nobody else does; what it writes afterwards counts only while the
claim is still its own.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.choices import DeliveryFailure
from articles.models import Delivery, Webhook
from articles.models.webhook import new_seed
from articles.webhooks.sending import Result
from articles.webhooks.wanted import newest

# Far longer than a request (`articles.outbound.IN_ALL`).
CLAIMED_FOR = timedelta(minutes=2)
# The first failure waits this long, each further one twice as long, up to the longest.
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
# So that addresses that failed together do not come back together.
JITTER = 0.2
# After failing for so long, a webhook is switched off.
PATIENCE = timedelta(days=3)
# How long the former secret of a webhook goes on signing beside the new one.
BOTH_VALID = timedelta(days=1)
# Attempts that are remembered of each webhook.
JOURNAL = 200

_WELL = {"attempts": 0, "failing_since": None, "gave_up_at": None}
_FREE = {"claim": "", "claimed_until": None}


def claim(at: datetime | None = None) -> Webhook | None:
    """Return a webhook that something waits for and that nobody else sends to, or nothing.

    A write lock is asked for only where something waits.
    """
    moment = at or timezone.now()
    due = Webhook.objects.due(moment, newest())
    if not due.exists():
        return None
    with transaction.atomic():
        webhook = due.select_for_update(skip_locked=True).first()
        if webhook is None:
            return None
        webhook.claim = secrets.token_hex(16)
        webhook.claimed_until = moment + CLAIMED_FOR
        webhook.save(update_fields=["claim", "claimed_until"])
    return webhook


def pass_over(webhook: Webhook, number: int) -> bool:
    """Note that a webhook wants nothing up to a number, and say whether it is still claimed."""
    webhook.delivered = number
    return _write(webhook, delivered=number)


def release(webhook: Webhook) -> None:
    _write(webhook, **_FREE)


@transaction.atomic
def record(webhook: Webhook, number: int, result: Result, at: datetime | None = None) -> None:
    """Write down an attempt, let the next one come when it may, and give the claim back.

    Nothing where somebody has deleted the webhook meanwhile.
    """
    moment = at or timezone.now()
    journal(webhook, number, result, moment)
    if result.failure is None:
        _write(webhook, delivered=number, next_at=moment, **_WELL, **_FREE)
        return
    attempts = webhook.attempts + 1
    since = webhook.failing_since or moment
    failing = {"attempts": attempts, "failing_since": since, "next_at": moment + wait(attempts)}
    if result.failure is DeliveryFailure.GONE or moment - since >= PATIENCE:
        failing |= {"is_active": False, "gave_up_at": moment}
    _write(webhook, **failing, **_FREE)


@transaction.atomic
def journal(webhook: Webhook, number: int | None, result: Result, at: datetime) -> None:
    """Remember an attempt, and forget the oldest; a test has no number.

    The webhook is held first, as by whoever deletes it.
    """
    if Webhook.objects.select_for_update().filter(pk=webhook.pk).first() is None:
        return
    Delivery.objects.create(
        webhook=webhook,
        number=number,
        status=result.status,
        failure=result.failure or "",
        milliseconds=result.milliseconds,
        at=at,
    )
    own = Delivery.objects.filter(webhook=webhook)
    oldest = own.order_by("-pk").values_list("pk", flat=True)[JOURNAL : JOURNAL + 1].first()
    if oldest is not None:
        own.filter(pk__lte=oldest).delete()


def wait(attempts: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return doubled * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  (guards no secret)


def switch_on(webhooks: Collection[Webhook]) -> int:
    """Let webhooks begin again where they stopped, at once; return how many there were."""
    again: dict[str, Any] = {**_WELL, "is_active": True, "next_at": timezone.now()}
    return Webhook.objects.filter(pk__in=[one.pk for one in webhooks]).update(**again)


def replay(webhook: Webhook, since: int) -> int:
    """Let a webhook have again what came after a number; return how many changes that is.

    Whoever sends to it just now has lost the claim, and the next one waits until that is over.
    """
    last = newest()
    number = min(since, last)
    Webhook.objects.filter(pk=webhook.pk).update(
        claim=secrets.token_hex(16), delivered=number, next_at=timezone.now()
    )
    return last - number


def rotate(webhook: Webhook, at: datetime | None = None) -> None:
    """Give a webhook a new secret; the former one signs beside it for a while."""
    webhook.former_seed, webhook.seed = webhook.seed, new_seed()
    webhook.former_until = (at or timezone.now()) + BOTH_VALID
    webhook.save(update_fields=["seed", "former_seed", "former_until"])


def _write(webhook: Webhook, **values: Any) -> bool:
    """Write what is known of a webhook, if whoever claimed it still has it."""
    return Webhook.objects.filter(pk=webhook.pk, claim=webhook.claim).update(**values) == 1
