"""What somebody takes back while an import waits for its turn is not taken for unchanged."""

from __future__ import annotations

import signal
import subprocess
import time

import pytest

from tests.faults import fill

DOCUMENTS = 6


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    fill(documents, DOCUMENTS)
    return documents


@pytest.fixture
def twin(workshop, folder):
    """A newsroom that has imported the documents, and again with its statements listed."""
    desk = workshop.desk(batch=100)
    assert desk.imports(folder).code == 0
    assert desk.imports(folder, fault=("listed",)).code == 0
    return desk


def started_until_its_turn(desk, twin, *arguments):
    """Import until the first batch is about to be written, and no further."""
    before = twin.turns()[1] - desk.workshop.is_sqlite  # SQLite is told to begin a transaction
    stop = ("signalled", before, signal.SIGSTOP)
    begun = desk.start("import_articles", *arguments, fault=stop)
    until = time.monotonic() + 60
    while not state(begun.process).startswith("T"):
        assert time.monotonic() < until
        time.sleep(0.02)
    return begun


def state(process):
    asked = ["ps", "-o", "stat=", "-p", str(process)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("changed", [(), ("0000.txt",)], ids=["all unchanged", "one changed"])
def test_documents_taken_back_after_they_were_found_unchanged_are_read_again(
    workshop, folder, twin, changed
):
    desk = workshop.desk(batch=100)
    assert desk.imports(folder).code == 0
    for name in changed:
        path = folder / name
        path.write_text(path.read_text().replace("quay0", "pier0"))
    twin.imports(folder, fault=("listed",))

    begun = started_until_its_turn(desk, twin, folder)
    undone = desk.run("undo_import", 1)
    begun.send(signal.SIGCONT)
    ended = begun.end()

    assert undone.code == 0, undone.err
    assert ended.code == 0, ended.err
    assert " 0 unchanged" in ended.err
    fresh = workshop.desk(batch=100)
    assert fresh.imports(folder).code == 0
    assert desk.stored()["articles"] == fresh.stored()["articles"]
    assert desk.checked()["runs"][-1][0] == "finished"


def test_what_was_not_taken_back_stays_unchanged(workshop, folder, twin):
    desk = workshop.desk(batch=100)
    few = folder.parent / "few"
    few.mkdir()
    (few / "later.txt").write_text("---\ntitle: Later\n---\n\nThe last ferry waits for nobody.\n")
    assert desk.imports(folder).code == 0
    assert desk.imports(few).code == 0

    begun = started_until_its_turn(desk, twin, folder, few)
    undone = desk.run("undo_import", 2)
    begun.send(signal.SIGCONT)
    ended = begun.end()

    assert undone.code == 0, undone.err
    assert ended.code == 0, ended.err
    assert "+ 8 unchanged +" in ended.err
    assert "Unchanged       0000.txt" in ended.out
    assert "Created “Later”" in ended.out
