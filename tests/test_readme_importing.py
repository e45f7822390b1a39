"""The README's chapter on importing shows what its commands print, in the order it tells them."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from articles import revisions
from articles.admin.learned_line import LearnedLineAdmin
from articles.admin.source import SourceAdmin
from articles.models import Article, LearnedLine
from tests.people import person

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CHAPTER = README.partition("\n## Importing\n")[2].partition("\n## ")[0]
HEADING_OR_BLOCK = re.compile(r"^### (.+?)$|^```console\n(.+?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = ".venv/bin/python"
MANAGE = f"{PYTHON} manage.py "
# Told of where no terminal is; there a bar shows it, which is gone at the end.
PROGRESS = re.compile(r"^\d+ documents? read\n", re.MULTILINE)
# An article's public id, another one each time.
PUBLIC_ID = re.compile(r"\([0-9a-z]{12}\)")


class Step(NamedTuple):
    """A command of the chapter, what is shown of its output, and which of its section it is."""

    section: str
    number: int
    command: str
    shown: str


class Said(NamedTuple):
    """What a command printed, and that without what it said beside its report."""

    whole: str
    report: str


class Output(io.StringIO):
    """Standard output, which a terminal shows as well."""

    def __init__(self, terminal: io.StringIO) -> None:
        super().__init__()
        self.terminal = terminal

    def write(self, text: str) -> int:
        self.terminal.write(text)
        return super().write(text)


class Interrupted(io.StringIO):
    """A terminal where somebody presses Ctrl-C when the first line comes."""

    def write(self, text: str) -> int:
        if not self.tell():
            super().write("^C\n")
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


def steps(chapter: str) -> Iterator[Step]:
    section, number = "", 0
    for match in HEADING_OR_BLOCK.finditer(chapter):
        if match[1]:
            section, number = match[1], 0
            continue
        for piece in re.split(r"^\$ ", match[2], flags=re.MULTILINE)[1:]:
            command, _newline, shown = piece.partition("\n")
            number += 1
            yield Step(section, number, command, shown)


def answer(command: str, *, is_interrupted: bool = False) -> Said:
    """Run a command line: what stands before and after manage.py in a shell, itself in here."""
    before, is_ours, rest = command.rpartition(MANAGE)
    if not is_ours:
        said = shell(command).decode()
        return Said(said, said)
    arguments, after = re.fullmatch(r"(.+?)( [|>] .+)?", rest).groups()
    given = shell(before.removesuffix(" | ")) if before else b""
    terminal = Interrupted() if is_interrupted else io.StringIO()
    report = io.StringIO() if after else Output(terminal)
    manage(shlex.split(arguments), given, report, terminal)
    told, printed = PROGRESS.sub("", terminal.getvalue()), report.getvalue()
    if after:
        printed = shell(f"cat{after}", printed.encode()).decode()
        told += printed
    return Said(told, printed)


def manage(arguments: list[str], given: bytes, out: io.StringIO, err: io.StringIO) -> None:
    """Do as manage.py does."""
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given))
    try:
        with suppress(SystemExit):
            call_command(*arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(f"CommandError: {error}\n")
    finally:
        sys.stdin = stdin


def shell(command: str, given: bytes = b"") -> bytes:
    line = ["bash", "-c", command.replace(PYTHON, shlex.quote(sys.executable))]
    return subprocess.run(line, input=given, stdout=subprocess.PIPE, check=True).stdout


def lines(text: str) -> list[str]:
    return PUBLIC_ID.sub("(PUBLIC-ID)", text).splitlines()


def an_editor_changes_the_hedge() -> None:
    """Change a title and a paragraph as the desk does."""
    found = Article.objects.get(title="The hedge that outlived eleven bridges")
    article = revisions.lock(found.pk, seen=found.version)
    article.title = "Eleven bridges and one hedge"
    assert "nine hundred years" in article.body
    article.body = article.body.replace("nine hundred years", "eight hundred years")
    article.version += 1
    article.save()
    revisions.keep(article, by=person("mei", "Reviewers"))


def an_editor_approves_what_was_learned() -> None:
    client = Client()
    client.force_login(person("lin", "Reviewers"))
    selected = list(LearnedLine.objects.values_list("pk", flat=True))
    page = reverse("admin:articles_learnedline_changelist")
    client.post(page, {"action": "approve", "_selected_action": selected})


# What the chapter says that people do in the admin, by the command before which they do it.
MEANWHILE: dict[tuple[str, int], Callable[[], None]] = {
    ("When both changed", 2): an_editor_changes_the_hedge,
    ("Watching the sources", 6): an_editor_approves_what_was_learned,
}


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_chapter_shows_what_its_commands_print(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "fixtures" / "documents", tmp_path / "fixtures" / "documents")
    monkeypatch.chdir(tmp_path)
    met = set()

    for step in steps(CHAPTER):
        if meanwhile := MEANWHILE.get(step[:2]):
            met.add(step[:2])
            meanwhile()
        said = answer(step.command, is_interrupted=step.shown.startswith("^C\n"))
        shown, whole, report = map(lines, (step.shown, *said))
        assert shown == (report if shown == report != [] else whole), step.command

    assert met == set(MEANWHILE)


@pytest.mark.parametrize(
    "action",
    [SourceAdmin.let_in, LearnedLineAdmin.approve, LearnedLineAdmin.reject],
    ids=["let-in", "approve", "reject"],
)
def test_the_chapter_calls_what_people_do_by_its_name_in_the_admin(action):
    assert f"*{action.short_description}*" in " ".join(CHAPTER.split())


def test_every_section_has_a_command_that_is_run():
    sections = re.findall(r"^### (.+)$", CHAPTER, re.MULTILINE)

    assert sections
    assert set(sections) == {step.section for step in steps(CHAPTER) if MANAGE in step.command}
