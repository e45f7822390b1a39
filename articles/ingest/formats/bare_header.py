"""Headers without a line of dashes before them: Hexo's old posts, Pelican's, MultiMarkdown's."""

from __future__ import annotations

import re

# The keys that such a header has; a page may begin with one such line, not with two.
_FIRST = re.compile(
    r"(?:title|date|layout|author|tags|categor(?:y|ies)|slug)[ \t]*:", re.IGNORECASE
)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(
    r"^(?:date|layout|tags|categor(?:y|ies)|slug|status|modified|summary)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{0,30}[ \t]*:(?=\s|$))|[ \t]|-[ \t]|\r?$")
_MOST_CHARS, _MOST_LINES = 4_000, 40
_END = "---"


def bare_end(text: str) -> int | None:
    """Return where the line ends that closes a header without an opening; None for no header.

    A line of dashes closes it, or, where every line has a key of its own, a blank line.
    """
    if not _FIRST.match(text):
        return None
    end = at = 0
    keys: list[str] = []
    for line in text[:_MOST_CHARS].splitlines(keepends=True)[:_MOST_LINES]:
        bare = line.rstrip()
        if bare == _END or (not bare and all(keys) and len({*keys}) == len(keys)):
            end = at + len(line)
            break
        found = _LINE.match(line)
        if found is None:
            return None
        keys.append((found["key"] or "").lower())
        at += len(line)
    return end if _TITLE.search(text, 0, end) and _OTHER.search(text, 0, end) else None
