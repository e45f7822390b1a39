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

import psycopg

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


def records(database: str, folders: Iterable[Path]) -> None:
    if database.startswith("postgres"):
        _records_on_server(database, folders)
    else:
        _records_in_file(Path(database.removeprefix("sqlite://")), folders)


def _records_in_file(database: Path, folders: Iterable[Path]) -> None:
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


def _records_on_server(database: str, folders: Iterable[Path]) -> None:
    found = hashes(folders)
    with psycopg.connect(database) as connection:
        (run,) = connection.execute(
            "INSERT INTO articles_importrun (status, arguments, counts, started_at)"
            " VALUES ('finished', '{}', '{}', now()) RETURNING id"
        ).fetchone() or (0,)
        while batch := list(islice(found, BATCH)):
            rows = connection.execute(
                "SELECT d.path, d.id, b.sha256 FROM articles_document d"
                " JOIN articles_blob b ON b.id = d.blob_id WHERE d.root = ANY(%s)"
                " AND d.path = ANY(%s) AND d.member = '' AND d.entry = ''",
                [list({str(path.parent) for path, _ in batch}), [path.name for path, _ in batch]],
            ).fetchall()
            if sorted(sha256 for _path, _key, sha256 in rows) != sorted(sha for _, sha in batch):
                raise ValueError(batch[0])
            keys = [key for _path, key, _sha256 in rows]
            connection.execute(
                "UPDATE articles_document SET last_seen_at = now() WHERE id = ANY(%s)", [keys]
            )
            connection.execute(
                "INSERT INTO articles_rundocument (run_id, document_id, outcome, sha256,"
                ' "plan", milliseconds)'
                " SELECT %s, d, 'unchanged', s, '{}', 0"
                " FROM unnest(%s::bigint[], %s::text[]) one(d, s)",
                [run, keys, [sha256 for _path, _key, sha256 in rows]],
            )
            connection.commit()


def main(what: str, *folders: str) -> None:
    began, paths = start(), [Path(folder) for folder in folders]
    if what == "records":
        records(os.environ["DATABASE_URL"], paths)
    else:
        list(hashes(paths))
    tell(began)


if __name__ == "__main__":
    main(*sys.argv[1:])
