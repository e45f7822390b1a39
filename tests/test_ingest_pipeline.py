"""Batches, workers and stops: the same rows whichever way an import runs."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Sequence
from io import BytesIO
from itertools import count
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import DatabaseError
from PIL import Image as Drawing

from articles.choices import RunStatus
from articles.ingest import collect, picture_files, pipeline, store, workers
from articles.ingest.known import Known
from articles.ingest.pipeline import Done, Options, Summary
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refusal, Refused
from articles.models import Article, Image, ImportRun
from tests.documents import document, forget, rows, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """Twelve documents: copies, families and one that is refused among them."""
    for number in range(8):
        write(tmp_path, f"{number}.txt", subject=f"subject{number}", labels=("City",))
    write(tmp_path, "copy.txt", subject="subject1")
    write(tmp_path, "family.txt", subject="subject2", source="Evening Bell")
    write(tmp_path, "refused.bin", b"\x00\x01\x02" * 50)
    write(tmp_path, "same.txt", document("subject3", labels=("City",)))
    return tmp_path


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 3)


def test_all_documents_are_counted_once(folder):
    summary, done = run(folder)

    assert summary.read == len(done) == 12
    assert summary.documents == {"planned": 11, "refused": 1}
    assert summary.articles == {"create": 9, "duplicate": 2}


def test_numbers_that_do_not_add_up_are_noticed():
    assert not Summary(read=1).adds_up


def test_small_batches_give_the_rows_of_one(folder, small_batches, monkeypatch):
    run(folder)
    small = rows()
    forget()
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 100)

    run(folder)

    assert rows() == small
    assert len(small["families"]) == 1


@pytest.mark.parametrize("batch", [1, 2, 5])
def test_a_dry_run_plans_what_a_run_does_whatever_the_batches(folder, monkeypatch, batch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", batch)

    dry, _done = run(folder, is_dry=True)
    real, _done = run(folder)

    assert (dry.documents, dry.articles) == (real.documents, real.articles)


def test_a_batch_ends_where_its_bytes_are_many(folder, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_BYTES", 1)
    batches: list[Sequence[Done]] = []

    pipeline.run(collect.roots([str(folder)]), Options(), report=batches.append)

    assert [len(batch) for batch in batches] == [1] * 12


def test_documents_are_reported_in_the_order_they_were_found(folder, small_batches):
    write(folder, "0.txt", subject="subject0", labels=("City",))
    run(folder / "4.txt")

    _summary, done = run(folder)

    paths = [one.found.place.path for one in done]
    assert paths == sorted(paths)


def test_a_stop_comes_between_batches_and_the_next_run_goes_on(folder, small_batches):
    asked = count()
    summary = pipeline.run(
        collect.roots([str(folder)]),
        Options(),
        report=lambda batch: None,
        is_stopped=lambda: next(asked) >= 2,
    )
    assert (summary.is_stopped, summary.read) == (True, 6)
    assert ImportRun.objects.get().status == RunStatus.STOPPED

    rest, _done = run(folder)

    assert rest.documents == {"unchanged": 6, "planned": 5, "refused": 1}
    assert Article.objects.count() == 9


def test_two_workers_give_what_one_process_gives(folder, small_batches):
    alone, alone_done = run(folder, is_dry=True)

    together, together_done = run(folder, is_dry=True, workers=2)

    assert together == alone
    assert [d.plan.reading.articles for d in together_done] == [
        d.plan.reading.articles for d in alone_done
    ]


def test_two_workers_write_the_rows_of_one_process(folder, small_batches):
    run(folder)
    alone = rows()
    forget()

    run(folder, workers=2)

    assert rows() == alone


def test_workers_are_left_alone_when_a_run_is_stopped(folder, small_batches):
    summary = pipeline.run(
        collect.roots([str(folder)]),
        Options(workers=2),
        report=lambda batch: None,
        is_stopped=lambda: True,
    )

    assert (summary.is_stopped, summary.read) == (True, 0)


def test_a_worker_leaves_the_terminals_signals_to_its_parent(monkeypatch):
    ignored = []
    monkeypatch.setattr(signal, "signal", lambda number, what: ignored.append(number))

    workers._serve()

    assert ignored == [signal.SIGINT]


def test_a_worker_ends_with_its_parent(monkeypatch):
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    parent = get_context("spawn").Process()
    parent.start()

    workers._end_with(parent)

    assert ended == [1]


def test_a_run_that_fails_is_closed_with_the_numbers_of_what_was_written(folder, small_batches):
    summary = Summary()
    batches = count()

    def report(batch: Sequence[Done]) -> None:
        if next(batches) == 1:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        pipeline.run(collect.roots([str(folder)]), Options(), report=report, summary=summary)

    journal = ImportRun.objects.get()
    assert (journal.status, journal.counts["read"], summary.read) == (RunStatus.STOPPED, 6, 6)
    assert summary.is_stopped


def test_a_worker_without_a_parent_goes_on():
    workers._end_with(None)


def test_a_batch_that_could_not_be_written_is_not_counted(folder, small_batches, monkeypatch):
    apply, batches = store.apply, count()

    def failing(*args: Any, **options: Any) -> Any:
        if next(batches) == 1:
            raise DatabaseError
        return apply(*args, **options)

    monkeypatch.setattr(store, "apply", failing)

    with pytest.raises(DatabaseError):
        run(folder)

    journal = ImportRun.objects.get()
    assert (journal.status, journal.counts["read"]) == (RunStatus.STOPPED, 3)
    assert journal.documents.count() == 3


def test_publishing_and_the_batch_are_one_so_a_stopped_run_goes_on_like_a_whole_one(
    folder, small_batches
):
    run(folder, publish=True)
    whole = rows()
    forget()
    asked = count()
    pipeline.run(
        collect.roots([str(folder)]),
        Options(publish=True),
        report=lambda batch: None,
        is_stopped=lambda: next(asked) >= 2,
    )
    assert Article.objects.published().count() == Article.objects.count() > 0

    run(folder, publish=True)

    assert rows() == whole
    assert Article.objects.published().count() == 9


def test_a_refusal_survives_the_way_from_a_worker():
    refused = pickle.loads(pickle.dumps(Refused(Refusal.BAD_HEADER, line=3, detail="colon")))  # noqa: S301

    assert (refused.reason, refused.line, refused.detail) == (Refusal.BAD_HEADER, 3, "colon")


def test_a_refusal_keeps_no_document_in_memory():
    found = Found(Place("/", "a"), b"", 0, "")

    reading = workers.read_one(found, workers.Orders(Known())).reading

    assert reading.refused.reason == Refusal.EMPTY
    assert reading.refused.__traceback__ is None


# Pictures from a folder


@pytest.fixture
def pictures(tmp_path, a_picture):
    """A folder with two names of one picture, and a file that is none."""
    folder = tmp_path / "pictures"
    write(folder, "one.png", a_picture)
    write(folder, "a b.png", a_picture)
    write(folder, "broken.png", b"no picture")
    return folder


@pytest.fixture
def a_picture():
    file = BytesIO()
    Drawing.new("RGB", (8, 6), "teal").save(file, "PNG")
    return file.getvalue()


def show(folder, name, *urls):
    """Write a document with pictures."""
    more = "".join(f'<p><img src="https://{url}"></p>' for url in urls)
    return write(folder, name, subject=name, more=more)


def kept_pictures(documents, *folders, **options):
    summary, _done = run(documents, **options)
    picture_files.keep_pictures(collect.roots(map(str, folders)), summary)
    return summary


def widths():
    return dict(Image.objects.values_list("url", "width"))


def test_pictures_are_served_from_a_folder_by_the_end_of_their_address(tmp_path, pictures):
    names = ("one.png", "a%20b.png", "broken.png", "other.png")
    page = show(tmp_path, "a.txt", *(f"pictures.example/x/{name}" for name in names))

    assert kept_pictures(page, pictures).pictures == 2
    assert [image.width for image in Image.objects.order_by("pk")] == [8, 8, None, None]
    assert kept_pictures(page, pictures).pictures == 0


def test_pictures_of_articles_outside_the_run_get_no_file(tmp_path, pictures):
    run(show(tmp_path, "a.txt", "g.example/one.png"))
    Image.objects.create(url="https://h.example/one.png")
    page = show(tmp_path, "b.txt", "i.example/other.png")

    assert kept_pictures(page, pictures).pictures == 0
    assert set(widths().values()) == {None}


def test_a_name_that_several_addresses_share_is_passed_over_and_counted(tmp_path, pictures):
    show(tmp_path / "pages", "a.txt", "g.example/one.png", "g.example/a%20b.png")
    show(tmp_path / "pages", "b.txt", "h.example/one.png")

    summary = kept_pictures(tmp_path / "pages", pictures)

    assert (summary.pictures, summary.shared_names) == (1, 1)
    assert widths()["https://g.example/one.png"] is None


def test_a_picture_that_has_its_file_still_shares_its_name(tmp_path, pictures):
    kept_pictures(show(tmp_path / "pages", "a.txt", "g.example/one.png"), pictures)
    show(tmp_path / "pages", "b.txt", "h.example/one.png")

    assert kept_pictures(tmp_path / "pages", pictures).shared_names == 1
    assert widths()["https://h.example/one.png"] is None


def test_a_name_that_several_files_share_is_passed_over_and_counted(tmp_path, pictures, a_picture):
    write(pictures / "more", "one.png", a_picture)
    page = show(tmp_path, "a.txt", "g.example/one.png", "g.example/a%20b.png")

    summary = kept_pictures(page, pictures)

    assert (summary.pictures, summary.shared_names) == (1, 1)
    assert widths()["https://g.example/one.png"] is None


def test_a_dry_run_keeps_no_pictures(tmp_path, pictures):
    page = show(tmp_path, "a.txt", "g.example/one.png")
    run(page)

    assert kept_pictures(page, pictures, is_dry=True).pictures == 0


def test_a_picture_that_cannot_be_opened_is_left_alone(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.png").symlink_to("/nowhere")
    page = show(tmp_path, "a.txt", "g.example/one.png")

    assert kept_pictures(page, tmp_path / "pictures").pictures == 0
