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
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.documents import write

ROOT = Path(__file__).resolve().parent.parent
DUMP = (
    "import django, json; django.setup(); from tests.documents import rows; "
    "print(json.dumps(rows(), default=str))"
)


STATUSES = (
    "import django; django.setup(); from articles.models import ImportRun; "
    "print(*ImportRun.objects.values_list('status', flat=True))"
)


class Newsroom:
    """A database of its own, and the command run against it as an operator runs it."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if "NEWSROOM" not in name},
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_VAR": str(folder),
            "DATABASE_URL": database or f"sqlite:///{folder / 'newsroom.sqlite3'}",
        }

    def start(
        self, *arguments: str, program: tuple[str, ...] = (sys.executable,)
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*program, *arguments],
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
    """Documents for two batches, with copies and families across them."""
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


def kill(process: subprocess.Popen[str], lines: int, seconds: float) -> None:
    """End an import after so many lines of its messages, and then a while."""
    for _ in range(lines):
        process.stderr.readline()
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


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
    kill(newsroom.start_import(documents), lines, seconds)

    again = newsroom.start_import(documents)
    _told, errors = again.communicate(timeout=60)

    assert again.returncode == 0, errors
    assert newsroom.rows() == clean


def test_a_killed_import_that_publishes_run_again_has_published_the_same(
    empty, documents, clean, tmp_path
):
    newsroom = empty.copy(tmp_path / "var")
    kill(newsroom.start_import(documents, "--publish"), 1, 0.02)
    again = newsroom.start_import(documents, "--publish")
    _told, errors = again.communicate(timeout=60)

    assert again.returncode == 0, errors
    # Title, body and source, then the status; publishing is a version of its own.
    published = [[*row[:3], "published", *row[4:6], 2, *row[7:]] for row in clean["articles"]]
    assert newsroom.rows() == clean | {"articles": published}


@pytest.fixture
def postgresql(transactional_db, tmp_path):
    """Give a function that makes newsrooms, each with a copy of the empty test database."""
    made: list[str] = []

    def make() -> Newsroom:
        name = f"{connection.settings_dict['NAME']}_{len(made)}"
        # Connections outlive requests: those that a test's server has left may be open still.
        execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608  (a name of ours)
            f" WHERE datname = '{connection.settings_dict['NAME']}'"
        )
        execute(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")
        made.append(name)
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        return Newsroom(tmp_path / name, url)

    def execute(statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    # A database that anybody is connected to cannot be copied.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    yield make
    for name in made:
        execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_killed_import_run_again_equals_one_that_was_not(postgresql, documents):
    whole, killed = postgresql(), postgresql()
    undisturbed = whole.start_import(documents, "--publish")
    kill(killed.start_import(documents, "--publish"), 1, 0.02)
    killed.start_import(documents, "--publish").communicate(timeout=60)
    undisturbed.communicate(timeout=60)

    assert len(whole.rows()["articles"]) > 100
    assert killed.rows() == whole.rows()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="names children by /proc")
def test_workers_end_with_an_import_that_was_killed(empty, documents, tmp_path):
    newsroom = empty.copy(tmp_path / "var")
    process = newsroom.start_import(documents, "--workers", "2")
    process.stderr.readline()
    workers = children(process.pid)
    assert len(workers) > 1

    kill(process, 0, 0)

    until = time.monotonic() + 5
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(lives, workers))


def children(process: int) -> list[int]:
    return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def lives(process: int) -> bool:
    """Say whether a process runs; one that nobody has waited for has ended all the same."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        pytest.param("{} | true", 141, "documents read: 100", id="a reader that has gone"),
        pytest.param("{} --dry-run | true", 141, "documents read: 100", id="of a dry run"),
        pytest.param("{} 2>&1 | true", 141, "", id="nobody reads anything"),
        pytest.param("{} > /dev/full", 1, "CommandError: The report cannot be written", id="full"),
        pytest.param("{} >&-", 141, "", id="closed output"),
        pytest.param("{} - <&-", 2, "CommandError: Cannot import from -", id="closed input"),
    ],
)
def test_an_import_whose_surroundings_fail_says_so_and_ends_in_order(
    empty, documents, tmp_path, command, code, told
):
    newsroom = empty.copy(tmp_path / "var")
    script = command.format(f"{sys.executable} manage.py import_articles {documents}")

    process = newsroom.start(script, program=("bash", "-o", "pipefail", "-c"))
    _report, errors = process.communicate(timeout=60)

    assert process.returncode == code
    assert told in errors
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors
    assert newsroom.run("-c", STATUSES).split() in (["stopped"], [])


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
