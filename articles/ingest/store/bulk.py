"""Many new rows in one statement, in two thirds of the time of `bulk_create` or less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, JSONField, Model

# What a column takes as it is; JSON alone writes such values in its own way.
_PLAIN = frozenset({str, int, bool, type(None)})


def insert(objects: Iterable[Model]) -> None:
    """Write new objects of one model; they do not learn their keys."""
    rows = list(objects)
    if rows:
        _write(rows[0], [_values(row) for row in rows])


def insert_like(model: Model, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows that are as an object is but for some columns, which they give as stored."""
    names = [field.column for field, _is_json in _fields(type(model))]
    places = [names.index(column) for column in columns]
    same, values = _values(model), []
    for row in rows:
        own = same.copy()
        for place, value in zip(places, row, strict=True):
            own[place] = value
        values.append(own)
    if values:
        _write(model, values)


def create(objects: Sequence[Model]) -> None:
    """Write new objects of one model, which learn their keys."""
    if not objects:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    into, marks = _statement(objects[0])
    key = connection.ops.quote_name(str(objects[0]._meta.pk.column))
    with connection.cursor() as cursor:
        for rows in _portions(objects, connection.features.max_query_params):
            many = ", ".join([marks] * len(rows))
            values = [value for row in rows for value in _values(row)]
            cursor.execute(f"{into} VALUES {many} RETURNING {key}", values)
            for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk, row._state.adding, row._state.db = pk, False, DEFAULT_DB_ALIAS


def _portions(objects: Sequence[Model], most: int | None) -> Iterator[Sequence[Model]]:
    """Yield the objects in portions that have no more values than a statement may."""
    many = max(1, (most or 30_000) // len(_fields(type(objects[0]))))
    for start in range(0, len(objects), many):
        yield objects[start : start + many]


@cache
def _fields(model: type[Model]) -> list[tuple[Field[Any, Any], bool]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [(field, isinstance(field, JSONField)) for field in fields]


def _values(row: Model) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]  # not its proxy, which is asked for every value
    values = []
    for field, is_json in _fields(type(row)):
        value = field.pre_save(row, add=True)
        if is_json or type(value) not in _PLAIN:
            value = field.get_db_prep_save(value, connection)
        values.append(value)
    return values


def _statement(model: Model) -> tuple[str, str]:
    """Return how an insert begins, and the marks for the values of one row."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = _fields(type(model))
    columns = ", ".join(quote(str(field.column)) for field, _is_json in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})", f"({marks})"


def _write(model: Model, values: Sequence[Sequence[Any]]) -> None:
    into, marks = _statement(model)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(f"{into} VALUES {marks}", values)
