"""The journal of imports: one row a run, one row for each of its documents."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from articles.choices import RunStatus
from articles.models import ImportRun
from articles.turns import writing_alone


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


def leave(run: ImportRun, status: RunStatus, *, counts: Mapping[str, Any]) -> None:
    """Close the journal of a run that something ended; if that was the database, try once more.

    Where that fails too, the next run closes it.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    with suppress(Error):
        finish(run, status, counts=counts)


def is_running(run: ImportRun) -> bool:
    """Say whether the process of a run may still write; of another host nobody here knows."""
    if run.status != RunStatus.RUNNING:
        return False
    is_here = run.arguments.get("host") == socket.gethostname()
    return not is_here or _lives(run.arguments["process"])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True
