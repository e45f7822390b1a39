"""Whoever writes many articles at once takes turns with whoever else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# The number is one that nothing else in the database locks by. SQLite has one writer anyway, from
# the beginning of its transaction (IMMEDIATE).
_LOCK = {"postgresql": "SELECT pg_advisory_xact_lock(1852143475)", "sqlite": "SELECT 1"}


@contextmanager
def writing_alone() -> Iterator[None]:
    """Hold a transaction that no import's overlaps; inside another one, until that one ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK[connection.vendor])
        yield
