"""Many documents in one archive: the memory that takes, and a database that has grown."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from tests.bench.material import texts
from tests.bench.measure import Line, Told, Workplace, at_most

MOST_MEMORY = 300
FILLS_A_GIGABYTE = 132_000  # documents


def fill(place: Workplace, name: str, empty: str, documents: int) -> list[Line]:
    """Import that many documents out of one tar, with two workers, into a database that stays."""
    path = place.folder / "documents.tar"
    place.progress(f"writing an archive of {documents:,} documents")
    size = pack(path, documents)
    place.progress(f"importing an archive of {size / 1e9:.2f} GB")
    place.shelf.copy(empty, name)
    told: Told = place.run("imports", 2, path, database=name, on_copy=False)
    path.unlink()
    what = f"One archive of {size / 1e9:.2f} GB, {documents:,} documents, two workers"
    return [
        Line(f"{what}: peak memory of the process that writes", told["peak"], "MB",
             wanted=at_most(MOST_MEMORY)),
        Line(f"{what}: of one that reads", told["child"], "MB", wanted=at_most(MOST_MEMORY)),
        Line(what, documents / told["seconds"], "documents/s"),
    ]  # fmt: skip


def pack(path: Path, documents: int) -> int:
    """Write a tar of documents and return its bytes."""
    with tarfile.open(path, "w") as archive:
        for name, text in texts(documents):
            data = text.encode()
            entry = tarfile.TarInfo(f"{name[:3]}/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path.stat().st_size
