"""The journal of imports: one row a run, one row for each of its documents."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from articles.choices import RunStatus
from articles.models import ImportRun

# The number is one that nothing else in the database locks by. SQLite has one writer anyway, from
# the beginning of its transaction (IMMEDIATE).
_LOCK = {"postgresql": "SELECT pg_advisory_xact_lock(1852143475)", "sqlite": "SELECT 1"}


@contextmanager
def writing_alone() -> Iterator[None]:
    """Hold a transaction that no other import's transaction overlaps."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK[connection.vendor])
        yield


def start(arguments: Mapping[str, Any], *, at: datetime | None = None) -> ImportRun:
    """Open the journal of a run, and close those of runs that were killed."""
    at = at or timezone.now()
    here = {"process": os.getpid(), "host": socket.gethostname()}
    with writing_alone():
        for run in ImportRun.objects.filter(status=RunStatus.RUNNING):
            if run.arguments.get("host") == here["host"] and not _lives(run.arguments["process"]):
                finish(run, RunStatus.STOPPED, at=at)
        return ImportRun.objects.create(arguments={**arguments, **here}, started_at=at)


def finish(
    run: ImportRun,
    status: RunStatus,
    *,
    counts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Close the journal of a run; without `counts` those of its last whole batch stay."""
    run.status = status
    run.counts = run.counts if counts is None else counts
    run.finished_at = at or timezone.now()
    run.save(update_fields=["status", "counts", "finished_at"])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True
