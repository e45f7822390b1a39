"""Writes rows into tables of PostgreSQL by COPY, which takes no longer than it must."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Row = Sequence[Any]


def insert(table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Write new rows, with values as the database takes them."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    into = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as writing:
        for row in rows:
            writing.write_row(row)


def insert_keyed(table: str, key: str, columns: Iterable[str], rows: Sequence[Row]) -> list[int]:
    """Write new rows under keys of the table's own, and return these in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, key, len(rows)],
        )
        pks = [pk for (pk,) in cursor.fetchall()]
    insert(table, (key, *columns), ((pk, *row) for pk, row in zip(pks, rows, strict=True)))
    return pks
