"""The words of a title as part of an address: decoration, neither unique nor a key."""

from __future__ import annotations

import re

from articles.text.folding import fold

_WORD = re.compile(r"[^\W_]+")


def slug(text: str, limit: int = 80) -> str:
    """Return the words of `text` in lower case, joined by hyphens, at most `limit` characters.

    Letters of every script stay as they are; nothing has to be escaped in HTML, in a path or in
    a file name. A word is cut only where keeping whole words would lose half the slug. "" where
    there are no words.

    >>> slug("5G 时代：What’s next?")
    '5g-时代-what-s-next'
    """
    whole = "-".join(_WORD.findall(fold(text)))
    if len(whole) <= limit:
        return whole
    end = whole.rfind("-", 0, limit + 1)
    return whole[: end if end > limit // 2 else limit].strip("-")
