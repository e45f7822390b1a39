"""Counts of who asks how often, in a real Redis: shared by processes, and never in the way."""

from __future__ import annotations

import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from articles import rates
from articles.api import throttling
from newsroom import environment
from tests.redis_server import Newsroom, RedisServer, free_port, newsrooms

ARTICLES = "/api/v1/articles/"
PAGES = ("/", ARTICLES, "/feed.atom", "/admin/login/", "/healthz")
LOG_IN = "/admin/login/"
# By the day, so that no window ends meanwhile.
API, LOG_INS = 20, 3
TOO_MANY = "Too many attempts"
pytestmark = pytest.mark.redis


@pytest.fixture(autouse=True)
def no_absence(monkeypatch):
    monkeypatch.setattr(rates, "absence", rates.Absence())


@pytest.fixture
def cached_at(settings, monkeypatch):
    """Let the cache be at an address."""

    def choose(address: str) -> None:
        monkeypatch.setenv("NEWSROOM_TRIED", address)
        default = environment.redis("NEWSROOM_TRIED")
        settings.CACHES = {"default": default, "process": settings.IN_PROCESS}
        caches["process"].clear()

    return choose


@pytest.fixture(params=["redis", "process"])
def stored(request):
    """Count in Redis, and in this process."""
    if request.param == "redis":
        server = request.getfixturevalue("redis_server")
        request.getfixturevalue("cached_at")(f"{server.address}?socket_timeout=2")


@pytest.fixture(scope="module")
def served(redis_server, tmp_path_factory) -> Iterator[list[Newsroom]]:
    rates_of_a_day = {"NEWSROOM_API_RATE": f"{API}/day", "NEWSROOM_LOGIN_RATE": f"{LOG_INS}/day"}
    folder = tmp_path_factory.mktemp("newsroom")
    # More than the default: a machine that tests at full load may stand still for a moment.
    address = f"{redis_server.address}?socket_timeout=2"
    with newsrooms(folder, 2, NEWSROOM_REDIS_URL=address, **rates_of_a_day) as both:
        yield both


@pytest.fixture
def two(served: list[Newsroom], redis_server: RedisServer) -> list[Newsroom]:
    """Two processes that serve the same newsroom and count in the same Redis."""
    for newsroom in served:
        wait_until_counted(newsroom, redis_server)
    return served


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("redis://cache.example", id="host"),
        pytest.param("redis://cache.example:6380/3", id="port-and-number"),
        pytest.param("rediss://ed:p%40ss@cache.example:6380/", id="tls-and-password"),
        pytest.param("redis://:one,two@cache.example", id="comma-in-password"),
        pytest.param("redis://[2001:db8::1]:6379/0?socket_timeout=2", id="ipv6-and-option"),
        pytest.param("unix:///run/redis.sock?db=1", id="socket"),
    ],
)
def test_an_address_is_that_of_the_cache(monkeypatch, address):
    monkeypatch.setenv("NEWSROOM_TRIED", address)

    found = environment.redis("NEWSROOM_TRIED") or {}

    assert found["BACKEND"].endswith("RedisCache")
    assert found["LOCATION"] == [address]
    assert 0 < found["OPTIONS"]["socket_timeout"] < 1


def test_without_an_address_there_is_no_redis(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIED", " ")

    assert environment.redis("NEWSROOM_TRIED") is None


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("cache.example:6379", id="no-scheme"),
        pytest.param("memcached://cache.example", id="scheme"),
        pytest.param("redis://", id="no-host"),
        pytest.param("redis:///1", id="number-alone"),
        pytest.param("redis://cache.example:port", id="port"),
        pytest.param("redis://cache.example:66000", id="port-too-great"),
        pytest.param("redis://cache.example/first", id="number"),
        pytest.param("redis://:se/cret@cache.example", id="slash-in-password"),
        pytest.param("redis://:se#cret@cache.example", id="hash-in-password"),
        pytest.param("redis://[::1", id="bracket"),
        pytest.param("redis://one:1,redis://two:2", id="two-addresses"),
        pytest.param("unix://redis.sock", id="relative-socket"),
        pytest.param("redis://cache.example?socket_timeout=soon", id="option's-value"),
        pytest.param("redis://cache.example?colour=red", id="option"),
        pytest.param("redis://cache.example?protocol=9", id="protocol"),
    ],
)
def test_a_wrong_address_names_the_variable_and_tells_no_password(monkeypatch, address):
    monkeypatch.setenv("NEWSROOM_TRIED", address)

    with pytest.raises(ImproperlyConfigured, match=r"^NEWSROOM_TRIED (must be|is no)") as told:
        environment.redis("NEWSROOM_TRIED")

    assert "cret" not in str(told.value)


def test_a_client_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIED", "redis://cache.example")
    monkeypatch.setitem(sys.modules, "redis", None)

    with pytest.raises(ImproperlyConfigured, match=r"NEWSROOM_TRIED needs requirements/redis\.txt"):
        environment.redis("NEWSROOM_TRIED")


def test_threads_that_count_at_once_are_all_counted(stored):
    def count(_number: int) -> int:
        return rates.one_more("together", 60)

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(count, range(200)))

    assert sorted(counts) == list(range(1, 201))


