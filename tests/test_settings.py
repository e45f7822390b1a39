"""What an operator can set, and how a wrong value is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from newsroom import environment

ROOT = Path(__file__).resolve().parent.parent


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    keep = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("NEWSROOM_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={**keep, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_checks_are_clean_with_a_host_of_its_own(tmp_path):
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        NEWSROOM_VAR=str(tmp_path),
        NEWSROOM_HOSTS="news.example",
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "var" / "secret_key"

    first = environment.secret("NEWSROOM_NEVER_SET", file)

    assert len(first) >= 50
    assert environment.secret("NEWSROOM_NEVER_SET", file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_place_that_cannot_keep_a_key_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ImproperlyConfigured, match="Set NEWSROOM_NEVER_SET, or make"):
        environment.secret("NEWSROOM_NEVER_SET", tmp_path / "file" / "secret_key")


@pytest.mark.parametrize(
    ("read", "value", "message"),
    [
        pytest.param(
            lambda n: environment.flag(n, default=True), "maybe", "must be 1 or 0", id="flag"
        ),
        pytest.param(lambda n: environment.number(n, 1), "ten", "a whole number", id="number"),
        pytest.param(lambda n: environment.number(n, 9, least=5), "4", "at least 5", id="least"),
        pytest.param(lambda n: environment.rate(n, "off"), "5", "like 120/min", id="rate"),
        pytest.param(lambda n: environment.rate(n, "off"), "5/year", "like 120/min", id="period"),
        pytest.param(
            lambda n: environment.secret(n, Path("never")), "short", "at least 50", id="secret"
        ),
        pytest.param(
            lambda n: environment.database(n, Path("x")), "mysql://h/n", "must be pos", id="engine"
        ),
        pytest.param(
            lambda n: environment.database(n, Path("x")), "postgresql://h", "must be", id="no-name"
        ),
    ],
)
def test_a_wrong_value_names_the_variable(monkeypatch, read, value, message):
    monkeypatch.setenv("NEWSROOM_TRIED", value)

    with pytest.raises(ImproperlyConfigured, match=f"NEWSROOM_TRIED.*{message}"):
        read("NEWSROOM_TRIED")


@pytest.mark.parametrize(
    ("value", "result"), [("", True), ("0", False), ("NO", False), (" 1 ", True), ("on", True)]
)
def test_a_flag_is_read_as_people_write_it(monkeypatch, value, result):
    monkeypatch.setenv("NEWSROOM_TRIED", value)

    assert environment.flag("NEWSROOM_TRIED", default=True) is result


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIED", " a.example, b.example ,,")

    assert environment.words("NEWSROOM_TRIED") == ["a.example", "b.example"]


def test_a_rate_can_be_off(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIED", "off")

    assert environment.rate("NEWSROOM_TRIED", "5/min") == ""


def test_a_database_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIED", "postgresql://ed:p%40ss@db.example:5433/news")

    found = environment.database("NEWSROOM_TRIED", Path("x"))

    assert found["ENGINE"].endswith("postgresql")
    assert [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "news",
        "ed",
        "p@ss",
        "db.example",
        "5433",
    ]


def test_sqlite_is_the_default(monkeypatch):
    monkeypatch.delenv("NEWSROOM_TRIED", raising=False)

    found = environment.database("NEWSROOM_TRIED", Path("/srv/news.sqlite3"))

    assert found["NAME"] == Path("/srv/news.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"NEWSROOM_HOSTS": "*"}, "must name the hosts"),
        ({"NEWSROOM_DEBUG": "perhaps"}, "NEWSROOM_DEBUG must be 1 or 0"),
        ({"DATABASE_URL": "oracle://x/y"}, "DATABASE_URL must be"),
    ],
    ids=["any-host", "flag", "database"],
)
def test_a_wrong_setting_stops_every_command_with_its_reason(tmp_path, variables, message):
    done = manage("check", NEWSROOM_VAR=str(tmp_path), **variables)

    assert done.returncode != 0
    assert message in done.stderr


def test_cookies_are_secure_as_soon_as_the_site_is_not_on_loopback(tmp_path):
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    )

    public = manage("shell", "-c", code, NEWSROOM_VAR=str(tmp_path), NEWSROOM_HOSTS="news.example")
    local = manage("shell", "-c", code, NEWSROOM_VAR=str(tmp_path))

    assert public.stdout.split()[-2:] == ["True", "True"]
    assert local.stdout.split()[-2:] == ["False", "False"]
