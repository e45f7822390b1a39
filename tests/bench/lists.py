"""Requests to the lists, and the same rows out of plain SQL; both called in process, as WSGI."""

from __future__ import annotations

import html
import json
import os
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

from articles.text.tokens import query_terms
from tests.bench.floor import PRAGMAS
from tests.bench.material import Writer
from tests.bench.measure import Line, Told, Workplace, at_least, middle, start, tell

PAGE = 20
FRONT_PAGE = 19
DEEPEST = 200  # pages
LEAST_FLATNESS = 0.8

LISTS = {
    "page 1": "API list, page 1",
    "deep": "API list, page {depth}",
    "common": "API search, a common word",
    "rare": "API search, words of one title",
    "front": "Front page",
}
PUBLISHED = """
UPDATE articles_article SET status = 'published', published_at = sort_at;
INSERT INTO articles_category (id, public_id, name, slug, description, position)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12)
    SELECT n, 'bcdfghjkmnp' || substr('23456789bcdf', n, 1), 'Category ' || n, '', '', n
    FROM numbers;
INSERT INTO articles_article_categories (article_id, category_id)
    SELECT id, 1 + id % 12 FROM articles_article UNION ALL
    SELECT id, 1 + (id + 5) % 12 FROM articles_article;
ANALYZE;
"""
COLUMNS = """
SELECT a.id, a.public_id, a.title, a.subtitle, a.summary, a.language, a.originally_published_at,
    a.original_precision, a.published_at, a.updated_at, a.truncated, s.public_id, s.name,
    a.sort_at, substr(a.body_text, 1, 180)
FROM articles_article a LEFT JOIN articles_source s ON s.id = a.source_id
WHERE a.status = 'published' AND NOT +a.published_at > :now
    AND (a.embargo_until IS NULL OR a.embargo_until <= :now)
    AND (a.expires_at IS NULL OR a.expires_at > :now)
"""
FOUND = """
    AND a.id IN (SELECT r.article_id FROM articles_searchrow r
        JOIN article_search ON article_search.rowid = r.id WHERE article_search MATCH :match)
"""
AFTER = " AND (a.published_at, a.public_id) < (:date, :id)"
NEWEST = " ORDER BY a.published_at DESC, a.public_id DESC LIMIT :size"
LATEST = " ORDER BY a.sort_at DESC, a.public_id DESC LIMIT :size"
CATEGORIES = """
SELECT l.article_id, c.public_id, c.name FROM articles_article_categories l
JOIN articles_category c ON c.id = l.category_id
WHERE l.article_id IN ({}) ORDER BY c.position, c.name, c.id
"""
PICTURES = """
SELECT p.article_id, i.public_id, i.url, p.alt, p.caption, p.credit, i.width, i.height
FROM articles_articleimage p JOIN articles_image i ON i.id = p.image_id
WHERE p.role = 'lead' AND p.article_id IN ({})
"""


def measure(place: Workplace, imported: str, documents: int, seconds: float) -> list[Line]:
    """Ask for pages, each for some seconds, in turns with the floor."""
    published = "published"
    place.shelf.copy(imported, published)
    publish(Path(place.shelf.url(published).removeprefix("sqlite://")))
    place.progress("collecting the static files that pages name")
    place.manage("collectstatic", "--noinput", database=published)
    depth = depth_of(documents)
    told = place.alternate(
        {
            f"lists, {what}": lambda what=what: place.run(  # type: ignore[misc]
                "lists", what, depth, seconds, database=published, on_copy=False
            )
            for what in ("ours", "floor")
        }
    )
    ours, least = told["lists, ours"], told["lists, floor"]
    if ours[0]["ids"] != least[0]["ids"]:
        raise SystemExit("The lists and their floor show different articles.")
    lines = [line(name.format(depth=depth), key, ours, least) for key, name in LISTS.items()]
    first, deep = lines[0], lines[1]
    flat = Line(f"API list, page {depth} against page 1", deep.ours, "requests/s", first.ours,
                deep.ours / first.ours, at_least(LEAST_FLATNESS))  # fmt: skip
    return [*lines[:2], flat, *lines[2:]]


def line(figure: str, key: str, ours: list[Told], least: list[Told]) -> Line:
    mine, theirs = middle(ours, key), middle(least, key)
    return Line(figure, mine, "requests/s", theirs, mine / theirs)


