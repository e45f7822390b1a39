"""The rows of a list or of an article in the fewest queries, and nothing decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

PAGE = 20
COLUMNS = """
SELECT a.id, a.public_id, a.title, a.subtitle, a.summary, a.language, a.originally_published_at,
    a.original_precision, a.published_at, a.updated_at, a.truncated, s.public_id, s.name
FROM articles_article a LEFT JOIN articles_source s ON s.id = a.source_id
WHERE a.status = 'published' AND NOT a.published_at > %s
    AND (a.embargo_until IS NULL OR a.embargo_until <= %s)
    AND (a.expires_at IS NULL OR a.expires_at > %s)
"""
AFTER = " AND (a.published_at, a.public_id) < (%s, %s)"
NEWEST = " ORDER BY a.published_at DESC, a.public_id DESC LIMIT 21"
CATEGORIES = """
SELECT l.article_id, c.public_id, c.name FROM articles_article_categories l
JOIN articles_category c ON c.id = l.category_id
WHERE l.article_id IN ({}) ORDER BY c.position, c.name, c.id
"""
PICTURES = """
SELECT p.article_id, p.role, i.public_id, i.url, p.alt, p.caption, p.credit, i.width, i.height
FROM articles_articleimage p JOIN articles_image i ON i.id = p.image_id
WHERE p.article_id IN ({})
"""
LEADING = " AND p.role = 'lead'"
CREDITS = "SELECT article_id, role, label, name FROM articles_credit WHERE article_id IN ({})"
WHOLE = """
SELECT original_title, publisher, canonical_url, keywords, body, body_text
FROM articles_article WHERE id = %s
"""


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


def articles(request: HttpRequest) -> HttpResponse:
    condition, values = "", list[str]()
    if "date" in request.GET:
        condition, values = AFTER, [request.GET["date"], request.GET["id"]]
    rows = _rows(condition + NEWEST, values)
    return _json({"next": len(rows) > PAGE, "previous": None, "results": rows[:PAGE]})


def article(request: HttpRequest, public_id: str) -> HttpResponse:
    (row,) = _rows(" AND a.public_id = %s", [public_id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM articles_article WHERE public_id = %s", [public_id])
        key = cursor.fetchone()[0]
        cursor.execute(WHOLE, [key])
        names = ("original_title", "publisher", "canonical_url", "keywords", "body_html")
        row |= dict(zip((*names, "body_text"), cursor.fetchone(), strict=True))
    row["credits"] = [dict(zip(("role", "label", "name"), c, strict=True)) for c in
                      _of(CREDITS, [key])[key]]  # fmt: skip
    row["images"] = [_picture(*found) for found in _of(PICTURES, [key])[key]]
    return _json(row)


def _rows(condition: str, values: Sequence[str]) -> list[dict[str, Any]]:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS + condition, [now, now, now, *values])
        found = cursor.fetchall()
    keys = [row[0] for row in found]
    categories, pictures = _of(CATEGORIES, keys), _of(PICTURES + LEADING, keys)
    return [_row(row, categories[row[0]], pictures[row[0]]) for row in found]


def _of(statement: str, keys: list[int]) -> dict[int, list[Any]]:
    by_article: dict[int, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(",".join(["%s"] * len(keys))), keys)
        for key, *row in cursor.fetchall():
            by_article[key].append(row)
    return by_article


def _row(row: tuple[Any, ...], categories: list[Any], pictures: list[Any]) -> dict[str, Any]:
    return {
        "id": row[1],
        "uri": f"http://localhost/api/v1/articles/{row[1]}/",
        "url": f"http://localhost/articles/{row[1]}/",
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
    }


def _picture(role: str, public_id: str, url: str, alt: str, caption: str, credit: str,
             width: int, height: int) -> dict[str, Any]:  # fmt: skip
    size = {"width": width, "height": height, "renditions": {}}
    said = {"alt": alt, "caption": caption, "credit": credit}
    return {"role": role, "id": public_id, "url": url} | said | size


def _json(values: dict[str, Any]) -> HttpResponse:
    return HttpResponse(orjson.dumps(values), content_type="application/json")
