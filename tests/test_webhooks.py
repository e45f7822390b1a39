"""Changes reach whoever asked for them: in order, signed, once unless something fails."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from articles.choices import ChangeKind, DeliveryFailure, WebhookState
from articles.models import Delivery, Webhook
from articles.outbound import Way, Why
from articles.webhooks import claims, signing
from articles.webhooks.delivering import Counts, deliver, ping
from tests.builders import make_article, make_published
from tests.receivers import (
    PUBLIC,
    URL,
    Received,
    Receiver,
    make_change,
    make_webhook,
    numbers,
    receiving,
    status,
)

pytestmark = pytest.mark.django_db(transaction=True)
README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)

# What the README tells receivers to do.
VERIFY = """
import base64, hashlib, hmac, time


def verify(secret: str, headers: dict[str, str], body: bytes) -> None:
    sent = headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        raise ValueError("too old, or a clock is wrong")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{sent}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split()
    if not any(hmac.compare_digest(f"v1,{digest}", one) for one in given):
        raise ValueError("not signed by this newsroom")
"""


def verified(received: Received, secret: str) -> bool:
    scope: dict[str, Any] = {}
    exec(VERIFY, scope)  # noqa: S102  (what the README prints)
    headers = {name.lower(): value for name, value in received.headers.items()}
    try:
        scope["verify"](secret, headers, received.body)
    except ValueError:
        return False
    return True


def test_a_change_is_told_as_the_feed_tells_it(settings):
    settings.NEWSROOM_ORIGIN = "https://news.example"
    make_webhook()
    number = make_change(ChangeKind.WITHDRAWN)

    with receiving() as receiver:
        assert deliver(way=receiver.way()) == Counts(delivered=1)

    (sent,) = receiver.received
    assert json.loads(sent.body) == {
        "number": number,
        "kind": "withdrawn",
        "id": "bcdfghjkmnpq",
        "uri": "https://news.example/api/v1/articles/bcdfghjkmnpq/",
        "at": "2024-01-01T08:00:00Z",
    }
    assert sent.path == "/changes"
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["User-Agent"].startswith("Newsroom")
    assert sent.headers["webhook-id"] == f"change-{number}"


def test_the_feed_says_the_same(settings, client):
    settings.NEWSROOM_ORIGIN, settings.TIME_ZONE = "http://testserver", "Asia/Shanghai"
    make_webhook()
    make_change()

    with receiving() as receiver:
        deliver(way=receiver.way())

    assert [json.loads(receiver.received[0].body)] == client.get("/api/v1/changes/").json()[
        "results"
    ]


def test_a_message_tells_nothing_of_the_article_and_of_nobody(chief):
    make_webhook()
    make_published("A secret title", summary="A secret summary")

    with receiving() as receiver:
        deliver(way=receiver.way())

    assert set(json.loads(receiver.received[0].body)) == {"number", "kind", "id", "uri", "at"}


def test_a_draft_is_told_to_nobody():
    make_webhook()
    make_article()

    with receiving() as receiver:
        assert deliver(way=receiver.way()) == Counts()

    assert receiver.received == []


def test_changes_come_in_their_order_and_once():
    webhook = make_webhook()
    expected = [make_change() for _ in range(12)]

    with receiving() as receiver:
        deliver(way=receiver.way())
        deliver(way=receiver.way())

    webhook.refresh_from_db()
    assert numbers(receiver) == expected
    assert webhook.delivered == expected[-1]
    assert webhook.state is WebhookState.ACTIVE


def test_what_comes_by_the_clock_alone_is_told_too():
    with time_machine.travel(NOW, tick=False):
        make_published(published_at=NOW + timedelta(hours=1))
        make_webhook()

    with receiving() as receiver:
        with time_machine.travel(NOW + timedelta(minutes=59)):
            assert deliver(way=receiver.way()) == Counts()
        with time_machine.travel(NOW + timedelta(minutes=61)):
            assert deliver(way=receiver.way()) == Counts(delivered=1)

    assert json.loads(receiver.received[0].body)["kind"] == "published"


def test_a_signature_is_verified_as_the_readme_says():
    webhook = make_webhook()
    make_change()

    with receiving() as receiver:
        deliver(way=receiver.way())

    (sent,) = receiver.received
    assert verified(sent, signing.secret(webhook.seed))
    assert not verified(sent, signing.secret("another"))
    assert not verified(Received(sent.path, sent.headers, b"{}"), signing.secret(webhook.seed))
    for name in ("webhook-id", "webhook-timestamp"):
        changed = Received(sent.path, sent.headers | {name: "1"}, sent.body)
        assert not verified(changed, signing.secret(webhook.seed))
    assert VERIFY.strip() in README or "webhook-signature" not in README


def test_signatures_are_those_of_standard_webhooks():
    """Worked out by hand from the specification's own words."""
    secret = signing.secret("seed")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.digest(key, b"change-1.1777896000.{}", "sha256")

    headers = signing.headers("change-1", b"{}", ["seed"], NOW)

    assert len(key) == 32
    assert headers["webhook-timestamp"] == "1777896000"
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"


