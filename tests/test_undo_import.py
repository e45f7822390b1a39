"""`undo_import`: what a run did is taken back, and the run can be done again."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import RunStatus
from articles.ingest import store
from articles.ingest.store import reversing
from articles.models import (
    Article,
    Blob,
    Image,
    ImportedValues,
    ImportRun,
    Source,
    SourceLabel,
)
from tests.builders import edit
from tests.documents import rows, run, undo, without_versions, words, write
from tests.test_ingest_kill import STATUSES, Newsroom

pytestmark = pytest.mark.django_db


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
        "Kept “Apples” of orchard.txt: changed by an editor and by a later run",
    ]


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


def test_it_says_where_readers_lose_a_page(folder):
    number = run(folder, publish=True)[0].run

    assert "3 of the deleted articles were public" in undo(number, "--dry-run")[1]
    assert "3 of the deleted articles were public" in undo(number)[1]
