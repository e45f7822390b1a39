"""What a page says of itself in the tags of its head: meta, link, html."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.ingest.formats.html_page.saved import RULE as SAVED
from articles.ingest.formats.html_page.saved import saved_from
from articles.ingest.formats.html_page.structure import Structure
from articles.ingest.records import Evidence, Said

# Characters of a value that an editor is shown as evidence.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Meta:
    """One statement: its key in lower case and what it says."""

    key: str
    value: str
    line: int

    def said(self) -> Said:
        return Said(self.value, Evidence(rule_of(self.key), self.line, self.text))

    @property
    def text(self) -> str:
        return f"{self.key}: {self.value[:SHOWN]}"


@dataclass(frozen=True, slots=True)
class Head:
    """All statements of a page's head, in order."""

    metas: tuple[Meta, ...]

    def all(self, *keys: str) -> Iterator[Meta]:
        """Yield what has one of `keys` and says anything, in the order of `keys`."""
        for key in keys:
            yield from (meta for meta in self.metas if meta.key == key)

    def first(self, *keys: str) -> Said | None:
        found = next(self.all(*keys), None)
        return found.said() if found else None


def rule_of(key: str) -> str:
    """Return the name of the rule that takes a value of this key."""
    if key.startswith(("og:", "article:")):
        return "open_graph"
    if key == SAVED:
        return SAVED
    return "html_tag" if key.startswith(("link:", "html:")) else "meta_tag"


def read_head(page: Structure) -> Head:
    """Return the statements of a page: of `meta` by property, itemprop or name, links, language.

    What its browser noted of where it was saved from is one too.
    """
    saved, line = saved_from(page.source)
    found = [Meta(SAVED, saved, line)] if saved else []
    for spot in page.heads:
        named = spot.named
        if spot.name == "meta":
            keys = [named.get(key) for key in ("property", "itemprop", "name")]
            value = named.get("content", "")
        elif spot.name == "link":
            keys = [f"link:{rel}" for rel in named.get("rel", "").lower().split()]
            value = named.get("href", "")
        else:
            keys, value = ["html:lang"], named.get("lang") or named.get("xml:lang") or ""
        value = " ".join(value.split())
        if value:
            found += [Meta(key.strip().lower(), value, spot.line) for key in _several(keys)]
    return Head(tuple(found))


def _several(keys: list[str | None]) -> list[str]:
    return list(dict.fromkeys(key for key in keys if key))
