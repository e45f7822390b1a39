"""The rows that an import leaves behind, made in the fewest calls that can make them.

It knows the generated documents by heart and decides nothing: no format is detected, no text is
compared, no second run is thought of. What remains is what any import has to pay for.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import count, islice
from pathlib import Path
from typing import Any

import nh3

from articles.text.shingles import shingles, squeezed
from articles.text.tokens import entry, tokens
from tests.bench.measure import start, tell
from tests.bench.tables import STATEMENTS, TABLES

BATCH = 100
OPENING = 40  # tokens of a text that are its lead
PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;
PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;
"""
ROLES = {
    "栏目主编": "column_editor",
    "文字编辑": "text_editor",
    "图片编辑": "picture_editor",
    "责任编辑": "editor",
}
_IMAGE = re.compile('<img src="([^"]+)"')
_CREDIT = re.compile("(?:<span>)?([^<>：\n]+)：([^<>\n]+)(?:</span>)?$", re.MULTILINE)
_PARAGRAPH_END = re.compile("</p>")
_TAG = re.compile("<[^>]+>")

Row = tuple[Any, ...]


def write(database: Path, folders: Iterable[Path]) -> None:
    """Import the documents of the folders."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript(PRAGMAS)
    rows = Rows()
    files = (path for folder in folders for path in sorted(folder.iterdir()))
    connection.execute(
        "INSERT INTO articles_importrun (id, status, arguments, counts, started_at)"
        " VALUES (1, 'finished', '{}', '{}', ?)",
        [_now()],
    )
    while batch := list(islice(files, BATCH)):
        for path in batch:
            rows.add(path)
        rows.end_batch()
        connection.execute("BEGIN IMMEDIATE")
        for table, made in rows.take():
            connection.executemany(STATEMENTS[table], made)
        connection.execute("COMMIT")
    connection.close()


class Rows:
    """Rows on their way into the tables; keys are counted here."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._keys: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self._sources: dict[str, int] = {}
        self._labels: set[tuple[int, str]] = set()
        self._watches: dict[int, tuple[int, str]] = {}
        self._before: dict[int, tuple[int, str]] = {}

    def take(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows by table, those first that others point at."""
        for table in TABLES:
            yield table, self._rows.pop(table, [])

    def end_batch(self) -> None:
        """Remember how the sources read by now, with what was remembered before."""
        was, now = self._before, dict(self._watches)
        changed = [[key, was.get(key), now[key]] for key in now if now[key] != was.get(key)]
        (*first, _nothing), *others = self._rows["articles_rundocument"]
        self._rows["articles_rundocument"] = [(*first, _json({"watches": changed})), *others]
        self._rows["articles_sourcewatch"] = [(key, key, n, 0, s) for key, (n, s) in now.items()]
        self._rows["article_shingle"].sort()
        self._before = now

    def add(self, path: Path) -> None:
        data = path.read_bytes()
        sha256, text, now = hashlib.sha256(data).hexdigest(), data.decode(), _now()
        is_dump = text.startswith("\n---")
        said = _dump(text) if is_dump else _page(text)
        source = self._source(said["source"], now)
        documents, recent = self._watches.get(source, (0, ""))
        self._watches[source] = (documents + (len(recent) >= 40), f"{recent}0"[-40:])
        for label in said["labels"]:
            if (source, label) not in self._labels:
                self._labels.add((source, label))
                self._add("articles_sourcelabel", source, label, now)
        blob = self._add("articles_blob", sha256, len(data), zlib.compress(data, 6), now)
        document = self._add(
            "articles_document",
            *(str(path.parent), path.name, "front_matter" if is_dump else "page_text"),
            *(source, _json(said["labels"]), _json(said["evidence"]), _json(said["parts"])),
            *(len(data), blob, now, now),
        )
        article = self._article(said, source, document, now)
        plan = (sha256, _json(_plan(path, sha256, said)), 1, None)
        self._add("articles_rundocument", document, *plan)
        body = " ".join(tokens(said["text"]))
        row = self._add("articles_searchrow", article, hash(said["text"]))
        title, lead = " ".join(tokens(said["title"])), " ".join(body.split(" ", OPENING)[:OPENING])
        self._rows["article_search"].append((row, entry(title, lead, body)))
        self._sample(article, source, said["text"])

    def _article(self, said: dict[str, Any], source: int, document: int, now: str) -> int:
        fingerprint = hashlib.blake2b(said["text"].encode(), digest_size=16).hexdigest()
        article = self._add(
            "articles_article",
            *(secrets.token_hex(6), said["title"], said["title"], said["body"], said["text"]),
            *(said["date"], "time" if said["date"] else "", said["date"] or now),
            *(fingerprint, source, now, now),
        )
        self._add("articles_importedvalues", article, _json(_values(said)), now)
        for position, url in enumerate(said["images"]):
            image = self._add("articles_image", secrets.token_hex(6), url, now)
            role = "inline" if position else "lead"
            self._add("articles_articleimage", article, image, role, position)
        for position, (role, label, name) in enumerate(said["credits"]):
            self._add("articles_credit", article, role, label, name, position)
        evidence = _json(said["of_article"])
        self._add("articles_origin", article, document, 0, fingerprint, evidence, now)
        return article

    def _sample(self, article: int, source: int, text: str) -> None:
        chosen = shingles(squeezed(text))
        digest = hashlib.blake2b(f"{source} {text}".encode(), digest_size=16).hexdigest()
        sample = self._add("articles_sample", article, len(chosen.hashes), digest)
        tree, key = sample // 1024 << 40, sample << 30
        self._rows["article_shingle"] += [
            (tree | number, key | around)
            for number, around in zip(chosen.hashes, chosen.arounds, strict=True)
        ]

    def _source(self, name: str, now: str) -> int:
        if name not in self._sources:
            self._sources[name] = self._add("articles_source", secrets.token_hex(6), name, now)
        return self._sources[name]

    def _add(self, table: str, *values: Any) -> int:
        key = next(self._keys[table])
        self._rows[table].append((key, *values))
        return key


def _dump(text: str) -> dict[str, Any]:
    _empty, head, markup = text.split("---\n", 2)
    lines = head.splitlines()
    title = lines[0][8:-1]
    labels = [line[3:] for line in lines[2:5]]
    body = nh3.clean(markup)
    body, _, credits = body.rpartition("<div>")
    return _said(
        title=title,
        source=labels[1],
        labels=[labels[0], labels[2]],
        date=parsedate_to_datetime(lines[8][6:]).strftime("%Y-%m-%d %H:%M:%S"),
        images=_IMAGE.findall(body),
        credits=_CREDIT.findall(credits),
        body=body,
        text=unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", body))).strip(),
        ends=(len(head), len(text)),
    )


def _page(text: str) -> dict[str, Any]:
    title, source, *paragraphs, credit, _end = text.split("\n")
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return _said(
        title=title,
        source=source[3:],
        labels=[],
        date=None,
        images=[],
        credits=_CREDIT.findall(credit),
        body=nh3.clean(body),
        text="\n".join(paragraphs),
        ends=(len(title), len(text)),
    )


def _said(*, credits: list[tuple[str, str]], ends: tuple[int, int], **said: Any) -> dict[str, Any]:
    first, last = ends
    found = {"rule": "header_field", "line": 3, "text": said["title"]}
    of_article = {"title": found}
    if credits:
        label, name = credits[0]
        of_article["credits"] = {"rule": "credit_line", "line": 30, "text": f"{label}：{name}"}
    if said["date"]:
        of_article["originally_published_at"] = found | {"text": said["date"]}
    parts = [
        ["title", 0, 0, first, 1, None],
        ["metadata", 0, first, first + 60, 2, None],
        ["body", 0, first + 61, last - 60, 3, None],
        ["credit", 0, last - 60, last, 18, None],
    ]
    return said | {
        "credits": [(ROLES[label], label, name) for label, name in credits],
        "evidence": {"source": found | {"text": said["source"]}},
        "of_article": of_article,
        "parts": parts,
    }


def _values(said: dict[str, Any]) -> dict[str, Any]:
    empty = dict.fromkeys(("subtitle", "summary", "publisher", "canonical_url"), "")
    same = {key: said[key] for key in ("title", "body", "source", "credits")}
    pictures = [
        [url, "inline" if place else "lead", "", "", ""] for place, url in enumerate(said["images"])
    ]
    return (
        empty
        | same
        | {
            "original_title": said["title"],
            "language": "zh",
            "keywords": [],
            "truncated": False,
            "originally_published": [said["date"], "time"],
            "pictures": pictures,
            "categories": [],
        }
    )


def _plan(path: Path, sha256: str, said: dict[str, Any]) -> dict[str, Any]:
    nothing = dict.fromkeys(("title", "publisher", "domain"))
    document = {"path": path.name, "sha256": sha256, "format": "front_matter", "encoding": "utf-8"}
    credits = [{"role": r, "label": label, "name": n} for r, label, n in said["credits"]]
    images = [{"url": url, "role": "inline", "alt": ""} for url in said["images"]]
    date = {"precision": "time", "rule": "header_rfc1123", "weight": 1.0, "line": 11}
    dates = [{"value": said["date"], **date, "text": said["date"]}] if said["date"] else []
    article = {
        "action": "create",
        "title": said["title"],
        "original_title": said["title"],
        "authors": [],
        "credits": credits,
        "originally_published_at": said["date"],
        "dates": dates,
        "categories": [],
        "images": images,
        "truncated": False,
        **dict.fromkeys(("key", "status", "labels")),
        "duplicate_of": None,
        "same_as": None,
        "evidence": said["of_article"],
    }
    told = {"source": said["source"], "labels": said["labels"], "keywords": [], "warnings": []}
    return {
        "document": document | nothing | told,
        "articles": [article],
        "possible_boundaries": [],
        "refused": None,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    began = start()
    write(Path(os.environ["DATABASE_URL"].removeprefix("sqlite://")), map(Path, sys.argv[1:]))
    tell(began)
