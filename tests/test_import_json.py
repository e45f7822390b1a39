"""Exports that are JSON and posts with typed headers, from a folder to stored articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from articles.choices import Status
from articles.models import Article, Document
from tests.documents import rows, run, words, write

pytestmark = pytest.mark.django_db


def post(key: str, subject: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": key,
        "title": f"What the {subject} needs",
        "html": f"<p>{words(subject)}</p>",
        "status": "published",
        "published_at": "2023-04-12T06:45:00.000Z",
        **facts,
    }


def export(folder: Path, *posts: dict[str, Any]) -> None:
    tables = {"posts": list(posts), "settings": [{"key": "title", "value": "Harbour Post"}]}
    write(folder, "ghost.json", json.dumps({"db": [{"meta": {}, "data": tables}]}))


def test_an_export_is_imported_edited_exported_anew_and_imported_again(tmp_path):
    export(tmp_path, post("1", "harbour"), post("2", "orchard", status="draft"))
    run(tmp_path, publish=True)

    harbour, orchard = Article.objects.order_by("title")
    assert (harbour.title, orchard.title) == ("What the harbour needs", "What the orchard needs")
    assert (harbour.status, orchard.status) == (Status.PUBLISHED, Status.DRAFT)
    assert harbour.source is not None
    assert harbour.source.name == "Harbour Post"

    Article.objects.filter(pk=harbour.pk).update(title="An editor's title")
    mended = f"<p>{words('harbour')}</p><p>A last line was added upstream.</p>"
    export(
        tmp_path,
        post("1", "harbour", html=mended),
        post("2", "orchard", status="draft"),
        post("3", "library"),
    )
    run(tmp_path)
    harbour.refresh_from_db()
    assert harbour.title == "An editor's title"
    assert "added upstream" in harbour.body_text
    assert Article.objects.count() == 3

    before = rows()
    run(tmp_path)
    assert rows() == before


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param('+++\ntitle = "One"\ndraft = true\n+++\n', Status.DRAFT, id="hugo-draft"),
        pytest.param('{\n"title": "One",\n"draft": true\n}\n', Status.DRAFT, id="json-draft"),
        pytest.param("---\ntitle: One\npublished: false\n---\n", Status.DRAFT, id="jekyll-hidden"),
        pytest.param(
            '+++\ntitle = "One"\ndate = 2020-01-01\ndraft = false\n+++\n',
            Status.PUBLISHED,
            id="public",
        ),
    ],
)
def test_what_a_header_calls_a_draft_is_not_published_by_an_import(tmp_path, header, status):
    write(tmp_path, "post.md", f"{header}\n{words('harbour')}\n")
    run(tmp_path, publish=True)

    assert Article.objects.get().status == status


def test_unknown_json_beside_documents_is_refused(tmp_path):
    write(tmp_path, "labels.json", '{"labels": [{"id": 1, "title": "harbour"}]}')
    write(tmp_path, "cut.json", '{"version": "https://jsonfeed.org/version/1", "items": [')
    run(tmp_path)

    refused = Document.objects.order_by("path").values_list("path", "refusal")
    assert [(path, str(reason).partition(" ")[0]) for path, reason in refused] == [
        ("cut.json", "bad_json"),
        ("labels.json", "unknown_format"),
    ]
