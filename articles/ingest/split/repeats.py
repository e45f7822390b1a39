"""Stretches of a document that stand in it twice, to the letter."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_REPEAT = 120


def find(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (first, second, length) in lines for each stretch that is repeated later.

    A stretch is two lines or more; linear, because a line is compared with its first place only.
    """
    places: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    index = 0
    while index < len(lines):
        earlier = places.setdefault(lines[index], index)
        length = _length(lines, earlier, index) if earlier < index else 0
        if length > 1 and sum(map(len, lines[index : index + length])) >= LEAST_REPEAT:
            found.append((earlier, index, length))
            index += length
        else:
            index += 1
    return found


def _length(lines: Sequence[str], earlier: int, later: int) -> int:
    length = 0
    while (
        later + length < len(lines)
        and earlier + length < later
        and lines[earlier + length] == lines[later + length]
    ):
        length += 1
    return length
