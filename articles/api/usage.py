"""How often keys are used, by day: counted in this process, and written down every so often.

A request is no reason to write: on SQLite all writers wait for each other. Counts are written
after a request of any kind, where something is counted and `SECONDS` have passed since the last
time or `REQUESTS` wait, and when the process ends (`newsroom.wsgi`). Whoever asked has the answer
by then. A process that is killed loses what it has counted since. Where the database cannot be
written just now, it counts on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

from django.core.signals import request_finished
from django.db import Error, connection, transaction
from django.dispatch import receiver
from django.utils import timezone

from articles.models import KeyUse, Use

SECONDS = 30
REQUESTS = 100
# Milliseconds for which a partner's request waits for another writer, at most.
PATIENCE = 100
NOT_MODIFIED, THROTTLED = 304, 429

# A key, a day in UTC, and a status that is counted by itself, or 0 for all requests.
Cell = tuple[int, date, int]


class Tally:
    """Counts that have not been written yet; threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[Cell] = Counter()
        self._last: dict[tuple[int, date], datetime] = {}
        self._waiting = 0
        self._due = datetime.min.replace(tzinfo=UTC)

    def add(self, key: int, status: int, at: datetime) -> None:
        """Count a request."""
        day = at.astimezone(UTC).date()
        with self._lock:
            self._counts[key, day, 0] += 1
            if status in {NOT_MODIFIED, THROTTLED}:
                self._counts[key, day, status] += 1
            self._last[key, day] = at.replace(minute=0, second=0, microsecond=0)
            self._waiting += 1

    def is_due(self, at: datetime) -> bool:
        """Say whether it is time to write, to one who asks and to nobody after that."""
        if not self._counts:  # nearly always, and no lock is needed to see it
            return False
        with self._lock:
            if self._waiting < REQUESTS and at < self._due:
                return False
            self._due = at + timedelta(seconds=SECONDS)
            self._waiting = 0
            return True

    def take(self) -> list[Use]:
        """Return what is counted, and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            last, self._last = self._last, {}
        return [
            Use(
                key,
                day,
                counts[key, day, 0],
                counts[key, day, NOT_MODIFIED],
                counts[key, day, THROTTLED],
                at,
            )
            for (key, day), at in last.items()
        ]

    def put_back(self, uses: list[Use]) -> None:
        """Keep for the next time what could not be written."""
        with self._lock:
            for use in uses:
                self._counts[use.key, use.day, 0] += use.requests
                self._counts[use.key, use.day, NOT_MODIFIED] += use.not_modified
                self._counts[use.key, use.day, THROTTLED] += use.throttled
                self._last.setdefault((use.key, use.day), use.last_at)


tally = Tally()


def count(key: int, status: int) -> None:
    """Count a request that a key made and the status of its answer."""
    tally.add(key, status, timezone.now())


@receiver(request_finished, dispatch_uid="articles.api.usage")
def write_where_due(**_signal: Any) -> None:
    """Write where it is time, whoever has just been answered."""
    if tally.is_due(timezone.now()):
        write()


def write() -> None:
    """Write down what is counted, or keep it where that fails."""
    uses = tally.take()
    if not uses:
        return
    try:
        with _impatient():
            KeyUse.objects.add(uses)
    except Error:
        tally.put_back(uses)


@contextmanager
def _impatient() -> Iterator[None]:
    """Hold a transaction that waits for other writers no longer than `PATIENCE`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
                yield
            return
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
