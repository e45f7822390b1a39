"""Whatever fails, is killed or replayed: every change is taken at least once, in order."""

from __future__ import annotations

import logging
import os
import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from articles.choices import DeliveryFailure
from articles.models import Change, Counter, Webhook
from articles.webhooks import claims
from articles.webhooks.delivering import message_for
from articles.webhooks.sending import Result
from tests.receivers import make_change, make_webhook

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = Result(204, None, 1)
REFUSED = Result(500, DeliveryFailure.STATUS, 1)
STEPS = ["change", "taken", "refused", "taken and killed", "killed", "replayed", "switched on"]


class Receiver:
    """Takes changes as their numbers say, and passes over what it has."""

    def __init__(self) -> None:
        self.taken: list[int] = []

    def take(self, number: int) -> None:
        last = self.taken[-1] if self.taken else 0
        assert number <= last + 1, "a change was left out"
        if number == last + 1:
            self.taken.append(number)


def step(name: str, receiver: Receiver) -> None:
    """Let something happen, later than all that happened before."""
    Webhook.objects.update(claimed_until=None, next_at=timezone.now() - timedelta(seconds=1))
    if name == "change":
        make_change()
    elif name == "replayed":
        claims.replay(Webhook.objects.get(), max(0, Webhook.objects.get().delivered - 2))
    elif name == "switched on":
        claims.switch_on(Webhook.objects.all())
    elif (webhook := claims.claim()) and (message := message_for(webhook)):
        number = message.number or 0
        if "taken" in name:
            receiver.take(number)
        if "killed" not in name:
            claims.record(webhook, number, TAKEN if name == "taken" else REFUSED)


@property_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), max_size=40))
def test_every_change_is_taken_in_order(names):
    for model in (Webhook, Change, Counter):
        model.objects.all().delete()
    make_webhook()
    receiver = Receiver()

    for name in names:
        step(name, receiver)
    for _ in range(2 * len(names)):
        step("taken", receiver)

    assert receiver.taken == list(range(1, names.count("change") + 1))


class StopAtTheFirstFailure(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def test_the_command_goes_on_until_somebody_stops_it(capsys):
    make_webhook(url="https://127.0.0.1/")
    make_change()
    handler, log = StopAtTheFirstFailure(), logging.getLogger("articles.webhooks.delivering")
    log.addHandler(handler)
    try:
        call_command("deliver_webhooks", every=600)
    finally:
        log.removeHandler(handler)

    assert capsys.readouterr().out == "0 delivered, 1 failed.\n"
