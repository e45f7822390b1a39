"""A webhook registered and looked after in a real browser, without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.choices import DeliveryFailure
from articles.models import Webhook
from articles.webhooks import claims, signing
from articles.webhooks.sending import Result
from tests.receivers import URL
from tests.test_browser_path import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_webhook_is_registered_and_renewed_by_keyboard(page, publisher):
    log_in(page, "publisher")
    page.goto("/admin/articles/webhook/add/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Mirror")
    press(page, "Tab")
    page.keyboard.type(URL)
    press(page, "Tab", "Space", "Enter")

    secret = page.get_by_label("Secret")
    expect(secret).to_be_focused()
    webhook = Webhook.objects.get()
    expect(secret).to_have_value(signing.secret(webhook.seed))
    assert webhook.kinds == ["corrected", "withdrawn", "expired", "deleted"]

    claims.record(webhook, 1, Result(503, DeliveryFailure.STATUS, 20))
    press(page, "Tab", "Enter")
    expect(page.get_by_text("503: the answer is no success")).to_be_visible()
    page.get_by_role("button", name="New secret").focus()
    press(page, "Enter")
    expect(page.get_by_label("Secret")).not_to_have_value(signing.secret(webhook.seed))
