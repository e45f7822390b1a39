"""Bombs through the whole command, in a process with little memory and little time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import document, words, write

pytestmark = pytest.mark.limits

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 512 * 1024 * 1024
SECONDS = 120  # ten times what it takes on one slow core
LIMITED = (
    "import resource, runpy, sys; "
    f"resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY})); "
    "sys.argv = sys.argv[1:]; runpy.run_path('manage.py', run_name='__main__')"
)
# What can only have been written to do harm.
UNSAFE = {"tag", "new-object", "aliases", "merge", "brackets", "braces", "endless"}


def post(header: str, body: str = "") -> str:
    return f"---\n{header}\n---\n{body or words('harbour')}"


ALIASES = "a: &a [x, x]\n" + "\n".join(f"k{n}: &k{n} [*a, *a, *a]" for n in range(50))
BOMBS = {
    "tag": post("title: !!python/object/apply:os.system ['touch pwned']"),
    "new-object": post("title: !!python/object/new:os.popen ['touch pwned']"),
    "aliases": post(ALIASES),
    "merge": post("a: &a {x: 1}\nb: {<<: *a}"),
    "brackets": post("title: " + "[" * 100_000),
    "braces": post("title: " + "{" * 15_000),
    "quotes": post("title: " + "'" * 15_000),
    "backslashes": post('title: "' + "\\" * 15_000 + '"'),
    "entities": post("title: " + "&amp;" * 3_000),
    "items": post("categories:\n" + " - x\n" * 3_000),
    "keys": post("\n".join(f"k{n}: x" for n in range(1_500))),
    "endless": "---\ntitle: " + "x" * 2_000_000,
    "rules": "---\n" * 500_000,
    "divs": post("title: x", "<div>" * 50_000),
    "nested": post("title: x", "<b>" * 200_000 + "x" + "</b>" * 200_000),
    "lists": post("title: x", "<ul><li>" * 100_000),
    "anchors": post("title: x", "<a href=x>" * 100_000),
    "tables": post("title: x", "<table><tr><td>" * 60_000),
    "closing": post("title: x", "</p>" * 250_000),
    "comments": post("title: x", "<!--" * 250_000),
    "open": post("title: x", "<" * 1_000_000),
    "attributes": post("title: x", "<p " + "a=b " * 250_000 + ">x</p>"),
    "references": post("title: x", "&#x41;" * 160_000),
    "half-references": post("title: x", "&" * 1_000_000),
    "cdata": post("title: x", "<![CDATA[" * 100_000),
    "pictures": post("title: x", "<img src=https://p.example/x.png>" * 30_000),
    "line": words("harbour") + "x" * 1_000_000,
    "han": "灯" * 350_000,
    "spaces": "x" + " " * 1_000_000 + "x",
    "newlines": "x" + "\n" * 1_000_000 + "x",
    "commas": "，" * 350_000,
    "colons": "作者：" * 120_000,
    "brackets-in-text": "（" * 350_000,
    "numbers": "\n".join(f"{n}、" for n in range(100_000)),
    "heads": "篇一\n" * 100_000,
    "same": "The same line again.\n" * 50_000,
    "links": "http://a.example/" * 60_000,
    "dates": "2021-01-01 " * 90_000,
    "emphasis": post("title: x", "*" * 500_000),
    "markdown-links": post("title: x", "[" * 200_000),
    "markdown-pictures": post("title: x", "[](" * 200_000),
    "blank-lines": post("title: x", "x" + "\n" * 1_000_000),
    "markdown-quotes": post("title: x", ">" * 200_000),
    "markdown-lists": post("title: x", "- " * 200_000),
    "ticks": post("title: x", "`" * 500_000),
    "marks": post("title: x", "e" + "\u0301" * 500_000),
    "json": "[" * 1_000_000,
    "xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + "x" * 1000 + '">'
    + "".join(f'<!ENTITY b{n} "{"&a;" * 20}">' for n in range(50)) + "]><x>&b49;</x>",
    "external": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}  # fmt: skip
# Several to a process, so that starting it costs less than what it does.
GROUPS = [list(BOMBS)[n : n + 8] for n in range(0, len(BOMBS), 8)]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom of its own, without any article."""
    folder = tmp_path_factory.mktemp("var")
    assert manage(folder, "migrate", "--verbosity=0").returncode == 0
    return folder


def manage(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, which is ended where it takes too much."""
    environment = {
        **{name: value for name, value in os.environ.items() if "NEWSROOM" not in name},
        "NEWSROOM_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'newsroom.sqlite3'}",
    }
    return subprocess.run(
        [sys.executable, "-c", LIMITED, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_bombs_are_read_or_refused_in_little_memory_and_time(tmp_path, var, names):
    for name in names:
        write(tmp_path, f"{name}.txt", BOMBS[name])
    write(tmp_path, "~good.txt", document("orchard"))

    done = manage(var, "import_articles", str(tmp_path), "--report", "jsonl")

    assert done.returncode == 0, done.stderr[-2000:]
    plans = {
        json.loads(line)["document"]["path"]: json.loads(line) for line in done.stdout.splitlines()
    }
    assert set(plans) == {"~good.txt", *(f"{name}.txt" for name in names)}
    assert plans["~good.txt"]["articles"]
    assert "root:x:" not in done.stdout
    assert not list(ROOT.glob("pwned"))
    for name in UNSAFE & set(names):
        assert plans[f"{name}.txt"]["refused"], name
