"""An import that is killed anywhere and run again leaves the rows of one that was not."""

from __future__ import annotations

import random
import signal

import pytest

from tests.faults import fill

BATCH = 4
FEW = 12
MANY = 500
AT_ENDS = ("killed before turn", "killed after commit")


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Documents for three batches and an archive."""
    folder = tmp_path_factory.mktemp("few")
    fill(folder, FEW)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    fill(folder, MANY)
    return folder


@pytest.fixture(scope="module")
def clean(workshop, few):
    """What a run that nobody disturbed stored of a few documents."""
    desk = workshop.desk(batch=BATCH)
    assert desk.imports(few, "--publish").code == 0
    return desk.stored()


@pytest.fixture(scope="module")
def clean_many(workshop, many):
    desk = workshop.desk(batch=100)
    assert desk.imports(many, "--publish").code == 0
    return desk.stored()


def require_whole_batches(desk, killed, clean):
    """Require that nothing is there in part, and all that was acknowledged."""
    checked = desk.checked()
    stored = checked["documents"]
    assert stored % desk.batch == 0 or stored == len(clean["told"])
    assert stored >= killed.acknowledged
    assert [run[0] for run in checked["runs"][-1:]] in ([], ["running"])
    return checked


def test_killed_before_any_statement_of_a_batch_and_run_again(workshop, few, clean):
    for number in workshop.statements_of_a_batch(few, batch=BATCH):
        desk = workshop.desk(batch=BATCH)

        killed = desk.imports(few, "--publish", fault=("killed before", number))
        if number % 4 == 0:
            require_whole_batches(desk, killed, clean)
        again = desk.imports(few, "--publish")

        assert killed.code == -signal.SIGKILL
        assert again.code == 0, again.err
        (first, counts), (second, _counts) = desk.checked()["runs"]
        assert (first, second) == ("stopped", "finished")
        assert killed.acknowledged <= counts.get("read", 0)
        assert counts.get("read", 0) in (0, BATCH, 2 * BATCH)
        assert desk.stored() == clean, number


@pytest.mark.parametrize("options", [("--publish",), ("--publish", "--workers", "2")], ids=len)
def test_killed_at_every_end_of_a_batch_one_run_after_the_other(
    workshop, many, clean_many, options
):
    desk = workshop.desk(batch=100)
    killed: list[int] = []
    # What is met again takes turns too, but fewer, so that each run comes further.
    faults = [(fault, turn) for turn in range(1, 7) for fault in AT_ENDS]
    while (again := desk.imports(many, *options, fault=faults[len(killed)])).code:
        assert again.code == -signal.SIGKILL
        killed.append(require_whole_batches(desk, again, clean_many)["documents"])

    assert killed == sorted(killed)
    assert len(set(killed)) >= 4
    assert {run[0] for run in desk.checked()["runs"]} == {"stopped", "finished"}
    assert desk.stored() == clean_many


def test_killed_in_the_middle_of_whatever_it_does_and_run_again(workshop, many, clean_many):
    chance = random.Random(7)  # noqa: S311  (no secret)
    for _ in range(2):
        desk = workshop.desk(batch=100)
        for most in (250, 40):
            near = (chance.randrange(3, most), chance.uniform(0, 20))
            killed = desk.imports(many, "--publish", fault=("killed near", *near))
            assert killed.code == -signal.SIGKILL, near
            require_whole_batches(desk, killed, clean_many)

        assert desk.imports(many, "--publish").code == 0

        assert desk.stored() == clean_many


@pytest.mark.parametrize(
    "command",
    [("import_articles", "--from-vault"), ("undo_import", "1")],
    ids=["reading again", "undoing"],
)
def test_other_commands_that_were_killed_go_on_where_they_were(workshop, few, command):
    whole = workshop.desk(batch=BATCH)
    whole.imports(few, "--publish")
    assert whole.run(*command).code == 0
    desk = workshop.desk(batch=BATCH)
    desk.imports(few, "--publish")
    for fault in (("killed before turn", 0), ("killed before turn", 1), ("killed after commit", 0)):
        assert desk.run(*command, fault=fault).code == -signal.SIGKILL
        desk.checked()

    again = desk.run(*command)

    assert again.code == 0, again.err
    assert desk.stored() == whole.stored()


def test_what_was_killed_had_something_to_lose(clean, clean_many):
    for name, held in clean_many.items():
        assert held or name in {"conflicts", "revisions"}, name
    assert len({document[2] for document in clean_many["documents"]}) > 7
    assert len(clean["articles"]) > 10
    assert clean["families"]
