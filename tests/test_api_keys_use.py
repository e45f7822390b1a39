"""How often a key is used is counted by day, seldom written, and never in a reader's way."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.api import usage
from articles.models import ApiKey, KeyUse, Use
from tests.builders import make_published
from tests.keys import counted_afresh, make_key, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted_afresh")]
__all__ = ["counted_afresh"]

ARTICLES = "/api/v1/articles/"
NOON = datetime(2026, 5, 4, 12, 34, 56, tzinfo=UTC)
HOUR = NOON.replace(minute=0, second=0)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def uses():
    columns = ("key__name", "day", "requests", "not_modified", "throttled", "last_at")
    return list(KeyUse.objects.order_by("key__name", "day").values_list(*columns))


def test_the_first_request_is_written_at_once_and_those_after_it_together(clock):
    partner = program(make_key(rate="off"))
    partner.get(ARTICLES)
    assert uses() == [("Wire", date(2026, 5, 4), 1, 0, 0, HOUR)]

    for _ in range(7):
        partner.get(ARTICLES)
    assert uses()[0][2] == 1

    clock.shift(timedelta(seconds=usage.SECONDS))
    partner.get(ARTICLES)
    assert uses()[0][2] == 9


def test_many_requests_are_written_before_their_time():
    partner = program(make_key(rate="off"))
    for _ in range(usage.REQUESTS + 1):
        partner.get("/api/v1/")

    assert uses()[0][2] == usage.REQUESTS + 1


def test_a_request_that_does_not_write_begins_no_transaction():
    partner = program(make_key(rate="off"))
    partner.get(ARTICLES)

    with CaptureQueriesContext(connection) as queries:
        partner.get(ARTICLES)

    assert all(one["sql"].startswith(("SELECT", "(SELECT", "\nSELECT")) for one in queries)


def test_what_was_not_modified_and_what_was_refused_is_counted_beside():
    make_published()
    partner = program(make_key(rate="3/day"))
    tag = partner.get(ARTICLES)["ETag"]
    partner.get(ARTICLES, headers={"If-None-Match": tag})
    partner.get("/api/v1/nowhere/")
    partner.get(ARTICLES)
    usage.write()

    assert uses() == [("Wire", date(2026, 5, 4), 4, 1, 1, HOUR)]


def test_every_day_and_every_key_has_a_count_of_its_own(clock):
    tokens = [make_key(name, rate="off") for name in ("Courier", "Wire")]
    for token in (*tokens, tokens[0]):
        program(token).get("/api/v1/")
    clock.shift(timedelta(hours=12))
    program(tokens[0]).get("/api/v1/")
    usage.write()

    monday, tuesday = date(2026, 5, 4), date(2026, 5, 5)
    assert [use[:3] for use in uses()] == [
        ("Courier", monday, 2),
        ("Courier", tuesday, 1),
        ("Wire", monday, 1),
    ]


def test_wrong_keys_and_nobody_are_counted_nowhere():
    make_key()
    program("nr_wrong").get(ARTICLES)
    Client().get(ARTICLES)
    usage.write()

    assert uses() == []


def test_counts_of_several_processes_are_added_up():
    make_key()
    key = ApiKey.objects.get().pk
    early, late = HOUR, HOUR + timedelta(hours=1)
    for last in (late, early):
        KeyUse.objects.add([Use(key, NOON.date(), 5, 2, 1, last)])

    assert uses() == [("Wire", NOON.date(), 10, 4, 2, late)]


def test_what_a_deleted_key_did_is_dropped_and_keeps_nothing_else():
    make_key()
    key = ApiKey.objects.get().pk
    KeyUse.objects.add([Use(n, NOON.date(), 1, 0, 0, HOUR) for n in (key, key + 1000)])

    assert [use[0] for use in uses()] == ["Wire"]


def test_threads_lose_no_count():
    tally = usage.Tally()

    def one_more(number: int) -> bool:
        tally.add(number % 3, 304, NOON)
        return tally.is_due(NOON)

    with ThreadPoolExecutor(8) as pool:
        due = list(pool.map(one_more, range(900)))

    (zero, one, two) = sorted(tally.take(), key=lambda use: use.key)
    assert [zero.requests, one.requests, two.requests] == [300, 300, 300]
    assert one.not_modified == 300
    assert 1 < sum(due) <= 9  # the first, then each hundred


@pytest.mark.django_db(transaction=True)
def test_where_nothing_can_be_written_the_answer_comes_and_counting_goes_on(clock):
    partner = program(make_key(rate="off"))
    with held_by_another():
        assert partner.get("/api/v1/").status_code == 200
    assert uses() == []

    clock.shift(timedelta(seconds=usage.SECONDS))
    assert partner.get("/api/v1/").status_code == 200
    assert uses()[0][2] == 2


LOCK = {
    "sqlite": ["BEGIN IMMEDIATE"],
    "postgresql": ["BEGIN", "LOCK TABLE articles_keyuse IN EXCLUSIVE MODE"],
}


@contextmanager
def held_by_another():
    """Keep the uses of keys from being written by this process."""
    other = connection.copy()
    with other.cursor() as cursor:
        for statement in LOCK[connection.vendor]:
            cursor.execute(statement)
        yield
        cursor.execute("ROLLBACK")
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_table_is_no_reason_to_refuse(clock):
    partner = program(make_key(rate="off"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_keyuse RENAME TO elsewhere")
    try:
        assert partner.get("/api/v1/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO articles_keyuse")
    usage.write()

    assert uses()[0][2] == 1


@pytest.mark.django_db(transaction=True)
def test_patience_with_other_writers_is_as_it_was_afterwards():
    ask = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(ask)
        before = cursor.fetchone()
        usage.write()
        cursor.execute(ask)

        assert cursor.fetchone() == before


def test_what_a_partner_did_before_it_fell_silent_is_written_after_anybodys_request(clock):
    partner = program(make_key(rate="off"))
    for _ in range(50):
        partner.get("/api/v1/")
    assert uses()[0][2] == 1

    Client().get("/")
    assert uses()[0][2] == 1
    clock.shift(timedelta(seconds=usage.SECONDS))
    Client().get("/")

    assert uses()[0][2] == 50


def test_nobody_who_reads_writes_where_nothing_is_counted(clock):
    clock.shift(timedelta(days=1))
    with CaptureQueriesContext(connection) as queries:
        Client().get("/api/v1/")

    assert not any("keyuse" in one["sql"] for one in queries)


# A worker's life: it is asked once and, before its half minute is over, twice more.
WORKER = """
import django
from django.core.management import call_command

from newsroom.wsgi import application
from articles.models import ApiKey
from django.test import Client
from django.conf import settings

call_command("migrate", verbosity=0)
key = ApiKey(name="Wire", rate="off", scopes=["read"])
asks = Client(headers={"Authorization": f"Bearer {key.renew()}", "Host": "localhost"})
key.save()
for _ in range(3):
    assert asks.get("/api/v1/", secure=True).status_code == 200
"""
LATER = """
import django
django.setup()
from articles.models import KeyUse
print(KeyUse.objects.get().requests)
"""


def test_a_worker_that_ends_writes_what_it_has_counted(tmp_path):
    ours = ("NEWSROOM_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    surroundings = {
        **kept,
        "NEWSROOM_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", script], env=surroundings, capture_output=True, check=True
        )
        for script in (WORKER, LATER)
    ]

    assert said[1].stdout == b"3\n"
