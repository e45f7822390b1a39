"""Requests to addresses that somebody else has named, which never reach a private network.

A host is resolved once; unless every address it has is public, nobody is asked, and the connection
goes to an address that was looked at. Nothing follows a redirect. Everything has an end: the
connection, the answer's bytes, the whole exchange.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

# Seconds to connect to one address, and for everything from the name to the last byte.
TO_CONNECT = 5.0
IN_ALL = 10.0
LONGEST_URL = 2_000
# Addresses of one host that are tried.
MOST_TRIED = 4
PORTS = {"https": 443, "http": 80}

# What IANA's special-purpose registries do not give to the public internet, and what carries other
# addresses inside itself. Of IPv6, only 2000::/3 is given to anybody.
FORBIDDEN_4 = [
    IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
PUBLIC_6 = IPv6Network("2000::/3")
FORBIDDEN_6 = [
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20")
]

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z])({_LABEL})")
_UNPRINTED = re.compile(r"[\x00-\x20\x7f\\]")


class Why(StrEnum):
    """Why there was no answer."""

    URL = "url"
    FORBIDDEN = "forbidden"
    UNRESOLVED = "unresolved"
    UNREACHED = "unreached"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    NOT_HTTP = "not_http"


class Unanswered(Exception):
    """There was no answer, or nobody was asked; `why` says for what reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it is asked for: the host in ASCII, the path quoted."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def resolved(host: str, port: int) -> list[str]:
    """Return all addresses of a host; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_kind, address in found]


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an address; raises OSError."""
    return socket.create_connection((address, port), seconds)


@cache
def trusted() -> ssl.SSLContext:
    """Return what checks certificates; to read those of this machine takes 80 ms."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Way:
    """How requests leave: tests put a resolver and connections of their own here."""

    resolve: Callable[[str, int], Sequence[str]] = resolved
    connect: Callable[[str, int, float], socket.socket] = connected
    tls: Callable[[], ssl.SSLContext] = trusted
    allow_http: bool = False
    to_connect: float = TO_CONNECT
    in_all: float = IN_ALL


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@contextmanager
def answered(
    request: Request, *, most: int, way: Way | None = None
) -> Iterator[http.client.HTTPResponse]:
    """Send a request and give its answer, of which `most` bytes can be read, head included.

    Raises Unanswered, also where the body is read. A redirect is an answer like any other.
    """
    way = way or Way()
    ends = time.monotonic() + way.in_all
    target = target_of(request.url, allow_http=way.allow_http)
    with _failures_named(), _connection(target, way, ends) as connection:
        _send(connection, _written(request, target), ends)
        readable: Any = _Readable(_Bounded(_Timed(connection, ends, most), most))
        response = http.client.HTTPResponse(readable, method=request.method)
        response.begin()
        yield response


def target_of(url: str, *, allow_http: bool = False) -> Target:
    """Return what a URL asks for; raises Unanswered unless it is a plain one.

    >>> target_of("https://hooks.example.org/a?b=1#c")
    Target(scheme='https', host='hooks.example.org', path='/a?b=1')
    """
    if len(url) > LONGEST_URL or _UNPRINTED.search(url):
        raise Unanswered(Why.URL)
    try:
        parts = urlsplit(url)
        port = parts.port
        path = _path(parts)
    except ValueError:
        raise Unanswered(Why.URL) from None
    schemes = PORTS if allow_http else {"https"}
    if parts.scheme not in schemes or "@" in parts.netloc:
        raise Unanswered(Why.URL)
    if port not in {None, PORTS[parts.scheme]}:
        raise Unanswered(Why.URL)
    return Target(parts.scheme, _host(parts.hostname or ""), path)


def is_public(address: str) -> bool:
    """Say whether an address is one of the public internet.

    >>> is_public("192.0.0.8"), is_public("::ffff:8.8.8.8"), is_public("9.9.9.9")
    (False, False, True)
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in network for network in FORBIDDEN_4)
    is_given = found in PUBLIC_6 and found.scope_id is None
    return is_given and not any(found in network for network in FORBIDDEN_6)


