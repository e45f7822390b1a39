from __future__ import annotations

import re

from articles.text.folding import runs

_APART = " · "
# How a sentence or what leads to one ends, with what may close around it.
_ENDED = re.compile(r"[.!?…。！？;；:：,，、—–؟؛،۔।॥][\"'”’»」』）)\]】]*$")
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
    kept = cut[:space] if space > 0 else cut[:-1]
    return f"{kept.removesuffix(_APART.rstrip())}…"


def teaser(text: str, title: str, limit: int) -> str:
    """Return how a text of lines begins, as `beginning` does, to be read under its title.

    A first line that says the title again is left out; what is no sentence (a heading, the cell
    of a table) is told apart from what follows.

    >>> teaser("The Ebb\\nPier\\n06:10\\nIt has begun.\\nGo.", "The ebb", 40)
    'Pier · 06:10 · It has begun. Go.'
    >>> teaser("कल आया।\\nمتى؟\\nEnd", "T", 40)
    'कल आया। متى؟ End'
    """
    lines = text.split("\n")
    if runs(lines[0]) == runs(title):
        lines = lines[1:]
    joined = (line if _ENDED.search(line) else line + _APART for line in lines[:-1])
    return beginning("\n".join([*joined, *lines[-1:]]), limit)
