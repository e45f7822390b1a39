"""Cards to answers: names and this host's address in the places of their marks.

Names are looked up when a list is read, in one query for sources and one for categories, so that
a new name needs no card written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.cards.text import CATEGORIES, ORIGIN, SOURCE
from articles.models import Category, Source

_SOURCE = re.compile(f"{SOURCE}([0-9]+){SOURCE}")
_CATEGORIES = re.compile(f"{CATEGORIES}([0-9,]*){CATEGORIES}")


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
    """Return texts of cards with their marks filled in; `origin` is scheme and host.

    Looks names up in two queries at most, unless they are given.
    """
    names = names or names_in(texts)
    of_source, of_categories = names.source, names.among
    return [
        _CATEGORIES.sub(of_categories, _SOURCE.sub(of_source, text)).replace(ORIGIN, origin)
        for text in texts
    ]


def names_in(texts: Iterable[str]) -> Names:
    """Return the names that these texts mention."""
    whole = "".join(texts)
    sources = {int(key) for key in _SOURCE.findall(whole)} - {0}
    categories = {key for keys in _CATEGORIES.findall(whole) for key in _keys(keys)}
    return Names(_sources(sources), _categories(categories))


def _keys(written: str) -> set[int]:
    return {int(key) for key in written.split(",") if key}


def _sources(pks: Collection[int]) -> dict[int, str]:
    if not pks:
        return {}
    rows = Source.objects.filter(pk__in=pks).order_by()
    return {pk: _mention(*said) for pk, *said in rows.values_list("pk", "public_id", "name")}


def _categories(pks: Collection[int]) -> dict[int, str]:
    if not pks:
        return {}
    rows = Category.objects.filter(pk__in=pks)
    return {pk: _mention(*said) for pk, *said in rows.values_list("pk", "public_id", "name")}


def _mention(public_id: str, name: str) -> str:
    return json.dumps({"id": public_id, "name": name}, ensure_ascii=False, separators=(",", ":"))
