"""What a header says of its source: whose text it is, and under which of its labels it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.records import Evidence, RawDocument
from articles.text.characters import name_of
from articles.text.header_keys import is_dump

_LABELS = ("categories", "category", "tags")
_LEAD = re.compile(r"^[\s—–-]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A source by the name its header gives it, its labels, and what shows the name."""

    source: str | None = None
    labels: tuple[str, ...] = ()
    evidence: Evidence | None = None


def header_labels(raw: RawDocument) -> Labelled:
    """Return the source a header names, and its labels without the source's own name.

    The author is the source where it stands among the labels too, as `site` or `site - channel`,
    or where the header is a feed dump's. A header's author is never a person who is credited.
    """
    found = [raw.field(key) for key in _LABELS]
    labels = [_LEAD.sub("", name_of(value)) for one in found if one for value in one.values]
    author = raw.field("author")
    name = name_of(author.value) if author else ""
    if author is None or not name or not (name in labels or _is_dump(raw)):
        return Labelled(None, _unique(labels))
    source, channel = _parted(name, labels)
    kept = [label for label in labels if label not in (source, name)]
    return Labelled(
        source,
        _unique([*kept, channel]),
        Evidence("header_author", author.line, author.value),
    )


def _is_dump(raw: RawDocument) -> bool:
    """Whether `author` is the site, as in dumps; in a post it may be a person."""
    return is_dump([one.key for one in raw.header])


def _parted(author: str, labels: list[str]) -> tuple[str, str]:
    """Return the site and the channel of an author that is a label too and names both."""
    site, joint, channel = author.rpartition(" - ")
    if joint and author in labels and name_of(site):
        return site, name_of(channel)
    return author, ""


def _unique(labels: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for label in labels if label))
