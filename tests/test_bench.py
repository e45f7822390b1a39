"""The bench itself: that it runs, and that its floors do the same work. Nothing here is timed."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

from tests.bench import material

ROOT = Path(__file__).resolve().parent.parent


FIGURES = [
    "One worker against the floor, documents/s",
    "One worker against naive, documents/s",
    "Two workers against one, documents/s",
    "Without copies and passages, by processor time, documents/s",
    "Import again, nothing changed, against reading and hashing, s",
    "A thousand documents at 50 stored against 50, s",
    "List against the floor, requests/s",
    "List against the obvious way, requests/s",
    "List filtered by a rare category: times the unfiltered, requests/s",
    "Article against the floor, requests/s",
    "304 against a view that does nothing, requests/s",
]


def lines_of(printed: str, head: str) -> dict[str, list[str]]:
    """Return the cells of the table under `head`, by the first of each line."""
    table = printed.partition(f"| {head} |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    return {first: rest for first, *rest in rows}


def test_the_bench_compares_each_figure_with_a_floor_that_does_the_same_work():
    command = [sys.executable, "-m", "tests.bench", "--documents", "50", "--repeat", "1"]

    # Not what real material there may be: that is read by tests of its own.
    parts = ("imports", "again", "growth", "together", "readers")
    chosen = [word for part in parts for word in ("--only", part)]
    done = subprocess.run(
        [*command, *chosen, "--seconds", "0.05", "--articles", "200"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    figures, rows = lines_of(done.stdout, "Figure"), lines_of(done.stdout, "Table")
    for figure in FIGURES:
        ours, floor, ratio = (float(cell.replace(",", "")) for cell in figures[figure][:3])
        assert math.isfinite(ratio)
        # A floor that is done in no time is printed as 0.00.
        assert ours > 0 <= floor
    assert rows["articles_article"][:2] == ["50", "50"]
    assert {name: cells[0] for name, cells in rows.items()} == {
        name: cells[1] for name, cells in rows.items()
    }


def test_made_up_documents_are_the_same_each_time_and_all_different():
    texts = dict(material.texts(50))

    assert dict(material.texts(50)) == texts
    assert len(set(texts.values())) == 50


def test_made_up_documents_are_as_long_as_real_ones():
    sizes = [len(text.encode()) for _name, text in material.texts(50)]

    assert all(5_000 < size < 9_000 for size in sizes)


def test_some_made_up_documents_are_feed_dumps_and_some_are_pages():
    starts = [bool(re.match(r"\n---\ntitle: '", text)) for _name, text in material.texts(10)]

    assert starts == [True, True, True, True, False] * 2
