"""Starts the production server on a database and asks it, one request after the other."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import ROOT

_HEAD = "GET {} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n{}\r\n"
STARTS_WITHIN = 30  # seconds


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by lower-case name, and body."""
        lines = "".join(f"{name.replace('_', '-')}: {said}\r\n" for name, said in headers.items())
        self._socket.sendall(_HEAD.format(path, lines).encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _blank, body = received.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        said = dict(line.lower().split(": ", 1) for line in rest)
        length = int(said.get("content-length", 0))
        while len(body) < length:
            body += self._more()
        return int(first.split()[1]), said, body

    def rate(self, path: str, seconds: float, *, status: int = 200, **headers: str) -> float:
        """Return how many requests a second are answered so, once warm."""
        self.get(path, **headers)
        began, answered = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < seconds:
            found, _said, _body = self.get(path, **headers)
            if found != status:
                raise SystemExit(f"{path} answered {found}")
            answered += 1
        return answered / passed

    def _more(self) -> bytes:
        received = self._socket.recv(1 << 18)
        if not received:
            raise SystemExit("The server closed the connection.")
        return received


@contextmanager
def served(database: str, folder: Path) -> Iterator[tuple[Client, int]]:
    """Give a client of a server with one worker, and the worker's process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.readers.settings",
        "DATABASE_URL": database,
        "NEWSROOM_VAR": str(folder),
        "NEWSROOM_API_RATE": "off",
        "NEWSROOM_DEBUG": "0",
        "NEWSROOM_HOSTS": "localhost",
        "NEWSROOM_HTTPS": "0",
        "PYTHONDEVMODE": "",
    }
    arguments = ["newsroom.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
                 "--threads", "1", "--keep-alive", "60", "--log-level", "error"]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT, env={**os.environ, **surroundings}
    )
    try:
        client = _connected(port)
        client.get("/bench/nothing/")
        yield client, _child_of(server.pid)
    finally:
        server.terminate()
        server.wait()


def peak_memory(pid: int) -> float:
    """Return the most megabytes that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _connected(port: int) -> Client:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return Client(port)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()[0])
