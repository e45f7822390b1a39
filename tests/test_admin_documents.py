"""A document on its own page and beside its article: shown as text, handed out as a file."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import words
from articles.admin import original
from articles.ingest import formats
from articles.ingest.records import Place
from articles.models import Article, Blob, Document, ImportRun, Origin
from tests.builders import make_article

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TEXT = (
    "---\ntitle: A bridge\ndate: 2025-03-02\n---\n"
    "<p>The <em>council</em> voted.</p>\n<p>Share on &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
)


def make_document(text: str = TEXT, **values: Any) -> Document:
    blob = Blob.of(text.encode())
    blob = Blob.objects.filter(sha256=blob.sha256).first() or blob
    blob.save()
    values = {"path": "in/a.md", "format": "front_matter"} | values
    return Document.objects.create(
        root="/in", blob=blob, size=len(text), first_seen_at=NOW, last_seen_at=NOW, **values
    )


def read(document: Document, *kinds: tuple[str, int | None, str | None]) -> str:
    """Give a document one part a line of its reading text, of the kinds told, the last for good."""
    text = formats.read(document.blob.content, Place("/in", "a.md"), document.format).text
    parts: list[list[Any]] = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        kind, article, reason = kinds[min(number, len(kinds) - 1)]
        if line.strip():
            parts.append([kind, article, start, start + len(line.rstrip()), number + 1, reason])
        start += len(line)
    document.parts = parts
    document.save()
    return text


def beside(article: Article) -> original.Beside:
    found = original.beside(article)
    assert found is not None
    return found


@pytest.fixture
def origin(db) -> Origin:
    document = make_document()
    evidence = {"title": {"rule": "title_line", "line": 2, "text": "title: A bridge"}}
    return Origin.objects.create(
        article=make_article(), document=document, index=0, action="create", evidence=evidence
    )


def test_every_part_stands_beside_the_article_with_what_it_became(desk, origin):
    read(
        origin.document, ("metadata", None, None), ("title", 0, None), ("left_out", 0, "share_line")
    )

    page = desk.get(reverse("admin:articles_article_change", args=[origin.article.pk]))

    shown = page.content.decode()
    assert "left out: share line" in shown
    assert "title: A bridge" in shown
    assert "title line" in shown


def test_a_document_is_shown_as_text_and_never_as_markup(desk, origin):
    read(origin.document, ("body", 0, None))

    for name, row in (("document", origin.document), ("article", origin.article)):
        page = desk.get(reverse(f"admin:articles_{name}_change", args=[row.pk])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_parts_of_other_articles_far_away_are_left_out(origin):
    lines = "".join(f"<p>Line {number}</p>\n" for number in range(30))
    origin.document = make_document(f"---\ntitle: x\n---\n{lines}", path="long.md")
    origin.save()
    kinds = [("body", 0, None) if 10 <= n < 12 else ("body", 1, None) for n in range(34)]
    read(origin.document, *kinds)

    found = beside(origin.article)

    mine = [stretch for stretch in found.stretches if not stretch.is_other]
    assert len(mine) == 2
    assert len(found.stretches) <= 2 + 2 * original.AROUND
    assert found.is_cut


def test_a_long_document_is_cut_with_a_word(monkeypatch, db):
    monkeypatch.setattr(original, "MOST_CHARACTERS", 10)
    document = make_document()
    read(document, ("body", 0, None))

    found = original.whole(document)

    assert found.is_cut
    assert found.stretches


def refused(document: Document) -> None:
    document.refusal = "bad_header"


def without_bytes(document: Document) -> None:
    document.blob = None


def read_differently(document: Document) -> None:
    document.parts = [["body", 0, 0, 100_000, 1, None]]


def of_no_known_format(document: Document) -> None:
    document.format = "runes"


def large(document: Document) -> None:
    document.size = original.MOST_BYTES_BESIDE + 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (refused, "could not be read"),
        (without_bytes, "were not kept"),
        (read_differently, "read differently"),
        (of_no_known_format, "no known format"),
        (large, "is large"),
    ],
)
def test_a_document_that_cannot_be_shown_says_why(origin, change, words):
    change(origin.document)
    origin.document.save()

    assert words in beside(origin.article).problem


def test_an_article_from_nowhere_has_nothing_beside_it(db):
    assert original.beside(make_article()) is None


def test_the_present_origin_is_shown_and_not_an_old_one(origin):
    old = make_document(path="old.md")
    Origin.objects.create(
        article=origin.article, document=old, index=0, action="create", is_current=False
    )

    assert beside(origin.article).document == origin.document


def test_a_refused_document_says_why_and_where(desk):
    document = make_document(refusal="bad_header", refusal_line=4, refusal_detail="two titles")

    page = desk.get(reverse("admin:articles_document_change", args=[document.pk])).content.decode()

    assert "refused: its header cannot be read (line 4): two titles" in page


def test_a_document_names_what_came_of_it(desk, origin):
    gone = Origin.objects.create(document=origin.document, index=1, action="create")
    origin.document.warnings = [{"code": "date_unread", "line": 3, "params": {}}]
    origin.document.save()

    page = desk.get(reverse("admin:articles_document_change", args=[origin.document.pk]))

    shown = page.content.decode()
    assert gone.article is None
    assert "deleted" in shown
    assert "A bridge for the valley" in shown
    assert "A date could not be understood. (line 3)" in shown


def test_the_original_is_handed_out_bit_for_bit_as_a_file(desk):
    document = make_document("<script>alert(1)</script>", path="in/报告 \r\n.md")

    response = desk.get(reverse("admin:articles_document_original", args=[document.pk]))

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response["Content-Disposition"]


def test_a_document_without_bytes_has_no_original(desk):
    document = make_document()
    Document.objects.update(blob=None)

    for pk in (document.pk, 999):
        address = reverse("admin:articles_document_original", args=[pk])
        assert desk.get(address).status_code == 404


@pytest.mark.parametrize("name", ["document", "importrun"])
@pytest.mark.parametrize("key", ["999", "x", "1abc", "１"])
def test_a_record_that_is_not_there_is_404(desk, name, key):
    assert desk.get(reverse(f"admin:articles_{name}_change", args=[key])).status_code == 404


def test_documents_are_found_by_outcome(desk):
    good, bad = make_document(), make_document(path="b.md", refusal="empty")
    address = reverse("admin:articles_document_changelist")

    assert list(desk.get(address, {"reading": "read"}).context["cl"].result_list) == [good]
    assert list(desk.get(address, {"reading": "refused"}).context["cl"].result_list) == [bad]
    assert "refused: empty" in desk.get(address).content.decode()


def test_a_code_without_words_is_shown_as_it_is():
    assert words.said(words.REASONS, "brand_new") == "brand new"
    assert words.said(words.REASONS, None) == ""


def test_a_document_says_where_another_article_may_begin(client, writer):
    document = Document.objects.create(
        root="/in",
        path="essays.txt",
        boundaries=[{"line": 33, "why": "unlike_its_neighbours"}],
        first_seen_at=timezone.now(),
        last_seen_at=timezone.now(),
    )
    client.force_login(writer)

    page = client.get(reverse("admin:articles_document_change", args=[document.pk]))

    assert "line 33: a paragraph unlike its neighbours" in page.content.decode()


def test_a_possible_beginning_leads_to_its_line_in_the_text(desk, origin):
    document = origin.document
    read(document, ("body", 0, None))
    document.boundaries = [
        {"line": line, "why": "unlike_its_neighbours"} for line in (0, 3, document.parts[-1][4])
    ]
    document.save()

    page = desk.get(reverse("admin:articles_document_change", args=[document.pk]))

    assert [one.part for one in page.context["boundaries"]] == [0, 3, len(document.parts)]
    shown = page.content.decode()
    assert 'href="#part-3"' in shown
    assert 'id="part-3"' in shown
    assert 'href="#part-0"' not in shown


def test_how_an_article_came_stands_beside_when_and_the_run_that_wrote_last_apart(desk, origin):
    Origin.objects.update(run=ImportRun.objects.create(started_at=NOW), created_at=NOW)

    page = desk.get(reverse("admin:articles_document_change", args=[origin.document.pk]))

    rows = re.search(r'<table id="origins">(.*?)</table>', page.content.decode(), re.DOTALL)
    assert rows is not None
    words = " ".join(re.sub(r"<[^>]*>", " ", rows[1]).split())
    assert "At first Last written by run Current" in words
    assert f"Created 2026-05-04 12:00 #{ImportRun.objects.get().pk} yes" in words
