"""What fails around an import is named, and a further run gives the rows of a clean one."""

from __future__ import annotations

import resource
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, InterfaceError, OperationalError, connection
from PIL import Image as Pixels

from articles.management.failures import failures_told
from articles.models import Article, Image, ImportRun
from articles.renditions import keep_picture
from tests.documents import write
from tests.faults import ALWAYS, fill, kept_files, require_mended, workshop_in


@pytest.fixture(scope="module")
def on_sqlite(workshop, tmp_path_factory):
    """A place for what only SQLite has, whatever the others use."""
    if workshop.is_sqlite:
        yield workshop
    else:
        with workshop_in(tmp_path_factory.mktemp("sqlite"), is_sqlite=True) as made:
            yield made


@pytest.fixture(scope="module")
def clean_on_sqlite(on_sqlite, few):
    desk = on_sqlite.desk()
    assert desk.imports(few, "--publish").code == 0
    return desk.stored()


def require_told(ended, why):
    """Require that a command ended with words, an exit code and its summary."""
    assert ended.code == 1, ended.err
    assert "Traceback" not in ended.err
    assert f"CommandError: {why}" in ended.err
    assert "documents read: " in ended.err


def require_whole(desk, failed):
    """Require that whole batches are stored, all that was acknowledged, and the journal agrees."""
    checked = desk.checked()
    assert checked["documents"] % desk.batch == 0
    assert failed.acknowledged <= checked["documents"]
    for _status, counts in checked["runs"][:1]:
        assert counts.get("read", 0) <= checked["documents"]
    return checked


@pytest.mark.parametrize("times", [1, ALWAYS], ids=["once", "for good"])
def test_the_database_fails_at_any_call_of_a_batch(workshop, tmp_path, times):
    fill(tmp_path, 12)
    whole = workshop.desk(batch=4)
    whole.imports(tmp_path, "--publish")
    clean = whole.stored()

    for number in workshop.statements_of_a_batch(tmp_path, batch=4):
        desk = workshop.desk(batch=4)
        fault = ("failing", number, number + times - 1)
        failed = desk.imports(tmp_path, "--publish", fault=fault)

        if times == 1 and "by the clock could not be told" in failed.err:
            # That is nothing of the import's: whoever writes next tells it.
            assert (failed.code, desk.stored()) == (0, clean)
            continue
        require_told(failed, "The database failed: the disk was pulled out. ")
        checked = require_whole(desk, failed)
        assert checked["runs"][0][0] == ("stopped" if times == 1 else "running")
        # What is left is nearly always the same; a few of them tell.
        if number % (3 if times == 1 else 8) == 0:
            require_mended(desk, clean, tmp_path)


@pytest.mark.parametrize("number", [1, 3, 6])
def test_the_database_fails_before_a_run_has_begun(workshop, few, clean, number):
    desk = workshop.desk()

    failed = desk.imports(few, "--publish", fault=("failing", number, ALWAYS))

    require_told(failed, "The database failed: the disk was pulled out. ")
    assert desk.checked()["documents"] == 0
    require_mended(desk, clean, few)


def test_a_database_without_tables_is_named(workshop, few, tmp_path):
    desk = workshop.desk()
    if desk.workshop.is_sqlite:
        desk.database = str(tmp_path / "new.sqlite3")
    else:
        desk.database = "postgres"

    require_told(desk.imports(few), "The database is not up to date (")
    undone = desk.run("undo_import", "1")
    assert "CommandError: The database is not up to date (" in undone.err


def test_a_full_database_says_so_and_takes_the_rest_when_there_is_room(
    on_sqlite, few, clean_on_sqlite
):
    for pages in (0, 1, 12, 24, 36, 48):
        desk = on_sqlite.desk()

        full = desk.imports(few, "--publish", fault=("small database", pages))

        require_told(full, "The database failed: database or disk is full. ")
        require_whole(desk, full)
        require_mended(desk, clean_on_sqlite, few)


def test_a_disk_that_takes_no_longer_files_says_so(on_sqlite, few, clean_on_sqlite):
    for size in (50_000, 300_000, 600_000):
        desk = on_sqlite.desk()

        full = desk.imports(few, "--publish", fault=("file size", size))

        require_told(full, "The database failed: ")
        require_whole(desk, full)
        require_mended(desk, clean_on_sqlite, few)


def test_somebody_who_writes_too_long_is_named(on_sqlite, few, clean_on_sqlite):
    desk = on_sqlite.desk()
    with desk.held():
        locked = desk.imports(few, "--publish", timeout=0.1)

    require_told(locked, "The database failed: database is locked. ")
    require_mended(desk, clean_on_sqlite, few)


@pytest.mark.postgresql
def test_a_server_that_ends_the_connection(workshop, few, clean):
    listing = workshop.desk()
    listing.imports(few, "--publish", fault=("listed",))
    turns = listing.turns()
    for number in (turns[0], turns[1] - 1, turns[1] + 9, turns[2] - 1, turns[2] + 20):
        desk = workshop.desk()

        failed = desk.imports(few, "--publish", fault=("disconnected", number))

        require_told(failed, "The database failed: ")
        require_whole(desk, failed)
        require_mended(desk, clean, few)


