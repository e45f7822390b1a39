"""Gives orders to `tests.faulty`: imports that fail in real ways, and what is left afterwards."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image as Pixels

from tests.documents import document, several, write

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "fixtures" / "documents"
NONE = ("none",)
FEW = 30
ALWAYS = 10**9
QUOTED = (
    "Whoever walks along the mole at dusk counts the lamps twice, said the old pilot to the two "
    "children, because the first count belongs to the sea and only the second one to the town"
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code or minus its signal, and what it told."""

    code: int
    out: str
    err: str

    @property
    def acknowledged(self) -> int:
        """How many documents it said it had done."""
        return len(self.out.splitlines())


class Workshop:
    """A process that forks others, and databases for them."""

    def __init__(self, folder: Path, *, is_sqlite: bool = False) -> None:
        self.folder = folder
        engine = settings.DATABASES["default"]["ENGINE"]
        self.is_sqlite = is_sqlite or engine.endswith("sqlite3")
        database = {"DATABASE_URL": f"sqlite:///{folder / 'none'}"} if is_sqlite else {}
        self.databases: list[str] = []
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c"),
                "import django; django.setup(); from tests.faulty import serve; serve()",
            ],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", **database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        migrated = self.desk().run("migrate", "-v0")
        assert migrated.code == 0, migrated.err

    def ask(self, order: dict[str, Any]) -> int:
        """Send an order and return the number that answers it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(order)}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def desk(self, *, batch: int = 10) -> Desk:
        """Return a newsroom with a copy of the first one's database, which has only tables."""
        folder = self.folder / str(len(self.databases))
        folder.mkdir()
        if self.is_sqlite:
            name = str(folder / "newsroom.sqlite3")
            if self.databases:
                shutil.copyfile(self.databases[0], name)
        else:
            name = f"test_faults_{os.getpid()}_{len(self.databases)}"
            template = self.databases[0] if self.databases else "template1"
            self._on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.databases.append(name)
        return Desk(self, folder, name, batch)

    def statements_of_a_batch(self, documents: Path, *, batch: int) -> range:
        """Return the numbers of all statements of a second batch, its neighbours' next included.

        On PostgreSQL, where making a database takes a second, only some of them.
        """
        desk = self.desk(batch=batch)
        desk.imports(documents, "--publish", fault=("listed",))
        turns = desk.turns()
        return range(turns[2] - 4, turns[3] + 2, 1 if self.is_sqlite else 9)

    def close(self) -> None:
        if not self.is_sqlite:
            for name in self.databases:
                self._on_server(f"DROP DATABASE {name} WITH (FORCE)")
        self.process.communicate(timeout=60)

    def _on_server(self, statement: str) -> None:
        folder = self.folder / "server"
        folder.mkdir(exist_ok=True)
        desk = Desk(self, folder, "postgres", 1, started=len(list(folder.iterdir())))
        ended = desk.run("on server", statement)
        assert ended.code == 0, ended.err


@dataclass(slots=True)
class Desk:
    """A newsroom with a database of its own, and commands run in it."""

    workshop: Workshop
    folder: Path
    database: str
    batch: int
    started: int = 0

    def start(self, *arguments: object, fault: tuple[Any, ...] = NONE, **more: Any) -> Started:
        self.started += 1
        folder = self.folder / str(self.started)
        folder.mkdir()
        order = {
            "arguments": [str(one) for one in arguments],
            "database": self.database,
            "folder": str(folder),
            "batch": self.batch,
            "fault": fault,
            **more,
        }
        return Started(self.workshop, self.workshop.ask(order), folder)

    def run(self, *arguments: object, fault: tuple[Any, ...] = NONE, **more: Any) -> Ended:
        return self.start(*arguments, fault=fault, **more).end()

    def imports(self, *arguments: object, fault: tuple[Any, ...] = NONE, **more: Any) -> Ended:
        return self.run("import_articles", *arguments, fault=fault, **more)

    def stored(self) -> dict[str, Any]:
        """Return all that is stored, by natural keys."""
        return self._shown("stored")

    def checked(self) -> dict[str, Any]:
        """Return what the journal says, after asking the database whether it is whole."""
        checked = self._shown("checked")
        assert checked["wrong"] == []
        return checked

    def _shown(self, what: str) -> dict[str, Any]:
        ended = self.run(what)
        assert ended.code == 0, ended.err
        shown: dict[str, Any] = json.loads(ended.out)
        return shown

    def statements(self) -> list[str]:
        """Return the statements of the last run, which was to list them."""
        return (self.folder / str(self.started) / "statements").read_text().splitlines()

    def turns(self) -> list[int]:
        """Return the numbers of the statements that begin a turn of writing, in the last run."""
        return [
            number
            for number, sql in enumerate(self.statements(), 1)
            if sql == "SELECT 1" or "pg_advisory_xact_lock" in sql
        ]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let somebody else hold the turn of writing."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


