"""`--from-vault` and `--diff`: what is stored is read again, and what would change is shown."""

from __future__ import annotations

import shutil

import pytest
from django.core.management import CommandError

from articles import revisions
from articles.ingest import pipeline, store
from articles.ingest.store import vault
from articles.models import Article, Blob, Document, ImportedValues, ImportRun, Origin
from tests.documents import document, rows, run, several, write
from tests.test_import_command import command

pytestmark = pytest.mark.django_db


def read_by_former_rules(**values: object) -> None:
    """Let stored articles be as if an import by other rules had made them."""
    for imported in ImportedValues.objects.select_related("article"):
        imported.values = imported.values | values
        imported.save()
        for name, value in values.items():
            setattr(imported.article, name, value)
        imported.article.save()


@pytest.fixture
def folder(tmp_path):
    for subject in ("harbour", "orchard", "library"):
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("City",))
    write(tmp_path, "copy.txt", subject="harbour", title="A copy")
    write(tmp_path, "dump.txt", several("museum", "river", "museum"))
    write(tmp_path, "broken.bin", b"\x00\x01\x02" * 99)
    return tmp_path


def test_reading_the_vault_changes_nothing_where_the_rules_are_the_same(folder):
    run(folder)
    before = rows()
    seen = list(Document.objects.order_by("pk").values_list("last_seen_at", flat=True))
    shutil.rmtree(folder)

    summary, _done = run(from_vault=True)

    assert rows() == before
    assert summary.documents == {"unchanged": 5, "refused": 1}
    assert summary.articles == {"unchanged": 5, "duplicate": 2}
    assert list(Document.objects.order_by("pk").values_list("last_seen_at", flat=True)) == seen


@pytest.mark.parametrize("batch", [1, 2, 100])
@pytest.mark.parametrize("workers", [1, 2])
def test_articles_follow_what_is_read_otherwise_today(folder, monkeypatch, batch, workers):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", batch)
    run(folder)
    clean = rows()
    read_by_former_rules(title="Read by former rules", subtitle="Nowhere")

    summary, _done = run(from_vault=True, workers=workers)
    again, _done = run(from_vault=True)

    assert summary.articles == {"update": 5, "duplicate": 2}
    assert again.articles == {"unchanged": 5, "duplicate": 2}
    assert [row[:6] for row in rows()["articles"]] == [row[:6] for row in clean["articles"]]


def test_what_an_editor_changed_stays(folder):
    run(folder)
    read_by_former_rules(title="Read by former rules")
    article = Article.objects.earliest("pk")
    article.title = "Better title"
    article.save()

    summary, _done = run(from_vault=True)

    article.refresh_from_db()
    assert article.title == "Better title"
    assert summary.articles["conflict"] == 1


def test_deleted_stays_deleted(folder):
    run(folder)
    Article.objects.earliest("pk").delete()

    run(from_vault=True)
    before = Origin.objects.count()
    summary, _done = run(from_vault=True)

    assert Article.objects.count() == 4
    assert Origin.objects.count() == before
    assert summary.documents["planned"] == 0


def test_what_was_refused_is_tried_again(folder, settings):
    run(folder)
    Document.objects.filter(path="broken.bin").update(refusal="quarantined")
    blob = Blob.of(document("tramway").encode())
    blob.save()
    Document.objects.filter(path="broken.bin").update(blob=blob)

    summary, _done = run(from_vault=True)

    assert summary.articles["create"] == 1
    assert Article.objects.filter(title="What the tramway needs").exists()


def test_articles_that_were_one_and_are_two_are_told_by_their_texts(tmp_path):
    """Former rules took the second article for a part of the first."""
    write(tmp_path, "dump.txt", several("museum", "river"))
    write(tmp_path, "same.txt", several("museum", "river"))
    run(tmp_path)
    first, second = Article.objects.order_by("pk")
    read_by_former_rules(body=first.body + second.body)
    Origin.objects.filter(article=second).delete()
    second.delete()

    summary, _done = run(from_vault=True)
    again, _done = run(from_vault=True)

    assert summary.articles == {"update": 1, "create": 1, "duplicate": 2}
    assert again.articles == {"unchanged": 2, "duplicate": 2}
    first.refresh_from_db()
    assert "river" not in first.body_text


