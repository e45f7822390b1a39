"""Items of a digest, each behind its own title in brackets: 【渡口停航】."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.ingest.split.bulletin import LEAST_STORIES, Opening
from articles.ingest.split.topics import Section, are_reports
from articles.text.lines import is_prose

_BRACKETED = re.compile(r"[【〖](?P<title>[^【】〖〗]{4,60})[】〗]\s*")


def by_brackets(lines: Sequence[str]) -> list[Opening]:
    """Return the titles in brackets if the document is made of them, and their reports say them.

    One line may stand above the first: the name of them all.
    """
    found = [(i, match) for i, line in enumerate(lines) if (match := _BRACKETED.match(line))]
    if (
        len(found) < LEAST_STORIES
        or found[0][0] > 1
        or len({match["title"] for _, match in found}) < len(found)
    ):
        return []
    ends = [*(index for index, _ in found[1:]), len(lines)]
    told = [
        Section(i, (match["title"],), _below(lines[i:end], match.end()))
        for (i, match), end in zip(found, ends, strict=True)
    ]
    if not all(any(map(is_prose, one.lines)) for one in told) or not are_reports(told):
        return []
    return [
        Opening(i, is_first=told[0].start == i > 0, title=(*m.span("title"), m.end()))
        for i, m in found
    ]


def _below(lines: Sequence[str], title_end: int) -> tuple[str, ...]:
    rest = lines[0][title_end:].strip()
    return (rest, *lines[1:]) if rest else tuple(lines[1:])
