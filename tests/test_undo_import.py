"""`undo_import`: what a run did is taken back, but for what somebody has touched since."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import revisions, workflow
from articles.choices import Resolution, RunStatus, Status
from articles.ingest import store
from articles.ingest.store import reversing
from articles.models import (
    Article,
    Blob,
    Category,
    Conflict,
    Document,
    Image,
    ImportedValues,
    ImportRun,
    Source,
    SourceLabel,
)
from tests.documents import rows, run, several, words, write
from tests.people import person
from tests.test_ingest_kill import STATUSES, Newsroom

pytestmark = pytest.mark.django_db


def undo(number: int | None, *options: str) -> tuple[list[str], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("undo_import", str(number), *options, stdout=out, stderr=err, no_color=True)
    return out.getvalue().splitlines(), err.getvalue()


def edit(article: Article, **values: object) -> Article:
    """Change an article as an editor does."""
    locked = revisions.lock(article.pk, seen=article.version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    revisions.keep(locked, by=person(f"editor{locked.pk}v{locked.version}"))
    return locked


def without_versions(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return found | {"articles": [[*row[:6], *row[7:]] for row in found["articles"]]}


@pytest.fixture
def folder(tmp_path):
    for subject in ("harbour", "orchard", "library"):
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("City",))
    return tmp_path


def test_an_undone_run_leaves_nothing_behind(folder):
    empty = rows()
    write(folder, "copy.txt", subject="harbour", source="Evening Bell")
    write(folder, "picture.txt", subject="river", image="http://pictures.example/a.jpg")
    write(folder, "broken.bin", b"\x00\x01" * 99)
    summary, _done = run(folder, publish=True)

    lines, told = undo(summary.run)

    assert rows() == empty
    assert lines == []
    assert "documents: 6; articles deleted: 5, restored: 0, kept: 0" in told
    assert not Source.objects.exists()
    assert not SourceLabel.objects.exists()
    assert not Image.objects.exists()
    assert not Blob.objects.exists()


def test_after_the_last_run_is_undone_everything_is_as_it_was_before(folder):
    run(folder)
    before = rows()
    write(folder, "harbour.txt", subject="harbour", title="New plans", ending=" and left")
    write(folder, "orchard.txt", subject="museum", image="http://pictures.example/a.jpg")
    write(folder, "library.txt", b"\x00\x01" * 99)
    write(folder, "more.txt", subject="tramway", source="Evening Bell", labels=("Trams",))
    summary, _done = run(folder)
    assert rows() != before

    _lines, told = undo(summary.run)

    assert without_versions(rows()) == without_versions(before)
    assert "restored: 1" in told
    article = Article.objects.get(title="What the harbour needs")
    assert article.version == 3
    assert "undone" in article.revisions.first().note


def test_what_was_undone_is_imported_again(folder):
    first, _done = run(folder)
    imported = rows()

    undo(first.run)
    run(folder)

    assert rows() == imported


def test_a_dry_run_says_the_same_and_writes_nothing(folder):
    summary, _done = run(folder)
    write(folder, "harbour.txt", subject="harbour", ending=" and left")
    second, _done = run(folder)
    before = rows()

    _lines, told = undo(second.run, "--dry-run")
    _lines, first = undo(summary.run, "--dry-run")

    assert "Nothing was written" in told
    assert "documents: 1; articles deleted: 0, restored: 1, kept: 0" in told
    assert "documents: 2; articles deleted: 2, restored: 0, kept: 1" in first
    assert rows() == before
    assert ImportRun.objects.filter(status=RunStatus.UNDONE).count() == 0


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


def test_runs_are_undone_in_reverse_to_the_beginning(folder):
    empty = rows()
    first, _done = run(folder)
    imported = rows()
    for title in ("New plans", "Newer plans"):
        write(folder, "harbour.txt", subject="harbour", title=title)
        run(folder)
    second, third = ImportRun.objects.order_by("pk")[1:]

    undo(third.pk)
    undo(second.pk)
    assert without_versions(rows()) == without_versions(imported)
    lines, _told = undo(first.run)

    assert lines == []
    assert rows() == empty


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


def test_an_undo_that_was_stopped_goes_on(folder, monkeypatch):
    empty = rows()
    summary, _done = run(folder)
    monkeypatch.setattr(reversing, "MOST_DOCUMENTS", 1)
    stops = iter([False, True])

    came = store.undo(ImportRun.objects.get(), is_stopped=lambda: next(stops))

    assert came.is_stopped
    assert Article.objects.count() == 2
    assert ImportRun.objects.get().status == RunStatus.FINISHED
    undo(summary.run)
    assert rows() == empty


@pytest.mark.parametrize(
    ("status", "why"),
    [(RunStatus.UNDONE, "undone already"), (RunStatus.RUNNING, "still running")],
    ids=["undone", "running"],
)
def test_a_run_that_cannot_be_undone_says_why(folder, status, why):
    summary, _done = run(folder)
    ImportRun.objects.update(status=status)

    with pytest.raises(CommandError, match=why) as caught:
        undo(summary.run)

    assert caught.value.returncode == 1


def test_a_run_that_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="no run 7") as caught:
        undo(7)

    assert caught.value.returncode == 2


def test_a_run_that_was_killed_can_be_undone(folder):
    empty = rows()
    summary, _done = run(folder)
    killed = ImportRun.objects.get()
    killed.arguments["process"] = 2**22 + 1
    killed.status, killed.finished_at = RunStatus.RUNNING, None
    killed.save()

    undo(summary.run)

    assert rows() == empty


def test_undoing_costs_few_queries_a_document(tmp_path):
    def queries(count: int) -> int:
        folder = tmp_path / str(count)
        for number in range(count):
            write(folder, f"{number}.txt", subject=f"subject{count}x{number}", source=f"S{count}")
        run(folder)
        for number in range(count):
            write(
                folder,
                f"{number}.txt",
                subject=f"subject{count}x{number}",
                source=f"S{count}",
                title="New",
            )
        summary, _done = run(folder)
        with CaptureQueriesContext(connection) as captured:
            undo(summary.run)
        return len(captured)

    assert queries(7) - queries(2) <= 4 * 5


def test_the_page_of_an_undone_run_says_what_stayed_and_what_was_warned_of(folder, client, chief):
    write(folder, "late.txt", subject="river", date="2021-04-12 08:05:00")
    summary, _done = run(folder)
    edit(Article.objects.earliest("pk"), title="Better title")
    client.force_login(chief)
    page = f"/admin/articles/importrun/{summary.run}/change/"
    warned = client.get(page).content.decode()

    undo(summary.run)
    undone = client.get(page).content.decode()

    assert "A date looks like the time of a crawl" in warned or "A date could not" in warned
    assert "Better title: changed by an editor since" in undone
    assert "Undone" in undone


def test_a_killed_undo_run_again_equals_one_that_was_not(tmp_path):
    newsroom = Newsroom(tmp_path / "var")
    (tmp_path / "var").mkdir()
    newsroom.run("manage.py", "migrate", "-v0")
    empty = newsroom.rows()
    for number in range(160):
        subject = f"subject{number % 140}"
        write(tmp_path, f"documents/{number:03}.txt", subject=subject, labels=("City",))
    newsroom.start_import(tmp_path / "documents").communicate(timeout=60)

    process = newsroom.start("manage.py", "undo_import", "1")
    database = sqlite3.connect(tmp_path / "var" / "newsroom.sqlite3")
    with closing(database):
        while database.execute("SELECT count(*) FROM articles_document").fetchone() == (160,):
            time.sleep(0.001)
    process.kill()
    process.communicate(timeout=60)
    newsroom.start("manage.py", "undo_import", "1").communicate(timeout=60)

    assert process.returncode == -signal.SIGKILL
    assert newsroom.rows() == empty
    assert newsroom.run("-c", STATUSES).split() == ["undone"]


def test_a_story_of_an_undo(folder, publisher):
    """Import, publish, change the files, import, edit, undo, import again, undo the first."""
    first, _done = run(folder, publish=True)
    write(folder, "harbour.txt", subject="harbour", title="New plans", ending=" and left")
    write(folder, "orchard.txt", subject="orchard", title="Apples", ending=" at noon")
    write(folder, "more.txt", subject="tramway")
    second, _done = run(folder)
    edit(Article.objects.get(title="Apples"), subtitle="By an editor")

    lines, told = undo(second.run)
    after = set(Article.objects.values_list("title", "status"))
    again, _done = run(folder)
    last, _told = undo(first.run)

    assert lines == ["Kept “Apples” of orchard.txt: changed by an editor since"]
    assert "articles deleted: 1, restored: 1, kept: 1" in told
    assert after == {
        ("What the harbour needs", "published"),
        ("Apples", "published"),
        ("What the library needs", "published"),
    }
    assert again.articles == {"update": 1, "unchanged": 2, "create": 1}
    assert last == [
        "Kept “New plans” of harbour.txt: changed by a later run",
        "Kept “Apples” of orchard.txt: changed by a later run",
    ]


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


FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Post",
    "items": [
        {"id": str(number), "title": f"Of the {subject}", "content_text": words(subject)}
        | {"tags": ["City", subject]}
        for number, subject in enumerate(["harbour", "orchard"])
    ],
}


def test_labels_of_single_articles_go_and_stay_with_them(tmp_path):
    write(tmp_path, "feed.json", json.dumps(FEED))
    run(tmp_path)
    before = rows()
    more: dict[str, Any] = FEED["items"][0] | {
        "id": "2",
        "content_text": words("river"),
        "tags": ["River"],
    }
    write(tmp_path, "feed.json", json.dumps(FEED | {"items": [*FEED["items"], more]}))
    summary, _done = run(tmp_path)
    assert SourceLabel.objects.filter(name="River").exists()

    undo(summary.run)

    assert rows() == before


def test_articles_with_keys_are_known_by_them_when_the_vault_is_read(tmp_path):
    write(tmp_path, "feed.json", json.dumps(FEED))
    run(tmp_path)
    before = rows()

    summary, _done = run(from_vault=True)

    assert summary.articles == {"unchanged": 2}
    assert rows() == before


def test_an_article_gets_its_source_back(folder):
    run(folder)
    before = rows()
    write(folder, "harbour.txt", subject="harbour", source="Evening Bell", title="New plans")
    summary, _done = run(folder)
    Source.objects.filter(name="Harbour Post").update(name="The Harbour Post")

    undo(summary.run)

    Source.objects.filter(name="The Harbour Post").update(name="Harbour Post")
    for imported in ImportedValues.objects.all():
        assert imported.values["source"] == "Harbour Post"
    assert {row[2] for row in rows()["articles"]} == {row[2] for row in before["articles"]}


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


def test_it_says_where_readers_lose_a_page(folder):
    number = run(folder, publish=True)[0].run

    assert "3 of the deleted articles were public" in undo(number, "--dry-run")[1]
    assert "3 of the deleted articles were public" in undo(number)[1]


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
