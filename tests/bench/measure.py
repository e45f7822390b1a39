"""A run in a process of its own, the median of several taken in turns, and the table."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.shelves import Shelf

ROOT = Path(__file__).resolve().parent.parent.parent
# What getrusage counts in: kilobytes on Linux, bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024

Told = dict[str, Any]
RUN = "run"  # the database that a run has for itself


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder with documents, and databases by name that are copied for each run."""

    folder: Path
    repeat: int
    progress: Callable[[str], Any]
    shelf: Shelf

    def manage(self, *command: str, database: str) -> None:
        self._finish(self._begin(["manage.py", *command, "--verbosity", "0"], database))

    def run(self, module: str, *arguments: object, database: str, on_copy: bool = True) -> Told:
        """Run a module of the bench on a copy of the database and return what it tells."""
        (told,) = self.run_together([(module, *arguments)], database=database, on_copy=on_copy)
        return told

    def run_together(
        self, runs: Iterable[Sequence[object]], *, database: str, on_copy: bool = True
    ) -> list[Told]:
        """Run several at once on one database; each is a module and its arguments."""
        here = RUN if on_copy else database
        if on_copy:
            self.shelf.copy(database, RUN)
        begun = [
            self._begin(["-m", f"tests.bench.{module}", *map(str, arguments)], here)
            for module, *arguments in runs
        ]
        return [json.loads(self._finish(one)) for one in begun]

    def filled(self, name: str, empty: str, *run: object) -> str:
        """Return the name of a database that a run has filled, once."""
        if not self.shelf.has(name):
            self.progress(f"filling a database: {name}")
            self.shelf.copy(empty, name)
            module, *arguments = run
            self.run(str(module), *arguments, database=name, on_copy=False)
        return name

    def alternate(self, runs: Mapping[str, Callable[[], Told]]) -> dict[str, list[Told]]:
        """Take the runs in turns, `repeat` times each."""
        told: dict[str, list[Told]] = {name: [] for name in runs}
        for turn in range(self.repeat):
            for name, run in runs.items():
                self.progress(f"{name}, {turn + 1} of {self.repeat}")
                told[name].append(run())
        return told

    def _begin(self, arguments: Sequence[str], database: str) -> subprocess.Popen[bytes]:
        surroundings = {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": self.shelf.url(database),
            "NEWSROOM_VAR": str(self.folder),
            "NEWSROOM_API_RATE": "off",
            "NEWSROOM_DEBUG": "0",
            "NEWSROOM_HOSTS": "localhost",
            "NEWSROOM_HTTPS": "0",
            "PYTHONDEVMODE": "",
        }
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **surroundings},
            stdout=subprocess.PIPE,
        )

    def _finish(self, begun: subprocess.Popen[bytes]) -> bytes:
        output, _nothing = begun.communicate()
        if begun.returncode:
            raise subprocess.CalledProcessError(begun.returncode, begun.args)
        return output


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bound for a line's ratio, or for its figure where that is compared with nothing."""

    sign: str
    bound: float

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"

    def is_met_by(self, value: float) -> bool:
        return value >= self.bound if self.sign == "≥" else value <= self.bound


@dataclass(slots=True)
class Line:
    """A line of the table; `floor` and `ratio` are left out where there is nothing to compare."""

    figure: str
    ours: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    wanted: Wanted | None = None

    @property
    def is_met(self) -> bool:
        value = self.ours if self.ratio is None else self.ratio
        return self.wanted is None or self.wanted.is_met_by(value)

    def cells(self) -> list[str]:
        floor = "" if self.floor is None else _number(self.floor)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        wanted, verdict = "", ""
        if self.wanted is not None:
            wanted, verdict = str(self.wanted), "met" if self.is_met else "missed"
        figure = f"{self.figure}, {self.unit}"
        return [figure, _number(self.ours), floor, ratio, wanted, verdict]


def at_least(bound: float) -> Wanted:
    return Wanted("≥", bound)


def at_most(bound: float) -> Wanted:
    return Wanted("≤", bound)


@dataclass(slots=True)
class Table:
    """A Markdown table."""

    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def __str__(self) -> str:
        marks = ["---", *["---:"] * (len(self.head) - 1)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.head, marks, *self.rows))


def middle(told: Iterable[Told], name: str) -> float:
    return median(float(one[name]) for one in told)


@dataclass(frozen=True, slots=True)
class Clock:
    """When a run's own work began: by the wall, and in processor time used before."""

    wall: float
    processor: float


def start() -> Clock:
    return Clock(time.perf_counter(), _used()[0])


def tell(started: Clock, **more: Any) -> None:
    """Print what a run has to say for its parent: times since `started`, memory, and more."""
    seconds = time.perf_counter() - started.wall
    processor, peak, of_largest_child = _used()
    told = {"seconds": seconds, "processor": processor - started.processor, "own": _own(peak)}
    sys.stdout.write(json.dumps(told | {"peak": peak, "child": of_largest_child} | more))


def _own(peak: float) -> float:
    """Return megabytes held now without the database file's pages, where the system tells."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    kilobytes = next((line.split()[1] for line in lines if line.startswith("RssAnon:")), None)
    return peak if kilobytes is None else int(kilobytes) * 1024 / 1e6


def _used() -> tuple[float, float, float]:
    """Return seconds of processor time, megabytes at most, and those of the largest child."""
    own, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, children))
    return seconds, own.ru_maxrss * _UNIT / 1e6, children.ru_maxrss * _UNIT / 1e6


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
