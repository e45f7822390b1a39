"""Keys open what they may, tell nothing, and leave no trace in caches or logs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.choices import KeyScope
from articles.models import ApiKey
from newsroom.logs import OneLineFormatter
from tests.builders import make_published
from tests.keys import api_addresses, counted_afresh, make_key, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

ARTICLES = "/api/v1/articles/"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unthrottled(settings):
    rates = {"anon": None}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}


def words_of(response):
    return {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}


def test_a_key_is_stored_as_its_digest_alone():
    token = make_key()

    (row,) = ApiKey.objects.values()
    assert token.startswith("nr_")
    assert len(bytes.fromhex(token[3:])) == 32
    assert token not in str(row)
    assert row["digest"] == sha256(token.encode()).hexdigest()
    assert row["prefix"] == token[:9]


def test_a_good_key_reads_what_everybody_reads():
    make_published()

    response = program(make_key()).get(ARTICLES)

    assert response.status_code == 200
    assert response.json() == Client().get(ARTICLES).json()


def refused():
    """Keys that open nothing, each with how it is sent."""
    past = timezone.now() - timedelta(seconds=1)
    good = make_key("Good")
    return {
        "unknown": "Bearer nr_" + "0" * 64,
        "expired": f"Bearer {make_key('Expired', expires_at=past)}",
        "revoked": f"Bearer {make_key('Revoked', revoked_at=past)}",
        "basic": f"Basic {good}",
        "alone": good,
        "twice": f"Bearer {good}, Bearer {good}",
        "empty": "",
        "nothing": "Bearer",
        "bytes": "Bearer \xff\x00é",
        "digest": f"Bearer {sha256(good.encode()).hexdigest()}",
    }


def test_whatever_is_wrong_with_a_key_the_answer_is_the_same_and_costs_the_same():
    answers = {}
    for name, sent in refused().items():
        with CaptureQueriesContext(connection) as queries:
            response = Client(headers={"Authorization": sent}).get(ARTICLES)
        answers[name] = (
            response.status_code,
            response.content,
            dict(response.headers),
            [one["sql"].partition("WHERE")[0] for one in queries],
        )

    first = answers["unknown"]
    assert first[0] == 401
    assert first[2]["Content-Type"] == "application/problem+json"
    assert first[2]["WWW-Authenticate"].startswith("Bearer ")
    assert len(first[3]) == 1
    assert {name for name, answer in answers.items() if answer != first} == set()


def test_a_wrong_key_is_refused_at_every_address_before_anything_is_looked_at():
    for address in api_addresses().values():
        response = program("nr_wrong").get(address)

        assert response.status_code == 401, address
        assert {"private", "no-store"} == words_of(response), address


@pytest.mark.parametrize("scope", list(KeyScope))
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_no_shared_cache_keeps_what_saw_a_key(scope, method):
    article = make_published()
    partner = program(make_key("Wire", scope))

    for address in [*api_addresses(article.public_id).values(), *api_addresses().values()]:
        response = getattr(partner, method)(address)
        assert words_of(response) == {"private", "no-store"}, address
        assert "Authorization" in response["Vary"], address
        assert not {"CDN-Cache-Control", "Surrogate-Control", "Expires"} & {*response.headers}


def test_answers_without_a_key_say_that_there_are_others():
    article = make_published()

    for address in api_addresses(article.public_id).values():
        assert "Authorization" in Client().get(address)["Vary"], address


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "token"])
def test_a_key_in_an_address_opens_nothing(name):
    token = make_key("Wire", KeyScope.EMBARGOED)

    response = Client().get(ARTICLES, {name: token})

    assert response.status_code == 400
    assert token.encode() not in response.content


def test_a_key_costs_one_query_by_an_index_and_nobody_else_pays():
    article = make_published()
    token = make_key(rate="off")
    program(token).get(ARTICLES)  # writes what is counted; the next ones do not

    for address in api_addresses(article.public_id).values():
        with CaptureQueriesContext(connection) as anonymous:
            Client().get(address)
        with CaptureQueriesContext(connection) as known:
            program(token).get(address)
        assert len(known) == len(anonymous) + 1, address
        assert not any("apikey" in one["sql"] for one in anonymous), address
        assert not any(
            one["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE", "BEGIN"))
            for one in anonymous
        ), address


def test_the_digest_is_looked_up_by_its_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a table of no rows is read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ApiKey.objects.filter(digest="x").order_by().explain()

    index = {"sqlite": "USING INDEX sqlite_autoindex", "postgresql": "articles_apikey_digest"}
    assert index[connection.vendor] in plan
    assert "(digest=?)" in plan or "digest)::text = 'x'::text" in plan


def test_a_key_ends_at_its_second():
    key = ApiKey(expires_at=NOW)

    assert key.is_good(NOW - timedelta(seconds=1))
    assert not key.is_good(NOW)
    assert ApiKey().is_good(NOW)


def test_pages_know_nothing_of_keys():
    make_published()
    # Lifetimes end with the minute, so the second answer could be good for a second less.
    with time_machine.travel(timezone.now(), tick=False):
        known, anonymous = (client.get("/") for client in (program(make_key()), Client()))

    assert known.content == anonymous.content
    assert known["Cache-Control"] == anonymous["Cache-Control"]


def test_no_log_line_holds_a_key(caplog):
    token = make_key("Wire", KeyScope.EMBARGOED, rate="1/day")
    wrong = "nr_" + "5" * 64
    caplog.set_level(logging.DEBUG, "django.request")
    with caplog.at_level(logging.DEBUG):
        for address in api_addresses().values():
            for sent in (token, wrong):
                program(sent).get(address)

    assert caplog.records
    written = [OneLineFormatter().format(record) for record in caplog.records]
    # Queries are logged in development alone (DEBUG), and hold digests.
    assert not any(token in line or wrong in line for line in written)
