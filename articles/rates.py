"""Rates such as `240/min`, and the counts that all workers share.

Counts are kept in Redis where one is set, in this process otherwise. A Redis that does not answer
takes nobody's page away: it is let alone for some seconds, and each process counts for itself
meanwhile, as it does without one.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TypeVar

from django.core.cache import BaseCache, caches

SECONDS = {"sec": 1, "min": 60, "hour": 3_600, "day": 86_400}
# For so many seconds a Redis is let alone that has not answered; else each request waits for it.
LET_ALONE = 5
LOG = logging.getLogger(__name__)
T = TypeVar("T")


@lru_cache
def parsed(rate: str) -> tuple[int, int]:
    """Return how often, and in how many seconds.

    >>> parsed("240/min")
    (240, 60)
    """
    count, _, period = rate.partition("/")
    return int(count), SECONDS[period]


def one_more(key: str, seconds: int) -> int:
    """Count one more and return how many there are; two at once are both counted.

    The count is forgotten so many seconds after its first.
    """
    return _asked(
        lambda store: (
            _moved(store, key, 1) or int(store.add(key, 1, seconds)) or _moved(store, key, 1) or 1
        )
    )


def one_less(key: str) -> None:
    """Take back one that was counted, and none that others have counted since."""
    _asked(lambda store: _moved(store, key, -1))


def forget(key: str) -> None:
    _asked(lambda store: store.delete(key))


@dataclass(slots=True)
class Absence:
    """Until when Redis is let alone, on the clock of this process."""

    until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def begin(self, error: Exception) -> None:
        """Begin once, and say so once, whatever number of threads has waited for an answer."""
        with self._lock:
            if self.is_over:
                self.until = time.monotonic() + LET_ALONE
                LOG.warning("Redis does not answer; each process counts for itself: %s", error)


absence = Absence()


def _asked(ask: Callable[[BaseCache], T]) -> T:
    if absence.is_over:
        try:
            return ask(caches["default"])
        except _failures() as error:
            absence.begin(error)
    return ask(caches["process"])


def _moved(store: BaseCache, key: str, by: int) -> int:
    """Return the new count, 0 where nothing is counted under the key."""
    try:
        return store.incr(key, by)
    except ValueError:
        return 0


def _failures() -> tuple[type[Exception], ...]:
    """Return what Redis raises; where it is not in use it has not been imported, and nothing is."""
    client = sys.modules.get("redis")
    return (client.RedisError,) if client else ()
