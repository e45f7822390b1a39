"""`import_articles` as an operator meets it: what it prints, and how it ends."""

from __future__ import annotations

import errno
import io
import json
import multiprocessing
import os
import signal
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Drawing

from articles.choices import RunStatus
from articles.ingest import pipeline
from articles.management.commands import import_articles
from articles.models import Article, Document, Image, ImportRun
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

    assert lines[0] == "Planned         a.txt: Created “What the harbour needs”"
    assert lines[1] == "Planned         b.txt: Duplicate (untitled)"
    assert lines[2].startswith("Refused         broken.bin: ")


def test_the_summary_shows_that_the_numbers_add_up(folder):
    _lines, told = command(folder)

    assert "3 documents read\n" in told
    assert "documents read: 3 = 2 planned + 0 without article + 0 unchanged" in told
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


def test_the_jsonl_report_is_a_plan_a_line(folder):
    lines, _told = command(folder, "--dry-run", "--report", "jsonl")

    plans = [json.loads(line) for line in lines]
    assert [plan["document"]["path"] for plan in plans] == ["a.txt", "b.txt", "broken.bin"]
    assert plans[0]["articles"][0]["action"] == "create"
    assert plans[2]["refused"]["reason"]


def test_the_jsonl_report_names_documents_that_were_not_read_again(folder):
    command(folder)

    lines, _told = command(folder, "--report", "jsonl")

    plan, copy, _refused = map(json.loads, lines)
    article = Article.objects.get()
    known = ("path", "format", "encoding", "source")
    assert [plan["document"][name] for name in known] == [
        *("a.txt", "front_matter", "utf-8", "Harbour Post")
    ]
    assert [
        (one["action"], one["title"], one["same_as"])
        for one in (*plan["articles"], *copy["articles"])
    ] == [("unchanged", article.title, article.public_id)] * 2
    assert plan["articles"][0]["evidence"]["title"]["rule"]
    assert plan["refused"] is None


def test_the_jsonl_report_says_of_a_deleted_article_that_it_stays_deleted(folder):
    command(folder)
    Article.objects.get().delete()

    lines, _told = command(folder, "--report", "jsonl")

    article = json.loads(lines[0])["articles"][0]
    assert (article["action"], article["title"], article["same_as"]) == ("unchanged", None, None)


def test_the_jsonl_report_keeps_documents_apart_that_have_a_path_in_common(tmp_path):
    for name in ("one/a.txt", "one/b.txt", "two/a.txt", "two/b.txt"):
        write(tmp_path, name, subject=name)
    command(tmp_path / "one", tmp_path / "two")

    lines, _told = command(tmp_path / "one" / "a.txt", tmp_path / "two/b.txt", "--report", "jsonl")

    titles = [json.loads(line)["articles"][0]["title"] for line in lines]
    assert titles == ["What the one/a.txt needs", "What the two/b.txt needs"]


def test_the_jsonl_report_asks_the_same_of_the_database_whatever_the_batch(tmp_path):
    def queries(count: int) -> int:
        folder = tmp_path / str(count)
        for number in range(count):
            write(folder, f"{number}.txt", subject=f"subject{count}x{number}")
        command(folder)
        with CaptureQueriesContext(connection) as captured:
            command(folder, "--report", "jsonl")
        return len(captured)

    assert queries(2) == queries(9)


def test_what_a_document_warns_of_is_on_its_line(tmp_path):
    write(tmp_path, "a.txt", date="2021-04-12 08:05:00")

    lines, _told = command(tmp_path)

    assert "[" in lines[0]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_hostile_names_and_titles_stay_on_one_line(tmp_path, form):
    title = "One\u2028two\u202ethree\x85four\x1b[31m"
    write(tmp_path, "a\r\nb\x1b[2J\u2029.txt", title=title)
    with open(os.fsencode(tmp_path) + b"/\xff\n.txt", "wb") as file:  # noqa: PTH123
        file.write(document("orchard").encode())

    lines, _told = command(tmp_path, "--report", form)

    assert [len(line.splitlines()) for line in lines] == [1, 1]
    assert "\x1b" not in "".join(lines)


def test_untitled_articles_are_named_as_not_published(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="orchard", title="")

    _lines, told = command(tmp_path, "--publish")

    assert "published: 1\n" in told
    assert "An article without a title cannot be published. 1" in told
    assert Article.objects.published().count() == 1
    assert ImportRun.objects.get().counts["published"] == 1


def test_pictures_come_from_a_folder(tmp_path):
    write(tmp_path, "documents/a.txt", more='<p><img src="https://pictures.example/x/one.png"></p>')
    (tmp_path / "pictures").mkdir()
    Drawing.new("RGB", (8, 6), "teal").save(tmp_path / "pictures" / "one.png")

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "pictures kept: 1\n" in told
    assert Image.objects.get().width == 8


def test_names_of_pictures_that_are_passed_over_are_counted(tmp_path):
    more = "".join(f'<p><img src="https://{host}.example/1.png"></p>' for host in "gh")
    write(tmp_path, "documents/a.txt", more=more)
    write(tmp_path, "pictures/1.png", b"")

    _lines, told = command(tmp_path / "documents", "--pictures", tmp_path / "pictures")

    assert "passed over: 1\n" in told


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
