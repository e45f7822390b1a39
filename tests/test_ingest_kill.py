"""An import that was killed is run again, and then equals one that was not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents import write

ROOT = Path(__file__).resolve().parent.parent
DUMP = (
    "import django, json; django.setup(); from tests.documents import rows; "
    "print(json.dumps(rows(), default=str))"
)


class Newsroom:
    """A database file of its own, and the command run against it as an operator runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if "NEWSROOM" not in name},
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_VAR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'newsroom.sqlite3'}",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        told, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        return told

    def start_import(self, documents: Path, *options: str) -> subprocess.Popen[str]:
        return self.start("manage.py", "import_articles", str(documents), *options)

    def rows(self) -> dict[str, list[object]]:
        rows: dict[str, list[object]] = json.loads(self.run("-c", DUMP))
        return rows

    def copy(self, folder: Path) -> Newsroom:
        shutil.copytree(self.folder, folder)
        return Newsroom(folder)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """Documents for four batches, with copies and families across them."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(160):
        source = "Evening Bell" if number % 40 == 7 else "Harbour Post"
        subject = f"subject{number % 140}" if number % 40 != 7 else f"subject{number - 5}"
        write(folder, f"{number:03}.txt", subject=subject, source=source, labels=("City",))
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    newsroom = Newsroom(tmp_path_factory.mktemp("empty"))
    newsroom.run("manage.py", "migrate", "-v0")
    return newsroom


@pytest.fixture(scope="module")
def clean(empty, documents, tmp_path_factory):
    """The rows of a run that nobody disturbed."""
    newsroom = empty.copy(tmp_path_factory.mktemp("clean") / "var")
    newsroom.start_import(documents).communicate(timeout=60)
    return newsroom.rows()


@pytest.mark.parametrize(("lines", "seconds"), [(0, 0.0), (1, 0.05), (2, 0.1)])
def test_a_killed_import_run_again_equals_one_that_was_not(
    empty, documents, clean, tmp_path, lines, seconds
):
    newsroom = empty.copy(tmp_path / "var")
    process = newsroom.start_import(documents)
    for _ in range(lines):
        process.stderr.readline()
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL

    again = newsroom.start_import(documents)
    _told, errors = again.communicate(timeout=60)

    assert again.returncode == 0, errors
    assert newsroom.rows() == clean


def test_the_clean_run_had_something_to_lose(clean):
    assert len(clean["articles"]) > 100
    assert clean["families"]
    assert len(clean["origins"]) > len(clean["articles"])


@pytest.mark.parametrize(
    ("number", "workers"), [(signal.SIGINT, "1"), (signal.SIGTERM, "2")], ids=["INT", "TERM"]
)
def test_a_stopped_import_ends_its_batch_and_says_what_it_did(
    empty, documents, clean, tmp_path, number, workers
):
    newsroom = empty.copy(tmp_path / "var")
    process = newsroom.start_import(documents, "--workers", workers)
    process.stderr.readline()
    process.send_signal(number)
    _told, errors = process.communicate(timeout=60)

    assert process.returncode == 128 + number
    assert "documents read: " in errors
    assert "Traceback" not in errors
    newsroom.start_import(documents).communicate(timeout=60)
    assert newsroom.rows() == clean


def test_two_imports_at_once_give_the_rows_of_one(empty, documents, clean, tmp_path):
    newsroom = empty.copy(tmp_path / "var")
    both = [newsroom.start_import(documents) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in both]

    assert [process.returncode for process in both] == [0, 0], errors
    assert newsroom.rows() == clean
