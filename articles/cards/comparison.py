"""Rows compared as a whole, which is how pages begin where the last one ended."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler


class RowComparison(Func):
    """`(a, b) < (x, y)`: the first half of the expressions against the second.

    A database walks straight to such a place in its index, even where thousands of rows share
    one date; through `a < x OR a = x AND b < y`, which is what the framework's own comparison of
    tuples becomes on SQLite, it reads all rows before it.
    """

    output_field = BooleanField()

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        columns, values = compiled[: len(compiled) // 2], compiled[len(compiled) // 2 :]
        left = ", ".join(sql for sql, _ in columns)
        right = ", ".join(sql for sql, _ in values)
        return (
            f"({left}) {self.extra['operator']} ({right})",
            tuple(value for _, parameters in compiled for value in parameters),
        )
