"""Moments in raw SQL, and as answers write them; where the ORM or a serializer has no part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone


def stored(moment: datetime | None) -> Any:
    """Return a moment as its column takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def read(value: datetime | str) -> datetime:
    """Return a moment as raw SQL gives it: on SQLite UTC, as text or without its zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def written(moment: datetime) -> str:
    """Return a moment as the API writes it, with the newsroom's own offset."""
    text = timezone.localtime(moment).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def in_utc(moment: datetime) -> str:
    """Return a moment for programs, to the second.

    >>> in_utc(datetime(2026, 5, 1, 8, tzinfo=UTC))
    '2026-05-01T08:00:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