@dataclass(frozen=True, slots=True)
class Started:
    """A process at its work."""

    workshop: Workshop
    process: int
    folder: Path

    def send(self, signal: int) -> None:
        os.kill(self.process, signal)

    def wait_for(self, told: str, name: str = "err", *, seconds: float = 60) -> None:
        """Wait until a process has said something."""
        until = time.monotonic() + seconds
        while told not in (self.folder / name).read_text(errors="replace"):
            assert time.monotonic() < until
            time.sleep(0.01)

    def end(self) -> Ended:
        code = self.workshop.ask({"wait": self.process})
        out, err = ((self.folder / name).read_text(errors="replace") for name in ("out", "err"))
        return Ended(code, out, err)


@contextmanager
def workshop_in(folder: Path, *, is_sqlite: bool = False) -> Iterator[Workshop]:
    made = Workshop(folder, is_sqlite=is_sqlite)
    try:
        yield made
    finally:
        made.close()


def fill(folder: Path, count: int) -> None:
    """Write so many documents: a few of every kind, the others short, with copies among them.

    What is refused, an archive and a text that another quotes stand among them too.
    """
    kinds = [path for path in sorted(SAMPLES.rglob("*.*")) if path.is_file()]
    for number in range(count):
        name = f"{number:04}"
        if number % 7 == 3 and kinds:
            path = kinds[(number // 7) % len(kinds)]
            write(folder, f"{name}-{path.name}", path.read_bytes())
        elif number % 10 == 5:
            write(folder, f"{name}.txt", several(f"a{number}", f"b{number}"))
        else:
            write(folder, f"{name}.txt", _short(number))


def _short(number: int) -> str:
    """Return a text of its own; every eighth is that of another from another source."""
    is_copy = number % 8 == 6
    chance = random.Random(number - 2 if is_copy else number)  # noqa: S311  (no secret)
    told = " ".join("".join(chance.choices("aeioklmnrst", k=6)) for _ in range(60))
    return document(
        f"quay{number}",
        source="Evening Bell" if is_copy else "Harbour Post",
        labels=("City", f"Ward {number % 5}"),
        image=f"https://pictures.example/{number}.png" if number % 3 == 0 else "",
        more=f"<p>{told}.</p><p>{QUOTED if number % 9 == 1 else told[:100]}</p>",
    )


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("workshop")) as made:
        yield made


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents for four batches."""
    folder = tmp_path_factory.mktemp("few")
    fill(folder, FEW)
    return folder


@pytest.fixture(scope="session")
def clean(workshop: Workshop, few: Path) -> dict[str, Any]:
    """What a run that nobody disturbed stored of a few documents."""
    desk = workshop.desk()
    assert desk.imports(few, "--publish").code == 0
    return desk.stored()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of pictures for a few documents, each larger than their whole database."""
    folder = tmp_path / "pictures"
    for number in range(0, FEW, 6):
        noise = Pixels.effect_noise((1300, 1000), 60 + number)
        folder.mkdir(exist_ok=True)
        noise.save(folder / f"{number}.png")
    return folder


def kept_files(desk: Desk) -> list[str]:
    """Return the names of the pictures that a newsroom keeps."""
    return sorted(path.name for path in (desk.folder / "media").rglob("*.*"))


def require_mended(desk: Desk, clean: dict[str, Any], *arguments: object) -> None:
    """Require that a further run ends well and leaves the rows of one that nobody disturbed."""
    again = desk.imports(*arguments, "--publish")
    assert again.code == 0, again.err
    assert {run[0] for run in desk.checked()["runs"]} <= {"stopped", "finished"}
    assert desk.stored() == clean