def _path(parts: SplitResult) -> str:
    """Return path and query, quoted where they are not; raises ValueError for half a character."""
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{parts.path or '/'}{query}", safe="/%:@!$&'()*+,;=~?", errors="strict")


def _host(name: str) -> str:
    """Return a host's name in ASCII; numbers, single words and trailing dots are no names."""
    try:
        host = name.encode("idna").decode("ascii").lower() if not name.isascii() else name.lower()
    except UnicodeError:
        raise Unanswered(Why.URL) from None
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise Unanswered(Why.URL)
    return host


def _addresses(target: Target, way: Way) -> Sequence[str]:
    try:
        found = way.resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise Unanswered(Why.UNRESOLVED) from None
    if not found:
        raise Unanswered(Why.UNRESOLVED)
    if not all(map(is_public, found)):
        raise Unanswered(Why.FORBIDDEN)
    return list(dict.fromkeys(found))[:MOST_TRIED]


@contextmanager
def _connection(target: Target, way: Way, ends: float) -> Iterator[socket.socket]:
    """Give a connection to one of a host's addresses, encrypted where the scheme says so."""
    plain = _first(_addresses(target, way), target.port, way, ends)
    with plain:
        if target.scheme == "http":
            yield plain
            return
        plain.settimeout(_left(ends))
        with way.tls().wrap_socket(plain, server_hostname=target.host) as encrypted:
            yield encrypted


def _first(addresses: Sequence[str], port: int, way: Way, ends: float) -> socket.socket:
    failure: OSError | None = None
    for address in addresses:
        try:
            return way.connect(address, port, min(way.to_connect, _left(ends)))
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise Unanswered(Why.TIMEOUT) from failure
    raise Unanswered(Why.UNREACHED) from failure


def _written(request: Request, target: Target) -> bytes:
    headers = {
        "Host": target.host,
        "Connection": "close",
        "Accept-Encoding": "identity",
        "Content-Length": str(len(request.body)),
        **request.headers,
    }
    lines = [f"{request.method} {target.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if any(_unsendable(line) for line in lines):
        raise ValueError("a header holds what ends a line")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + request.body


def _unsendable(line: str) -> bool:
    return not line.isascii() or not line.isprintable()


def _send(connection: socket.socket, data: bytes, ends: float) -> None:
    left = memoryview(data)
    while left:
        connection.settimeout(_left(ends))
        left = left[connection.send(left) :]


def _left(ends: float) -> float:
    """Return the seconds that are left."""
    left = ends - time.monotonic()
    if left <= 0:
        raise Unanswered(Why.TIMEOUT)
    return left


@contextmanager
def _failures_named() -> Iterator[None]:
    """Name what fails on the way; a time-out is one whoever notices it."""
    try:
        yield
    except TimeoutError as error:
        raise Unanswered(Why.TIMEOUT) from error
    except ssl.SSLError as error:
        raise Unanswered(Why.TLS) from error
    except OSError as error:
        raise Unanswered(Why.UNREACHED) from error
    except http.client.HTTPException as error:
        raise Unanswered(Why.NOT_HTTP) from error


class _Timed(io.RawIOBase):
    """Reads a connection until its time or its allowance of bytes is over."""

    def __init__(self, connection: socket.socket, ends: float, most: int) -> None:
        super().__init__()
        self._connection, self._ends, self._rest = connection, ends, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._rest <= 0:
            raise Unanswered(Why.TOO_LARGE)
        self._connection.settimeout(_left(self._ends))
        number = self._connection.recv_into(memoryview(buffer)[: self._rest])
        self._rest -= number
        return number


class _Bounded(io.BufferedReader):
    """Sets no memory aside for what an answer says that it is going to hold."""

    def __init__(self, raw: io.RawIOBase, most: int) -> None:
        super().__init__(raw)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = -1 if size is None else size
        if not -1 <= wanted <= self._most:
            raise Unanswered(Why.NOT_HTTP if wanted < 0 else Why.TOO_LARGE)
        return super().read(wanted)


@dataclass(frozen=True, slots=True)
class _Readable:
    """What `http.client` asks of a socket."""

    source: _Bounded

    def makefile(self, _mode: str) -> _Bounded:
        return self.source
