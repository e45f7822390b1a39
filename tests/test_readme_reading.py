"""The README's chapter on reading shows what a server answers, in the order it tells it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from articles.converters import PUBLIC_ID_PATTERN
from tests.test_readme_importing import PYTHON, Step, steps

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CHAPTER = README.partition("\n## Reading\n")[2].partition("\n## ")[0]
PLACE = "127.0.0.1:8000"
END = "-- this was all --"
# What is another one each time, and what stands for it.
CHANGING = {
    rf"\b{PUBLIC_ID_PATTERN}\b": "ID",
    r"cursor=[\w%-]+": "cursor=PLACE",
    r'"[0-9a-f]{22}': '"TAG',
    r"\d{4}-\d\d-\d\dT[\d:]+\.\d+Z": "MOMENT",
    r"max-age=\d+": "max-age=SECONDS",
    r";t=\d+": ";t=SECONDS",
    r'"names":\d+': '"names":NUMBER',
}


def prepared() -> Iterator[str]:
    """Yield the commands by which `make demo` fills a database with what it publishes."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    wanted = r"^\t@\$\(PY\) (manage\.py (?:migrate|load_categories|import_articles) .*)"
    for command in re.findall(wanted, makefile, re.MULTILINE):
        yield f"{PYTHON} {command}"


def free_place() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"


def shell(script: str, environment: dict[str, str], place: str) -> str:
    """Return what a script prints and says, with the addresses that the chapter has."""
    script = script.replace(PYTHON, shlex.quote(sys.executable)).replace(PLACE, place)
    line = ["bash", "-c", f"exec 2>&1\n{script}"]
    done = subprocess.run(
        line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.replace(place, PLACE)


def wait_for(place: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections; whoever asks then waits for it to answer."""
    host, _colon, port = place.partition(":")
    for _attempt in range(300):
        assert server.poll() is None, "the server has ended"
        with suppress(ConnectionError):
            socket.create_connection((host, int(port)), timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A newsroom of its own with the settings it has by default, and no proxy on the way to it."""
    ours = re.compile(r"NEWSROOM_|DATABASE_URL|DJANGO_|PYTEST_|COV_|.*_proxy$", re.IGNORECASE)
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, "NEWSROOM_VAR": str(tmp_path), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def place(environment: dict[str, str]) -> Iterator[str]:
    """Where a server has what `make demo` publishes."""
    shell("set -e\n" + "\n".join(prepared()), environment, PLACE)
    found = free_place()
    command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", found]
    quiet = ["--threads", "4", "--log-level", "error"]
    server = subprocess.Popen([*command, *quiet], cwd=ROOT, env=environment)
    try:
        wait_for(found, server)
        yield found
    finally:
        server.terminate()
        server.wait(30)


def lines(text: str) -> list[str]:
    for changing, stands in CHANGING.items():
        text = re.sub(changing, stands, text)
    return [line.rstrip() for line in text.rstrip().splitlines()]


def answers(told: list[Step], environment: dict[str, str], place: str) -> list[str]:
    """Return what each command prints; one shell runs them all, so that variables stay."""
    script = "\n".join(f"{step.command}\nprintf '\\n{END}\\n'" for step in told)
    return shell(script, environment, place).split(f"\n{END}\n")[:-1]


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_the_chapter_shows_what_a_server_answers(environment, place):
    told = list(steps(CHAPTER))

    said = answers(told, environment, place)

    assert len(said) == len(told)
    for step, answer in zip(told, said, strict=True):
        assert lines(step.shown) == lines(answer), step.command


def test_every_section_has_a_block():
    sections = re.findall(r"^### (.+)$", CHAPTER, re.MULTILINE)

    assert sections
    assert set(sections) - {"Webhooks"} == {step.section for step in steps(CHAPTER)} - {""}
