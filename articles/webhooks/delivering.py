"""Finds what is due and has it sent: several addresses at once, to each one change at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from articles.cards.following import announce_due
from articles.choices import DeliveryFailure
from articles.models import Webhook
from articles.outbound import Way
from articles.webhooks import claims, messages, signing, wanted
from articles.webhooks.messages import Message
from articles.webhooks.sending import Job, Result, send

# Addresses that one process sends to at the same time.
AT_ONCE = 8

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    delivered: int = 0
    failed: int = 0


def outward() -> Way:
    """Return how requests leave here, by the operator's settings."""
    return Way(allow_http=settings.NEWSROOM_OUTGOING_HTTP)


def deliver(*, way: Way | None = None, stopped: Callable[[], bool] = bool) -> Counts:
    """Send what waits until nothing does or somebody has stopped it; return what came of it.

    Threads send; this one alone knows the database. After each change an address goes to the end
    of the queue, so that slow ones cost the others nothing while there are places left.
    """
    way, counts = way or outward(), Counts()
    announce_due()
    running: dict[Future[Result], tuple[Webhook, int]] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            while len(running) < AT_ONCE and not stopped() and (found := _next()):
                webhook, message = found
                sent = pool.submit(send, _job(webhook, message), way)
                running[sent] = webhook, message.number or 0
            if not running:
                return counts
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                webhook, number = running.pop(future)
                _note(webhook, number, _result(webhook, future), counts)


def ping(webhooks: Collection[Webhook], way: Way | None = None) -> list[tuple[Webhook, Result]]:
    """Send each webhook a signed message that tells of nothing, all at the same time."""
    way = way or outward()
    jobs = [_job(webhook, messages.ping(timezone.now())) for webhook in webhooks]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [pool.submit(send, job, way) for job in jobs]
    results = [(one, _result(one, future)) for one, future in zip(webhooks, sent, strict=True)]
    for webhook, result in results:
        claims.journal(webhook, None, result, timezone.now())
    return results


def message_for(webhook: Webhook) -> Message | None:
    """Return what a claimed webhook gets; where it wants nothing that waits, let it go."""
    upto = wanted.newest()
    while webhook.delivered < upto:
        change, number = wanted.next_of(webhook, upto)
        if change is not None:
            return messages.of_change(change)
        if not claims.pass_over(webhook, number):
            return None
    claims.release(webhook)
    return None


def _next() -> tuple[Webhook, Message] | None:
    """Claim a webhook that gets something now, and return it with what it gets."""
    while webhook := claims.claim():
        if message := message_for(webhook):
            return webhook, message
    return None


def _job(webhook: Webhook, message: Message) -> Job:
    now = timezone.now()
    return Job(webhook.url, message, signing.seeds_of(webhook, now), now)


def _result(webhook: Webhook, sent: Future[Result]) -> Result:
    """Return what came of an attempt; an error that nobody foresaw is no reason to end the rest."""
    if (error := sent.exception()) is None:
        return sent.result()
    logger.error("Sending to webhook %s broke off", webhook.pk, exc_info=error)
    return Result(None, DeliveryFailure.UNFORESEEN, 0)


def _note(webhook: Webhook, number: int, result: Result, counts: Counts) -> None:
    claims.record(webhook, number, result)
    if result.failure is None:
        counts.delivered += 1
        return
    counts.failed += 1
    why = result.status or result.failure
    logger.warning("Webhook %s did not take change %s: %s", webhook.pk, number, why)
