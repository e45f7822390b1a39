"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.urls import set_script_prefix
from django.utils import translation

from articles.api.usage import tally
from tests.browser import chromium, page
from tests.desk import desk, full_article, newsdesk
from tests.faults import clean, few, pictures, workshop
from tests.people import chief, people, publisher, reader, reviewer, writer
from tests.redis_server import has_redis, redis_server

__all__ = [
    "chief",
    "chromium",
    "clean",
    "desk",
    "few",
    "full_article",
    "newsdesk",
    "page",
    "people",
    "pictures",
    "publisher",
    "reader",
    "redis_server",
    "reviewer",
    "workshop",
    "writer",
]

ROOT = Path(__file__).resolve().parent.parent

# How long an example takes says how much else the machine does; limits have tests of their own.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

# Files that go over every page, every list or many histories: what they run is run by the tests of
# each thing too, and coverage nearly doubles what they take.
SWEEPING = {
    f"test_{name}.py"
    for name in (
        "admin_permissions api_include api_keys_names api_lists api_plans api_privacy api_schema "
        "api_walks changes_mirror faces_privacy http_tags privacy_everywhere reading_plans "
        "reading_queries readme_reading search_recall security_forgery security_killers "
        "security_searches security_sessions three_editors web_privacy webhooks_histories"
    ).split()
}


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder with real material; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("NEWSROOM_CORPORA") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip("no real material: set NEWSROOM_CORPORA to the folder that holds seeds/")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample documents of the project itself."""
    return ROOT / "fixtures" / "documents"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database of its own for every process that tests, so that runs never meet.

    SQLite gets a real file: in memory, threads share a cache and find tables locked, as no file's
    are.
    """
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        test["NAME"] = f"test_newsroom_{os.getpid()}"


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """Whitenoise warns where the folder is missing; tests serve files from where they stand."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def clean_surroundings(settings, tmp_path):
    """Every test has a media folder of its own, an empty cache, no counts, and fast passwords."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Nobody's Redis is emptied by tests, whatever the environment names.
    settings.CACHES = dict.fromkeys(settings.CACHES, settings.IN_PROCESS)
    cache.clear()
    # What keys asked in the last half minute would be written after some request of this test.
    tally.take()


@pytest.fixture(scope="session", autouse=True)
def groups_outlive_a_flush() -> None:
    """Make the groups of the migration anew where a test that commits has emptied the tables."""
    migration = import_module("articles.migrations.0002_groups")
    later = import_module("articles.migrations.0007_groups_of_learned_lines")
    webhooks = import_module("articles.migrations.0012_webhooks")
    keys = import_module("articles.migrations.0014_api_keys")

    def make(**_sent: Any) -> None:
        migration.make(apps, None)
        later.give(apps, None)
        webhooks.give(apps, None)
        keys.give(apps, None)

    post_migrate.connect(make, sender=apps.get_app_config("articles"), weak=False)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin in English, and leave the process as it was: a request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def unthrottled(settings: Any) -> None:
    """Let anybody ask the API as often as a test does."""
    rates = {"DEFAULT_THROTTLE_RATES": {"anon": None}}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, **rates}


@pytest.fixture
def under_a_path(client: Client) -> Iterator[Client]:
    """A client of a site that its server has under a path of its own, as its handler tells."""
    set_script_prefix("/valley/")
    client.defaults["SCRIPT_NAME"] = "/valley"
    yield client
    set_script_prefix("/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what only concerns PostgreSQL on PostgreSQL alone, and Redis where there is one.

    Where NEWSROOM_TEST_ONLY_DATABASE is set, what no database can change is left out. Coverage
    would cost timed tests half of what they may take, and finds nothing new where a browser walks.
    """
    for item in items:
        is_timed = item.get_closest_marker("limits") or item.get_closest_marker("browser")
        if is_timed or item.path.name in SWEEPING:
            item.add_marker(pytest.mark.no_cover)
    left_out = set()
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        left_out = {item for item in items if item.get_closest_marker("postgresql")}
    elif os.environ.get("NEWSROOM_TEST_ONLY_DATABASE"):
        left_out = {item for item in items if not may_depend_on_database(item)}
    if not has_redis() and not os.environ.get("NEWSROOM_TEST_ALL"):
        left_out |= {item for item in items if item.get_closest_marker("redis")}
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def may_depend_on_database(item: pytest.Item) -> bool:
    """Say whether a test asks for the database, makes one of its own, or reads real material."""
    names = {"django_db", "corpora", "postgresql"}
    fixtures = {"db", "transactional_db", "live_server", "workshop"}
    return any(item.get_closest_marker(name) for name in names) or not fixtures.isdisjoint(
        getattr(item, "fixturenames", ())
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Where NEWSROOM_TEST_ALL is set, a skipped test has failed, real material aside."""
    report = yield
    is_optional = item.get_closest_marker("corpora") is not None
    if report.skipped and os.environ.get("NEWSROOM_TEST_ALL") and not is_optional:
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        terminalreporter.line("PostgreSQL: not tested in this run; set DATABASE_URL to do so.")
    if not has_redis():
        terminalreporter.line("Redis: not tested in this run; install redis-server to do so.")
