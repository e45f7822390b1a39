"""`import_articles` as an operator meets it: what it prints, and how it ends."""

from __future__ import annotations

import errno
import io
import multiprocessing
import os
import signal
import sys

import pytest
from django.core.management import CommandError, call_command

from articles.choices import RunStatus
from articles.ingest import pipeline
from articles.management.commands import import_articles
from articles.models import Article, Document, ImportRun
from tests.documents import document, write

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def command(*arguments: object, stderr: io.StringIO | None = None) -> tuple[list[str], str]:
    """Run the command; return the lines of its report, and what it said beside it."""
    out, err = io.StringIO(), stderr or io.StringIO()
    call_command("import_articles", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    return out.getvalue().split("\n")[:-1], err.getvalue()


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "documents/a.txt", subject="harbour")
    write(tmp_path, "documents/b.txt", subject="harbour", title="")
    write(tmp_path, "documents/broken.bin", b"\x00\x01\x02" * 99)
    return tmp_path / "documents"


def test_the_report_has_a_readable_line_for_each_document(folder):
    lines, _told = command(folder)

    assert lines[0] == "Imported        a.txt: Created “What the harbour needs”"
    assert lines[1] == "Imported        b.txt: Duplicate (untitled)"
    assert lines[2].startswith("Refused         broken.bin: ")


def test_the_summary_shows_that_the_numbers_add_up(folder):
    _lines, told = command(folder)

    assert "3 documents read\n" in told
    assert "documents read: 3 = 2 imported + 0 without article + 0 unchanged" in told
    assert "articles: 2 = 1 created + 0 updated + 0 unchanged + 1 duplicate" in told


def test_a_second_run_says_that_nothing_changed(folder):
    command(folder)

    lines, told = command(folder)

    assert lines[0] == "Unchanged       a.txt"
    assert "0 created + 0 updated + 2 unchanged" in told


def test_a_dry_run_says_so_and_writes_nothing(folder):
    _lines, told = command(folder, "--dry-run")

    assert "Nothing was written" in told
    assert not Document.objects.exists()


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_hostile_names_and_titles_stay_on_one_line(tmp_path, form):
    title = "One\u2028two\u202ethree\x85four\x1b[31m"
    write(tmp_path, "a\r\nb\x1b[2J\u2029.txt", title=title)
    with open(os.fsencode(tmp_path) + b"/\xff\n.txt", "wb") as file:  # noqa: PTH123
        file.write(document("orchard").encode())

    lines, _told = command(tmp_path, "--report", form)

    assert [len(line.splitlines()) for line in lines] == [1, 1]
    assert "\x1b" not in "".join(lines)


def test_a_source_and_a_format_can_be_given(tmp_path):
    write(tmp_path, "a.txt")

    command(tmp_path, "--source", "Evening Bell", "--format", "front_matter")

    assert str(Article.objects.get().source) == "Evening Bell"
    assert ImportRun.objects.get().arguments["source"] == "Evening Bell"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["/no\nwhere"], r"/no\\nwhere: No such file", id="path that is not there"),
        pytest.param(["--workers", "0", "."], "--workers must be 1 or more", id="no workers"),
        pytest.param(["--source", " ", "."], "--source must be a name", id="nameless source"),
        pytest.param(["--source", "\u0301", "."], "--source must be a name", id="unseen source"),
        pytest.param(["--format", "odt", "."], "--format: invalid choice", id="unknown format"),
        pytest.param(["--pictures", "/nowhere", "."], "from /nowhere", id="no picture folder"),
        pytest.param([], "Give paths, --from-vault", id="nothing to import"),
        pytest.param([""], "A path is empty", id="empty path"),
        pytest.param([".", "--dry-run", "--save", ""], "A path is empty", id="empty plan"),
        pytest.param([".", "--pictures", ""], "A path is empty", id="empty folder"),
    ],
)
def test_what_cannot_be_done_is_said_clearly(arguments, message):
    with pytest.raises(CommandError, match=message):
        command(*arguments)