@pytest.mark.parametrize("becomes", ["nothing", "a folder", "a pipe"])
def test_a_file_that_goes_between_being_listed_and_being_read(workshop, few, clean, becomes):
    desk = workshop.desk()
    path = few / "0008.txt"
    data = path.read_bytes()
    failed = desk.imports(few, "--publish", fault=("on open", str(path), becomes))
    if becomes != "nothing":
        path.rmdir() if path.is_dir() else path.unlink()
    path.write_bytes(data)

    assert failed.code == 0, failed.err
    assert "Refused         0008.txt: " in failed.out
    require_mended(desk, clean, few)


def test_a_process_that_may_open_no_more_files(workshop, few, clean):
    for more in range(6):
        desk = workshop.desk()

        failed = desk.imports(few, "--publish", fault=("open files", more))

        assert "Traceback" not in failed.err
        assert ("CommandError: " in failed.err) == (failed.code > 0)
        assert failed.code > 0 or "Refused " in failed.out
        again = desk.imports(few, "--publish")
        assert again.code == 0, again.err
        assert desk.stored()["articles"] == clean["articles"]


@pytest.mark.parametrize("fault", [("none",), ("file size", 900_000)], ids=["place", "size"])
def test_pictures_that_cannot_be_stored_are_taken_by_a_further_run(workshop, few, pictures, fault):
    desk = workshop.desk()
    desk.imports(few)
    if fault == ("none",):
        (desk.folder / "media").write_bytes(b"a file where a folder has to be")

    failed = desk.imports(few, "--pictures", pictures, fault=fault)

    require_told(failed, "The system failed: ")
    assert kept_files(desk) == []
    if (desk.folder / "media").is_file():
        (desk.folder / "media").unlink()
    again = desk.imports(few, "--pictures", pictures)
    assert again.code == 0
    assert f"pictures kept: {len(kept_files(desk))}" in again.err
    assert len(kept_files(desk)) > 2


def told(ended, what):
    return int(ended.err.split(f" {what}")[0].split()[-1])


def test_two_imports_of_folders_that_overlap(workshop, tmp_path):
    folder = tmp_path / "news"
    fill(folder / "a", 40)
    fill(folder / "b", 10)
    alone = workshop.desk()
    assert [alone.imports(path).code for path in (folder, folder / "a")] == [0, 0]
    desk = workshop.desk()

    both = [desk.start("import_articles", path) for path in (folder, folder / "a")]
    ended = [one.end() for one in both]

    assert [one.code for one in ended] == [0, 0], ended
    expected, found = alone.stored(), desk.stored()
    assert sum(told(one, "created") for one in ended) == len(expected["articles"])
    for name in ("articles", "credits", "pictures", "imported", "index", "copies", "passages"):
        assert found[name] == expected[name], name


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("disk I/O error\nHINT: none"), "The database failed: disk I/O error. "),
        (InterfaceError("the connection is closed"), "The database failed: the connection is clos"),
        (OperationalError("no such table: x"), r"not up to date \(no such table: x\): run manage"),
        (DataError("value too long"), "refused a value .value too long.; please report"),
        (MemoryError(), "The memory ran out; "),
        (OSError(28, "No space left on device"), "The system failed: No space left on device. "),
        (OSError(5, "Input/output error", "a\nb"), r"The system failed: a\\nb: Input/output error"),
        (OSError("cannot"), "The system failed: cannot. "),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_fails_outside_is_told_in_words(error, told):
    with pytest.raises(CommandError, match=told), failures_told():
        raise error


@pytest.mark.django_db
def test_a_run_whose_database_fails_is_closed_as_stopped(tmp_path):
    write(tmp_path, "a.txt")

    def fail(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO") and "rundocument" in sql:
            raise OperationalError("the disk was pulled out")
        return execute(sql, params, many, context)

    with (
        pytest.raises(CommandError, match="The database failed: the disk was pulled out"),
        connection.execute_wrapper(fail),
    ):
        call_command("import_articles", tmp_path, stdout=StringIO(), stderr=StringIO())

    assert [run.status for run in ImportRun.objects.all()] == ["stopped"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("there", [b"", b"x" * 10_000_000], ids=["nothing", "another one's"])
def test_a_disk_that_is_full_leaves_no_torn_picture(settings, there):
    noise = BytesIO()
    Pixels.effect_noise((300, 300), 60).save(noise, "PNG")
    folder, (soft, hard) = settings.MEDIA_ROOT, resource.getrlimit(resource.RLIMIT_FSIZE)
    image = Image(url="https://pictures.example/one.png")
    keep_picture(image, noise.getvalue())
    path = folder / image.file.name
    path.unlink()
    if there:
        path.write_bytes(there)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with pytest.raises(OSError, match="too large"):
            keep_picture(Image(url=image.url), noise.getvalue())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert path.exists() == bool(there)
