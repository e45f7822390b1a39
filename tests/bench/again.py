"""What importing unchanged files again cannot do without.

hashes    reading the files and hashing them
records   that, finding out that each is stored so, and the run's rows that say it
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tests.bench.floor import BATCH, PRAGMAS
from tests.bench.measure import start, tell

_FIND = (
    "SELECT d.id, b.sha256 FROM articles_document d JOIN articles_blob b ON b.id = d.blob_id"
    " WHERE d.root = ? AND d.path = ? AND d.member = '' AND d.entry = ''"
)
_SEEN = "UPDATE articles_document SET last_seen_at = ? WHERE id = ?"
_TOLD = (
    'INSERT INTO articles_rundocument (run_id, document_id, outcome, sha256, "plan", milliseconds)'
    " VALUES (?, ?, 'unchanged', ?, '{}', 0)"
)
_RUN = (
    "INSERT INTO articles_importrun (status, arguments, counts, started_at)"
    " VALUES ('finished', '{}', '{}', ?)"
)


def hashes(folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in (path for folder in folders for path in sorted(folder.iterdir())):
        yield path, hashlib.sha256(path.read_bytes()).hexdigest()


def records(database: Path, folders: Iterable[Path]) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript(PRAGMAS)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    run = connection.execute(_RUN, [now]).lastrowid
    found = hashes(folders)
    while batch := list(islice(found, BATCH)):
        connection.execute("BEGIN IMMEDIATE")
        seen = []
        for path, sha256 in batch:
            key, stored = connection.execute(_FIND, [str(path.parent), path.name]).fetchone()
            if stored != sha256:
                raise ValueError(path)
            seen.append((key, sha256))
        connection.executemany(_SEEN, [(now, key) for key, _sha256 in seen])
        connection.executemany(_TOLD, [(run, *one) for one in seen])
        connection.execute("COMMIT")
    connection.close()


def main(what: str, *folders: str) -> None:
    began, paths = start(), [Path(folder) for folder in folders]
    if what == "records":
        records(Path(os.environ["DATABASE_URL"].removeprefix("sqlite://")), paths)
    else:
        list(hashes(paths))
    tell(began)


if __name__ == "__main__":
    main(*sys.argv[1:])
