"""What a header says of its source: whose text it is, and under which of its labels it stood."""

from __future__ import annotations

from dataclasses import dataclass

from articles.ingest.records import Evidence, RawDocument, Said
from articles.text.characters import name_of
from articles.text.header_keys import LABELS, is_dump, unled


@dataclass(frozen=True, slots=True)
class Labelled:
    """A source by the name its header gives it, and its labels."""

    source: Said | None = None
    labels: tuple[str, ...] = ()


def header_labels(raw: RawDocument) -> Labelled:
    """Return the source a header names, and its labels without the source's own name.

    The author is the source where the header is a feed dump's: as `site`, or as `site - channel`
    where it stands among the labels so. In the header of a post it is a person.
    """
    labels = _labels(raw)
    author = raw.field("author")
    name = name_of(author.value) if author else ""
    if author is None or not name or not names_its_site(raw):
        return Labelled(None, _unique(labels))
    source, channel = _parted(name, labels)
    kept = [label for label in labels if label not in (source, name)]
    said = Said(source, Evidence("header_author", author.line, author.value))
    return Labelled(said, _unique([*kept, channel]))


def names_its_site(raw: RawDocument) -> bool:
    """Whether `author` is the site, as in dumps."""
    return is_dump({one.key: one.values for one in reversed(raw.header)})


def _labels(raw: RawDocument) -> list[str]:
    found = [raw.field(key) for key in LABELS]
    return [unled(name_of(value)) for one in found if one for value in one.values]


def _parted(author: str, labels: list[str]) -> tuple[str, str]:
    """Return the site and the channel of an author that is a label too and names both."""
    site, joint, channel = author.rpartition(" - ")
    if joint and author in labels and name_of(site):
        return site, name_of(channel)
    return author, ""


def _unique(labels: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for label in labels if label))
