"""Webhooks on the desk: registered, watched, tested, switched on again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.choices import DeliveryFailure, WebhookState
from articles.models import Counter, Source, Webhook
from articles.outbound import Way
from articles.webhooks import claims, signing
from articles.webhooks.sending import Result
from tests.builders import make_source
from tests.desk import address, rows_of, said
from tests.forms import form_on
from tests.people import PUBLISHERS
from tests.receivers import URL, make_webhook, receiving, status

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
KEPT = {"name": "Mirror", "url": URL, "kinds": ["published", "deleted"], "is_active": "on"}


def page_of(webhook: Webhook) -> str:
    return reverse("admin:articles_webhook_change", args=[webhook.pk])


def press(client: Client, webhook: Webhook, button: str) -> Any:
    """Press a button of a webhook's page."""
    where = reverse("admin:articles_webhook_act", args=[webhook.pk])
    return client.post(where, {"_act": button}, follow=True)


def use_way(monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Webhook), "way", way)


def test_a_webhook_is_registered_from_now_on_and_its_secret_shown_once(newsdesk):
    Counter.objects.create(name=Counter.CHANGES, number=41)
    form = form_on(newsdesk.get(reverse("admin:articles_webhook_add")), "webhook_form")
    assert form["kinds"] == ["published", "corrected", "withdrawn", "expired", "deleted"]

    response = newsdesk.post(reverse("admin:articles_webhook_add"), KEPT)

    webhook = Webhook.objects.get()
    (secret,) = SECRET.findall(response.content.decode())
    assert secret == signing.secret(webhook.seed)
    assert (webhook.delivered, webhook.kinds) == (41, ["published", "deleted"])
    assert "no-store" in response.headers["Cache-Control"]
    for page in (page_of(webhook), address("webhook"), reverse("admin:index")):
        assert not SECRET.search(newsdesk.get(page).content.decode())


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "https://127.0.0.1/",
        "https://a:b@hooks.example.org/",
        "https://hooks.example.org:8000/",
        "https://intranet/",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_never_asked_is_not_taken(newsdesk, url):
    response = newsdesk.post(reverse("admin:articles_webhook_add"), KEPT | {"url": url})

    assert "Give an address such as" in response.content.decode()
    assert not Webhook.objects.exists()


def test_http_is_taken_where_the_operator_allows_it(newsdesk, settings):
    settings.NEWSROOM_OUTGOING_HTTP = True

    newsdesk.post(reverse("admin:articles_webhook_add"), KEPT | {"url": "http://a.example.org/"})

    assert Webhook.objects.exists()


@pytest.mark.parametrize("kinds", [[], ["forged"], [""]])
def test_kinds_are_those_there_are(newsdesk, kinds):
    newsdesk.post(reverse("admin:articles_webhook_add"), KEPT | {"kinds": kinds})

    assert not Webhook.objects.exists()


def test_a_change_of_the_form_leaves_deliveries_alone(newsdesk):
    webhook = make_webhook()
    form = form_on(newsdesk.get(page_of(webhook)), "webhook_form")
    Webhook.objects.update(delivered=7, attempts=2, claim="x")
    forged = {"delivered": "0", "seed": "x", "claim": "", "attempts": "0", "gave_up_at": "2026"}

    newsdesk.post(page_of(webhook), form | {"name": "Renamed"} | forged)

    kept = Webhook.objects.get()
    assert (kept.name, kept.delivered, kept.attempts) == ("Renamed", 7, 2)
    assert (kept.claim, kept.seed) == ("x", webhook.seed)


@pytest.mark.parametrize("change", [{"is_active": "on"}, {"is_active": "on", "url": URL + "2"}])
def test_switched_on_by_the_form_it_begins_at_once(newsdesk, change):
    later = timezone.now() + timedelta(hours=1)
    webhook = make_webhook(is_active=False, gave_up_at=later, attempts=9, next_at=later)
    form = form_on(newsdesk.get(page_of(webhook)), "webhook_form")

    newsdesk.post(page_of(webhook), form | change)

    kept = Webhook.objects.get()
    assert kept.state is WebhookState.ACTIVE
    assert kept.next_at < later


def test_a_page_shows_how_it_goes(newsdesk):
    Counter.objects.create(name=Counter.CHANGES, number=9)
    webhook = make_webhook(delivered=2)
    claims.record(webhook, 3, Result(503, DeliveryFailure.STATUS, 77))

    page = newsdesk.get(page_of(webhook)).content.decode()

    assert "Failing" in page
    assert "503: the answer is no success" in page
    assert "<dd>7</dd>" in page
    assert "<td>77</td>" in page


