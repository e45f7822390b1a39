"""Readers of environment variables; each fails loudly, naming the variable and what it wants."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding white space; blank counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no.

    >>> flag("NEWSROOM_NEVER_SET", default=True)
    True
    """
    value = text(name).casefold()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number not below `least`."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if result < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {result}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a comma-separated list, in order, without blanks."""
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def origin(name: str, *, hosts: list[str], https: bool) -> str:
    """Return a scheme and a host, by default those of the first host served.

    >>> origin("NEWSROOM_NEVER_SET", hosts=[".news.example"], https=True)
    'https://news.example'
    """
    value = text(name) or f"{'https' if https else 'http'}://{hosts[0].lstrip('.')}"
    if not re.fullmatch(r"https?://[^\s/?#@]+", value):
        raise ImproperlyConfigured(f"{name} must look like https://news.example, not {value!r}.")
    return value


def rate(name: str, default: str) -> str:
    """Return a rate such as `120/min`; `off` is the empty rate."""
    value = text(name, default)
    if value == "off":
        return ""
    count, _, period = value.partition("/")
    if not count.isdecimal() or period not in {"sec", "min", "hour", "day"}:
        raise ImproperlyConfigured(f"{name} must look like 120/min or be off, not {value!r}.")
    return value


def secret(name: str, keep_in: Path) -> str:
    """Return the variable, or a key made once and kept in a file that only its owner reads."""
    if value := text(name):
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} must have at least 50 characters.")
        return value
    if not keep_in.exists():
        try:
            _keep(secrets.token_urlsafe(64), keep_in)
        except OSError as error:
            raise ImproperlyConfigured(
                f"Set {name}, or make {keep_in} writable to keep one: {error.strerror}."
            ) from error
    return keep_in.read_text("ascii")


def _keep(value: str, path: Path) -> None:
    """Write the file whole or not at all; where two processes try, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value)
    with contextlib.suppress(FileExistsError):
        Path(path).hardlink_to(temporary)
    Path(temporary).unlink()


def database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's settings for a `postgresql://` or `sqlite:///` address; SQLite by default."""
    url = urlsplit(text(name, f"sqlite://{default}"))
    if url.scheme == "sqlite" and url.path:
        return sqlite(Path(unquote(url.path)))
    if url.scheme in {"postgres", "postgresql"} and url.path.strip("/"):
        return postgresql(
            {
                "NAME": unquote(url.path.strip("/")),
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": unquote(url.hostname or ""),
                "PORT": str(url.port or ""),
            }
        )
    raise ImproperlyConfigured(
        f"{name} must be postgresql://USER:PASSWORD@HOST:PORT/NAME or sqlite:///ABSOLUTE/PATH."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """Return settings for a file that readers share with one writer at a time.

    WAL lets readers go on while somebody writes; IMMEDIATE makes a writer wait for its turn at
    the start of its transaction, where waiting works, and not at its first write, where it fails.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file anew costs three milliseconds, ten times an answer from it.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;"
                # The log is brought into the file each 16 MB: each 4 MB doubled a nightly import.
                "PRAGMA wal_autocheckpoint=4000;"
            ),
        },
    }


def postgresql(address: Mapping[str, str]) -> dict[str, Any]:
    """Return settings for a server, with connections kept in a pool."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        **address,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 0, "max_size": 8, "timeout": 10}},
    }


def redis(name: str) -> dict[str, Any] | None:
    """Return Django's settings for the cache at a `redis://` address; None where none is set."""
    if not (address := text(name)):
        return None
    if not _leads_to_redis(address):
        raise ImproperlyConfigured(
            f"{name} must be redis://USER:PASSWORD@HOST:PORT/NUMBER, rediss:// for TLS, or "
            "unix:///ABSOLUTE/PATH; a password's other characters are percent-encoded."
        )
    try:
        client = import_module("redis")
    except ImportError:
        raise ImproperlyConfigured(f"{name} needs requirements/redis.txt installed.") from None
    # What the address says of the connection itself wins, so it is tried too.
    try:
        client.ConnectionPool.from_url(address).make_connection()
    except (TypeError, ValueError, client.RedisError) as error:
        raise ImproperlyConfigured(f"{name} is no address that Redis takes: {error}") from None
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # A list, or Django would look for more addresses after a comma.
        "LOCATION": [address],
        "KEY_PREFIX": "newsroom",
        # Seconds. Nobody's page waits longer for a count.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }


def _leads_to_redis(address: str) -> bool:
    try:
        url = urlsplit(address)
        is_place = bool(url.hostname) and url.port != 0
    except ValueError:
        return False
    if url.scheme == "unix":
        return url.path.startswith("/") and not url.fragment
    is_number = re.fullmatch(r"/?[0-9]*", url.path) is not None
    return url.scheme in {"redis", "rediss"} and is_place and is_number and not url.fragment
