"""Whole imports: against the same rows in the fewest calls, and against an import without care."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from tests.bench.material import PARTS
from tests.bench.measure import Line, Told, Workplace, at_least, at_most, middle, start, tell

LEAST_RATIO = 0.5
LEAST_OF_NAIVE = 6
LEAST_OF_TWO = 1.6
MOST_MEMORY = 300
MOST_GROWTH = 1.1
MOST_OF_COPIES = 1.2
WITHOUT_COPIES = "--without-copies"


def measure(place: Workplace, empty: str, folders: list[Path], *, has_floor: bool) -> list[Line]:
    """Import into fresh databases, in turns with all that it is compared with."""
    first = folders[: len(folders) // PARTS]

    def run(module: str, *arguments: object) -> Any:
        return lambda: place.run(module, *arguments, database=empty)

    runs = {
        "import": run("imports", 1, *folders),
        "import with two workers": run("imports", 2, *folders),
        "import without looking for copies": run("imports", 1, WITHOUT_COPIES, *folders),
        "import of a quarter": run("imports", 1, *first),
        "naive import of a quarter": run("naive", *first),
    }
    if has_floor:
        runs["floor"] = run("floor", *folders)
    told = place.alternate(runs)
    counts = dict.fromkeys(runs, _count(folders))
    counts |= dict.fromkeys(("import of a quarter", "naive import of a quarter"), _count(first))
    return [*_speed(told, counts), *_memory(told)]


def _count(folders: Sequence[Path]) -> int:
    return sum(1 for folder in folders for _ in folder.iterdir())


def _speed(told: dict[str, list[Told]], counts: dict[str, int]) -> list[Line]:
    wall = {name: counts[name] / middle(runs, "seconds") for name, runs in told.items()}
    work = {name: counts[name] / middle(runs, "processor") for name, runs in told.items()}
    one, two, naive = wall["import"], wall["import with two workers"], "naive import of a quarter"
    bare = work["import without looking for copies"]
    lines = [
        Line("One worker against naive", one, "documents/s", wall[naive], one / wall[naive],
             at_least(LEAST_OF_NAIVE)),
        Line("Two workers against one", two, "documents/s", one, two / one,
             at_least(LEAST_OF_TWO)),
        Line("Without copies and passages, by processor time", bare, "documents/s",
             work["import"], bare / work["import"], at_most(MOST_OF_COPIES)),
    ]  # fmt: skip
    if "floor" not in told:
        return lines
    floor, bound = wall["floor"], at_least(LEAST_RATIO)
    return [
        Line("One worker against the floor", one, "documents/s", floor, one / floor, bound),
        Line("The same by processor time", work["import"], "documents/s", work["floor"],
             work["import"] / work["floor"], bound),
        *lines,
    ]  # fmt: skip


def _memory(told: dict[str, list[Told]]) -> list[Line]:
    one, two = told["import"], told["import with two workers"]
    both = middle(({"all": run["peak"] + 2 * run["child"]} for run in two), "all")
    own, quarter = middle(one, "own"), middle(told["import of a quarter"], "own")
    return [
        Line("Peak memory, one worker", middle(one, "peak"), "MB", wanted=at_most(MOST_MEMORY)),
        Line("Peak memory, two workers, each process", max(middle(two, "peak"),
             middle(two, "child")), "MB", wanted=at_most(MOST_MEMORY)),
        Line("Peak memory, two workers, all processes", both, "MB"),
        # The pages of the database that are mapped grow with it up to a limit of their own.
        Line("Own memory at the end, against a quarter of the documents", own, "MB", quarter,
             own / quarter, at_most(MOST_GROWTH)),
    ]  # fmt: skip


def import_with(workers: str, *given: str) -> None:
    """Import folders by the command; without what keeps copies, if that is asked for."""
    django.setup()
    if WITHOUT_COPIES in given:
        _switch_off_copies()
    paths = [one for one in given if one != WITHOUT_COPIES]
    began = start()
    arguments = [*paths, "--workers", workers]
    call_command("import_articles", *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    tell(began)


def _switch_off_copies() -> None:
    """Let writing leave copies alone in this process."""
    writing: Any = import_module("articles.ingest.store.writing")
    writing.follow = lambda *_articles, **_options: None


if __name__ == "__main__":
    import_with(*sys.argv[1:])
