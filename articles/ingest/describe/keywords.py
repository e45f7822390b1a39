"""Keywords that a page prints: a line with their label, or the line under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.ingest.records import Marked, PartKind, RawDocument
from articles.text.characters import name_of
from articles.text.header_keys import KEYWORDS
from articles.text.lexicon import keyword_line

_BETWEEN = re.compile(r"[\s,，、;；|｜/#]+")
LONGEST_KEYWORD = 24


def find_keywords(raw: RawDocument, marked: Sequence[Marked]) -> tuple[str, ...]:
    """Return a document's keywords in order, each once."""
    lines = [raw.words(one.block) for one in marked if one.kind is PartKind.METADATA]
    for index, line in enumerate(lines):
        words = keyword_line(line)
        if words is not None:
            return _words(words or next(iter(lines[index + 1 : index + 2]), ""))
    return ()


def header_keywords(raw: RawDocument) -> tuple[str, ...]:
    """Return the keywords that a header names, each once."""
    found = raw.field(*KEYWORDS)
    words = map(name_of, found.values if found else ())
    return tuple(dict.fromkeys(word for word in words if word))


def _words(line: str) -> tuple[str, ...]:
    words = map(name_of, _BETWEEN.split(line.strip().strip("-·• ")))
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= LONGEST_KEYWORD))
