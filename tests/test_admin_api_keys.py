"""Operators make keys, see how they are used, and take them back."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.admin.api_key import ApiKeyAdmin, ApiKeyForm
from articles.choices import KeyScope
from articles.models import ApiKey, KeyUse, Use
from tests.forms import form_on
from tests.keys import counted_afresh, make_key, program
from tests.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

ARTICLES = "/api/v1/articles/"
LIST = "admin:articles_apikey_changelist"
ADD = "admin:articles_apikey_add"


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(person("operator", "Operators"))
    return client


def page_of(key):
    return reverse("admin:articles_apikey_change", args=[key.pk])


def added(client, **values):
    form = form_on(client.get(reverse(ADD)), "apikey_form")
    return client.post(reverse(ADD), form | {"name": "Wire"} | values)


def token_on(response):
    node = LexborHTMLParser(response.content.decode()).css_first("#id_token")
    return (node.attributes["value"] or "") if node else ""


def test_a_key_is_shown_once_after_it_was_made_and_works(desk):
    token = token_on(added(desk, scopes="embargoed", rate="9/min"))

    assert token
    key = ApiKey.objects.get()
    assert program(token).get(ARTICLES).status_code == 200
    assert (key.scopes, key.rate) == (["read", "embargoed"], "9/min")
    assert key.created_by.username == "operator"
    for address in (page_of(key), reverse(LIST), reverse("admin:index")):
        assert token not in desk.get(address).content.decode()
    history = reverse("admin:articles_apikey_history", args=[key.pk])
    assert token not in desk.get(history).content.decode()


def test_a_key_is_written_nowhere_but_on_its_page(desk):
    response = added(desk)
    token = token_on(response)

    assert token
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies.get("messages")
    assert token not in str(dict(desk.session))
    assert not any(token in str(row) for row in LogEntry.objects.values())
    assert "autofocus" in response.content.decode()
    content = LexborHTMLParser(response.content.decode()).css_first("#content")
    assert not content.css("script")


def test_sending_the_form_again_makes_no_second_key(desk):
    added(desk)
    again = added(desk)

    assert not token_on(again)
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("rate", ["0/min", "600", "600/week", "-1/min", "6e2/min", "６/min", ""])
def test_a_rate_must_be_one(desk, rate):
    assert not token_on(added(desk, rate=rate))
    assert not ApiKey.objects.exists()


def test_nothing_forged_reaches_a_key(desk):
    added(desk, digest="f" * 64, prefix="nr_forged", revoked_at="2020-01-01", created_by="1")
    key = ApiKey.objects.get()

    assert key.digest != "f" * 64
    assert key.prefix != "nr_forged"
    assert key.revoked_at is None
    former = key.digest
    form = form_on(desk.get(page_of(key)), "apikey_form")
    desk.post(page_of(key), form | {"digest": "f" * 64, "scopes": "read"})
    key.refresh_from_db()
    assert key.digest == former


@pytest.mark.parametrize("how", ["page", "list"])
def test_a_revoked_key_opens_nothing_from_the_next_request_on(desk, how):
    token = make_key()
    key = ApiKey.objects.get()
    assert program(token).get(ARTICLES).status_code == 200

    if how == "page":
        form = form_on(desk.get(page_of(key)), "apikey_form")
        desk.post(page_of(key), form | {"is_revoked": "on"})
    else:
        desk.post(reverse(LIST), {"action": "revoke", "_selected_action": key.pk})

    assert program(token).get(ARTICLES).status_code == 401
    assert b'name="_save"' not in desk.get(page_of(key)).content
    assert "operator" in str(LogEntry.objects.values_list("user__username"))


def test_a_revoked_key_is_never_good_again(desk):
    make_key(revoked_at=timezone.now())
    key = ApiKey.objects.get()
    revoked = key.revoked_at

    desk.post(page_of(key), {"name": "Other", "rate": "off"})
    desk.post(reverse(LIST), {"action": "revoke", "_selected_action": key.pk})

    key.refresh_from_db()
    assert (key.name, key.revoked_at) == ("Wire", revoked)


def test_keys_are_never_deleted(desk, people):
    make_key()
    address = reverse("admin:articles_apikey_delete", args=[ApiKey.objects.get().pk])
    for client in (desk, people["chief"]):
        assert client.post(address, {"post": "yes"}).status_code == 403

    assert ApiKey.objects.exists()


@pytest.mark.parametrize("name", ["writer", "reviewer", "publisher"])
def test_others_do_not_know_of_keys(people, name):
    make_key("Secret partner")
    key = ApiKey.objects.get()

    for address in (reverse(LIST), reverse(ADD), page_of(key)):
        assert people[name].get(address).status_code == 403
    assert b"apikey" not in people[name].get(reverse("admin:index")).content


def test_operators_do_nothing_else(desk):
    assert desk.get(reverse("admin:articles_article_changelist")).status_code == 403
    assert desk.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_use_is_shown_by_day_and_when_a_key_was_last_used(desk):
    make_key()
    key = ApiKey.objects.get()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    assert "Not used" in desk.get(page_of(key)).content.decode()
    for age, requests in ((0, 12345), (1, 77), (40, 99)):
        at = now - timedelta(days=age)
        KeyUse.objects.add([Use(key.pk, at.date(), requests, 21, 8, at)])

    page = LexborHTMLParser(desk.get(page_of(key)).content.decode())
    rows = [[c.text() for c in row.css("th, td")] for row in page.css(".field-use tbody tr")]
    today = f"{now.date()}"
    assert rows == [
        [today, "12345", "21", "8"],
        [f"{date.fromisoformat(today) - timedelta(days=1)}", "77", "21", "8"],
    ]
    assert f"{now:%Y-%m-%d %H}:00" in desk.get(reverse(LIST)).content.decode()


def test_the_list_says_how_it_stands_with_every_key_and_costs_the_same(desk):
    past = timezone.now() - timedelta(days=1)
    make_key("One", KeyScope.EMBARGOED)
    desk.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse(LIST))
    make_key("Two", expires_at=past)
    for number in range(20):
        make_key(f"Three {number}", revoked_at=past)
    with CaptureQueriesContext(connection) as many:
        page = LexborHTMLParser(desk.get(reverse(LIST)).content.decode())

    assert len(many) == len(few)
    states = [node.text() for node in page.css("td.field-state")]
    assert (states[0], states[-1]) == ("Good", "Expired")
    assert set(states[1:-1]) == {"Revoked"}
    assert page.css_first("td.field-opens").text() == "Read, See what is embargoed"


# make_api_key


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("make_api_key", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_prints_a_key_that_works_and_nothing_else(settings):
    out, err = run("Wire", "--scope", "embargoed", "--rate", "5/sec", "--expires", "2999-01-31")

    key = ApiKey.objects.get()
    assert program(out.strip()).get(ARTICLES).status_code == 200
    assert out.strip() not in err
    assert (key.name, key.scopes, key.rate) == ("Wire", ["read", "embargoed"], "5/sec")
    assert f"{key.expires_at:%Y-%m-%d %H:%M}" == "2999-01-31 00:00"
    assert key.created_by is None


def test_a_key_without_options_reads():
    run("Wire")

    assert ApiKey.objects.values_list("scopes", "rate", "expires_at").get() == (
        ["read"],
        "600/min",
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["Wire"], "already exists", id="same-name"),
        pytest.param(["Other", "--rate", "fast"], "600/min", id="rate"),
        pytest.param(["Other", "--expires", "soon"], "2027-01-31", id="no-day"),
        pytest.param(["Other", "--expires", "2020-01-01"], "ahead", id="past"),
        pytest.param(["Other", "--scope", "everything"], "invalid choice", id="scope"),
        pytest.param([""], "blank", id="no-name"),
        pytest.param(["x" * 101], "100 characters", id="long-name"),
    ],
)
def test_the_command_says_what_is_wrong_and_makes_nothing(arguments, message):
    make_key()

    with pytest.raises(CommandError, match=message):
        run(*arguments)

    assert ApiKey.objects.count() == 1


def saved_late(key, **values):
    """Save a form whose key was read before what was written since."""
    form = ApiKeyForm({"name": key.name, "rate": key.rate} | values, instance=key)
    assert form.is_valid()
    request = RequestFactory().post(page_of(key))
    ApiKeyAdmin(ApiKey, admin.site).save_model(request, form.save(commit=False), form, change=True)


def test_a_key_that_another_operator_revokes_meanwhile_stays_revoked():
    make_key("Wire", KeyScope.EMBARGOED)
    key = ApiKey.objects.get()
    moment = timezone.now() - timedelta(minutes=1)
    ApiKey.objects.update(revoked_at=moment, scopes=["read"])

    saved_late(key, rate="9/min", scopes=["embargoed"])
    saved_late(key, rate="9/min", scopes=["embargoed"], is_revoked="on")

    kept = ApiKey.objects.get()
    assert (kept.revoked_at, kept.rate, kept.scopes) == (moment, "9/min", ["read"])


def test_the_history_of_a_key_names_only_what_was_changed(desk):
    make_key("Wire", KeyScope.EMBARGOED)
    key = ApiKey.objects.get()
    form = form_on(desk.get(page_of(key)), "apikey_form")

    desk.post(page_of(key), form | {"rate": "9/min", "scopes": "embargoed"})

    key.refresh_from_db()
    assert (key.rate, key.scopes) == ("9/min", ["read", "embargoed"])
    assert LogEntry.objects.latest("pk").get_change_message() == "Changed Rate."
