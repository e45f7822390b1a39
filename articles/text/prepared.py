"""What the indexes want of a text, made where there is time for it: beside the one who writes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from articles.text.folding import runs
from articles.text.shingles import Shingles, joined, shingles
from articles.text.tokens import tokens, tokens_of


class Prepared(NamedTuple):
    """Search tokens and chosen shingles of a text, in forms that processes hand on quickly."""

    words: str
    numbers: bytes

    @property
    def shingles(self) -> Shingles:
        numbers = memoryview(self.numbers).cast("Q").tolist()
        end = len(numbers) // 3
        return Shingles(numbers[:end], numbers[end : 2 * end], numbers[2 * end :])


def prepare(text: str) -> Prepared:
    """Return what `tokens` and `shingles` say of a text.

    >>> prepare("监管").words
    '监管 管'
    """
    folded = runs(text)
    chosen = shingles(joined(folded))
    numbers = array("Q", chain.from_iterable(chosen)).tobytes()
    return Prepared(" ".join(tokens_of(folded)), numbers)


def words_of(text: str, prepared: Prepared | None) -> Sequence[str]:
    """Return the search tokens of a text, several as one where they have been prepared."""
    if prepared is None:
        return tokens(text)
    return [prepared.words] if prepared.words else []
