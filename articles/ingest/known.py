"""What the database tells reading, as a value that worker processes can be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as the database knows it, for reading: its names and its hosts."""

    name: str
    aliases: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows that reading may use; a value, so that workers can be given it."""

    sources: tuple[KnownSource, ...] = ()
    # By the folded name of a source: keys of the lines that an editor has approved as furniture.
    furniture: Mapping[str, frozenset[str]] = field(default_factory=dict)
    max_document_bytes: int = 32 * 1024 * 1024
