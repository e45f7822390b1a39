"""What somebody does to a webhook while it is sent to, and errors that nobody foresaw."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import connection, transaction

from articles.choices import DeliveryFailure, WebhookState
from articles.models import Delivery, Webhook
from articles.outbound import Way
from articles.webhooks.delivering import Counts, deliver, ping
from tests.receivers import PUBLIC, Receiver, make_change, make_webhook, receiving

pytestmark = pytest.mark.django_db(transaction=True)


def delete_mirror(handler: BaseHTTPRequestHandler) -> None:
    """Answer when somebody has deleted the webhook that is just sent to."""
    if handler.path.startswith("/changes"):
        Webhook.objects.filter(name="Mirror").delete()
        connection.close()
    handler.send_response(204)
    handler.end_headers()


def test_a_webhook_that_is_deleted_while_it_is_sent_to_ends_nothing():
    make_webhook()
    other = make_webhook("Other", url="https://hooks.example.org/other")
    last = [make_change() for _ in range(3)][-1]

    with receiving(delete_mirror) as receiver:
        assert deliver(way=receiver.way()) == Counts(delivered=4)

    other.refresh_from_db()
    assert (other.delivered, other.claim) == (last, "")
    assert [one.path for one in receiver.received].count("/changes") == 1
    assert set(Delivery.objects.values_list("webhook__name", flat=True)) == {"Other"}


def test_a_webhook_that_is_deleted_during_its_test_is_told_of_all_the_same():
    webhook = make_webhook()

    with receiving(delete_mirror) as receiver:
        ((_webhook, result),) = ping([webhook], receiver.way())

    assert result.failure is None
    assert not Delivery.objects.exists()


def broken_for(host: str, receiver: Receiver) -> Way:
    def resolve(asked: str, port: int) -> Sequence[str]:
        if asked == host:
            raise RuntimeError("nobody foresaw this")
        return [PUBLIC]

    return replace(receiver.way(), resolve=resolve)


def test_an_error_that_nobody_foresaw_is_logged_and_costs_the_others_nothing(caplog):
    broken = make_webhook("Broken", url="https://broken.example.org/")
    other = make_webhook("Other")
    last = [make_change() for _ in range(2)][-1]

    with receiving() as receiver:
        assert deliver(way=broken_for("broken.example.org", receiver)) == Counts(2, 1)

    broken.refresh_from_db()
    other.refresh_from_db()
    assert other.delivered == last
    assert (broken.state, broken.attempts, broken.claim) == (WebhookState.FAILING, 1, "")
    assert broken.deliveries.get().failure == DeliveryFailure.UNFORESEEN
    assert "RuntimeError: nobody foresaw this" in caplog.text


def test_a_test_that_breaks_off_is_told_like_one_that_failed():
    broken, other = make_webhook("Broken", url="https://broken.example.org/"), make_webhook()

    with receiving() as receiver:
        way = broken_for("broken.example.org", receiver)
        results = [result.failure for _webhook, result in ping([broken, other], way)]

    assert results == [DeliveryFailure.UNFORESEEN, None]


@pytest.mark.postgresql
@pytest.mark.parametrize("how", ["one", "several"])
def test_whoever_deletes_a_webhook_waits_for_what_is_just_recorded(how):
    webhook = make_webhook()

    def delete() -> None:
        webhook.delete() if how == "one" else Webhook.objects.all().delete()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Webhook.objects.select_for_update().get()
            deleted = pool.submit(delete)
            waiting_for_a_lock()
            Delivery.objects.create(webhook_id=webhook.pk, number=1, milliseconds=1)
        deleted.result(20)

    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def waiting_for_a_lock() -> None:
    """Return when somebody in this database waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute(f"{waiting} current_database()")
            if cursor.fetchone() != (0,):
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody waits")
