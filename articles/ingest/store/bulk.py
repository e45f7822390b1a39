"""Many new rows in few statements, and without an object for each where nobody needs one.

A row is a tuple of values as the database takes them: JSON as `dumped`, moments as `stored`. What
its columns do not name is as it is by default. That takes a third of the time of `bulk_create`.

PostgreSQL takes them by COPY: statement by statement, or with all values within one, a batch took
it and us a third longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, JSONField, Model

from articles import copying
from articles.models.fields import JSONEncoder

Row = Sequence[Any]

dumped = JSONEncoder().encode
# What a column takes as it is; JSON alone writes such values in its own way.
_PLAIN = frozenset({str, int, bool, type(None)})


def insert(model: type[Model], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write new rows."""
    given = list(rows)
    if not given:
        return
    into, names, values = _whole(model, columns, given)
    _INSERT[connections[DEFAULT_DB_ALIAS].vendor](into, names, values)


def insert_keyed(model: type[Model], columns: tuple[str, ...], rows: Iterable[Row]) -> list[int]:
    """Write new rows and return their keys, in order."""
    given = list(rows)
    if not given:
        return []
    into, names, values = _whole(model, columns, given)
    key = str(model._meta.pk.column)
    return _INSERT_KEYED[connections[DEFAULT_DB_ALIAS].vendor](into, key, names, values)


def create(objects: Sequence[Model]) -> None:
    """Write new objects of one model, which learn their keys."""
    if not objects:
        return
    model = type(objects[0])
    columns = tuple(str(field.column) for field, _is_json in _fields(model))
    pks = insert_keyed(model, columns, map(_values, objects))
    for row, pk in zip(objects, pks, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, DEFAULT_DB_ALIAS


def _whole(
    model: type[Model], columns: tuple[str, ...], rows: Sequence[Row]
) -> tuple[str, tuple[str, ...], Sequence[Row]]:
    """Return the table, all its columns but the key, and the values of each row."""
    names = tuple(str(field.column) for field, _is_json in _fields(model))
    left = [place for place, name in enumerate(names) if name not in columns]
    table = model._meta.db_table
    if not left:
        return table, columns, rows
    blank = _values(model())
    same = [blank[place] for place in left]
    return table, (*columns, *(names[place] for place in left)), [(*row, *same) for row in rows]


def _inserted(table: str, names: tuple[str, ...], rows: Sequence[Row]) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(f"{_insert(table, names)} VALUES {_marks(names)}", rows)


def _inserted_keyed(table: str, key: str, names: tuple[str, ...], rows: Sequence[Row]) -> list[int]:
    return [pk for portion in _portions(rows) for pk in _returned(table, key, names, portion)]


def _returned(table: str, key: str, names: tuple[str, ...], rows: Sequence[Row]) -> Iterator[int]:
    connection = connections[DEFAULT_DB_ALIAS]
    into, many = _insert(table, names), ", ".join([_marks(names)] * len(rows))
    with connection.cursor() as cursor:
        values = [value for row in rows for value in row]
        returning = connection.ops.quote_name(key)
        cursor.execute(f"{into} VALUES {many} RETURNING {returning}", values)
        yield from (pk for (pk,) in cursor.fetchall())


def _insert(table: str, names: tuple[str, ...]) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    return f"INSERT INTO {quote(table)} ({', '.join(map(quote, names))})"


def _marks(names: tuple[str, ...]) -> str:
    return f"({', '.join(['%s'] * len(names))})"


def _portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows in portions that have no more values than a statement may."""
    most = connections[DEFAULT_DB_ALIAS].features.max_query_params or 30_000
    many = max(1, most // len(rows[0]))
    for start in range(0, len(rows), many):
        yield rows[start : start + many]


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


_INSERT = {"sqlite": _inserted, "postgresql": copying.insert}
_INSERT_KEYED = {"sqlite": _inserted_keyed, "postgresql": copying.insert_keyed}
