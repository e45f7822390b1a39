"""What becomes of a webhook that does not take what it is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from articles.choices import DeliveryFailure, WebhookState
from articles.models import Delivery, Webhook
from articles.webhooks import claims
from articles.webhooks.delivering import Counts, deliver
from articles.webhooks.sending import Result
from tests.receivers import make_change, make_webhook, numbers, receiving, status

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FAILED = Result(500, DeliveryFailure.STATUS, 12)


def fail(webhook: Webhook, at: datetime) -> Webhook:
    claims.record(webhook, 1, FAILED, at)
    webhook.refresh_from_db()
    return webhook


@pytest.mark.parametrize("answer", [400, 401, 404, 429, 500, 503])
def test_what_was_not_taken_comes_again_before_anything_else(answer):
    webhook = make_webhook()
    expected = [make_change(), make_change()]

    with receiving(status(answer), status(204)) as receiver:
        assert deliver(way=receiver.way()) == Counts(failed=1)
        assert deliver(way=receiver.way()) == Counts()
        Webhook.objects.update(next_at=NOW - timedelta(days=365))
        assert deliver(way=receiver.way()) == Counts(delivered=2)

    assert numbers(receiver) == [expected[0], *expected]
    assert receiver.received[0].headers["webhook-id"] == receiver.received[1].headers["webhook-id"]
    webhook.refresh_from_db()
    assert (webhook.attempts, webhook.failing_since) == (0, None)


def test_a_redirect_is_not_followed():
    make_webhook()
    make_change()

    with receiving(status(307, Location="https://hooks.example.org/elsewhere")) as receiver:
        deliver(way=receiver.way())

    assert len(receiver.received) == 1
    assert Delivery.objects.get().failure == DeliveryFailure.REDIRECT


def test_whoever_is_gone_is_asked_no_more():
    webhook = make_webhook()
    make_change()

    with receiving(status(410)) as receiver:
        deliver(way=receiver.way())

    webhook.refresh_from_db()
    assert webhook.state is WebhookState.GAVE_UP


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (11, 3600), (10_000, 3600)],
)
def test_the_wait_doubles_up_to_an_hour_give_or_take_a_fifth(attempts, seconds):
    waits = [claims.wait(attempts).total_seconds() for _ in range(50)]

    assert all(0.8 * seconds <= one <= 1.2 * seconds for one in waits)
    assert len(set(waits)) > 1


def test_after_three_days_of_failing_it_is_switched_off_and_says_so():
    webhook = make_webhook()

    assert fail(webhook, NOW).state is WebhookState.FAILING
    assert fail(webhook, NOW + timedelta(days=3) - timedelta(seconds=1)).is_active
    assert fail(webhook, NOW + timedelta(days=3)).state is WebhookState.GAVE_UP
    assert (webhook.attempts, webhook.failing_since) == (3, NOW)
    assert claims.claim(NOW + timedelta(days=9)) is None


def test_switched_on_again_it_goes_on_where_it_stopped():
    webhook = make_webhook()
    expected = [make_change(), make_change()]
    with receiving(status(410), status(204)) as receiver:
        deliver(way=receiver.way())

        claims.switch_on([webhook])
        deliver(way=receiver.way())

    assert numbers(receiver) == [expected[0], *expected]
    webhook.refresh_from_db()
    assert webhook.state is WebhookState.ACTIVE


def test_one_that_is_not_active_gets_nothing_and_misses_nothing():
    webhook = make_webhook(is_active=False)
    expected = [make_change()]
    with receiving() as receiver:
        deliver(way=receiver.way())
        assert receiver.received == []
        assert webhook.state is WebhookState.PAUSED

        claims.switch_on([webhook])
        deliver(way=receiver.way())

    assert numbers(receiver) == expected


def test_a_replay_sends_again_what_came_after_a_number(capsys):
    webhook = make_webhook()
    expected = [make_change() for _ in range(3)]
    with receiving() as receiver:
        deliver(way=receiver.way())
        call_command("replay_webhook", str(webhook.pk), since=expected[0])
        deliver(way=receiver.way())

    assert numbers(receiver) == [*expected, *expected[1:]]
    assert "2 changes wait for Mirror." in capsys.readouterr().out


def test_a_replay_during_a_delivery_is_not_undone_by_it():
    webhook = make_webhook()
    number = make_change()
    claimed = claims.claim()
    assert claimed is not None

    assert claims.replay(webhook, 0) == 1
    claims.record(claimed, number, Result(204, None, 5))

    webhook.refresh_from_db()
    assert webhook.delivered == 0
    assert claims.claim() is None
    with time_machine.travel(datetime.now(UTC) + claims.CLAIMED_FOR):
        assert claims.claim() is not None


@pytest.mark.parametrize(
    ("webhook", "since", "words"),
    [("999", 0, "There is no webhook 999"), ("own", -1, "no number below 1")],
)
def test_a_replay_of_nothing_is_refused(webhook, since, words):
    own = str(make_webhook().pk)

    with pytest.raises(CommandError, match=words):
        call_command("replay_webhook", own if webhook == "own" else webhook, since=since)


def test_a_replay_cannot_run_ahead():
    webhook = make_webhook()
    number = make_change()

    assert claims.replay(webhook, number + 100) == 0

    webhook.refresh_from_db()
    assert webhook.delivered == number


def test_what_a_killed_process_had_claimed_is_sent_by_another():
    make_webhook()
    expected = [make_change()]
    assert claims.claim() is not None

    with receiving() as receiver:
        deliver(way=receiver.way())
        assert receiver.received == []
        with time_machine.travel(datetime.now(UTC) + claims.CLAIMED_FOR):
            deliver(way=receiver.way())

    assert numbers(receiver) == expected


def test_the_journal_keeps_the_last_attempts_of_each_and_no_answer():
    webhook, other = make_webhook(), make_webhook("Other")
    claims.journal(other, 1, FAILED, NOW)

    for number in range(1, claims.JOURNAL + 6):
        claims.journal(webhook, number, FAILED, NOW)

    kept = [one.number for one in webhook.deliveries.order_by("pk")]
    assert kept == list(range(6, claims.JOURNAL + 6))
    assert other.deliveries.count() == 1
    assert {field.name for field in Delivery._meta.get_fields()} == {
        *("id", "webhook", "number", "status", "failure", "milliseconds", "at")
    }


def test_the_command_tells_what_came_of_it(capsys):
    make_webhook(url="https://127.0.0.1/")
    make_change()

    call_command("deliver_webhooks")

    assert capsys.readouterr().out == "0 delivered, 1 failed.\n"
    assert Delivery.objects.get().failure == DeliveryFailure.URL


def test_the_command_wants_a_second_at_least():
    with pytest.raises(CommandError, match="1 or more"):
        call_command("deliver_webhooks", every=0)


def test_a_name_with_line_ends_is_one_line_of_the_log(caplog):
    make_webhook("Mirror\r\n\x1b[31mfake", url="https://127.0.0.1/")
    make_change()

    call_command("deliver_webhooks")

    assert "\n" not in caplog.records[0].getMessage()