def test_the_list_shows_state_number_lag_and_the_last_failure(newsdesk):
    Counter.objects.create(name=Counter.CHANGES, number=9)
    webhook = make_webhook(delivered=2)
    claims.record(webhook, 3, Result(None, DeliveryFailure.TIMEOUT, 10_000))
    make_webhook("Off", is_active=False, gave_up_at=timezone.now())

    page = newsdesk.get(address("webhook")).content.decode()

    assert [row.name for row in rows_of(newsdesk, "webhook")] == ["Mirror", "Off"]
    assert "no answer in time" in page
    assert "Switched off after failing" in page
    assert "next attempt" in page
    assert '<td class="field-behind">7</td>' in page


def test_the_list_costs_the_same_queries_for_any_number(newsdesk):
    counts = []
    for number in (1, 20):
        for _ in range(number):
            webhook = make_webhook(f"W{Webhook.objects.count()}", source=make_source())
            claims.record(webhook, 1, Result(500, DeliveryFailure.STATUS, 1))
        newsdesk.get(address("webhook"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            newsdesk.get(address("webhook"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_test_is_sent_and_its_answer_told(newsdesk, monkeypatch):
    webhook = make_webhook()
    with receiving(status(204), status(500)) as receiver:
        use_way(monkeypatch, receiver.way())
        first = press(newsdesk, webhook, "test")
        chosen = {"action": "send_test", "_selected_action": [webhook.pk]}
        second = newsdesk.post(address("webhook"), chosen, follow=True)

    assert "Mirror took the test after" in said(first)[0]
    assert said(second) == ["Mirror did not take the test: 500: the answer is no success."]
    assert [one.number for one in webhook.deliveries.all()] == [None, None]


def test_only_so_many_are_tested_at_once(newsdesk):
    keys = [make_webhook(f"W{number}").pk for number in range(9)]

    response = newsdesk.post(
        address("webhook"), {"action": "send_test", "_selected_action": keys}, follow=True
    )

    assert said(response) == ["Choose at most 8 webhooks at once."]


def test_a_new_secret_is_shown_once_and_the_former_one_named(newsdesk):
    webhook = make_webhook()

    response = press(newsdesk, webhook, "rotate")

    kept = Webhook.objects.get()
    assert SECRET.findall(response.content.decode()) == [signing.secret(kept.seed)]
    assert kept.former_seed == webhook.seed
    page = newsdesk.get(page_of(webhook)).content.decode()
    assert "Former secret" in page
    assert not SECRET.search(page)


def test_switched_on_again_by_the_button(newsdesk):
    webhook = make_webhook(is_active=False, gave_up_at=timezone.now(), attempts=80)

    response = press(newsdesk, webhook, "on")

    assert said(response) == ["1 webhook goes on where it stopped."]
    assert Webhook.objects.get().state is WebhookState.ACTIVE


def test_a_button_that_is_not_there_does_nothing(newsdesk):
    webhook = make_webhook()
    before = Webhook.objects.values().get()

    assert said(press(newsdesk, webhook, "forged")) == ["There is no such step."]
    assert Webhook.objects.values().get() == before


@pytest.mark.parametrize("button", ["test", "on", "rotate"])
def test_buttons_are_for_publishers(people, button):
    acted = set()
    for who, client in people.items():
        webhook = make_webhook(who, url="https://127.0.0.1/", is_active=False)
        press(client, webhook, button)
        webhook.refresh_from_db()
        if webhook.is_active or webhook.former_seed or webhook.deliveries.exists():
            acted.add(who)

    assert acted == PUBLISHERS


@pytest.mark.parametrize("action", ["send_test", "switch_on"])
def test_actions_are_for_publishers(people, action):
    acted = set()
    for who, client in people.items():
        webhook = make_webhook(who, url="https://127.0.0.1/", is_active=False)
        data = {"action": action, "_selected_action": [webhook.pk]}
        client.post(address("webhook"), data)
        webhook.refresh_from_db()
        if webhook.is_active or webhook.deliveries.exists():
            acted.add(who)

    assert acted == PUBLISHERS


def test_a_source_that_a_webhook_names_is_not_deleted(newsdesk):
    source = make_source()
    make_webhook(source=source)

    newsdesk.post(reverse("admin:articles_source_delete", args=[source.pk]), {"post": "yes"})

    assert Source.objects.exists()
