"""Whoever is asked cannot lead us elsewhere, nor keep us for ever."""

from __future__ import annotations

import socket
import time
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.outbound import Request, Unanswered, Way, Why, answered, connected, resolved, trusted
from tests.receivers import HOST, PUBLIC, URL, ask, receiving, status


def test_the_connection_goes_to_the_address_that_was_looked_at():
    with receiving() as receiver:
        assert ask(receiver.way())[0] == 204

    assert receiver.connected == [(PUBLIC, 443)]
    assert receiver.received[0].headers["Host"] == HOST


def test_a_host_is_resolved_once():
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    with receiving() as receiver:
        ask(Way(rebinding, receiver.connect, receiver.way().tls))

    assert asked == [HOST]


def test_another_address_of_the_host_is_tried_where_one_does_not_answer():
    with receiving() as receiver:
        receiver.addresses = ["2606:4700::1111", PUBLIC]
        reached = receiver.connect

        def connect(address: str, port: int, seconds: float) -> socket.socket:
            if address != PUBLIC:
                raise OSError(101, "Network is unreachable")
            return reached(address, port, seconds)

        assert ask(Way(receiver.resolve, connect, receiver.way().tls))[0] == 204


def unresolved(host: str, port: int) -> list[str]:
    raise socket.gaierror(-2, "Name or service not known")


def refusing(address: str, port: int, seconds: float) -> socket.socket:
    raise ConnectionRefusedError(111, "Connection refused")


def hanging(address: str, port: int, seconds: float) -> socket.socket:
    raise TimeoutError("timed out")


@pytest.mark.parametrize(
    ("way", "why"),
    [
        pytest.param(Way(unresolved, refusing), Why.UNRESOLVED, id="no such host"),
        pytest.param(Way(lambda *_: [], refusing), Why.UNRESOLVED, id="no address"),
        pytest.param(Way(lambda *_: [PUBLIC], refusing), Why.UNREACHED, id="refused"),
        pytest.param(Way(lambda *_: [PUBLIC], hanging), Why.TIMEOUT, id="hangs"),
        pytest.param(Way(lambda *_: [PUBLIC], hanging, in_all=0), Why.TIMEOUT, id="late"),
    ],
)
def test_what_fails_on_the_way_has_a_name(way, why):
    with pytest.raises(Unanswered, match=why):
        ask(way)


def test_a_certificate_of_another_host_is_not_trusted():
    with receiving() as receiver, pytest.raises(Unanswered, match="tls"):
        ask(receiver.way(), "https://other.example.org/")

    assert receiver.received == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted():
    with receiving() as receiver, pytest.raises(Unanswered, match="tls"):
        ask(receiver.way(tls=trusted))


def test_a_receiver_that_does_not_encrypt_is_not_heard():
    with receiving(encrypted=False) as receiver, pytest.raises(Unanswered, match=r"tls|unreached"):
        ask(receiver.way())


def test_http_goes_without_encryption_where_it_is_allowed():
    with receiving(encrypted=False) as receiver:
        assert ask(receiver.way(allow_http=True), "http://hooks.example.org/")[0] == 204

    assert receiver.connected == [(PUBLIC, 80)]


def test_a_redirect_is_an_answer_and_is_not_followed():
    with receiving(status(302, Location="https://hooks.example.org/again")) as receiver:
        assert ask(receiver.way())[0] == 302

    assert len(receiver.received) == 1


def huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _portion in range(10_000):
        handler.wfile.write(b"x" * 65_536)


def endless_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _portion in range(10_000):
        handler.wfile.write(b"X: " + b"x" * 60 + b"\r\n")


def endless_continue(handler: BaseHTTPRequestHandler) -> None:
    for _portion in range(100_000):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def slow_drip(handler: BaseHTTPRequestHandler) -> None:
    for character in b"HTTP/1.1 200 OK\r\n" * 20:
        handler.wfile.write(bytes([character]))
        time.sleep(0.05)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9\r\n")


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.mark.parametrize(
    ("answer", "seconds", "why"),
    [
        (huge, 20, "too_large"),
        (endless_head, 20, "too_large|not_http"),
        (endless_continue, 20, "too_large"),
        (slow_drip, 0.5, "timeout"),
        (silence, 0.5, "timeout"),
        (nonsense, 20, "not_http"),
        (hang_up, 20, "not_http|unreached|tls"),
    ],
)
def test_an_answer_has_an_end(answer, seconds, why):
    with receiving(answer) as receiver, pytest.raises(Unanswered, match=why):
        ask(receiver.way(in_all=seconds))


def test_hosts_are_resolved_and_connected_by_the_system():
    with receiving() as receiver, connected("127.0.0.1", receiver.port, 5) as connection:
        assert connection.getpeername() == ("127.0.0.1", receiver.port)

    assert resolved("192.0.2.7", 443) == ["192.0.2.7"]


def test_a_header_cannot_bring_another_along():
    forged = Request("GET", URL, {"X": "a\r\nY: b"})

    with (
        receiving() as receiver,
        pytest.raises(ValueError, match="ends a line"),
        answered(forged, most=1, way=receiver.way()),
    ):
        pass

    assert receiver.received == []


PIECES = (
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 ", b"200", b"100 Continue", b"\r\n", b"\r\n\r\n"),
    *(
        b"Content-Length: ",
        b"5",
        b"-1",
        b"-ffffffffffffffffffff",
        b"99999999999999999",
        b"ffffffffffffffffffff",
        b"zz",
    ),
    *(b"Transfer-Encoding: chunked\r\n\r\n", b": ", b"\x00\xff", b"multipart; boundary=\xff"),
)


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=12).map(b"".join))
def test_any_bytes_are_an_answer_or_none(data):
    near, far = socket.socketpair()
    way = Way(lambda *_: [PUBLIC], lambda *_: near, allow_http=True)
    with far:
        far.sendall(data)
        far.shutdown(socket.SHUT_WR)
        try:
            number, body = ask(way, "http://hooks.example.org/")
        except Unanswered:
            return
    assert 100 <= number <= 999
    assert len(body) <= len(data)


@pytest.mark.parametrize("head", [b"Content-Length: 99999999999999999", b"Content-Length: 5000"])
def test_no_memory_is_set_aside_for_what_is_only_announced(head):
    near, far = socket.socketpair()
    way = Way(lambda *_: [PUBLIC], lambda *_: near, allow_http=True)
    far.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")

    with far, pytest.raises(Unanswered, match="too_large"):
        ask(way, "http://hooks.example.org/", most=4096)
