from __future__ import annotations

# A cut looks for a space no further back than this; Han text has none, and is cut anywhere.
LONGEST_WORD = 20


def beginning(text: str, limit: int) -> str:
    """Return how a text begins: one line of at most `limit` characters, whole words if it has any.

    >>> beginning("The ebb\\nhas begun.", 12)
    'The ebb has…'
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    space = cut.rfind(" ", max(1, limit - LONGEST_WORD))
    return f"{cut[:space] if space > 0 else cut[:-1]}…"
