"""What somebody has touched since stays when a run is undone, and is listed."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from articles import workflow
from articles.choices import Resolution, Status
from articles.ingest import store
from articles.models import (
    Article,
    Blob,
    Category,
    Conflict,
    Document,
    Image,
    Source,
    SourceLabel,
)
from tests.builders import edit
from tests.documents import rows, run, several, undo, without_versions, write
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    for subject in ("harbour", "orchard", "library"):
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("City",))
    return tmp_path


def test_what_an_editor_changed_moved_or_deleted_stays_and_is_listed(folder):
    summary, _done = run(folder)
    edited, moved, deleted = Article.objects.order_by("pk")
    edit(edited, title="Better title")
    workflow.move(moved, Status.IN_REVIEW, by=person("chief", "Publishers", "Writers"))
    deleted.delete()

    lines, told = undo(summary.run)

    assert lines == [
        "Kept “Better title” of harbour.txt: changed by an editor since",
        "Kept “What the library needs” of library.txt: changed by an editor since",
        "Kept “What the orchard needs” of orchard.txt: "
        "deleted by an editor since; it stays deleted",
    ]
    assert "documents: 3; articles deleted: 0, restored: 0, kept: 3" in told
    again, _done = run(folder)
    assert again.documents == {"unchanged": 3}
    assert Article.objects.count() == 2


def test_of_a_document_that_stays_the_other_articles_are_made_again(tmp_path):
    write(tmp_path, "dump.txt", several("harbour", "orchard", "library"))
    summary, _done = run(tmp_path)
    imported = rows()
    edited = Article.objects.order_by("pk")[1]
    former = edited.title
    edit(edited, title="Better title")

    lines, _told = undo(summary.run)

    assert len(lines) == 1
    assert Article.objects.get() == edited
    again, _done = run(tmp_path)
    assert again.articles == {"create": 2, "unchanged": 1}
    assert Article.objects.get(pk=edited.pk).title == "Better title"
    edit(Article.objects.get(pk=edited.pk), title=former)
    assert without_versions(rows()) == without_versions(imported)
    assert run(tmp_path)[0].documents == {"unchanged": 1}


def test_an_edited_update_stays_while_its_document_goes_back(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    summary, _done = run(folder)
    edit(Article.objects.get(title="New plans"), subtitle="By an editor")

    lines, _told = undo(summary.run)

    assert lines == ["Kept “New plans” of harbour.txt: changed by an editor since"]
    assert run(folder)[0].articles == {"unchanged": 3}
    assert Article.objects.get(subtitle="By an editor").title == "New plans"


def test_what_a_later_run_changed_stays(folder):
    first, _done = run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    second, _done = run(folder)

    lines, told = undo(first.run)

    assert lines == ["Kept “New plans” of harbour.txt: changed by a later run"]
    assert "documents: 2; articles deleted: 2" in told
    undo(second.run)
    assert [article.title for article in Article.objects.all()] == ["What the harbour needs"]


def test_an_article_that_a_later_document_holds_too_stays(folder, tmp_path_factory):
    first, _done = run(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, "copy.txt", subject="harbour", title="A copy")
    run(elsewhere)

    lines, _told = undo(first.run)

    assert lines == ["Kept “What the harbour needs” of harbour.txt: another document holds it too"]
    assert run(elsewhere)[0].articles == {"unchanged": 1}


def test_a_conflict_goes_with_the_run_that_asked(folder):
    run(folder)
    article = Article.objects.get(title="What the harbour needs")
    edit(article, title="Better title")
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    asked, _done = run(folder)
    write(folder, "harbour.txt", subject="harbour", title="Newer plans")
    again, _done = run(folder)
    assert Conflict.objects.count() == 2

    undo(again.run)
    assert Conflict.objects.get(resolution="open").incoming == "New plans"
    undo(asked.run)

    assert not Conflict.objects.exists()
    article.refresh_from_db()
    assert (article.title, article.imported.values["title"]) == (
        "Better title",
        "What the harbour needs",
    )


def test_a_conflict_that_an_editor_settled_stays_settled(folder, writer):
    run(folder)
    edit(Article.objects.get(title="What the harbour needs"), title="Better title")
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    asked, _done = run(folder)
    store.dismiss(Conflict.objects.get(), by=writer)

    lines, _told = undo(asked.run)

    assert lines == ["Kept “Better title” of harbour.txt: changed by an editor since"]


def test_a_category_a_source_and_a_picture_in_use_stay(folder):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    summary, _done = run(folder)
    source = Source.objects.get()
    own = Article.objects.create(title="Our own", source=source)
    own.article_images.create(image=Image.objects.get(), role="lead")
    SourceLabel.objects.update(category=Category.objects.create(name="City", slug="city"))

    undo(summary.run)

    assert Article.objects.get() == own
    assert Image.objects.count() == Source.objects.count() == SourceLabel.objects.count() == 1


def test_a_picture_that_was_there_before_the_run_stays(folder):
    picture = Image.objects.create(url="http://pictures.example/a.jpg")
    write(folder, "river.txt", subject="river", image=picture.url)
    summary, _done = run(folder)

    undo(summary.run)

    assert Image.objects.get() == picture


def test_a_picture_that_an_editor_wrote_about_stays(folder):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    summary, _done = run(folder)
    Image.objects.update(credit="Ann Reed")

    undo(summary.run)

    assert Image.objects.get().credit == "Ann Reed"


def test_a_source_that_an_editor_described_stays(folder):
    summary, _done = run(folder)
    Source.objects.update(notes="Ask before quoting.")

    undo(summary.run)

    assert Source.objects.get().name == "Harbour Post"


def test_bytes_that_another_run_names_stay(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    second, _done = run(folder)
    write(folder, "harbour.txt", subject="harbour", title="Newer plans")
    run(folder)

    undo(second.run)

    assert Blob.objects.count() == 5


def test_a_document_that_was_read_again_unchanged_is_no_later_change(folder):
    summary, _done = run(folder)
    run(folder)
    run(from_vault=True)

    lines, _told = undo(summary.run)

    assert lines == []
    assert not Document.objects.exists()


def test_a_source_that_is_gone_is_not_brought_back(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", source="Evening Bell")
    write(folder, "orchard.txt", subject="orchard", source="Evening Bell")
    write(folder, "library.txt", subject="library", source="Evening Bell")
    summary, _done = run(folder)
    Article.objects.exclude(source__name="Evening Bell").update(source=None)
    Source.objects.get(name="Harbour Post").delete()

    undo(summary.run)

    assert set(Document.objects.values_list("source__name", flat=True)) <= {None, "Evening Bell"}


def test_an_updated_article_that_an_editor_deleted_stays_deleted(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    summary, _done = run(folder)
    Article.objects.get(title="New plans").delete()

    lines, _told = undo(summary.run)

    assert lines == []
    assert run(folder)[0].articles["create"] == 0


def test_what_a_mapping_has_changed_since_is_a_later_change(folder):
    run(folder)
    write(folder, "harbour.txt", subject="harbour", title="New plans")
    summary, _done = run(folder)
    imported = Article.objects.get(title="New plans").imported
    imported.values = imported.values | {"title": "Newer plans"}
    imported.save()

    lines, _told = undo(summary.run)

    assert lines == ["Kept “New plans” of harbour.txt: changed by a later run"]


def test_an_article_that_a_later_run_changed_from_another_place_stays(folder, tmp_path_factory):
    """The place it came from is as the run left it; the article is not."""
    url = "http://post.example/1"
    write(folder, "harbour.txt", subject="harbour", url=url)
    first, _done = run(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, "new.txt", subject="harbour", url=url, ending=" at last")
    run(elsewhere)

    lines, _told = undo(first.run)

    assert [line.rpartition(": ")[2] for line in lines] == ["changed by a later run"]


def test_the_file_of_a_picture_goes_with_it(
    folder, tmp_path_factory, django_capture_on_commit_callbacks
):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    summary, _done = run(folder)
    image = Image.objects.get()
    image.file.save("a.jpg", ContentFile(b"bytes"))
    name, storage = str(image.file.name), image.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        undo(summary.run)

    assert not storage.exists(name)


def test_what_a_later_run_asks_about_is_asked_once(folder):
    """Another document of the article told another date, and nothing else."""
    url = "https://post.example/harbour"
    write(folder, "harbour.txt", subject="harbour", url=url)
    run(folder)
    edit(
        Article.objects.get(canonical_url=url), originally_published_at=None, original_precision=""
    )
    runs = []
    for day, name in ((13, "harbour.txt"), (14, "harbour.txt"), (15, "again/harbour.txt")):
        date = f"Tue, {day} Apr 2021 08:05:00 +0800"
        write(folder, name, subject="harbour", url=url, date=date)
        runs.append(run(folder)[0].run)

    undo(runs[1])
    waiting = Conflict.objects.get(resolution=Resolution.OPEN)
    undo(runs[2])

    assert waiting.run_id == runs[2]
    assert not Conflict.objects.filter(run__in=runs[1:]).exists()


def test_a_picture_that_is_gone_meanwhile_does_not_come_back(folder):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    run(folder)
    article = Article.objects.get(title__contains="river")
    own = Image.objects.create(file="own.jpg")
    article.article_images.create(image=own, position=1)
    write(folder, "river.txt", subject="river", image="http://pictures.example/b.jpg")
    number = run(folder)[0].run
    article.article_images.filter(image=own).delete()
    own.delete()

    undo(number)

    assert [use.image.url for use in article.article_images.all()] == [
        "http://pictures.example/a.jpg"
    ]


def test_a_file_that_another_picture_has_too_stays(folder, django_capture_on_commit_callbacks):
    write(folder, "river.txt", subject="river", image="http://pictures.example/a.jpg")
    write(folder, "lake.txt", subject="bridge", image="http://pictures.example/b.jpg")
    number = run(folder)[0].run
    first, second = Image.objects.order_by("pk")
    first.file.save("a.jpg", ContentFile(b"pixels"))
    second.file.save("b.jpg", ContentFile(b"pixels"))
    kept = Image.objects.create(file=first.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        undo(number)

    assert Image.objects.get() == kept
    assert kept.file.storage.exists(str(first.file.name))
    assert not kept.file.storage.exists(str(second.file.name))


def test_an_article_that_an_editor_and_a_later_run_changed_is_said_to_be(tmp_path):
    write(tmp_path, "a.txt")
    first, _done = run(tmp_path)
    edit(Article.objects.get(), subtitle="By an editor")
    write(tmp_path, "a.txt", title="New plans")
    run(tmp_path)

    lines, _told = undo(first.run)

    assert lines == [
        "Kept “New plans” of a.txt: changed by an editor and by a later run",
    ]
