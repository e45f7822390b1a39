"""How long hostile input may take, on a machine as fast as it happens to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

# Seconds that `_work` takes on an idle core of the machine that the limits were set on.
_REFERENCE = 0.0085


def allowed(seconds: float) -> float:
    """Return that time in processor seconds of this machine, as busy as it is just now.

    A core whose other half works for somebody else takes up to twice as long for the same.
    """
    return seconds * max(1.0, min(_cost() for _ in range(3)) / _REFERENCE)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where what is done inside takes this process longer."""
    before, began = allowed(seconds), process_time()
    yield
    spent = process_time() - began
    assert spent < max(before, allowed(seconds))


def _cost() -> float:
    began = process_time()
    _work()
    return process_time() - began


def _work() -> None:
    counts: dict[str, int] = {}
    for number in range(60_000):
        key = f"{number * 7919 % 1013}"
        counts[key] = counts.get(key, 0) + len(key)