def test_two_secrets_are_valid_for_a_day():
    webhook = make_webhook()
    former = signing.secret(webhook.seed)
    claims.rotate(webhook)
    make_change()
    with receiving() as receiver:
        deliver(way=receiver.way())
        Webhook.objects.update(former_until=timezone.now() - timedelta(seconds=1))
        make_change()
        deliver(way=receiver.way())

    first, second = receiver.received
    present = signing.secret(Webhook.objects.get().seed)
    assert former != present
    assert [verified(first, former), verified(first, present)] == [True, True]
    assert [verified(second, former), verified(second, present)] == [False, True]


def test_no_secret_is_stored(settings):
    webhook = make_webhook()
    secret = signing.secret(webhook.seed)
    stored = str(Webhook.objects.values().get())

    assert secret.removeprefix("whsec_") not in stored
    settings.SECRET_KEY = "another key of another newsroom, with as many characters as it takes"
    assert signing.secret(webhook.seed) != secret


def test_nothing_is_sent_inside_a_transaction():
    """Another connection can write while a request is under way."""
    make_webhook()
    make_change()
    written: list[int] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with ThreadPoolExecutor(1) as other:
            written.append(other.submit(_write_elsewhere).result())
        status(204)(handler)

    with receiving(answer) as receiver:
        deliver(way=receiver.way())

    assert written == [1]


def _write_elsewhere() -> int:
    try:
        return Webhook.objects.update(name="Written meanwhile")
    finally:
        connection.close()


def test_several_processes_send_nothing_twice():
    for name in ("Mirror", "Partner", "Search"):
        make_webhook(name, url=f"{URL}/{name}")
    expected = [make_change() for _ in range(8)]

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.02)
        status(204)(handler)

    with receiving(slowly) as receiver, ThreadPoolExecutor(3) as processes:
        way = receiver.way()
        for one in [processes.submit(_deliver_elsewhere, way) for _ in range(3)]:
            one.result()

    for name in ("Mirror", "Partner", "Search"):
        own = [one for one in receiver.received if one.path.endswith(name)]
        assert [json.loads(one.body)["number"] for one in own] == expected


def _deliver_elsewhere(way: Way) -> Counts:
    try:
        return deliver(way=way)
    finally:
        connection.close()


def test_a_slow_receiver_does_not_stop_the_others():
    for name in ("slow", "fast"):
        make_webhook(name, url=f"{URL}/{name}")
    for _ in range(3):
        make_change()
    arrived: list[str] = []
    fast_has_all = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("slow"):
            fast_has_all.wait(10)
        arrived.append(handler.path)
        if arrived.count("/changes/fast") == 3:
            fast_has_all.set()
        status(204)(handler)

    with receiving(answer) as receiver:
        assert deliver(way=receiver.way()) == Counts(delivered=6)

    assert arrived[:3] == ["/changes/fast"] * 3


def test_a_test_is_signed_and_changes_nothing():
    webhook = make_webhook()
    make_change()
    before = Webhook.objects.values().get()

    with receiving() as receiver:
        ((_webhook, result),) = ping([webhook], receiver.way())

    (sent,) = receiver.received
    assert json.loads(sent.body)["kind"] == "ping"
    assert verified(sent, signing.secret(webhook.seed))
    assert (result.status, result.failure) == (204, None)
    assert Webhook.objects.values().get() == before
    assert Delivery.objects.get().number is None


def test_a_private_address_is_never_asked():
    make_webhook()
    make_change()
    receiver = Receiver(port=0, addresses=[PUBLIC, "10.0.0.1"])

    deliver(way=receiver.way())

    assert receiver.connected == []
    assert Delivery.objects.get().failure == DeliveryFailure.FORBIDDEN


def test_every_reason_has_words():
    assert {str(why) for why in Why} <= set(DeliveryFailure.values)