def depth_of(documents: int) -> int:
    return min(DEEPEST, documents // PAGE // 2 + 1)


def publish(database: Path) -> None:
    """Publish everything in a database, in two categories."""
    with sqlite3.connect(database) as connection:
        connection.executescript(PUBLISHED)


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def ask(application: Application, path: str, **query: str) -> bytes:
    """Return the body of an answer, which must be a good one."""
    surroundings: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": urlencode(query),
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(surroundings)
    statuses: list[str] = []
    answer = application(surroundings, lambda status, *_rest: statuses.append(status))
    body = b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    if not statuses[0].startswith("200"):
        raise SystemExit(f"{path} answered {statuses[0]}")
    return body


def rate(request: Callable[[], bytes], seconds: float) -> float:
    """Return how many requests a second are answered, once warm."""
    request()
    started = time.perf_counter()
    answered = 0
    while (passed := time.perf_counter() - started) < seconds:
        request()
        answered += 1
    return answered / passed


class Floor:
    """The lists in as few queries as can tell it all, on a connection that stays open."""

    def __init__(self, database: Path) -> None:
        self.connection = sqlite3.connect(database)
        self.connection.executescript(PRAGMAS)

    def __call__(
        self, surroundings: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        query = {name: found[0] for name, found in parse_qs(surroundings["QUERY_STRING"]).items()}
        is_page = surroundings["PATH_INFO"] == "/"
        body = self.page() if is_page else self.answer(query)
        start_response("200 OK", [("Content-Type", "text/html" if is_page else "application/json")])
        return [body.encode()]

    def answer(self, query: dict[str, str]) -> str:
        condition, values = "", {"size": PAGE + 1}
        if "cursor" in query:
            condition += AFTER
            values["date"], values["id"] = query["cursor"].split("|")  # type: ignore[assignment]
        if "search" in query:
            condition += FOUND
            phrases = (" ".join(term.tokens) for term in query_terms(query["search"]))
            values["match"] = " ".join(f'"{phrase}"' for phrase in phrases)  # type: ignore[assignment]
        rows = self.rows(condition + NEWEST, **values)
        shown = rows[:PAGE]
        following = f"{shown[-1]['published_at']}|{shown[-1]['id']}" if shown else None
        answer = {"next": following if len(rows) > PAGE else None, "previous": None}
        return json.dumps(answer | {"results": shown}, ensure_ascii=False)

    def page(self) -> str:
        rows = self.rows(LATEST, size=FRONT_PAGE + 1)[:FRONT_PAGE]
        return "<!doctype html><title>Newsroom</title>" + "".join(map(_card, rows))

    def rows(self, condition: str, **values: object) -> list[dict[str, Any]]:
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        found = self.connection.execute(COLUMNS + condition, {"now": now, **values}).fetchall()
        keys = [row[0] for row in found]
        categories = self._of(CATEGORIES, keys)
        pictures = self._of(PICTURES, keys)
        return [_row(row, categories[row[0]], pictures[row[0]]) for row in found]

    def _of(self, statement: str, keys: list[int]) -> dict[int, list[Any]]:
        marks = ",".join("?" * len(keys))
        by_article: dict[int, list[Any]] = defaultdict(list)
        for key, *row in self.connection.execute(statement.format(marks), keys):
            by_article[key].append(row)
        return by_article


def _row(row: tuple[Any, ...], categories: list[Any], pictures: list[Any]) -> dict[str, Any]:
    return {
        "id": row[1],
        "uri": f"http://localhost/api/v1/articles/{row[1]}",
        "url": f"http://localhost/articles/{row[1]}",
        "title": row[2],
        "subtitle": row[3],
        "summary": row[4],
        "language": row[5],
        "source": {"id": row[11], "name": row[12]} if row[11] else None,
        "categories": [{"id": public_id, "name": name} for public_id, name in categories],
        "lead_image": _picture(*pictures[0]) if pictures else None,
        "originally_published_at": row[6],
        "originally_published_precision": row[7],
        "published_at": row[8],
        "updated_at": row[9],
        "truncated": bool(row[10]),
        "opening": row[14],
    }


def _picture(
    public_id: str, url: str, alt: str, caption: str, credit: str, width: int, height: int
) -> dict[str, Any]:
    size = {"width": width, "height": height, "renditions": {}}
    return {"id": public_id, "url": url, "alt": alt, "caption": caption, "credit": credit} | size


def _card(row: dict[str, Any]) -> str:
    words = {
        "url": row["url"],
        "title": row["title"],
        "text": row["summary"] or row["opening"],
        "date": row["published_at"][:10],
        "source": (row["source"] or {}).get("name", ""),
        "image": (row["lead_image"] or {}).get("url", ""),
    }
    sections = "".join(f"<a>{html.escape(one['name'])}</a>" for one in row["categories"])
    safe = {name: html.escape(word) for name, word in words.items()}
    return (
        '<article><img src="{image}" alt=""><h2><a href="{url}">{title}</a></h2><p>{text}</p>'
        "<p>{source} <time>{date}</time>"
    ).format(**safe) + f"{sections}</p></article>"


def _cursor(application: Application, depth: int) -> dict[str, str]:
    """Walk to a page and return what to ask for it with."""
    cursor: dict[str, str] = {}
    for _page in range(depth - 1):
        following = json.loads(ask(application, "/api/v1/articles/", **cursor))["next"]
        if "cursor=" in following:
            following = parse_qs(following.partition("?")[2])["cursor"][0]
        cursor = {"cursor": following}
    return cursor


def main(what: str, depth: str, seconds: str) -> None:
    """Print requests a second for each list, and which articles they showed."""
    database = Path(os.environ["DATABASE_URL"].removeprefix("sqlite://"))
    started, long = start(), float(seconds)
    application: Application = get_wsgi_application() if what == "ours" else Floor(database)
    address = "/api/v1/articles/"
    queries = {
        "page 1": {},
        "deep": _cursor(application, int(depth)),
        "common": {"search": Writer(1).title()[:2]},
        "rare": {"search": Writer(1).title()},
    }
    ids = {name: _ids(ask(application, address, **query)) for name, query in queries.items()}
    rates = {
        name: rate(lambda query=query: ask(application, address, **query), long)  # type: ignore[misc]
        for name, query in queries.items()
    }
    rates["front"] = rate(lambda: ask(application, "/"), long)
    tell(started, ids=ids, **rates)


def _ids(body: bytes) -> list[str]:
    return [row["id"] for row in json.loads(body)["results"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
