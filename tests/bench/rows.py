"""How many rows and bytes an import and its floor left behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.bench.measure import Table
from tests.bench.tables import TABLES


def compare(ours: Path, least: Path) -> tuple[Table, bool]:
    """Return rows and bytes of both by table, and whether the rows are as many."""
    table = Table(["Table", "rows", "rows of the floor", "kB", "kB of the floor"])
    are_equal = True
    with sqlite3.connect(ours) as one, sqlite3.connect(least) as other:
        for name in TABLES:
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
