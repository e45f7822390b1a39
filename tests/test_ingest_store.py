"""What an import writes of a document, publishes, and enters into its journal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.choices import Outcome, Precision, Status
from articles.ingest import collect, pipeline, store
from articles.ingest.dated import Dated
from articles.ingest.pipeline import Options
from articles.ingest.records import Credit, DocumentReading, Picture, Place, Reading
from articles.ingest.store import rows
from articles.ingest.store.values import values_of
from articles.models import (
    Article,
    Document,
    Image,
    ImportRun,
    Origin,
)
from tests.documents import run, words, write

pytestmark = pytest.mark.django_db

# What is written


def test_a_document_becomes_an_article_with_its_source_date_and_text(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")

    summary, _done = run(tmp_path)

    article = Article.objects.get()
    assert article.title == "What the harbour needs"
    assert str(article.source) == "Harbour Post"
    assert article.originally_published_at.isoformat() == "2021-04-12T00:05:00+00:00"
    assert article.original_precision == Precision.TIME
    assert article.sort_at == article.originally_published_at
    assert words("harbour") in article.body_text
    assert article.status == Status.DRAFT
    assert summary.articles == {"create": 1}


def test_more_pictures_than_one_query_asks_for_are_all_kept_once(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MOST_URLS", 2)
    for name in "ab":
        pictures = "\n\n".join(f"![](https://pictures.example/{n}.jpg)" for n in range(5))
        write(tmp_path, f"{name}.md", f"---\ntitle: {name}\n---\n{words(name)}\n\n{pictures}\n")
        run(tmp_path)

    assert [one.article_images.count() for one in Article.objects.all()] == [5, 5]
    assert Image.objects.count() == 5


def test_what_is_imported_is_found_by_search_and_stays_as_it_is_when_saved(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    before = (article.body, article.body_text, article.fingerprint, article.sort_at)

    article.save()

    assert (article.body, article.body_text, article.fingerprint, article.sort_at) == before
    assert article.fingerprint
    assert article.search_rows.count() == 1


def test_credits_and_pictures_keep_their_order_and_one_picture_leads(tmp_path):
    more = (
        "<p>记者 张三</p><p>编辑 李四</p>"
        '<p><img src="https://pictures.example/one.jpg?w=9"></p>'
        '<p><img src="https://pictures.example/two.jpg" alt="A crane"></p>'
    )
    write(tmp_path, "a.txt", more=more, image="https://pictures.example/two.jpg?w=1")

    run(tmp_path)

    article = Article.objects.get()
    assert [c.name for c in article.credits.all()] == ["张三", "李四"]
    assert [(use.image.url, use.role, use.alt) for use in article.article_images.all()] == [
        ("https://pictures.example/one.jpg", "inline", ""),
        ("https://pictures.example/two.jpg", "lead", "A crane"),
    ]


def test_two_articles_with_one_picture_share_it(tmp_path):
    picture = '<p><img src="https://pictures.example/one.jpg?w=%d"></p>'
    write(tmp_path, "a.txt", subject="harbour", more=picture % 1)
    write(tmp_path, "b.txt", subject="orchard", more=picture % 2)

    run(tmp_path)

    assert Image.objects.get().article_images.count() == 2


def test_the_bytes_and_the_parts_of_a_document_are_kept(tmp_path):
    path = write(tmp_path, "a.txt")

    run(tmp_path)

    kept = Document.objects.get()
    assert (kept.root, kept.path) == (str(tmp_path), "a.txt")
    assert kept.blob is not None
    assert kept.blob.content == path.read_bytes()
    assert [part[0] for part in kept.parts][:2] == ["metadata", "title"]


def test_the_journal_has_each_document_with_its_plan_but_not_its_texts(tmp_path):
    write(tmp_path, "a.txt")

    run(tmp_path)

    journal = ImportRun.objects.get()
    planned = journal.documents.get()
    assert (journal.status, planned.outcome) == ("finished", Outcome.PLANNED)
    assert planned.plan["articles"][0]["action"] == "create"
    assert "body_text" not in planned.plan["articles"][0]
    assert journal.counts["documents"] == {"planned": 1}


def test_a_refused_document_is_kept_with_its_reason_and_tried_again(tmp_path):
    write(tmp_path, "a.txt", b"\x00\x01\x02\x03" * 100)

    first, _done = run(tmp_path)
    second, _done = run(tmp_path)

    assert first.documents == second.documents == {"refused": 1}
    kept = Document.objects.get()
    assert kept.refusal
    assert kept.blob is not None


def test_a_document_that_cannot_be_read_any_more_keeps_its_bytes_and_its_article(tmp_path):
    path = write(tmp_path, "a.txt")
    run(tmp_path)
    path.unlink()
    path.symlink_to("/nowhere")

    summary, _done = run(tmp_path)

    kept = Document.objects.get()
    assert summary.documents == {"refused": 1}
    assert kept.blob is not None
    assert Origin.objects.get().is_current


# Values


def values(**said):
    reading = Reading(body_html="", **said)
    return values_of(reading, DocumentReading(Place("/", "a"), "", 0), source=None, categories=[])


@pytest.mark.parametrize(
    ("value", "precision", "stored"),
    [
        (date(2022, 4, 2), "day", "2022-04-02T00:00:00+00:00"),
        (date(2022, 4, 1), "month", "2022-04-01T00:00:00+00:00"),
        (datetime(2022, 4, 2, 9, 15, tzinfo=UTC), "time", "2022-04-02T09:15:00+00:00"),
    ],
)
def test_a_date_is_stored_as_an_instant_with_its_precision(value, precision, stored):
    said = values(originally_published=Dated(value, precision))

    assert said["originally_published"] == [stored, precision]


def test_what_is_longer_than_its_column_is_cut():
    said = values(title="x" * 999, credits=(Credit("singer", "y" * 99, "z" * 999),))

    assert len(said["title"]) == 500
    assert [len(text) for text in said["credits"][0][1:]] == [60, 200]
    assert said["credits"][0][0] == "other"


def test_a_picture_counts_once_and_only_where_it_has_an_address():
    urls = ["data:image/png;base64,AAAA", "https://a.example/1.png?w=1", "//a.example/1.png"]
    urls += [
        "https://a.example/show?id=1",
        "https://a.example/show?id=2#top",
        "https://a/" + "x" * 3000,
    ]

    said = values(pictures=tuple(Picture(url, role="lead") for url in urls))

    assert [row[:2] for row in said["pictures"]] == [
        ["https://a.example/1.png", "lead"],
        ["https://a.example/show?id=1", "inline"],
        ["https://a.example/show?id=2", "inline"],
    ]


# Publishing


def test_the_journal_of_a_run_under_way_counts_what_is_published(tmp_path):
    write(tmp_path, "a.txt")
    counts = []

    pipeline.run(
        collect.roots([str(tmp_path)]),
        Options(publish=True),
        report=lambda _done: counts.append(ImportRun.objects.get().counts["published"]),
    )

    assert counts == [1]


def test_new_articles_are_published_at_their_original_date(tmp_path):
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path, publish=True)

    article = Article.objects.published().get()
    assert article.published_at == article.originally_published_at
    assert summary.published == 1


def test_an_untitled_article_stays_a_draft_and_is_counted(tmp_path):
    write(tmp_path, "a.txt", title="")

    summary, _done = run(tmp_path, publish=True)

    assert Article.objects.get().status == Status.DRAFT
    assert summary.published == 0
    assert summary.not_published.total() == 1


def test_a_withdrawn_article_is_not_published_by_a_later_run(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path, publish=True)
    ids = list(Article.objects.values_list("pk", flat=True))
    workflow.move_all(ids, Status.WITHDRAWN, note="Wrong")

    run(tmp_path, publish=True)

    assert not Article.objects.published().exists()


# Cost and journal


def queries(folder):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run(folder)
    return len(captured)


def test_a_batch_costs_the_same_queries_for_two_documents_and_for_sixteen(tmp_path):
    more = '<p>记者 张三</p><p><img src="https://pictures.example/%d.jpg"></p>'
    for number in range(2):
        write(tmp_path / "few", f"{number}.txt", subject=f"few{number}", more=more % number)
    for number in range(16):
        write(tmp_path / "many", f"{number}.txt", subject=f"many{number}", more=more % (number + 9))
    run(write(tmp_path, "first.txt", more=more % 99))

    assert queries(tmp_path / "few") == queries(tmp_path / "many")


def test_a_second_run_costs_the_same_queries_for_two_documents_and_for_sixteen(tmp_path):
    for folder, count in (("few", 2), ("many", 16)):
        for number in range(count):
            write(tmp_path / folder, f"{number}.txt", subject=f"{folder}{number}")
        run(tmp_path / folder)

    assert queries(tmp_path / "few") == queries(tmp_path / "many")


def test_a_run_whose_process_is_gone_is_closed_by_the_next_one(tmp_path):
    ours = store.start({"paths": []})
    gone = store.start({"paths": []})
    gone.arguments["process"] = 2**22 + 1
    gone.save()
    elsewhere = store.start({"paths": []})
    elsewhere.arguments |= {"process": 2**22 + 1, "host": "elsewhere"}
    elsewhere.save()

    store.start({"paths": []})

    statuses = [ImportRun.objects.get(pk=one.pk).status for one in (ours, gone, elsewhere)]
    assert statuses == ["running", "stopped", "running"]
