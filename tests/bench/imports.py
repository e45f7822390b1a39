"""Whole imports, and the same rows written in the fewest calls."""

from __future__ import annotations

import io
import shutil
import sqlite3
import sys
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench import floor
from tests.bench.material import PARTS
from tests.bench.measure import Line, Table, Told, Workplace, middle, start, tell

LEAST_RATIO = 0.5
MOST_MEMORY = 300
MOST_GROWTH = 1.1


def measure(place: Workplace, empty: Path, folders: list[Path], documents: int) -> list[Line]:
    """Import into fresh databases in turns with the floor, then once more into a full one."""
    told = place.alternate(
        {
            "import": lambda: place.run("imports", 1, *folders, database=empty),
            "floor": lambda: place.run("floor", "floor", *folders, database=empty),
            "import with two workers": lambda: place.run("imports", 2, *folders, database=empty),
            "import of a quarter": lambda: place.run(
                "imports", 1, *folders[: len(folders) // PARTS], database=empty
            ),
        }
    )
    speed = {name: documents / middle(runs, "seconds") for name, runs in told.items()}
    work = {name: documents / middle(runs, "processor") for name, runs in told.items()}
    peak = {name: middle(runs, "peak") for name, runs in told.items()}
    own = {name: middle(runs, "own") for name, runs in told.items()}
    both, least = median_sum(told["import with two workers"]), speed["floor"]
    return [
        Line("Import, one worker", speed["import"], "documents/s", least,
             speed["import"] / least, f"≥ {LEAST_RATIO}"),
        Line("Import, one worker, by processor time", work["import"], "documents/s",
             work["floor"], work["import"] / work["floor"], f"≥ {LEAST_RATIO}"),
        Line("Import, two workers", speed["import with two workers"], "documents/s", least,
             speed["import with two workers"] / least),
        Line("Peak memory, one worker", peak["import"], "MB", peak["floor"],
             wanted=f"< {MOST_MEMORY}"),
        Line("Peak memory, two workers, all processes", both, "MB"),
        # The pages of the database that are mapped grow with it up to a limit of their own.
        Line("Own memory at the end, against a quarter of the documents", own["import"], "MB",
             own["import of a quarter"], own["import"] / own["import of a quarter"],
             f"≤ {MOST_GROWTH}"),
        again(place, empty, folders),
    ]  # fmt: skip


def median_sum(told: list[Told]) -> float:
    """Return the memory of an import and its two workers, at most."""
    return middle(({"all": one["peak"] + 2 * one["child"]} for one in told), "all")


def again(place: Workplace, empty: Path, folders: list[Path]) -> Line:
    """Import unchanged documents once more, in turns with reading and hashing them."""
    full = fill(place, "imported", empty, "imports", 1, *folders)
    told = place.alternate(
        {
            "import again": lambda: place.run("imports", 1, *folders, database=full),
            "hashes": lambda: place.run("floor", "hashes", *folders, database=empty),
        }
    )
    ours, least = middle(told["import again"], "seconds"), middle(told["hashes"], "seconds")
    return Line("Import again, nothing changed", ours, "s", least, ours / least)


def fill(place: Workplace, name: str, empty: Path, *run: object) -> Path:
    """Return a database that a run has filled, once."""
    database = place.folder / f"{name}.sqlite3"
    if not database.exists():
        place.progress(f"filling a database: {name}")
        shutil.copyfile(empty, database)
        module, *arguments = run
        place.run(str(module), *arguments, database=database, on_copy=False)
    return database


def compare(ours: Path, least: Path) -> tuple[Table, bool]:
    """Return how many rows and bytes each left behind, and whether the rows are as many."""
    table = Table(["Table", "rows", "rows of the floor", "kB", "kB of the floor"])
    are_equal = True
    with sqlite3.connect(ours) as one, sqlite3.connect(least) as other:
        for name in floor.TABLES:
            mine, theirs = rows_and_bytes(one, name), rows_and_bytes(other, name)
            are_equal = are_equal and mine[0] == theirs[0]
            numbers = (mine[0], theirs[0], mine[1] // 1000, theirs[1] // 1000)
            table.rows.append([name, *(f"{number:,}" for number in numbers)])
    return table, are_equal


def rows_and_bytes(database: sqlite3.Connection, table: str) -> tuple[int, int]:
    if table == "article_search":
        # Its own columns cannot be read back; what it keeps of them can.
        (rows,) = database.execute("SELECT count(*) FROM article_search_docsize").fetchone()
        table, columns = "article_search_data", ["block"]
    else:
        rows = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    lengths = "+".join(f'coalesce(length(CAST("{name}" AS blob)), 0)' for name in columns)
    (size,) = database.execute(f"SELECT sum({lengths}) FROM {table}").fetchone()  # noqa: S608
    return rows, size or 0


def main(workers: str, *folders: str) -> None:
    """Import the folders by the command, and tell how long that took."""
    django.setup()
    started = start()
    arguments = [*folders, "--workers", workers]
    call_command("import_articles", *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    tell(started)


if __name__ == "__main__":
    main(*sys.argv[1:])
