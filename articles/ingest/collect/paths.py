"""Names on disk: what is asked for by name, which paths are given, and how a name is kept."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"
# Bytes of a path that is kept as it is. Three of them (a root, a path, a member) stand in one row
# of an index, for which PostgreSQL has 2,704.
LONGEST = 800
_OF_LONG = 720  # of one that is not, before its digest


class NoSuchPath(Exception):
    """A path that was given and cannot be imported from; says which, and why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True)
class Root:
    """A folder to import from, or one file of it."""

    folder: Path
    name: str = ""


STANDARD_INPUT = Root(Path(STDIN), STDIN)


def roots(paths: Iterable[str]) -> tuple[Root, ...]:
    """Return what the paths stand for, each document under one of them only.

    Raises NoSuchPath for one that is not there. Links among the paths themselves are followed:
    whoever gave them meant them.
    """
    given = [_root(path) for path in paths]
    folders = {root.folder for root in given if not root.name}
    return tuple(root for root in dict.fromkeys(given) if not _is_within(root, folders))


def _root(path: str) -> Root:
    if path == STDIN:
        return STANDARD_INPUT
    try:
        real = Path(path).resolve(strict=True)
        is_folder = stat.S_ISDIR(real.stat().st_mode)
        if is_folder:
            os.scandir(real).close()
    except (OSError, RuntimeError, ValueError) as error:
        raise NoSuchPath(path, getattr(error, "strerror", None) or str(error)) from error
    return Root(real) if is_folder else Root(real.parent, real.name)


def _is_within(root: Root, folders: set[Path]) -> bool:
    """Whether what a root stands for is met on the way through one of the folders."""
    real = root.folder / root.name
    for above in real.parents:
        if real.name.startswith("."):
            return False  # passed over on that way
        if above in folders:
            return True
        real = above
    return False


def printable(name: str) -> str:
    r"""Return a file's name as text that any database holds, different names kept apart.

    Bytes that are no UTF-8 are written `\xff`, and a backslash is doubled.
    """
    if name.isascii() and "\\" not in name and len(name) <= LONGEST:
        return name
    return words(os.fsencode(name))


def words(raw: bytes) -> str:
    """Return the bytes of a name as `printable` does."""
    text = raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    kept = text.encode()
    if len(kept) <= LONGEST:
        return text
    return f"{kept[:_OF_LONG].decode('utf-8', 'ignore')}…{hashlib.sha256(raw).hexdigest()}"
