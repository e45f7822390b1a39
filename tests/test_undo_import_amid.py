"""Undoing amid other things: a running import, editors at work, what sources became since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from articles import workflow
from articles.choices import LineStatus, Status
from articles.ingest import collect, pipeline, store
from articles.ingest.pipeline import Options, Summary
from articles.models import (
    Article,
    Category,
    Document,
    Image,
    ImportRun,
    LearnedLine,
    Source,
    SourceLabel,
)
from tests.builders import make_category
from tests.documents import document, rows, run, write
from tests.forms import form_on
from tests.test_admin_images import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for subject in ("harbour", "library", "orchard"):
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("City",))
    return tmp_path


def without_versions(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return found | {"articles": [[*row[:6], *row[7:]] for row in found["articles"]]}


def undo(number: int | None) -> store.Undo:
    return store.undo(ImportRun.objects.get(pk=number or 0))


def interrupted(folder: Path, workers: int, *, at: int, undone: int | None) -> Summary:
    """Import a folder, and undo another run before its batch of that number is written."""
    asked = 0

    def between() -> bool:
        nonlocal asked
        asked += 1
        if asked == at:
            undo(undone)
        return False

    return pipeline.run(
        collect.roots([str(folder)]),
        Options(workers=workers),
        report=lambda _done: None,
        is_stopped=between,
    )


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_import_goes_on_while_an_earlier_run_is_undone(folder, monkeypatch, at, workers):
    clean, _done = run(folder)
    expected = rows()
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 1)

    summary = interrupted(folder, workers, at=at, undone=clean.run)

    assert summary.adds_up
    monkeypatch.undo()
    run(folder)
    assert rows() == expected


def test_an_undone_run_may_be_imported_and_undone_again(folder):
    empty = rows()
    undo(run(folder)[0].run)
    again, _done = run(folder)

    assert undo(again.run).deleted == 3

    assert rows() == empty
    with pytest.raises(store.NotUndoable, match="undone already"):
        undo(again.run)


def test_a_source_that_was_renamed_since_stays_and_is_found_again(folder, client, chief):
    summary, _done = run(folder)
    source = Source.objects.get()
    client.force_login(chief)
    address = reverse("admin:articles_source_change", args=[source.pk])
    client.post(address, form_on(client.get(address), "source_form") | {"name": "The Post"})

    assert undo(summary.run).deleted == 3

    assert Source.objects.get().name == "The Post"
    run(folder)
    assert set(Article.objects.values_list("source", flat=True)) == {source.pk}


def test_an_article_goes_back_to_a_source_that_was_renamed_since(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", source="Evening Bell")
    second, _done = run(folder)
    moved = Article.objects.filter(source__name="Evening Bell")
    assert moved.exists()
    Source.objects.filter(name="Harbour Post").update(name="The Post", aliases=["Harbour Post"])

    came = undo(second.run)

    assert came.kept == []
    assert not moved.exists()
    assert set(Article.objects.values_list("source__name", flat=True)) == {"The Post"}


def test_a_source_that_was_merged_into_another_is_not_brought_back(folder):
    """An editor has given its name and its rows to another."""
    run(folder)
    write(folder, "harbour.txt", subject="harbour", labels=("City",), title="New plans")
    second, _done = run(folder)
    other = Source.objects.create(name="The Post", aliases=["Harbour Post"])
    for model in (Article, Document):
        model.objects.update(source=other)
    Source.objects.get(name="Harbour Post").delete()

    undo(second.run)

    assert Source.objects.get() == other
    assert Article.objects.filter(title="What the harbour needs", source=other).exists()
    assert run(folder)[0].articles["create"] == 0


def test_a_category_that_is_gone_since_does_not_come_back(folder):
    run(folder)
    label = SourceLabel.objects.get()
    label.category = make_category("City", slug="city")
    label.save()
    write(folder, "harbour.txt", subject="harbour", labels=("City",), title="New plans")
    run(folder)
    write(folder, "harbour.txt", subject="harbour", labels=("Port",), title="Newer plans")
    third, _done = run(folder)
    assert not Article.objects.get(title="Newer plans").categories.exists()
    Category.objects.all().delete()

    assert undo(third.run).restored == 1

    assert not Article.objects.get(title="New plans").categories.exists()


@pytest.mark.parametrize("change", ["upload", "focal_x", "alt"])
def test_a_picture_that_an_editor_has_worked_on_stays(folder, client, chief, change):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    summary, _done = run(folder)
    image = Image.objects.get()
    client.force_login(chief)
    address = reverse("admin:articles_image_change", args=[image.pk])
    values = {"upload": picture(), "focal_x": "0.2", "alt": "A river"}
    client.post(address, form_on(client.get(address), "image_form") | {change: values[change]})

    undo(summary.run)

    assert not Article.objects.exists()
    assert Image.objects.get() == image


def test_a_published_article_and_its_picture_stay(folder, publisher):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    summary, _done = run(folder)
    article = Article.objects.get(title__contains="river")
    workflow.move(article, Status.PUBLISHED, by=publisher)

    came = undo(summary.run)

    assert [(one.title, one.why) for one in came.kept] == [(article.title, "edited")]
    assert Article.objects.get().lead_image.image.url == "http://pictures.example/a.jpg"


def test_what_an_editor_decided_of_a_source_s_lines_outlives_the_run(folder, client, reviewer):
    summary, _done = run(folder)
    source = Source.objects.get()
    line = LearnedLine.objects.create(source=source, line="Scan the code", documents=9)
    client.force_login(reviewer)
    page = reverse("admin:articles_learnedline_changelist")
    client.post(page, {"action": "approve", "_selected_action": [line.pk]})

    undo(summary.run)

    assert LearnedLine.objects.get() == line


def test_what_was_only_proposed_goes_with_its_texts(tmp_path):
    text = document("a0b0").replace("</div>", "<p>Scan the code below</p></div>")
    for number in range(6):
        write(tmp_path, f"{number}.md", text.replace("a0b0", f"a{number}b{number}"))
    first, _done = run(tmp_path)
    Source.objects.update(notes="An editor's")
    store.propose()
    assert LearnedLine.objects.get().documents == 6

    undo(first.run)
    store.propose()

    assert not LearnedLine.objects.exists()


def test_a_run_over_what_is_stored_is_undone(folder):
    """An editor approves a line, the vault is read again, and somebody thinks better of it."""
    foot = "<p>Scan the code below</p></div>"
    for subject in ("harbour", "library"):
        text = document(subject, labels=("City",)).replace("</div>", foot)
        write(folder, f"{subject}.txt", text)
    run(folder)
    source = Source.objects.get()
    LearnedLine.objects.create(
        source=source, line="Scan the code below", documents=9, status=LineStatus.APPROVED
    )
    before = rows()

    again, _done = run(from_vault=True)
    left_out = Article.objects.exclude(body_text__contains="Scan the code")
    assert (again.articles["update"], left_out.count()) == (2, 3)
    came = undo(again.run)

    assert (came.restored, came.kept) == (2, [])
    assert without_versions(rows()) == without_versions(before)
    assert run(folder)[0].documents == {"unchanged": 3}
    third, _done = run(from_vault=True)
    assert third.articles["update"] == 2


def test_the_fuse_forgets_what_several_batches_brought(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 10)
    monkeypatch.setattr("articles.ingest.store.reversing.MOST_DOCUMENTS", 7)
    for number in range(60):
        write(tmp_path, f"good{number:03}.md", document(f"good{number}q{number}"))
    run(tmp_path)
    before = rows()["watches"]
    for number in range(25):
        write(tmp_path, f"hollow{number:03}.md", document(f"hollow{number}q{number}", title=""))
    summary, _done = run(tmp_path)
    assert rows()["watches"] != before

    undo(summary.run)

    assert rows()["watches"] == before


def test_an_article_asked_back_is_undone_with_the_run_that_made_it_anew(folder):
    run(folder)
    document = Document.objects.get(path="harbour.txt")
    document.origins.get().article.delete()
    gone = rows()
    store.ask_back(document, [document.origins.get().pk])
    second, _done = run(folder)
    assert Article.objects.count() == 3

    came = undo(second.run)

    assert (came.deleted, Article.objects.count()) == (1, 2)
    assert rows()["articles"] == gone["articles"]
    run(folder)  # it is still asked for
    assert Article.objects.count() == 3


def test_a_run_is_undone_that_made_what_somebody_asks_back(folder):
    empty = rows()
    first, _done = run(folder)
    document = Document.objects.get(path="harbour.txt")
    document.origins.get().article.delete()
    store.ask_back(document, [document.origins.get().pk])

    came = undo(first.run)

    assert (came.deleted, came.kept) == (2, [])
    assert rows() == empty
