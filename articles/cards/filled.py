"""Cards to answers: names and this host's address in the places of their marks.

Names are looked up when a list is read, in one query, so that a new name needs no card written
anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from articles.cards.text import CATEGORIES, ORIGIN, SOURCE

_SOURCE = re.compile(f"{SOURCE}([0-9]+){SOURCE}")
_CATEGORIES = re.compile(f"{CATEGORIES}([0-9,]*){CATEGORIES}")
# `json.dumps` makes an encoder anew for every value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_OF_SOURCES = "SELECT 0, name, id, 0, public_id FROM articles_source WHERE id IN (%s)"
_OF_CATEGORIES = "SELECT position, name, id, 1, public_id FROM articles_category WHERE id IN (%s)"


@dataclass(frozen=True, slots=True)
class Names:
    """What sources and categories are called, as JSON, by key."""

    sources: Mapping[int, str] = field(default_factory=dict)
    # In the order in which they are listed.
    categories: Mapping[int, str] = field(default_factory=dict)

    def source(self, found: re.Match[str]) -> str:
        return self.sources.get(int(found[1]), "null")

    def among(self, found: re.Match[str]) -> str:
        keys = _keys(found[1])
        return f"[{','.join(name for key, name in self.categories.items() if key in keys)}]"


def filled(texts: Sequence[str], origin: str, names: Names | None = None) -> list[str]:
    """Return texts of cards with their marks filled in.

    `origin` is scheme, host and the path that the site is served under, without a last slash.
    Looks names up in one query at most, unless they are given.
    """
    names = names or names_in(texts)
    of_source, of_categories = names.source, names.among
    return [
        _CATEGORIES.sub(of_categories, _SOURCE.sub(of_source, text)).replace(ORIGIN, origin)
        for text in texts
    ]


def names_in(texts: Iterable[str]) -> Names:
    """Return the names that these texts mention."""
    sources, categories = map(list, mentioned(texts))
    parts = [*([_OF_SOURCES] if sources else []), *([_OF_CATEGORIES] if categories else [])]
    names: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for _position, name, pk, kind, public_id in _rows(parts, sources, categories):
        names[kind][pk] = written({"id": public_id, "name": name})
    return Names(*names)


def mentioned(texts: Iterable[str]) -> tuple[set[int], set[int]]:
    """Return the keys of the sources and of the categories that these texts mention."""
    whole = "".join(texts)
    sources = {int(key) for key in _SOURCE.findall(whole)} - {0}
    return sources, {key for keys in _CATEGORIES.findall(whole) for key in _keys(keys)}


def written(value: object) -> str:
    """Return a value as the API writes JSON."""
    return _ENCODER.encode(value)


def _keys(text: str) -> set[int]:
    return {int(key) for key in text.split(",") if key}


def _rows(parts: Sequence[str], *keys: Sequence[int]) -> list[tuple[int, str, int, int, str]]:
    """Return rows that sort as categories are listed: by position, name and key.

    Written as SQL: every list asks this, and putting it together took a third of its time.
    """
    if not parts:
        return []
    marks = (",".join(["%s"] * len(some)) for some in keys if some)
    sql = " UNION ALL ".join(part % some for part, some in zip(parts, marks, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [key for some in keys for key in some])
        return sorted(cursor.fetchall())
