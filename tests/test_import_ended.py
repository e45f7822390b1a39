"""A second signal ends a command at once, with one line; what is stored is whole."""

from __future__ import annotations

import signal

import pytest

from tests.faults import require_mended

ENDED = "Ended at once. What is stored is whole; run it again to go on."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_import_takes_back_the_batch_in_hand(workshop, few, clean, workers, number):
    desk = workshop.desk()

    ended = desk.imports(
        few, "--publish", "--workers", workers, fault=("signalled twice in turn", 2, number)
    )

    assert ended.code == 128 + number
    told = [line for line in ended.err.splitlines() if line and "documents read" not in line]
    assert told == [ENDED]
    checked = desk.checked()
    [[status, counts]] = checked["runs"]
    assert status == "stopped"
    assert 0 < checked["documents"] == counts["read"] <= desk.batch
    require_mended(desk, clean, few, "--publish")


def test_a_plan_that_is_being_saved_leaves_nothing_behind(workshop, few, tmp_path):
    desk = workshop.desk()

    ended = desk.imports(
        few, "--dry-run", "--save", tmp_path / "plan", fault=("signalled", 4, signal.SIGINT)
    )
    twice = desk.imports(
        few, "--dry-run", "--save", tmp_path / "plan", fault=("signalled twice", 4, signal.SIGINT)
    )

    assert (ended.code, twice.code) == (130, 130)
    assert ENDED not in ended.err
    assert ENDED in twice.err
    assert list(tmp_path.iterdir()) == []


def test_an_undo_takes_back_what_it_had_begun(workshop, few):
    desk = workshop.desk()
    desk.imports(few, "--publish")

    ended = desk.run("undo_import", "1", fault=("signalled twice in turn", 1, signal.SIGINT))

    assert ended.code == 128 + signal.SIGINT
    assert ended.err.strip() == ENDED
    desk.checked()
    assert desk.run("undo_import", "1").code == 0
    assert desk.stored()["articles"] == []
