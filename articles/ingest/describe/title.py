"""What an article is called: as printed, and mended where its own text proves how."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.records import Evidence, RawDocument
from articles.text.characters import one_line
from articles.text.header_keys import TITLE

# Characters that no file name may hold; generators that name files by titles write `_` for each.
_LOST = frozenset(":/\\?*“”<>|[]")
# Fewer characters on both sides of a lost one stand in any text.
_LEAST_CONTEXT = 4
_MOST_PLACES = 16
_WINDOWS = (40, 12, 6, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Title:
    """A title, how the source wrote it, and what shows both."""

    text: str = ""
    original: str = ""
    evidence: Evidence | None = None


def header_title(raw: RawDocument, body: str) -> Title:
    """Return a header's title, its lost characters put back where `body` proves all of them."""
    found = raw.field(*TITLE)
    if found is None:
        return Title()
    title = one_line(found.value)
    repaired = repair(title, body) if "_" in title else None
    if repaired is None:
        return Title(title, title, Evidence("header", found.line, found.value))
    text, proof = repaired
    return Title(one_line(text), title, Evidence("title_repaired", found.line, proof))


def repair(title: str, body: str) -> tuple[str, str] | None:
    """Return a title with each `_` replaced by what the body has in its place, and the proof.

    The proof is the body's words around each. None where one place is not proved, or where the
    body has different characters there, or where it does write `_`.

    >>> repair("关于_试行_的说明", "本文是关于“试行”的说明。")
    ('关于“试行”的说明', '关于“试行”的说明')
    """
    title = " ".join(title.split())
    places = [index for index, char in enumerate(title) if char == "_"]
    if len(places) > _MOST_PLACES:
        return None
    proofs: list[str] = []
    chars = list(title)
    for place in places:
        found = _proved(title, place, body)
        if found is None:
            return None
        chars[place], proof = found
        proofs.append(proof)
    return "".join(chars), " … ".join(dict.fromkeys(proofs))


def _proved(title: str, place: int, body: str) -> tuple[str, str] | None:
    """Return what the body has at a place of the title, and the widest context it repeats."""
    for width in _WINDOWS:
        start, end = max(0, place - width), place + 1 + width
        window = title[start:end]
        if len(window.replace("_", "")) < _LEAST_CONTEXT:
            return None
        found = set(re.findall(_pattern(window, place - start), body))
        if found:
            whole, char = min(found)
            agreed = len({char for _, char in found}) == 1
            return (char, whole) if agreed and char in _LOST else None
    return None


def _pattern(window: str, place: int) -> str:
    return (
        f"({''.join(_piece(char, is_place=index == place) for index, char in enumerate(window))})"
    )


def _piece(char: str, *, is_place: bool) -> str:
    if char == "_":
        return r"([^\w\s]|_)" if is_place else r"[^\w\s]"
    return r"\s*" if char.isspace() else re.escape(char)