def test_one_is_taken_back_and_all_are_forgotten(stored):
    for _number in range(3):
        rates.one_more("steps", 60)

    rates.one_less("steps")
    assert rates.one_more("steps", 60) == 3
    rates.forget("steps")
    rates.one_less("steps")
    assert rates.one_more("steps", 60) == 1


def test_what_is_counted_in_redis_has_a_name_of_ours_and_an_end(redis_server, cached_at):
    cached_at(redis_server.address)
    for _number in range(2):
        rates.one_more("ends", 60)

    assert redis_server.ask("GET newsroom:1:ends") == "$1"
    assert 0 < int(redis_server.ask("TTL newsroom:1:ends").lstrip(":")) <= 60


@pytest.mark.parametrize("is_there", [False, True], ids=["nobody-listens", "password-refused"])
def test_where_redis_is_away_each_process_counts_for_itself(
    redis_server, cached_at, caplog, is_there
):
    port = redis_server.port if is_there else free_port()
    cached_at(f"redis://ed:cret@127.0.0.1:{port}")

    quotas = [throttling.spend("address", "192.0.2.1", "2/day") for _number in range(4)]

    assert [quota.is_spent for quota in quotas if quota] == [False, False, True, True]
    assert caplog.text.count("Redis does not answer") == 1
    assert "cret" not in caplog.text


@pytest.mark.django_db
def test_where_redis_is_away_people_log_in_as_often_as_they_may(cached_at, settings, chief):
    cached_at(f"redis://127.0.0.1:{free_port()}")
    settings.NEWSROOM_LOGIN_RATE = "2/day"

    def attempt(password: str):
        return Client().post(LOG_IN, {"username": "chief", "password": password})

    assert [attempt("correct horse").status_code for _number in range(3)] == [302] * 3
    assert [TOO_MANY in attempt("wrong").content.decode() for _number in range(3)] == [
        *(False, False, True)
    ]


def test_a_redis_that_comes_back_is_asked_again(redis_server, cached_at, caplog, monkeypatch):
    monkeypatch.setattr(rates, "LET_ALONE", 0.2)
    cached_at(redis_server.address)
    assert [rates.one_more("back", 60) for _number in range(2)] == [1, 2]

    redis_server.stop()
    assert rates.one_more("back", 60) == 1
    redis_server.start()
    assert rates.one_more("back", 60) == 2
    time.sleep(0.3)

    assert redis_server.ask("DBSIZE") == ":0"
    assert [rates.one_more("back", 60) for _number in range(2)] == [1, 2]
    assert redis_server.ask("DBSIZE") == ":1"
    assert caplog.text.count("Redis does not answer") == 1


def test_two_processes_let_no_more_requests_pass_than_one_would(two):
    def ask(newsroom: Newsroom) -> tuple[int, str | None]:
        status, headers, _body = newsroom.ask(ARTICLES, "192.0.2.7")
        return status, headers["Retry-After"]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, [*two] * API))

    assert Counter(status for status, _wait in answers) == {200: API, 429: API}
    assert {wait is None for status, wait in answers if status == 200} == {True}
    assert all(0 < int(wait) <= 86_400 for status, wait in answers if status == 429 and wait)
    assert [newsroom.ask(ARTICLES, "192.0.2.8")[0] for newsroom in two] == [200, 200]


def test_two_processes_count_attempts_to_log_in_together(two):
    def attempt(newsroom: Newsroom, number: int) -> str:
        return newsroom.ask(LOG_IN, "192.0.2.9", username=f"name{number}", password="wrong")[2]

    turns = list(zip(cycle(two), range(LOG_INS), strict=False))
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(attempt, *zip(*turns, strict=True)))

    assert [TOO_MANY in page for page in told] == [False] * LOG_INS
    right = {"username": "chief", "password": "correct horse"}
    assert [TOO_MANY in one.ask(LOG_IN, "192.0.2.9", **right)[2] for one in two] == [True, True]
    assert two[0].ask(LOG_IN, "192.0.2.10", **right)[0] == 302


def test_a_redis_that_hangs_takes_nobodys_page_away(two, redis_server):
    right = {"username": "chief", "password": "correct horse"}

    def visit(newsroom: Newsroom) -> list[int]:
        seen = [newsroom.ask(page, "192.0.2.11")[0] for page in PAGES]
        return [*seen, newsroom.ask(LOG_IN, "192.0.2.11", **right)[0]]

    with redis_server.hanging(), ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(visit, two))

    assert statuses == [[*[200] * len(PAGES), 302]] * 2
    assert all("Redis does not answer" in one.log.read_text() for one in two)


def wait_until_counted(newsroom: Newsroom, redis_server: RedisServer) -> None:
    """Wait until a newsroom counts in Redis; each request is another visitor's."""

    def counts() -> bool:
        before = int(redis_server.ask("DBSIZE").lstrip(":"))
        newsroom.ask("/api/v1/", secrets.token_hex(8))
        return int(redis_server.ask("DBSIZE").lstrip(":")) > before

    until = time.monotonic() + rates.LET_ALONE + 10
    while not counts():
        assert time.monotonic() < until
        time.sleep(0.2)
