"""How long hostile input may take, on a machine as fast as it happens to be, and how that grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import process_time
from typing import TypeVar

from articles.ingest.refusals import Refused
from articles.text.html import Unclean

Text = TypeVar("Text", str, bytes)

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


def growth(function: Callable[[str], object], piece: str, most: int = 256 * 1024) -> float:
    """Return time(2n) / time(n) on the way from an eighth of `most` characters to `most`.

    The mean of the three doublings, each end the best of five taken in turns: linear time gives
    2 and quadratic time 4, and neither a busy machine nor a full cache makes one the other.
    """
    whole = piece * (most // len(piece))
    part = whole[: len(whole) // 8]
    times = [(_seconds(function, part), _seconds(function, whole)) for _ in range(5)]
    ratio = min(time for _, time in times) / min(time for time, _ in times)
    return float(ratio ** (1 / 3))


def takes_at_most_thrice(function: Callable[[Text], object], once: Text, twice: Text) -> None:
    """Fail where a text twice as long takes more than three times as long, or is refused later.

    Both are taken in turns, and again until the least of each tells: a busy machine, or one that
    is slowed down for a while, makes a time longer and never shorter.
    """
    least = [9.0, 9.0]
    for turn in range(20):
        least = [
            min(*pair)
            for pair in zip(
                least, (_seconds(function, once), _seconds(function, twice)), strict=True
            )
        ]
        # Below twenty milliseconds the clock says more about the machine than about the code.
        if turn > 1 and least[1] < 3 * max(least[0], 0.02):
            return
    raise AssertionError(f"{least[1]:.3f} s for twice of what takes {least[0]:.3f} s")


def _seconds(function: Callable[[Text], object], text: Text) -> float:
    began = process_time()
    with suppress(Refused, Unclean):
        function(text)
    return process_time() - began


def _cost() -> float:
    began = process_time()
    _work()
    return process_time() - began


def _work() -> None:
    counts: dict[str, int] = {}
    for number in range(60_000):
        key = f"{number * 7919 % 1013}"
        counts[key] = counts.get(key, 0) + len(key)
