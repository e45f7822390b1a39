"""Copies inside one document: the same text printed twice is one article and its repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.records import Reading
from articles.text.fingerprint import fingerprint
from articles.text.folding import fold


def mark_copies(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings, each copy with the index of the first reading that it repeats.

    Texts too short for a fingerprint are copies only where title and text are both the same;
    what has no text is a copy of nothing.
    """
    first: dict[tuple[str, ...], int] = {}
    marked = []
    for index, reading in enumerate(readings):
        key = _key(reading)
        original = first.setdefault(key, index) if key else index
        marked.append(replace(reading, duplicate_of=original if original < index else None))
    return tuple(marked)


def _key(reading: Reading) -> tuple[str, ...]:
    exact = reading.fingerprint or fingerprint(reading.body_text)
    if exact:
        return (exact,)
    text = "".join(fold(reading.body_text).split())
    title = "".join(fold(reading.title).split())
    return (title, text) if title and text else ()
