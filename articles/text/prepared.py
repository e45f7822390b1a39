"""What the indexes want of a text, made where there is time for it: beside the one who writes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from articles.text.shingles import Shingle, shingles, squeezed
from articles.text.tokens import tokens


class Prepared(NamedTuple):
    """Search tokens and chosen shingles of a text, in forms that processes hand on quickly."""

    words: str
    numbers: bytes

    @property
    def shingles(self) -> list[Shingle]:
        numbers = memoryview(self.numbers).cast("Q").tolist()
        return list(map(Shingle, numbers[0::3], numbers[1::3], numbers[2::3]))


def prepare(text: str) -> Prepared:
    """Return what `tokens` and `shingles` say of a text.

    >>> prepare("监管").words
    '监管 管'
    """
    chosen = shingles(squeezed(text))
    numbers = array("Q", chain.from_iterable(chosen)).tobytes()
    return Prepared(" ".join(tokens(text)), numbers)


def words_of(text: str, prepared: Prepared | None) -> Sequence[str]:
    """Return the search tokens of a text, several as one where they have been prepared."""
    if prepared is None:
        return tokens(text)
    return [prepared.words] if prepared.words else []
