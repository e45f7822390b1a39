"""Imports in processes of their own, with faults that are real: one dies, one loses its database.

`serve` runs in a process that has loaded the project once and forks for each command, so that
hundreds of imports cost no more than what they import. It reads orders and writes answers, each a
line of JSON; see `tests.faults`, which gives the orders.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import ManagementUtility, get_commands
from django.db import OperationalError, connection, transaction
from django.db.models import Model

from articles.ingest import pipeline
from articles.ingest.known import Known
from articles.ingest.records import Found, Place
from articles.ingest.store import reversing
from articles.ingest.workers import Orders, read_one
from articles.management.commands import import_articles, undo_import  # noqa: F401  (see serve)
from articles.models import Document, ImportRun, Review, Revision
from articles.turns import _LOCK
from tests.documents import rows

Order = dict[str, Any]


def serve() -> None:
    """Fork for each order to start something; wait for one where that is asked for.

    What every command loads and looks up has been loaded by then.
    """
    get_commands()
    run_checks()
    for path in (settings.BASE_DIR / "fixtures" / "documents").rglob("*.*"):
        data = path.read_bytes()
        read_one(Found(Place("", path.name), data, len(data), path.name), Orders(Known()))
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if process := order.get("wait"):
            answer = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        else:
            answer = os.fork() or _work(order)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _work(order: Order) -> int:
    """Do what is asked for in a process that ends with it."""
    folder = Path(order["folder"])
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    code = 1
    try:
        code = _done(order, folder)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  (shown like Python itself does, in a process forked off)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _done(order: Order, folder: Path) -> int:
    connection.settings_dict["NAME"] = order["database"]
    if "timeout" in order:
        connection.settings_dict["OPTIONS"]["timeout"] = order["timeout"]
    settings.MEDIA_ROOT = folder.parent / "media"
    pipeline.MOST_DOCUMENTS = reversing.MOST_DOCUMENTS = order["batch"]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if order["arguments"][0] in SHOWN:
        shown = SHOWN[order["arguments"][0]]()
        sys.stdout.write(json.dumps(shown, default=str, sort_keys=True))
        return 0
    if order["arguments"][0] == "on server":
        with connection._nodb_cursor() as cursor:
            cursor.execute(order["arguments"][1])
        return 0
    name, *values = order["fault"]
    with FAULTS[name](*values, folder):
        ManagementUtility(["manage.py", *order["arguments"]]).execute()
    return 0


def stored() -> dict[str, Any]:
    """Return all that a database holds but for ids, runs and times."""
    named = ("article__title", "article__source__name")
    return rows() | {
        "revisions": _sorted(Revision, *named, "version", "note"),
        "reviews": _sorted(Review, *named, "version", "from_status", "to_status"),
        "told": _sorted(Document, "path", "member", "size", "warnings", "boundaries"),
    }


def checked() -> dict[str, Any]:
    """Return what is wrong with a database, and what its journal says."""
    return {
        "wrong": _wrong(),
        "documents": Document.objects.count(),
        "runs": list(ImportRun.objects.order_by("pk").values_list("status", "counts")),
    }


SHOWN: dict[str, Callable[[], dict[str, Any]]] = {"stored": stored, "checked": checked}


def _sorted(model: type[Model], *columns: str) -> list[Any]:
    return sorted(model._default_manager.values_list(*columns), key=str)


def _wrong() -> list[str]:
    """Return what the database itself finds wrong."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
            return [str(row) for row in cursor.fetchall()]
        cursor.execute("PRAGMA integrity_check")
        found = [str(row) for row in cursor.fetchall() if row != ("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [str(row) for row in cursor.fetchall()]


Execute = Callable[..., Any]
Hook = Callable[[int, str], None]


@contextmanager
def _each_statement(do: Hook) -> Iterator[None]:
    """Call something before each statement that an import sends, with its number and words."""
    count = 0

    def wrapped(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        do(count, sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapped):
        yield


@contextmanager
def _nothing(_folder: Path) -> Iterator[None]:
    yield


def _listed(folder: Path) -> Any:
    """Write the words of each statement to a file."""
    file = (folder / "statements").open("w", buffering=1)
    return _each_statement(lambda _number, sql: _line(file, sql))


def _line(file: Any, sql: str) -> None:
    file.write(f"{' '.join(sql.split())[:200]}\n")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _killed_before(statement: int, _folder: Path) -> Any:
    return _each_statement(lambda number, _sql: _die() if number == statement else None)


def _killed_near(statement: int, milliseconds: float, _folder: Path) -> Any:
    """Kill some time after a statement was sent, in the middle of whatever is done then."""

    def do(number: int, _sql: str) -> None:
        if number == statement:
            threading.Timer(milliseconds / 1000, _die).start()

    return _each_statement(do)


def _killed_after_commit(turn: int, _folder: Path) -> Any:
    """Kill when a batch is stored, before anybody knows; the journal's beginning is number 0."""
    return _each_turn(lambda number: transaction.on_commit(_die) if number == turn else None)


def _killed_before_turn(turn: int, _folder: Path) -> Any:
    """Kill when a batch has been read and its transaction only has begun."""
    return _each_turn(lambda number: _die() if number == turn else None)


def _each_turn(do: Callable[[int], None]) -> Any:
    turns = itertools.count()
    return _each_statement(lambda _number, sql: do(next(turns)) if sql in _LOCK.values() else None)


def _failing(first: int, last: int, _folder: Path) -> Any:
    """Let the database fail from one statement to another."""

    def do(number: int, _sql: str) -> None:
        if first <= number <= last:
            raise OperationalError("the disk was pulled out")

    return _each_statement(do)


def _signalled(statement: int, which: int, _folder: Path) -> Any:
    """Ask to stop before a statement."""
    return _each_statement(
        lambda number, _sql: os.kill(os.getpid(), which) if number == statement else None
    )


def _signalled_in_turn(turn: int, which: int, _folder: Path) -> Any:
    """Ask to stop in the middle of writing a batch."""
    return _each_turn(lambda number: os.kill(os.getpid(), which) if number == turn else None)


def _twice(which: int) -> None:
    """Ask to stop, and lose patience at once."""
    os.kill(os.getpid(), which)
    os.kill(os.getpid(), which)


def _signalled_twice(statement: int, which: int, _folder: Path) -> Any:
    return _each_statement(lambda number, _sql: _twice(which) if number == statement else None)


def _signalled_twice_in_turn(turn: int, which: int, _folder: Path) -> Any:
    return _each_turn(lambda number: _twice(which) if number == turn else None)


def _disconnected(statement: int, _folder: Path) -> Any:
    """Let the server end the connection in the middle of its work."""

    def do(number: int, _sql: str) -> None:
        if number == statement:
            process = connection.connection.info.backend_pid
            with connection._nodb_cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [process])

    return _each_statement(do)


@contextmanager
def _small_database(pages: int, _folder: Path) -> Iterator[None]:
    """Leave room for so many more pages in the database."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        most = cursor.fetchone()[0] + pages
        cursor.execute(f"PRAGMA max_page_count = {most}")
    yield


@contextmanager
def _limited(limit: int, value: int, _folder: Path) -> Iterator[None]:
    """Set a limit of the operating system; for open files, to so many more than are open."""
    if limit == resource.RLIMIT_NOFILE:
        value += max(map(int, os.listdir("/proc/self/fd")))  # noqa: PTH208
    resource.setrlimit(limit, (value, value))
    yield


@contextmanager
def _on_open(name: str, do: str, _folder: Path) -> Iterator[None]:
    """Let something happen to a file in the moment in which it is opened in its folder."""
    path = Path(name)
    becomes = {"nothing": lambda _path: None, "a folder": os.mkdir, "a pipe": os.mkfifo}

    def hook(event: str, arguments: Any) -> None:
        if event == "open" and arguments[0] == path.name and path.is_file():
            path.unlink()
            becomes[do](path)

    sys.addaudithook(hook)
    yield


FAULTS: dict[str, Callable[..., Any]] = {
    "none": _nothing,
    "listed": _listed,
    "killed before": _killed_before,
    "killed near": _killed_near,
    "killed after commit": _killed_after_commit,
    "killed before turn": _killed_before_turn,
    "failing": _failing,
    "signalled": _signalled,
    "signalled in turn": _signalled_in_turn,
    "signalled twice": _signalled_twice,
    "signalled twice in turn": _signalled_twice_in_turn,
    "disconnected": _disconnected,
    "small database": _small_database,
    "file size": partial(_limited, resource.RLIMIT_FSIZE),
    "open files": partial(_limited, resource.RLIMIT_NOFILE),
    "memory": partial(_limited, resource.RLIMIT_AS),
    "on open": _on_open,
}
