"""The lists of the desk: what they show, and that they cost the same at any length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.paginator import BoundedPaginator
from articles.choices import Outcome, RunStatus
from articles.models import (
    Article,
    Blob,
    Document,
    Family,
    ImportRun,
    Origin,
    RunDocument,
    SourceLabel,
)
from tests.builders import make_article, make_category, make_image, make_source
from tests.desk import address, rows_of


def make_document(path: str, **values: Any) -> Document:
    blob = Blob.of(path.encode())
    blob.save()
    return Document.objects.create(
        root="/in", path=path, blob=blob, first_seen_at=NOW, last_seen_at=NOW, **values
    )


NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def one_of_each(number: int) -> None:
    """Make one row in every list, with everything that a list shows of it."""
    source = make_source(f"Source {number}", domains=["a.example"])
    category = make_category(f"Category {number}")
    SourceLabel.objects.create(source=source, name="News", category=category)
    SourceLabel.objects.create(source=source, name="Sport")
    image = make_image(file=f"originals/{number}.jpg", sha256=f"{number}" * 8, width=4, height=3)
    article = make_article(source=source, lead=image, categories=(category,))
    article.family = Family.objects.create()
    article.save()
    document = make_document(f"{number}.md", source=source)
    run = ImportRun.objects.create(status=RunStatus.FINISHED, started_at=NOW, finished_at=NOW)
    Origin.objects.create(article=article, document=document, index=0, run=run, action="create")
    RunDocument.objects.create(run=run, document=document, outcome=Outcome.PLANNED)


@pytest.mark.parametrize(
    "name", ["article", "source", "sourcelabel", "category", "image", "document", "importrun"]
)
def test_a_list_asks_the_same_of_the_database_for_one_row_and_for_thirty(desk, name):
    one_of_each(1)
    desk.get(address(name))  # what Django keeps for later, it keeps now
    with CaptureQueriesContext(connection) as one:
        desk.get(address(name))
    for number in range(2, 31):
        one_of_each(number)

    with CaptureQueriesContext(connection) as thirty:
        response = desk.get(address(name))

    assert len(response.context["cl"].result_list) >= 30
    assert len(thirty) == len(one)


@pytest.mark.parametrize("name", ["article", "image", "document", "source", "sourcelabel"])
def test_no_list_counts_all_rows(desk, name):
    one_of_each(1)

    with CaptureQueriesContext(connection) as asked:
        desk.get(address(name))

    counts = [q["sql"] for q in asked if q["sql"].upper().startswith("SELECT COUNT(")]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_no_list_of_articles_reads_a_text(desk):
    one_of_each(1)

    with CaptureQueriesContext(connection) as asked:
        desk.get(address("article"))

    assert not any('body"' in q["sql"] or 'body_text"' in q["sql"] for q in asked)


def test_a_list_ends_and_says_that_there_is_more(desk, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "limit", 100)
    Article.objects.bulk_create(Article(title=f"{n}") for n in range(101))

    response = desk.get(address("article"), {"p": 2})

    assert len(response.context["cl"].result_list) == 50
    assert "more than 100 articles" in response.content.decode()
    assert desk.get(address("article"), {"p": 3}).status_code == 302


def test_the_second_page_goes_on_where_the_first_ended(desk):
    Article.objects.bulk_create(Article(title=f"{n}") for n in range(60))

    first, second = rows_of(desk), rows_of(desk, p="2")

    keys = [article.pk for article in (*first, *second)]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 60


def test_categories_stand_under_their_parents(desk):
    water = make_category("Water", position=2)
    city = make_category("City", position=1)
    trams = make_category("Trams", parent=city)
    lines = make_category("Lines", parent=trams)

    rows = rows_of(desk, "category")

    assert [(row, row.depth) for row in rows] == [(city, 0), (trams, 1), (lines, 2), (water, 0)]


def test_a_found_category_stands_alone(desk):
    city = make_category("City")
    trams = make_category("Trams", parent=city)

    rows = rows_of(desk, "category", q="Tram")

    assert [(row, row.depth) for row in rows] == [(trams, 0)]


def test_a_run_shows_its_documents_a_page_at_a_time(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.run.A_PAGE", 2)
    run = ImportRun.objects.create(
        started_at=NOW,
        finished_at=NOW + timedelta(seconds=3),
        arguments={"paths": ["in", "more"], "publish": False, "source": None},
        counts={"read": 3, "documents": {"without_article": 1}},
    )
    for name in ("a.md", "b.md", "c.md"):
        refusal = {"refusal": "bad_header", "refusal_line": 4} if name == "c.md" else {}
        outcome = Outcome.REFUSED if refusal else Outcome.PLANNED
        document = make_document(name, **refusal)
        RunDocument.objects.create(run=run, document=document, outcome=outcome)
    page = reverse("admin:articles_importrun_change", args=[run.pk])

    first = desk.get(page)
    second = desk.get(page, {"after": first.context["next"]})

    assert [str(row.document) for row, _words, _notes in first.context["rows"]] == ["a.md", "b.md"]
    assert [words for _row, words, _notes in second.context["rows"]] == [
        "Refused: its header cannot be read (line 4)"
    ]
    assert first.context["asked"] == [("paths", "in, more")]
    assert ("documents: without article", 1) in first.context["counts"]
    assert len(desk.get(page, {"outcome": "refused"}).context["rows"]) == 1


def test_the_list_of_runs_says_what_came_of_each(desk):
    ImportRun.objects.create(started_at=NOW, counts={"read": 3}, arguments={"paths": list("abcd")})

    page = desk.get(address("importrun")).content.decode()

    assert "read 3" in page
    assert "a, b, c …" in page


def test_images_are_filtered_by_whether_a_file_is_kept(desk):
    kept, named = make_image(file="originals/a.jpg"), make_image()

    assert rows_of(desk, "image", file="yes") == [kept]
    assert rows_of(desk, "image", file="no") == [named]


def test_dates_are_shown_as_precisely_as_they_are_known(desk):
    make_article(originally_published_at=NOW, original_precision="month")

    page = desk.get(address("article")).content.decode()

    assert '<td class="field-dated">2026-05</td>' in page


def test_no_thumbnail_comes_from_another_host(desk):
    make_article(lead=make_image("https://pictures.example/a.jpg"))
    kept = make_image(file="originals/a.jpg", sha256="ab" * 32, width=4, height=3)
    make_article(lead=kept)

    page = desk.get(address("article")).content.decode()

    assert 'src="https://' not in page
    assert kept.rendition_url("thumb").replace("&", "&amp;") in page
