"""An import, an undo and a plan that are asked to stop end in order, and go on when run again."""

from __future__ import annotations

import signal

import pytest

from articles.choices import RunStatus
from articles.ingest import collect, picture_files, store
from articles.models import Image
from tests.documents import run, write
from tests.faults import ALWAYS, kept_files, require_mended
from tests.pictures import png


@pytest.mark.parametrize(
    "options",
    [("{few}", "--publish"), ("{few}", "--publish", "--workers", "2")],
    ids=["one worker", "two workers"],
)
def test_a_signal_ends_the_batch_and_a_further_run_goes_on(workshop, few, clean, options):
    options = [option.format(few=few) for option in options]
    desk = workshop.desk()

    stopped = desk.imports(*options, fault=("signalled in turn", 2, signal.SIGTERM))

    assert stopped.code == 128 + signal.SIGTERM, stopped.err
    assert "Stopped; run it again to go on." in stopped.err
    assert "documents read: 20 = " in stopped.err
    assert desk.checked()["documents"] == 20
    require_mended(desk, clean, *options)


def test_a_signal_before_the_pictures_leaves_them_to_a_further_run(workshop, few, pictures):
    desk = workshop.desk()

    stopped = desk.imports(
        few, "--pictures", pictures, fault=("signalled in turn", 4, signal.SIGINT)
    )

    assert stopped.code == 128 + signal.SIGINT
    assert "Stopped; run it again to go on." in stopped.err
    assert "pictures kept" not in stopped.err
    assert kept_files(desk) == []
    assert "pictures kept: " in desk.imports(few, "--pictures", pictures).err


def test_a_signal_while_stored_documents_are_read_again(workshop, few, clean):
    desk = workshop.desk()
    desk.imports(few, "--publish")

    stopped = desk.imports("--from-vault", fault=("signalled in turn", 1, signal.SIGINT))

    assert stopped.code == 128 + signal.SIGINT
    assert "documents read: 10 = " in stopped.err
    assert [run[0] for run in desk.checked()["runs"]] == ["finished", "stopped"]
    assert desk.imports("--from-vault").code == 0
    assert desk.stored() == clean


@pytest.mark.parametrize(
    ("fault", "read"), [(("signalled", 4), 0), (("signalled in turn", 1), 10)], ids=["seen", "done"]
)
def test_a_signal_while_a_plan_is_applied(workshop, few, tmp_path, fault, read):
    desk = workshop.desk()
    plan = tmp_path / "plan"
    assert desk.imports(few, "--dry-run", "--save", plan).code == 0

    stopped = desk.imports("--apply", plan, fault=(*fault, signal.SIGTERM))

    assert stopped.code == 128 + signal.SIGTERM, stopped.err
    assert "Traceback" not in stopped.err
    assert "documents read: " in stopped.err
    assert desk.checked()["documents"] == read


def test_a_signal_while_a_run_is_undone(workshop, few):
    desk = workshop.desk()
    desk.imports(few, "--publish")

    stopped = desk.run("undo_import", "1", fault=("signalled in turn", 0, signal.SIGTERM))

    assert stopped.code == 128 + signal.SIGTERM
    assert "Stopped; run it again to go on." in stopped.err
    assert "documents: 10; " in stopped.err
    left = desk.checked()["documents"]
    assert 0 < left < len(list(few.iterdir()))
    assert desk.run("undo_import", "1").code == 0
    assert desk.stored()["articles"] == []


def test_an_undo_whose_database_fails_says_so_and_goes_on(workshop, few):
    desk = workshop.desk()
    desk.imports(few, "--publish")

    failed = desk.run("undo_import", "1", fault=("failing", 40, ALWAYS))

    assert failed.code == 1
    assert "CommandError: The database failed: the disk was pulled out. " in failed.err
    assert "Traceback" not in failed.err
    desk.checked()
    assert desk.run("undo_import", "1").code == 0
    assert desk.stored()["articles"] == []


@pytest.mark.django_db
def test_a_run_that_was_stopped_keeps_no_more_pictures(tmp_path):
    documents, folder = tmp_path / "documents", tmp_path / "pictures"
    write(documents, "a.txt", image="https://pictures.example/one.png")
    write(folder, "one.png", png())
    summary, _done = run(documents)

    picture_files.keep_pictures(collect.roots([str(folder)]), summary, lambda: True)

    assert (summary.pictures, summary.is_stopped) == (0, True)
    assert Image.objects.get().file == ""


@pytest.mark.django_db(transaction=True)
def test_a_run_that_something_ended_has_its_journal_closed(tmp_path):
    journal = store.start({})

    store.leave(journal, RunStatus.STOPPED, counts={"read": 3})

    journal.refresh_from_db()
    assert (journal.status, journal.counts) == (RunStatus.STOPPED, {"read": 3})
