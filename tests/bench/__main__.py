"""Measures import and reading against their floors, in one run and in turns.

python -m tests.bench --quick
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import archive, growth, imports, material, proof, rows, searching, together
from tests.bench.measure import Line, Table, Workplace
from tests.bench.readers import measure as readers
from tests.bench.shelves import Files, shelf

DOCUMENTS = 10_000
QUICK = 1_000
ARTICLES = 100_000
HEAD = ("Figure", "ours", "against", "ratio", "wanted", "")
EMPTY = "empty"


def main(arguments: list[str]) -> int:
    """Print the tables; return 1 where the floor did not do the same work, or a bound is missed."""
    chosen = options(arguments)
    found: list[Line] = []
    with workplace(chosen) as folder, shelf(folder, chosen.database, kept(chosen)) as databases:
        place = Workplace(folder, chosen.repeat, progress, databases)
        if not place.shelf.has(EMPTY):
            place.shelf.make(EMPTY)
            place.manage("migrate", database=EMPTY)
        if "readers" in chosen.only:
            found += readers.measure(place, EMPTY, chosen.articles, chosen.seconds)
        if "search" in chosen.only:
            found += searching.measure(place, EMPTY, chosen.articles, chosen.seconds)
        if {*chosen.only} - {"readers", "search"}:
            imported, left, are_equal = of_documents(place, chosen)
            found += imported
        else:
            left, are_equal = None, True
    show(chosen, found, left)
    if not are_equal:
        sys.stderr.write("The floor did not write the rows that the import wrote.\n")
    missed = [line.figure for line in found if not line.is_met] if chosen.check else []
    return 1 if missed or not are_equal else 0


@contextmanager
def workplace(chosen: argparse.Namespace) -> Iterator[Path]:
    """Give a folder, cleared in the end unless what is in it shall be kept."""
    if chosen.keep:
        yield Path(chosen.keep)
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-", dir=chosen.folder) as folder:
        yield Path(folder)


def kept(chosen: argparse.Namespace) -> str:
    """Return the name of databases to keep on a server: the folder's, in their letters."""
    return re.sub(r"\W", "_", Path(chosen.keep).resolve().name.lower()) if chosen.keep else ""


def of_documents(
    place: Workplace, chosen: argparse.Namespace
) -> tuple[list[Line], Table | None, bool]:
    """Measure imports; return what they left behind too, and whether the floor left the same."""
    progress(f"writing {chosen.documents:,} documents")
    folders = material.write(place.folder / "documents", chosen.documents)
    found = list(measured(place, folders, chosen))
    if not isinstance(place.shelf, Files):
        return found, None, True
    least = place.filled("least", EMPTY, "floor", *folders)
    ours = place.filled("imported", EMPTY, "imports", 1, *folders)
    left, are_equal = rows.compare(place.shelf.path(ours), place.shelf.path(least))
    return found, left, are_equal


def measured(place: Workplace, folders: list[Path], chosen: argparse.Namespace) -> Iterator[Line]:
    has_floor = isinstance(place.shelf, Files)
    if "imports" in chosen.only:
        yield from imports.measure(place, EMPTY, folders, has_floor=has_floor)
    imported = place.filled("imported", EMPTY, "imports", 1, *folders)
    if "again" in chosen.only:
        yield from growth.again(place, imported, folders)
    if "growth" in chosen.only:
        yield from growth.measure(place, EMPTY, imported, chosen.documents, chosen.stored)
    if "together" in chosen.only:
        yield from together.measure(place, EMPTY, folders)
    if "proof" in chosen.only:
        yield from proof.measure()


PARTS = ["imports", "again", "growth", "together", "proof", "readers", "search"]


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    add = parser.add_argument
    add("--documents", type=int, default=DOCUMENTS, help="how many are imported")
    add("--quick", action="store_const", dest="documents", const=QUICK,
        help=f"the same as --documents {QUICK}")  # fmt: skip
    add("--articles", type=int, default=ARTICLES, help="how many readers are served from")
    add("--stored", type=int, help="how many are stored where an import is measured in a full"
        " database; without it as many as are imported")  # fmt: skip
    add("--archive", action="store_const", dest="stored", const=archive.FILLS_A_GIGABYTE,
        help="the same as --stored with as many as fill an archive of 1 GB")  # fmt: skip
    add("--repeat", type=int, default=3, help="runs that a median is taken of")
    add("--seconds", type=float, default=1.0, help="how long each page is asked for")
    add("--only", choices=PARTS, action="append", help="measure this; may be given again")
    add("--check", action="store_true", help="exit with 1 where a bound is missed")
    add("--database", default="", help="postgresql://... to measure imports there; databases of"
        " its own are made beside the one that is named")  # fmt: skip
    add("--keep", help="a folder whose databases of readers and searches are used again, and left"
        " there (on PostgreSQL those by its name): a million take an hour")  # fmt: skip
    add("--folder", help="where documents and databases are written meanwhile")
    chosen = parser.parse_args(arguments)
    chosen.only = chosen.only or PARTS
    chosen.stored = chosen.stored or chosen.documents
    return chosen


def progress(what: str) -> None:
    sys.stderr.write(f"==> {what}\n")


def show(chosen: argparse.Namespace, found: list[Line], left: Table | None) -> None:
    table = Table(HEAD, [line.cells() for line in found])
    sys.stdout.write(f"{chosen.documents:,} documents, medians of {chosen.repeat}\n\n{table}\n")
    if left is not None:
        sys.stdout.write(f"\nWhat was left behind\n\n{left}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