def test_strict_fails_where_a_document_was_refused_and_writes_the_rest(folder):
    with pytest.raises(CommandError, match="1 document was refused") as caught:
        command(folder, "--strict")

    assert caught.value.returncode == 1
    assert Article.objects.count() == 1


def test_strict_is_content_where_nothing_was_refused(tmp_path):
    write(tmp_path, "a.txt")

    command(tmp_path, "--strict")


def test_a_terminal_gets_a_progress_bar(folder):
    _lines, told = command(folder, stderr=Terminal())

    assert "3/3" in told
    assert "3 documents read\n" not in told
    assert "0/3 [00:00<?, ?/s]\n" not in told  # the bar stays on its line


def test_what_is_no_error_is_not_coloured_like_one(folder):
    told = Terminal()

    call_command(
        "import_articles", str(folder), stdout=io.StringIO(), stderr=told, force_color=True
    )

    assert "documents read: 3 = " in told.getvalue()
    assert "\x1b[31" not in told.getvalue()


def test_a_signal_stops_after_the_batch_and_gives_the_handlers_back(folder, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 1)
    before = signal.getsignal(signal.SIGTERM)
    err = Interrupting()

    with pytest.raises(SystemExit) as caught:
        command(folder, stderr=err)

    assert caught.value.code == 128 + signal.SIGTERM
    assert "Stopped; run it again to go on." in err.getvalue()
    assert signal.getsignal(signal.SIGTERM) == before


class Interrupting(io.StringIO):
    """Sends the process a signal as soon as there is something to read."""

    def write(self, text: str) -> int:
        if "1 document read" in text:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().write(text)


def test_numbers_that_do_not_add_up_are_an_error(tmp_path, monkeypatch):
    write(tmp_path, "a.txt")
    monkeypatch.setattr(pipeline.Summary, "adds_up", False)

    with pytest.raises(CommandError, match="do not add up"):
        command(tmp_path)


# What ends an import from outside


class Deaf(io.StringIO):
    """Takes nothing, for a reason."""

    def __init__(self, why: int) -> None:
        super().__init__()
        self.why = why

    def write(self, text: str) -> int:
        raise OSError(self.why, os.strerror(self.why))


def test_a_report_that_nobody_reads_any_more_ends_the_import_quietly(folder):
    told = io.StringIO()

    with pytest.raises(SystemExit) as caught:
        call_command("import_articles", str(folder), stdout=Deaf(errno.EPIPE), stderr=told)

    assert caught.value.code == 141
    assert "documents read: 3" in told.getvalue()
    assert ImportRun.objects.get().status == RunStatus.STOPPED


def test_a_report_that_cannot_be_written_is_an_error_that_says_why(folder):
    with pytest.raises(CommandError, match="cannot be written: No space left"):
        call_command(
            "import_articles", str(folder), stdout=Deaf(errno.ENOSPC), stderr=io.StringIO()
        )

    assert ImportRun.objects.get().status == RunStatus.STOPPED


def test_an_import_goes_on_where_nobody_hears_its_messages(folder):
    command(folder, stderr=Deaf(errno.EPIPE))

    assert ImportRun.objects.get().status == RunStatus.FINISHED


def test_a_worker_that_was_killed_is_an_error_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 1)
    for number in range(12):
        write(tmp_path, f"{number}.txt", subject=f"subject{number}")

    with pytest.raises(CommandError, match="A process that reads documents was ended"):
        command(tmp_path, "--workers", "2", stderr=Killing())

    assert ImportRun.objects.get().status == RunStatus.STOPPED


class Killing(io.StringIO):
    """Kills the workers as soon as there is something to read."""

    def write(self, text: str) -> int:
        if "1 document read" in text:
            for worker in multiprocessing.active_children():
                worker.kill()
        return super().write(text)


def test_a_closed_standard_input_cannot_be_imported_from(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(CommandError, match="standard input is closed"):
        command("-")


def test_a_document_comes_from_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document().encode())))

    command("-")

    assert Article.objects.count() == 1


def test_every_option_says_what_it_does():
    parser = import_articles.Command().create_parser("manage.py", "import_articles")

    assert all(action.help for action in parser._actions)
