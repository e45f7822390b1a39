"""A receiver that stands on this machine, reached as if it were a public host.

The resolver is a table and connections go to the loopback whatever address was looked at; so no
test asks anybody outside. `receiver.pem` is the key and the certificate of `hooks.example.org`,
for this alone.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from articles.choices import ChangeKind
from articles.models import Change, Webhook
from articles.outbound import Request, Way, answered
from tests.builders import LONG_AGO

PEM = Path(__file__).with_name("receiver.pem")
HOST = "hooks.example.org"
URL = f"https://{HOST}/changes"
PUBLIC = "93.184.215.14"


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What arrived, and how to get there."""

    port: int
    received: list[Received] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    addresses: Sequence[str] = (PUBLIC,)

    def way(self, **options: Any) -> Way:
        given: dict[str, Any] = {"tls": trusting, "to_connect": 20.0, "in_all": 20.0} | options
        return Way(resolve=self.resolve, connect=self.connect, **given)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        return self.addresses

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), seconds)


Answer = Callable[[BaseHTTPRequestHandler], None]


def status(number: int, **headers: str) -> Answer:
    """Answer with a status and nothing else."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(number)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def ask(way: Way, url: str = URL, most: int = 4096) -> tuple[int, bytes]:
    """Ask once, and return the status and the whole answer."""
    with answered(
        Request("POST", url, {"User-Agent": "test"}, b"{}"), most=most, way=way
    ) as answer:
        return answer.status, answer.read()


def trusting() -> ssl.SSLContext:
    """A client's context that trusts the receiver's certificate alone."""
    return ssl.create_default_context(cafile=str(PEM))


@contextmanager
def receiving(*answers: Answer, encrypted: bool = True) -> Iterator[Receiver]:
    """Give a receiver that answers each request in turn, and the rest as the last one."""
    waiting = list(answers) or [status(204)]

    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(self.path, dict(self.headers), body))
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            try:
                answer(self)
            except OSError:  # whoever asked has heard enough
                self.close_connection = True

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_told: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        server.is_encrypted = encrypted
        receiver = Receiver(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    is_encrypted = True

    def finish_request(self, request: Any, client_address: Any) -> None:
        if not self.is_encrypted:
            super().finish_request(request, client_address)
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        with context.wrap_socket(request, server_side=True) as encrypted:
            super().finish_request(encrypted, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may hang up at any moment; that is what the tests are about."""


def make_webhook(name: str = "Mirror", **values: Any) -> Webhook:
    return Webhook.objects.create(name=name, **{"url": URL} | values)


def make_change(kind: ChangeKind = ChangeKind.CORRECTED, public_id: str = "bcdfghjkmnpq") -> int:
    """Make a change that belongs to no article, and return its number."""
    change = Change.objects.create(kind=kind, public_id=public_id, at=LONG_AGO)
    change.refresh_from_db()
    return change.number or 0


def numbers(receiver: Receiver) -> list[int]:
    return [json.loads(one.body)["number"] for one in receiver.received]
