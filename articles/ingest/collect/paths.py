"""Names on disk: what lies under the given paths, in which order, and what never is opened.

Folders are walked in the order of their names, so that two runs meet the same documents in the
same order. Nothing outside the given paths is read: a link that leads out of its folder, or to a
folder, is refused like anything else that is no file. Names that begin with a dot are passed
over inside a folder (version control, desktop settings) and read when they are given by name.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.ingest.refusals import Refusal, Refused

STDIN = "-"
LONGEST = 1_000  # characters of a path that is kept as it is
KINDS = {
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFDIR: "folder",
}


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
    above = {root.folder, *root.folder.parents} if root.name else set(root.folder.parents)
    return not above.isdisjoint(folders)


def printable(name: str) -> str:
    r"""Return a file's name as text that any database holds, different names kept apart.

    Bytes that are no UTF-8 are written `\xff`, and a backslash is doubled.
    """
    if name.isascii() and "\\" not in name and len(name) <= LONGEST:
        return name
    raw = os.fsencode(name.replace("\\", "\\\\"))
    text = raw.decode("utf-8", "backslashreplace")
    return text if len(text) <= LONGEST else f"{text[:900]}…{hashlib.sha256(raw).hexdigest()}"


def names(root: Root) -> Iterator[str]:
    """Yield what lies under a root and is no folder, as paths from it.

    A folder that cannot be listed is yielded too, to be refused like a file.
    """
    waiting = [root.name]
    while waiting:
        name = waiting.pop()
        if name and not name.endswith("/"):
            yield name
            continue
        try:
            with os.scandir(root.folder / name) as found:
                inside = sorted(map(_name, found), key=os.fsencode, reverse=True)
        except OSError:
            yield name
        else:
            waiting += [name + entry for entry in inside if not entry.startswith(".")]


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name + "/" * entry.is_dir(follow_symlinks=False)


def opened(root: Root, name: str) -> int:
    """Return a handle to a regular file under the root, or refuse; raises OSError too.

    What was a file a moment ago may be a pipe or a link by now: never wait, never follow.
    """
    return os.open(_inside(root, name), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)


def _inside(root: Root, name: str) -> str:
    path = f"{root.folder}/{name}"  # not a Path, which takes longer to make than the file to hash
    if not name or name.endswith("/"):
        raise Refused(Refusal.UNREADABLE_FILE, detail="folder")
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        real = Path(path).resolve(strict=True)
        if root.folder not in real.parents:
            raise Refused(Refusal.NOT_A_FILE, detail="link out of the folder")
        path, mode = str(real), os.lstat(real).st_mode
    if not stat.S_ISREG(mode):
        raise Refused(Refusal.NOT_A_FILE, detail=KINDS.get(stat.S_IFMT(mode), ""))
    return path
