"""What lies inside an archive: a member with its bytes or why there are none, and its name.

Names are words here and lead nowhere: nothing is ever written where a member says.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from articles.ingest.collect.paths import words
from articles.ingest.refusals import Refusal, Refused

# More than sixty documents a day for ten years; a directory of a million takes seconds to go
# through before anything is read of it.
MOST_MEMBERS = 250_000
_LONG = 100  # characters of a name that is remembered by a digest instead


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive as it comes out."""

    name: str
    size: int
    data: bytes | None = None
    refused: Refused | None = None


def is_hidden(name: str) -> bool:
    """Whether a member is passed over, as a file of that name in a folder is."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(
        part.startswith(".") and part not in {".", ".."} for part in parts
    )


def too_many() -> Refused:
    return Refused(Refusal.ARCHIVE_BOMB, detail=f"more than {MOST_MEMBERS} members")


@dataclass(slots=True)
class Names:
    """Gives each member of one archive a name that no other has, the same ones every time."""

    _last: dict[str | bytes, int] = field(default_factory=dict)

    def unique(self, name: str) -> str:
        """Return the name, as text and without `./` before it; again, and it gets a number.

        >>> names = Names()
        >>> [names.unique(name) for name in ("a.md", "./a.md", "a.md#2", "a.md", "")]
        ['a.md', 'a.md#2', 'a.md#2#2', 'a.md#3', '#1']
        """
        while name.startswith("./"):
            name = name[2:].lstrip("/")
        text = base = words(name.replace("\0", "\\0").encode("utf-8", "surrogateescape"))
        while not text or _key(text) in self._last:
            self._last[_key(base)] = number = self._last.get(_key(base), 0) + 1
            text = f"{base}#{number}"
        self._last[_key(text)] = 1
        return text


def _key(name: str) -> str | bytes:
    """Return what stands for a name: a quarter of a million long ones would fill the memory."""
    if len(name) <= _LONG:
        return name
    return hashlib.blake2b(name.encode(), digest_size=16).digest()
