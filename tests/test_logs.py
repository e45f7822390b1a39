"""A log line is one line."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import override_settings
from django.urls import path

from newsroom.logs import OneLineFormatter
from newsroom.settings import BASE_DIR
from newsroom.urls import urlpatterns


def test_a_name_with_line_breaks_and_colours_stays_on_one_line():
    record = logging.LogRecord("n", 30, "f", 1, "refused %s", ("a\r\nb\x1b[31m\u2028c",), None)

    assert OneLineFormatter("%(message)s").format(record) == r"refused a\r\nb\x1b[31m\u2028c"


def test_a_traceback_is_indented_under_its_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        record = logging.LogRecord("n", 40, "f", 1, "failed", (), sys.exc_info())

    first, *rest = OneLineFormatter("%(message)s").format(record).splitlines()
    assert first == "failed"
    assert all(line.startswith("    ") for line in rest)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/nowhere/"),
        ("get", "/api/v1/articles/bbbbbbbbbbbb/"),
        ("get", "/api/v1/articles/?nonsense=1"),
        ("post", "/"),
        ("post", "/api/v1/changes/"),
    ],
)
def test_what_readers_mistype_is_no_news_to_an_operator(client, caplog, method, address):
    response = getattr(client, method)(address)

    assert response.status_code in {400, 404, 405}
    assert caplog.records == []


@pytest.mark.django_db
def test_an_operator_hears_of_hosts_that_are_not_ours(client, caplog):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400

    assert [record.name for record in caplog.records] == ["django.security.DisallowedHost"]


@pytest.mark.parametrize(
    ("error", "name"),
    [(ValueError("broken"), "django.request"), (SuspiciousOperation(), "django.security")],
)
def test_an_operator_hears_of_what_breaks(client, caplog, error, name):
    def view(_request):
        raise error

    urls = (path("broken/", view), *urlpatterns)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=urls):
        client.get("/broken/")

    heard = caplog.records[0]
    assert heard.name.startswith(name)
    assert heard.exc_info[1] is error


LEVELS = "from django.conf import settings as s; print(s.LOGGING['loggers']['django.request'])"


@pytest.mark.parametrize(
    ("asked", "level"),
    [("", "ERROR"), ("warning", "ERROR"), ("INFO", "INFO"), ("CRITICAL", "CRITICAL")],
)
def test_whoever_asks_for_more_of_the_log_or_less_gets_it(tmp_path, asked, level):
    named = {"NEWSROOM_LOG_LEVEL": asked} if asked else {}
    made = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LEVELS],
        cwd=BASE_DIR,
        env={**os.environ, **made, **named},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == str({"level": level})
