"""The tables that an import fills, and the columns of each that the floor fills too."""

from __future__ import annotations

from typing import Any

# Columns that are given, then those that are the same in every row.
TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "articles_source": (
        "id public_id name created_at",
        {"kind": "outlet", "aliases": "[]", "domains": "[]"}
        | dict.fromkeys(("homepage", "rights", "notes"), ""),
    ),
    "articles_sourcelabel": ("id source_id name created_at", {}),
    "articles_sourcewatch": ("id source_id documents poor recent", {}),
    "articles_blob": ("id sha256 size data created_at", {}),
    "articles_document": (
        "id root path format source_id labels evidence parts size blob_id first_seen_at"
        " last_seen_at",
        {"encoding": "utf-8", "keywords": "[]", "warnings": "[]", "boundaries": "[]"}
        | dict.fromkeys(
            ("member", "entry", "title", "publisher", "domain", "refusal", "refusal_detail"), ""
        ),
    ),
    "articles_article": (
        "id public_id title original_title body body_text originally_published_at"
        " original_precision sort_at fingerprint source_id created_at updated_at",
        {"body_rules": 1, "language": "zh", "keywords": "[]", "truncated": 0, "status": "draft"}
        | {"review_round": 1, "version": 1, "was_public": 0}
        | dict.fromkeys(
            ("publisher", "subtitle", "summary", "canonical_url", "withdrawal_notice"), ""
        ),
    ),
    "articles_importedvalues": ('id article_id "values" updated_at', {}),
    "articles_image": (
        "id public_id url created_at",
        {"focal_x": 0.5, "focal_y": 0.5}
        | dict.fromkeys(("title", "file", "sha256", "mime", "alt", "credit"), ""),
    ),
    "articles_articleimage": (
        "id article_id image_id role position",
        {"alt": "", "caption": "", "credit": ""},
    ),
    "articles_credit": ("id article_id role label name position", {}),
    "articles_origin": (
        'id article_id document_id "index" fingerprint evidence created_at',
        {"canonical_url": "", "action": "create", "is_current": 1, "run_id": 1, "key": ""},
    ),
    "articles_rundocument": (
        "id document_id sha256 plan milliseconds before",
        {"run_id": 1, "outcome": "planned"},
    ),
    "articles_searchrow": ("id article_id digest", {"part": 0, "parts": 1, "rules": 6}),
    "article_search": ("rowid words", {}),
    "articles_sample": ("id article_id size digest", {"rules": 1}),
    "article_shingle": ("place text", {}),
}


def _statement(table: str, columns: str, fixed: dict[str, Any]) -> str:
    given = columns.split()
    names = ", ".join([*given, *fixed])
    marks = ", ".join(["?"] * len(given) + [repr(value) for value in fixed.values()])
    verb = "REPLACE" if table == "articles_sourcewatch" else "INSERT"
    return f"{verb} INTO {table} ({names}) VALUES ({marks})"


STATEMENTS = {table: _statement(table, *columns) for table, columns in TABLES.items()}
