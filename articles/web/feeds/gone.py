"""Articles that readers should forget: they were here, and are not any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef

from articles.choices import ChangeKind
from articles.models import Card, Change

# Longer than any reader's machine is switched off over a holiday; forgotten at a midnight in UTC,
# as tags of answers are (`articles.freshness`).
REMEMBERED = timedelta(days=30)
MOST = 50


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was withdrawn or deleted, and when."""

    id: str
    at: datetime


def gone(at: datetime) -> list[Gone]:
    """Return what was withdrawn or deleted in the days until `at` and is not back, newest first.

    Every feed tells all of them: where they stood is nowhere kept, and to forget what one never
    had is no work (RFC 6721, 3).
    """
    today = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    back = Card.objects.published(at).filter(public_id=OuterRef("public_id"))
    rows = (
        Change.objects.filter(
            ~Exists(back),
            kind__in=[ChangeKind.WITHDRAWN, ChangeKind.DELETED],
            at__gte=today - REMEMBERED,
            at__lte=at,
        )
        .order_by("-at", "-public_id")
        .values_list("public_id", "at")
    )
    latest: dict[str, datetime] = {}
    for public_id, moment in rows[:MOST]:
        latest.setdefault(public_id, moment)
    return [Gone(public_id, moment) for public_id, moment in latest.items()]
