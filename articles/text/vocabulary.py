"""Words that a reader may mistype, and how far a word is from another."""

from __future__ import annotations

import re

LONGEST = 24
SHORTEST = 4
# Tokens of letters alone; pairs of characters are shorter.
_WORD = re.compile(rf"(?<!\S)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\S)")


def vocabulary(tokens: str) -> set[str]:
    """Return the words worth remembering among tokens separated by spaces.

    >>> sorted(vocabulary("the bridge 2024 监管 管"))
    ['bridge']
    """
    return set(_WORD.findall(tokens))


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, left out or swapped with the next.

    More than `most` is given as `most` + 1.

    >>> distance("brigde", "bridge", 2)
    1
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and (letter, opposite) == (other[j - 2], one[i - 2]):
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
