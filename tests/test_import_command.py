"""`import_articles` as an operator meets it: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import os
import signal

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Drawing

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

    assert lines[0] == "Planned         a.txt: Create “What the harbour needs”"
    assert lines[1] == "Planned         b.txt: Duplicate (untitled)"
    assert lines[2].startswith("Refused         broken.bin: ")


def test_the_summary_shows_that_the_numbers_add_up(folder):
    _lines, told = command(folder)

    assert "3 documents read\n" in told
    assert "documents read: 3 = 2 planned + 0 without article + 0 unchanged" in told
    assert "articles planned: 2 = 1 create + 0 update + 0 unchanged + 1 duplicate" in told


def test_a_second_run_says_that_nothing_changed(folder):
    command(folder)

    lines, told = command(folder)

    assert lines[0] == "Unchanged       a.txt"
    assert "0 create + 0 update + 2 unchanged" in told


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

    plan = json.loads(lines[0])
    assert (plan["document"]["path"], plan["articles"], plan["refused"]) == ("a.txt", [], None)


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
        pytest.param(["--format", "odt", "."], "--format: invalid choice", id="unknown format"),
        pytest.param(["--pictures", "/nowhere", "."], "from /nowhere", id="no picture folder"),
        pytest.param([], "required: PATH", id="nothing to import"),
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


def test_every_option_says_what_it_does():
    parser = import_articles.Command().create_parser("manage.py", "import_articles")

    assert all(action.help for action in parser._actions)
