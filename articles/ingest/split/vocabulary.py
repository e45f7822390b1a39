"""Whether two stretches of text are about the same: which words they repeat, and share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

# Halves of one article share a quarter of the words that they repeat, unlike articles a
# twenty-fifth (73 Chinese and 28 English articles; 0.12 and 0.07 at the quartiles that face).
UNLIKE, UNLIKE_ENOUGH, UNSURE = 0.08, 0.12, 0.15
# Fewer words that come twice say nothing.
LEAST_WORDS = 6
LONGEST_SAMPLE = 20_000
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LATIN = re.compile(r"[a-z]{5,}")


def likeness(texts: Sequence[str]) -> float | None:
    """Return how alike neighbours are on the whole: 0 to 1; None where too little is said."""
    words = [repeated_words(text[:LONGEST_SAMPLE]) for text in texts]
    shares = [
        len(one & other) / min(len(one), len(other))
        for one, other in pairwise(words)
        if min(len(one), len(other)) >= LEAST_WORDS
    ]
    return median(shares) if len(shares) * 2 >= len(texts) - 1 and shares else None


def repeated_words(text: str) -> frozenset[str]:
    """Return pairs of Han characters and long Latin words that stand in a text twice or more."""
    counted = Counter(run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1))
    counted.update(_LATIN.findall(text.lower()))
    return frozenset(word for word, times in counted.items() if times > 1)
