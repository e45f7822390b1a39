"""Measures import and lists against their floors, in one run and in turns.

python -m tests.bench --quick
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import imports, lists, material
from tests.bench.measure import Line, Table, Workplace

DOCUMENTS = 10_000
QUICK = 1_000
HEAD = ("Figure", "ours", "floor", "ratio", "wanted")


def main(arguments: list[str]) -> int:
    """Print the tables; return 1 where the floor did not do the same work."""
    chosen = options(arguments)
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        place = Workplace(Path(folder), chosen.repeat, progress)
        progress(f"writing {chosen.documents:,} documents")
        folders = material.write(place.folder / "documents", chosen.documents)
        empty = place.migrate()
        found: list[Line] = []
        if "imports" in chosen.only:
            found += imports.measure(place, empty, folders, chosen.documents)
        imported = imports.fill(place, "imported", empty, "imports", 1, *folders)
        least = imports.fill(place, "least", empty, "floor", "floor", *folders)
        if "lists" in chosen.only:
            found += lists.measure(place, imported, chosen.documents, chosen.seconds)
        rows, are_equal = imports.compare(imported, least)
    show(chosen, found, rows)
    if not are_equal:
        sys.stderr.write("The floor did not write the rows that the import wrote.\n")
    return 0 if are_equal else 1


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many are imported")
    parser.add_argument("--quick", action="store_const", dest="documents", const=QUICK,
                        help=f"the same as --documents {QUICK}")  # fmt: skip
    parser.add_argument("--repeat", type=int, default=3, help="runs that a median is taken of")
    parser.add_argument(
        "--seconds", type=float, default=1.0, help="how long each list is asked for"
    )
    parser.add_argument("--only", choices=["imports", "lists"], action="append",
                        help="measure one half")  # fmt: skip
    chosen = parser.parse_args(arguments)
    chosen.only = chosen.only or ["imports", "lists"]
    return chosen


def progress(what: str) -> None:
    sys.stderr.write(f"==> {what}\n")


def show(chosen: argparse.Namespace, found: list[Line], rows: Table) -> None:
    table = Table(HEAD, [line.cells() for line in found])
    sys.stdout.write(
        f"{chosen.documents:,} documents, medians of {chosen.repeat}\n\n{table}\n\n"
        f"What was left behind\n\n{rows}\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
