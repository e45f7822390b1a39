"""Many rows in one statement, for tables whose new keys nobody asks for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


def insert(objects: Iterable[Model]) -> None:
    """Write new objects of one model; what `bulk_create` does, in two thirds of its time.

    The objects do not learn their keys.
    """
    rows = list(objects)
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]  # not its proxy, which is asked for every value
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    quote = connection.ops.quote_name
    table = quote(rows[0]._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  (names of models)
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
