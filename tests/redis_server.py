"""A real Redis, which can hang and go away, and newsrooms that share it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 60  # seconds
TOKEN = "t" * 32
# What makes the database of a newsroom with one article and one account.
PREPARED = """
import django; django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from tests.builders import make_published
call_command("migrate", verbosity=0)
get_user_model().objects.create_superuser("chief", password="correct horse")
make_published()
"""


class RedisServer:
    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*self._command, "--save", "", "--daemonize", "no"], stdout=subprocess.DEVNULL
        )
        wait_for(self.port, self._process)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let it take connections and requests, and answer none of them."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def ask(self, command: str) -> str:
        """Return the first line of an answer."""
        with socket.create_connection(("127.0.0.1", self.port)) as asked:
            asked.sendall(f"{command}\r\n".encode())
            return asked.makefile("r", newline="\r\n").readline().strip()


def has_redis() -> bool:
    """Whether there are a server to start on this machine and a client to ask it."""
    return bool(shutil.which("redis-server") and find_spec("redis"))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A server of this run alone."""
    server = RedisServer()
    yield server
    server.stop()


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom that is served by a process of its own."""

    port: int
    log: Path

    def ask(self, path: str, visitor: str, **form: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Return status, headers and body; what is sent by a form is posted."""
        headers = {"X-Forwarded-For": visitor, "Cookie": f"csrftoken={TOKEN}"}
        body = None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **form})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST" if form else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def newsrooms(folder: Path, count: int, **variables: str) -> Iterator[list[Newsroom]]:
    """Give so many newsrooms that share a database, each a production server with four threads."""
    ours = re.compile(r"NEWSROOM_|DATABASE_URL|DJANGO_|PYTEST_|COV_|PYTHONDEVMODE")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_VAR": str(folder),
        "NEWSROOM_PROXIES": "1",
        # Static files as they stand: nothing is collected here.
        "NEWSROOM_DEBUG": "1",
        **variables,
    }
    with ExitStack() as running:
        # They open the database when they are first asked.
        started = [_start(folder, environment, running) for _number in range(count)]
        subprocess.run([sys.executable, "-c", PREPARED], cwd=ROOT, env=environment, check=True)
        for newsroom, process in started:
            wait_for(newsroom.port, process)
        yield [newsroom for newsroom, _process in started]


def _start(
    folder: Path, environment: dict[str, str], running: ExitStack
) -> tuple[Newsroom, subprocess.Popen[bytes]]:
    newsroom = Newsroom(port := free_port(), folder / f"{port}.log")
    command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{port}"]
    log = running.enter_context(newsroom.log.open("wb"))
    process = subprocess.Popen(
        [*command, "--threads", "4", "--log-level", "error"], cwd=ROOT, env=environment, stderr=log
    )
    running.callback(process.wait, 30)
    running.callback(process.terminate)
    return newsroom, process


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections; whoever asks then waits for it to answer."""
    until = time.monotonic() + STARTS_WITHIN
    while True:
        assert process.poll() is None, "the server has ended"
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)
