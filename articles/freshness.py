"""How long shared caches may keep what readers are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

# Seconds. Long enough to take a crowd off the database, short enough that a withdrawal soon holds
# everywhere.
FRESH = 60


def keep(response: HttpResponseBase, ends: Iterable[datetime | None] = ()) -> None:
    """Let anybody keep a response, but no longer than the first of the moments in `ends`."""
    end = min((moment for moment in ends if moment is not None), default=None)
    patch_cache_control(response, public=True, max_age=_seconds(end))


def _seconds(end: datetime | None) -> int:
    if end is None:
        return FRESH
    return max(0, min(FRESH, int((end - timezone.now()).total_seconds())))
