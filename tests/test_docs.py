"""The README names what there is, and nothing else."""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from articles.ingest import formats
from articles.ingest.refusals import Refusal

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
VARIABLE = re.compile(r"\b(?:NEWSROOM_[A-Z0-9_]+|DATABASE_URL)\b")
# Set by tests and CI, not by operators; the README names them where it speaks of testing.
FOR_TESTS = {"NEWSROOM_CORPORA", "NEWSROOM_TEST_ALL"}
OWN = sorted(name for name, app in get_commands().items() if app == "articles")


def test_every_variable_that_settings_read_is_in_the_readme_and_no_other():
    settings = (ROOT / "newsroom" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z0-9_]+)"', settings))

    assert read == set(VARIABLE.findall(README)) - FOR_TESTS


@pytest.mark.parametrize("command", OWN)
def test_every_command_and_option_is_in_the_readme(command):
    parser = load_command_class("articles", command).create_parser("manage.py", command)
    common = {"-h", "--help", "--version", "-v", "--verbosity", "--settings", "--pythonpath"}
    common |= {"--traceback", "--no-color", "--force-color", "--skip-checks"}

    assert f"`{command}" in README or f"manage.py {command}" in README
    for action in parser._actions:
        for option in set(action.option_strings) - common:
            assert option in README
            assert action.help not in {None, "", argparse.SUPPRESS}


def test_every_refusal_is_in_the_readme_and_no_other():
    table = README.partition("### What is refused")[2].partition("\n### ")[0]

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {str(r) for r in Refusal}


def test_every_format_is_in_the_readme_and_no_other():
    table = README.partition("### Formats")[2].partition("\n### ")[0]

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(formats.READERS)


def test_every_package_that_runs_is_given_a_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    running = {re.split(r"[^a-z0-9-]", one)[0] for one in project["dependencies"] + extras}

    chapter = README.partition("## Dependencies")[2].partition("\n## ")[0].casefold()
    spoken = {"django", "djangorestframework"}
    assert {name for name in running if name not in chapter} <= spoken


@pytest.mark.parametrize("file", sorted(p.name for p in (ROOT / "requirements").iterdir()))
def test_requirements_are_hashed_and_name_no_index(file):
    text = (ROOT / "requirements" / file).read_text("utf-8")

    assert "://" not in text
    pins = len(re.findall(r"^[a-z0-9-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE))
    assert pins == len(re.findall(r"^[a-z0-9-].* \\$", text, re.MULTILINE))
    assert text.count("--hash=sha256:") >= pins


def test_every_make_target_is_explained():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^(\w+):.*## ", makefile, re.MULTILINE))


def test_the_backup_command_copies_the_database(tmp_path):
    (tmp_path / "var").mkdir()
    with closing(sqlite3.connect(tmp_path / "var" / "newsroom.sqlite3")) as database:
        database.execute("CREATE TABLE kept (word)")
        database.execute("INSERT INTO kept VALUES ('safe')")
        database.commit()
    command = re.search(r'python -c "(import sqlite3.*)"', README)
    assert command is not None

    subprocess.run([sys.executable, "-c", command[1]], cwd=tmp_path, check=True)

    with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as copy:
        assert copy.execute("SELECT word FROM kept").fetchall() == [("safe",)]


def test_links_inside_the_project_lead_somewhere():
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []
