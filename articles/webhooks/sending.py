"""One request to one address; knows nothing of the database, so that threads may do it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.choices import DeliveryFailure
from articles.outbound import Request, Unanswered, Way, answered
from articles.webhooks import signing
from articles.webhooks.messages import Message

AGENT = "Newsroom-Webhooks/1"
# Of the answer only its first line matters; this much of it is looked at.
MOST_ANSWERED = 16 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A message, to whom, and with whose signatures."""

    url: str
    message: Message
    seeds: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt; `failure` is blank where it was taken."""

    status: int | None
    failure: DeliveryFailure | None
    milliseconds: int


def send(job: Job, way: Way) -> Result:
    """Send a message once; the answer's body is never read."""
    began = time.monotonic()
    signed = signing.headers(job.message.id, job.message.body, job.seeds, job.at)
    request = Request(
        "POST",
        job.url,
        {"Content-Type": "application/json", "User-Agent": AGENT, **signed},
        job.message.body,
    )
    status: int | None = None
    failure: DeliveryFailure | None
    try:
        with answered(request, most=MOST_ANSWERED, way=way) as answer:
            status = answer.status
        failure = judged(status)
    except Unanswered as unanswered:
        failure = DeliveryFailure(unanswered.why)
    return Result(status, failure, round((time.monotonic() - began) * 1000))


def judged(status: int) -> DeliveryFailure | None:
    """Return what a status says against a delivery.

    >>> judged(204), judged(302).value
    (None, 'redirect')
    """
    if 200 <= status < 300:
        return None
    if status == 410:
        return DeliveryFailure.GONE
    return DeliveryFailure.REDIRECT if 300 <= status < 400 else DeliveryFailure.STATUS
