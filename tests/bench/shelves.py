"""Where the databases of a bench stand: files of SQLite, or databases of a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg


class Shelf(Protocol):
    def url(self, name: str) -> str: ...

    def has(self, name: str) -> bool: ...

    def make(self, name: str) -> None: ...

    def copy(self, name: str, to: str) -> None:
        """Put a copy of a database in the place of another."""

    def size(self, name: str) -> float:
        """Return megabytes."""


@dataclass(frozen=True, slots=True)
class Files:
    """Databases of SQLite."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite://{self.path(name)}"

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def make(self, name: str) -> None:
        """Do nothing: SQLite makes a file when it is asked for."""

    def copy(self, name: str, to: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path(to)}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.path(name), self.path(to))
        os.sync()  # or the disk writes the copy down while a run waits for it

    def size(self, name: str) -> float:
        return self.path(name).stat().st_size / 1e6


@dataclass(slots=True)
class Server:
    """Databases of a PostgreSQL server, `address` being one of them.

    They are dropped in the end; those of `kept` stay, and are found again by that name.
    """

    address: str
    kept: str = ""
    made: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        return urlsplit(self.address)._replace(path=f"/{self._called(name)}").geturl()

    def has(self, name: str) -> bool:
        called = self._called(name)
        return bool(self._ask(f"SELECT count(*) FROM pg_database WHERE datname = '{called}'"))  # noqa: S608

    def make(self, name: str) -> None:
        self._ask(f"CREATE DATABASE {self._called(name)}")
        self.made.append(name)

    def copy(self, name: str, to: str) -> None:
        self._drop(to)
        self._ask(f"CREATE DATABASE {self._called(to)} TEMPLATE {self._called(name)}")
        self.made.append(to)

    def size(self, name: str) -> float:
        return float(self._ask(f"SELECT pg_database_size('{self._called(name)}')")) / 1e6

    def drop_all(self) -> None:
        for name in list(self.made):
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._ask(f"DROP DATABASE IF EXISTS {self._called(name)} WITH (FORCE)")
        self.made = [one for one in self.made if one != name]

    def _called(self, name: str) -> str:
        return f"newsroom_bench_{self.kept or os.getpid()}_{name}"

    def _ask(self, statement: str) -> int:
        """Run a statement outside of any transaction; return the one number it may give."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            row = answer.fetchone() if answer.description else None
            return row[0] if row else 0


@contextmanager
def shelf(folder: Path, address: str, kept: str) -> Iterator[Shelf]:
    """Give the place for databases: without an address in the folder.

    It is cleared in the end, unless they shall be `kept` under a name.
    """
    if not address.startswith("postgres"):
        yield Files(folder)
        return
    server = Server(address, kept)
    try:
        yield server
    finally:
        if not kept:
            server.drop_all()