def test_articles_that_are_no_longer_found_stay_and_are_named(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    lost = Article.objects.create(title="Once a part of it", body="<p>Gone.</p>")
    ImportedValues.objects.create(
        article=lost, values=ImportedValues.objects.get().values | {"title": lost.title, "body": ""}
    )
    kept = Origin.objects.get()
    Origin.objects.create(article=lost, document=kept.document, index=1, action="create")

    lines, _told = command("--from-vault", "--diff")
    real, _told = command("--from-vault")
    again, _told = command("--from-vault")

    assert "articles no longer found in their document: 1" in lines
    assert "  a.txt “Once a part of it”" in lines
    assert "no longer found: “Once a part of it”" in real[0]
    assert again == ["Unchanged       a.txt"]
    assert Article.objects.count() == 2
    assert not Origin.objects.get(article=lost).is_current


def test_what_was_said_of_a_document_is_said_again(tmp_path):
    write(tmp_path, "a.txt", "A line of text that is no header at all, and a second sentence.")
    run(tmp_path, source="Evening Bell", format="page_text")

    summary, _done = run(from_vault=True)

    assert summary.documents == {"unchanged": 1}
    stored = Document.objects.select_related("source").get()
    assert (stored.format, stored.source and stored.source.name) == ("page_text", "Evening Bell")


def test_of_a_refused_document_it_is_remembered_too(tmp_path):
    write(tmp_path, "a.txt", b"\x00\x01\x02" * 99)
    run(tmp_path, source="Evening Bell", format="page_text")

    assert [(one.source, one.format) for one in store.stored()] == [("Evening Bell", "page_text")]


def test_a_source_or_a_format_choose_among_what_is_stored(folder):
    write(folder, "bell.txt", subject="tramway", source="Evening Bell")
    run(folder)

    of_source, _done = run(from_vault=True, source="evening bell")
    of_format, _done = run(from_vault=True, format="front_matter")
    of_nobody, _done = run(from_vault=True, source="Nobody")

    assert (of_source.read, of_format.read, of_nobody.read) == (1, 5, 0)
    assert store.count_stored(source="Evening Bell") == 1


def test_bytes_are_held_a_portion_at_a_time(folder, monkeypatch):
    run(folder)
    whole = [one.sha256 for one in store.stored()]
    monkeypatch.setattr(vault, "MOST_BYTES", 1)
    monkeypatch.setattr(vault, "PAGE", 2)

    assert [one.sha256 for one in store.stored()] == whole
    assert len(whole) == 6


@pytest.mark.parametrize("arguments", [[], ["--from-vault", "."]], ids=["neither", "both"])
def test_either_paths_or_the_vault_are_imported(db, arguments):
    with pytest.raises(CommandError) as caught:
        command(*arguments)

    assert caught.value.returncode == 2


def test_the_journal_says_that_a_run_read_the_vault(folder):
    run(folder)
    run(from_vault=True)

    latest = ImportRun.objects.latest("pk")
    assert latest.arguments["from_vault"] is True
    assert latest.documents.filter(outcome="unchanged", before__isnull=True).count() == 5


def test_a_story_of_better_rules(tmp_path, publisher):
    """Import, lose the files, edit, get better rules, look, read again, read again."""
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="orchard")
    run(tmp_path)
    shutil.rmtree(tmp_path)
    read_by_former_rules(summary="What former rules took for a summary")
    edited = revisions.lock(Article.objects.latest("pk").pk, seen=1)
    edited.summary, edited.version = "An editor's summary", 2
    edited.save()
    revisions.keep(edited, by=publisher)

    shown, _told = command("--from-vault", "--diff")
    _lines, told = command("--from-vault")
    _lines, again = command("--from-vault")

    assert "articles that would change: 1" in shown
    assert "articles in conflict, about which an editor would be asked: 1" in shown
    assert "1 updated" in told
    assert "1 conflict" in told
    assert "0 updated + 2 unchanged + 0 duplicate + 0 conflict" in again
    assert [article.summary for article in Article.objects.order_by("pk")] == [
        "",
        "An editor's summary",
    ]


@pytest.fixture
def shifted(tmp_path):
    """Former rules took a menu for the first of three articles, and the last two for one."""
    write(tmp_path, "dump.txt", several("harbour", "orchard", "library"))
    run(tmp_path)
    first, second, last = Article.objects.order_by("pk")
    menu = Article.objects.create(title="Menu", body="<p>Home. Sport. Weather.</p>")
    values = first.imported.values | {"title": menu.title, "body": menu.body}
    ImportedValues.objects.create(article=menu, values=values)
    for index, article in enumerate((menu, first, second)):
        Origin.objects.filter(index=index).update(article=article, fingerprint=article.fingerprint)
    last.delete()
    return tmp_path


def test_no_article_becomes_its_neighbour_where_former_rules_split_elsewhere(shifted):
    first, second, _menu = Article.objects.order_by("pk")

    run(from_vault=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert ("harbour" in first.body_text, "orchard" in second.body_text) == (True, True)


def test_what_was_split_elsewhere_is_found_by_likeness_where_words_have_changed_too(shifted):
    first = Article.objects.order_by("pk")[0]
    body = first.body + "<p>More about this.</p>"
    ImportedValues.objects.filter(article=first).update(
        values=first.imported.values | {"body": body}
    )
    first.body = body
    first.save()
    Origin.objects.filter(article=first).update(fingerprint="of former words")

    run(from_vault=True)

    first.refresh_from_db()
    assert "harbour" in first.body_text
    assert "More about this" not in first.body_text


def test_what_is_read_wholly_otherwise_follows_its_place(tmp_path):
    write(tmp_path, "dump.txt", several("harbour", "orchard"))
    run(tmp_path)
    read_by_former_rules(body="<p>Home. Sport. Weather.</p>", title="Menu")
    Origin.objects.update(fingerprint="")

    summary, _done = run(from_vault=True)

    assert summary.articles == {"update": 2}
    assert "harbour" in Article.objects.order_by("pk")[0].body_text
