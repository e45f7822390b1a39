"""Folders on disk, walked in the order of names, so that two runs meet documents in one order.

Nothing outside the given paths is read: a link that leads out of its folder, or to a folder, is
refused like anything else that is no file. Names that begin with a dot are passed over inside a
folder (version control, desktop settings) and read when they are given by name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from articles.ingest.collect.paths import Root, printable
from articles.ingest.records import Place
from articles.ingest.refusals import Refusal, Refused

KINDS = {
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFDIR: "folder",
}
# What was a file a moment ago may be a pipe or a link by now: never wait, never follow.
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A folder that lets nobody list it may still let through.
_THROUGH = _FOLDER | getattr(os, "O_PATH", 0)
MOST_PATH = 4_096  # characters; other programs would find nothing there
_ODD = "\0"  # behind what is neither file nor folder: no name has it, and it sorts first


class Folders:
    """The folders of a root; the last one stays open, and what is in it is opened from there.

    A path is gone along name by name, so that no folder on it can be made a link meanwhile.
    """

    def __init__(self, root: Root) -> None:
        self._root = root
        self._printed = printable(str(root.folder))
        self._file = ""  # the name that was met last, if it was that of a file
        self._name: str | None = None  # of the folder that is open
        self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def place(self, name: str) -> Place:
        return Place(self._printed, printable(name))

    def names(self) -> Iterator[str]:
        """Yield what lies under the root and is no folder, as paths from it.

        A folder that cannot be listed is yielded too, to be refused like a file.
        """
        waiting = [("", [self._root.name + _ODD * bool(self._root.name)])]
        while waiting:
            above, inside = waiting[-1]
            if not inside:
                waiting.pop()
                continue
            name = above + inside.pop()
            if name and not name.endswith("/"):
                self._file = name
                yield name.removesuffix(_ODD)
                continue
            try:
                waiting.append((name, self._listed(name)))
            except OSError:
                yield name

    def opened(self, name: str) -> int:
        """Return a handle to a regular file, or refuse; raises OSError too."""
        if name != self._file:
            name = self._followed(name)
        above, slash, own = name.rpartition("/")
        return os.open(own, _FILE, dir_fd=self._in(above + slash))

    def _followed(self, name: str) -> str:
        """Return the name of a file, or of the one that a link of that name leads to."""
        if not name or name.endswith("/"):
            os.close(self._open_to_list(name))
            raise Refused(Refusal.UNREADABLE_FILE, detail="folder")
        mode = self._mode(name)
        if stat.S_ISLNK(mode):
            folder = self._root.folder
            real = Path(f"{folder}/{name}").resolve(strict=True)
            if folder not in real.parents:
                raise Refused(Refusal.NOT_A_FILE, detail="link out of the folder")
            name = str(real.relative_to(folder))
            mode = self._mode(name)
        if not stat.S_ISREG(mode):
            raise Refused(Refusal.NOT_A_FILE, detail=KINDS.get(stat.S_IFMT(mode), ""))
        return name

    def _mode(self, name: str) -> int:
        above, slash, own = name.rpartition("/")
        return os.stat(own, dir_fd=self._in(above + slash), follow_symlinks=False).st_mode

    def _listed(self, name: str) -> list[str]:
        """Return what stands in a folder, the last name first."""
        if len(name) > MOST_PATH:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        handle = self._open_to_list(name)
        try:
            with os.scandir(handle) as found:
                inside = [_marked(entry) for entry in found if not entry.name.startswith(".")]
        finally:
            os.close(handle)
        inside.sort(key=None if all(map(str.isascii, inside)) else os.fsencode, reverse=True)
        return inside

    def _open_to_list(self, name: str) -> int:
        return os.open(".", _FOLDER, dir_fd=self._in(name))

    def _in(self, name: str) -> int:
        """Return a handle to a folder, good until that to another one is asked for."""
        if name != self._name:
            if self._name is None or not name.startswith(self._name):
                self._close()
                self._handle, self._name = os.open(self._root.folder, _THROUGH), ""
            for own in name[len(self._name) : -1].split("/") if name != self._name else ():
                if own == "..":
                    raise Refused(Refusal.NOT_A_FILE, detail="link out of the folder")
                inner = os.open(own, _THROUGH, dir_fd=self._handle)
                os.close(self._handle)
                self._handle, self._name = inner, f"{self._name}{own}/"
        return self._handle

    def _close(self) -> None:
        if self._name is not None:
            os.close(self._handle)
            self._name = None


def _marked(entry: os.DirEntry[str]) -> str:
    """Return a name with a sign of what it is behind it, where that is no file."""
    if entry.is_file(follow_symlinks=False):
        return entry.name
    return entry.name + ("/" if entry.is_dir(follow_symlinks=False) else _ODD)
