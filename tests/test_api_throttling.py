"""Requests are counted: for an address, for a key, and truly told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory

from articles.addresses import address_of, grouped
from articles.api import throttling
from tests.builders import make_published
from tests.keys import api_addresses, counted_afresh, make_key, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

ARTICLES = "/api/v1/articles/"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def rate(settings):
    def choose(rate, proxies=0):
        settings.REST_FRAMEWORK = {
            **settings.REST_FRAMEWORK,
            "DEFAULT_THROTTLE_RATES": {"anon": rate},
            "NUM_PROXIES": proxies,
        }

    return choose


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_who_is_refused_is_served_after_the_seconds_that_were_named(rate, clock):
    rate("3/min")
    answers = [Client().get(ARTICLES) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    wait = int(answers[-1]["Retry-After"])
    assert 1 <= wait <= 60
    clock.shift(timedelta(seconds=wait - 1))
    assert Client().get(ARTICLES).status_code == 429
    clock.shift(timedelta(seconds=1))
    assert [Client().get(ARTICLES).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_refusal_is_a_problem_that_no_cache_keeps(rate, clock):
    rate("1/hour")
    Client().get(ARTICLES)
    response = Client().get(ARTICLES)

    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response["RateLimit-Policy"] == '"address";q=1;w=3600'
    assert response["RateLimit"] == f'"address";r=0;t={response["Retry-After"]}'


def test_what_caches_keep_tells_the_policy_and_nobodys_rest(rate, clock):
    rate("240/min")
    response = Client().get(ARTICLES)

    assert response["RateLimit-Policy"] == '"address";q=240;w=60'
    assert "RateLimit" not in response.headers


def test_who_sends_a_key_is_told_what_is_left(rate, clock):
    rate("1/min")
    partner = program(make_key(rate="5/min"))
    rests = [partner.get(ARTICLES)["RateLimit"] for _ in range(3)]

    assert [re.sub(r"t=[0-9]+", "t=…", rest) for rest in rests] == [
        f'"key";r={left};t=…' for left in (4, 3, 2)
    ]


def test_a_key_has_a_rate_of_its_own_whatever_its_address_has_spent(rate, clock):
    rate("1/min")
    partner, other = program(make_key(rate="2/min")), program(make_key("Other", rate="off"))
    Client().get(ARTICLES)

    assert Client().get(ARTICLES).status_code == 429
    assert [partner.get(ARTICLES).status_code for _ in range(3)] == [200, 200, 429]
    assert {other.get(ARTICLES).status_code for _ in range(5)} == {200}
    assert "RateLimit" not in other.get(ARTICLES).headers


def test_wrong_keys_are_tried_no_more_often_than_anything_else(rate, clock):
    rate("2/min")
    statuses = [program("nr_wrong").get(ARTICLES).status_code for _ in range(3)]

    assert statuses == [401, 401, 429]


def test_every_address_of_the_api_counts(rate, clock):
    article = make_published()
    addresses = [*api_addresses(article.public_id).values()]
    rate(f"{len(addresses)}/min")

    assert 429 not in {Client().get(address).status_code for address in addresses}
    assert {Client().get(address).status_code for address in addresses} == {429}


def test_pages_and_the_question_of_health_are_not_counted(rate, clock):
    rate("1/min")

    assert {Client().get(path).status_code for path in ("/", "/", "/healthz", "/healthz")} == {200}


def test_an_answer_that_has_not_changed_counts_too(rate, clock):
    rate("2/min")
    etag = Client().get(ARTICLES)["ETag"]
    statuses = [Client(headers={"If-None-Match": etag}).get(ARTICLES).status_code for _ in range(2)]

    assert statuses == [304, 429]


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        pytest.param("203.0.113.9", 0, "192.0.2.1", id="no-proxy"),
        pytest.param(None, 1, "192.0.2.1", id="nothing-said"),
        pytest.param("203.0.113.9", 1, "203.0.113.9", id="one"),
        pytest.param("1.1.1.1, 203.0.113.9", 1, "203.0.113.9", id="made-up-before-it"),
        pytest.param("1.1.1.1, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9", id="two"),
        pytest.param("203.0.113.9", 2, "192.0.2.1", id="past-a-proxy"),
        pytest.param("203.0.113.9:4711", 1, "203.0.113.9", id="port"),
        pytest.param("[2001:db8::7]:443", 1, "2001:db8::/64", id="ipv6-port"),
        pytest.param("2001:db8:0:9:1::7", 1, "2001:db8:0:9::/64", id="ipv6"),
        pytest.param("::ffff:203.0.113.9", 1, "203.0.113.9", id="mapped"),
        pytest.param("unknown", 1, "unknown", id="no-address"),
        pytest.param("fe80::1%eth0", 1, "fe80::/64", id="zone"),
    ],
)
def test_the_address_is_what_the_proxies_add(rate, forwarded, proxies, address):
    rate("1/min", proxies)
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")

    assert address_of(request) == address


def test_a_household_of_ipv6_counts_as_one_and_its_neighbours_do_not(rate, clock):
    rate("1/min")
    same, other = "2001:db8:0:1::1", "2001:db8:0:2::1"

    assert Client(REMOTE_ADDR=same).get(ARTICLES).status_code == 200
    assert Client(REMOTE_ADDR="2001:db8:0:1:ffff::2").get(ARTICLES).status_code == 429
    assert Client(REMOTE_ADDR=other).get(ARTICLES).status_code == 200


@pytest.mark.parametrize("text", ["", "x" * 100_000, "\ud800", "1.2.3.4.5", "[", "]:1", "::%"])
def test_whatever_stands_for_an_address_can_be_counted(text):
    quota = throttling.spend("address", grouped(text), "1/min")

    assert quota is not None
    assert quota.used == 1


@pytest.mark.parametrize("rate", [None, "", "off"])
def test_no_rate_counts_nothing(rate):
    assert throttling.spend("address", "192.0.2.1", rate) is None


def test_every_window_counts_afresh(clock):
    used = []
    for _ in range(3):
        used.append(throttling.spend("key", "1", "5/sec"))
        clock.shift(timedelta(seconds=1))

    assert [quota.used for quota in used if quota] == [1, 1, 1]


def test_windows_of_different_askers_do_not_all_begin_at_once(clock):
    quotas = [throttling.spend("key", str(number), "5/hour") for number in range(50)]

    assert len({quota.resets_in for quota in quotas if quota}) > 25


def test_one_count_is_shared_by_all_who_share_a_cache(clock):
    used = [throttling.spend("address", "192.0.2.1", "9/min") for _ in range(3)]

    assert [quota.used for quota in used if quota] == [1, 2, 3]


def test_a_household_of_ipv6_shares_its_tries_to_log_in(settings, chief):
    settings.NEWSROOM_LOGIN_RATE = "1/min"
    told = []
    for host in (1, 2):
        client = Client(REMOTE_ADDR=f"2001:db8:0:1::{host}")
        form = {"username": f"chief{host}", "password": "wrong"}
        told.append("Too many attempts" in client.post("/admin/login/", form).content.decode())

    assert told == [False, True]
