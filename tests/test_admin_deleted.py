"""Deleted articles stay deleted until somebody asks for them; places that a file has left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles.models import Article, Document, Origin
from tests.documents import rows, run, several, write

pytestmark = pytest.mark.django_db


def ask(client: Client, document: Document, origin: Any = "all") -> str:
    address = reverse("admin:articles_document_again", args=[document.pk])
    return client.post(address, {"origin": origin}, follow=True).content.decode()


def page_of(client: Client, document: Document) -> str:
    address = reverse("admin:articles_document_change", args=[document.pk])
    return client.get(address).content.decode()


def without_evidence(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: found[name] for name in ("articles", "documents", "families", "index")}


@pytest.mark.parametrize("from_vault", [False, True], ids=["of-the-file", "of-what-is-stored"])
def test_a_story_of_an_article_that_was_deleted_by_mistake(tmp_path, newsdesk, from_vault):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    imported = rows()
    document = Document.objects.get()
    Article.objects.get().delete()
    again = {"from_vault": True} if from_vault else {}
    places = [] if from_vault else [tmp_path]

    run(*places, **again)
    assert not Article.objects.exists()  # deleted stays deleted
    shown = page_of(newsdesk, document)
    assert "1 of its articles was deleted" in shown
    assert "What the harbour needs" in shown

    told = ask(newsdesk, document, Origin.objects.get().pk)
    assert "The next import of this document makes 1 article anew" in told
    assert "to be made anew" in told
    assert LogEntry.objects.get().object_id == str(document.pk)
    assert LogEntry.objects.get().user.username == "publisher"
    run(*places, **again)

    assert rows() == imported
    assert "was deleted" not in page_of(newsdesk, document)
    assert run(tmp_path)[0].documents == {"unchanged": 1}


@pytest.mark.parametrize("from_vault", [False, True], ids=["of-the-file", "of-what-is-stored"])
def test_of_several_deleted_articles_only_the_one_asked_for_comes_back(
    tmp_path, newsdesk, from_vault
):
    write(tmp_path, "dump.txt", several("harbour", "orchard", "library"))
    run(tmp_path)
    kept = Article.objects.order_by("pk")[1].title
    document = Document.objects.get()
    Article.objects.exclude(title=kept).delete()
    first, last = Origin.objects.filter(article=None).order_by("index")
    assert "Import all of them again" in page_of(newsdesk, document)

    ask(newsdesk, document, first.pk)
    run(*([] if from_vault else [tmp_path]), from_vault=from_vault)

    assert Article.objects.count() == 2
    assert Origin.objects.get(article=None).index == last.index
    ask(newsdesk, document)
    run(tmp_path)
    assert Article.objects.count() == 3


@pytest.mark.parametrize("from_vault", [False, True], ids=["of-the-file", "of-what-is-stored"])
def test_a_short_article_beside_one_that_is_asked_back_stays_deleted(
    tmp_path, newsdesk, from_vault
):
    """Nothing but its place in the document tells which one it was."""
    entries = "".join(
        f"<item><guid>{n}</guid><title>Note {n}</title><description>Text {n}.</description></item>"
        for n in (1, 2, 3)
    ).replace("<guid>3</guid>", "")
    feed = f"<rss version='2.0'><channel><title>Notes</title>{entries}</channel></rss>"
    write(tmp_path, "notes.xml", feed)
    run(tmp_path)
    assert Article.objects.count() == 3
    Article.objects.all().delete()

    ask(newsdesk, Document.objects.get(), Origin.objects.get(index=0).pk)
    run(*([] if from_vault else [tmp_path]), from_vault=from_vault)

    assert [article.title for article in Article.objects.all()] == ["Note 1"]


def move(folder: Path) -> None:
    (folder / "a.txt").rename(folder / "b.txt")


def test_a_deleted_article_of_a_file_that_was_moved_is_asked_back_at_either_place(
    tmp_path, newsdesk
):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    Article.objects.all().delete()
    move(tmp_path)
    run(tmp_path)
    assert not Article.objects.exists()
    old, new = Document.objects.order_by("pk")

    ask(newsdesk, new)
    run(tmp_path)

    assert Article.objects.get().origins.get().document == new
    old.refresh_from_db()
    assert old.refusal == "undone"
    run(from_vault=True)
    assert Article.objects.count() == 1
    assert set(Article.objects.get().origins.values_list("document__path", flat=True)) == {
        "a.txt",
        "b.txt",
    }


def test_the_same_text_of_another_source_stays_deleted(tmp_path, newsdesk):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="harbour", source="Evening Bell")
    run(tmp_path)
    Article.objects.all().delete()

    ask(newsdesk, Document.objects.get(path="a.txt"))
    run(tmp_path)

    assert Article.objects.get().source.name == "Harbour Post"


def test_an_article_that_is_there_is_not_asked_for(tmp_path, newsdesk):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    before = rows()

    told = ask(newsdesk, Document.objects.get(), Origin.objects.get().pk)

    assert "This article is not deleted any more." in told
    assert rows() == before
    assert not LogEntry.objects.exists()


def test_who_may_not_delete_an_article_does_not_ask_it_back(tmp_path, client, reviewer):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    Article.objects.all().delete()
    client.force_login(reviewer)
    document = Document.objects.get()

    assert "again_form" not in page_of(client, document)
    address = reverse("admin:articles_document_again", args=[document.pk])
    assert client.post(address, {"origin": "all"}).status_code == 403
    assert Origin.objects.filter(article=None).count() == 1


@pytest.mark.parametrize(("method", "pk", "status"), [("get", 0, 405), ("post", 999, 403)])
def test_asking_wants_a_button_and_a_document(tmp_path, newsdesk, method, pk, status):
    write(tmp_path, "a.txt")
    run(tmp_path)
    address = reverse("admin:articles_document_again", args=[pk or Document.objects.get().pk])

    assert getattr(newsdesk, method)(address).status_code == status


def test_documents_with_deleted_articles_are_listed(tmp_path, newsdesk):
    for subject in ("harbour", "orchard"):
        write(tmp_path, f"{subject}.txt", subject=subject)
    run(tmp_path)
    Article.objects.get(title__contains="orchard").delete()

    page = newsdesk.get(reverse("admin:articles_document_changelist"), {"reading": "deleted"})

    assert [row.path for row in page.context["cl"].result_list] == ["orchard.txt"]


# Places


def test_a_place_that_a_file_has_left_says_so_and_where_it_is_now(tmp_path, newsdesk):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "other.txt", subject="orchard")
    run(tmp_path)
    move(tmp_path)
    run(tmp_path)
    run(from_vault=True)
    old, new = (Document.objects.get(path=path) for path in ("a.txt", "b.txt"))

    listed = newsdesk.get(reverse("admin:articles_document_changelist")).context["cl"].result_list
    assert [row.path for row in listed if row.is_elsewhere] == ["a.txt"]
    shown = page_of(newsdesk, old)
    assert "met the same bytes at another place, and not here" in shown
    assert reverse("admin:articles_document_change", args=[new.pk]) in shown
    shown = page_of(newsdesk, new)
    assert "and not here" not in shown
    assert reverse("admin:articles_document_change", args=[old.pk]) in shown


def test_two_copies_of_a_file_are_both_where_they_are(tmp_path, newsdesk, monkeypatch):
    monkeypatch.setattr("articles.ingest.pipeline.MOST_DOCUMENTS", 1)
    for name in ("a.txt", "b.txt"):
        write(tmp_path, name, subject="harbour")
    run(tmp_path)

    listed = newsdesk.get(reverse("admin:articles_document_changelist")).context["cl"].result_list

    assert [row.is_elsewhere for row in listed] == [False, False]


def test_a_document_without_bytes_stands_nowhere_else(tmp_path, newsdesk, settings):
    settings.NEWSROOM_MAX_DOCUMENT_BYTES = 10
    for name in ("a.txt", "b.txt"):
        write(tmp_path, name, subject="harbour")
    run(tmp_path)

    assert "The same bytes also at" not in page_of(newsdesk, Document.objects.get(path="a.txt"))
