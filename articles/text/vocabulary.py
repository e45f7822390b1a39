"""Words that a reader may mistype."""

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
