"""Pages made to cost: read or refused in little time and memory, and linear in their length."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from articles.ingest import formats
from articles.ingest.records import Place
from articles.ingest.refusals import Refused
from tests.limits import at_most, takes_at_most_thrice

pytestmark = pytest.mark.limits

ROOT = Path(__file__).resolve().parent.parent
HEAD = "<!doctype html><html><head><title>t</title></head><body>"
# By the clock, ten times what a page may cost: a machine that runs tests does other things too.
# The peak of a child is asked of the child: ru_maxrss begins with what its parent held.
SECONDS, MEGABYTES = 20, 300
STATED = '<script type="application/ld+json">{{"@type":"Article","author":{}}}</script>'
BOMBS: dict[str, Callable[[int], str]] = {
    "nested": lambda n: "<div>" * n + "x",
    "nested-links": lambda n: "<a href=x>" * n + "x",
    "nested-lists": lambda n: "<ul><li>" * (n // 2),
    "nested-tables": lambda n: "<table><tr><td>" * (n // 3),
    "comments": lambda n: "<!-- x -->" * n,
    "open-comments": lambda n: "<!--" * n,
    "one-line": lambda n: f"<p>{'word and, more. ' * n}</p>",
    "one-chinese-line": lambda n: f"<p>{'汉字，也算。' * n}</p>",
    "paragraphs": lambda n: f"<p>{'word and, more. ' * 4}</p>" * (n // 4),
    "same-headings": lambda n: "<h2>Rope and bell</h2>" * (n // 2),
    "headings-and-text": lambda n: f"<p>{'word and, more. ' * 9}" + "<h2>Rope</h2>" * (n // 4),
    "links": lambda n: "<a href=x>word and</a> " * n,
    "authors": lambda n: '<span class="author date">x</span>' * n,
    "open-authors": lambda n: '<p class="author date">x' * n,
    "figures": lambda n: "<figure><img src=//p.example/a.png><figcaption>c</figcaption>" * (n // 4),
    "metas": lambda n: '<meta name="author" content="x">' * n,
    "statements": lambda n: '<script type="application/ld+json">{}</script>' * n,
    "open-statements": lambda n: '<script type="application/ld+json">' * n,
    "brackets": lambda n: f'<script type="application/ld+json">{"[" * n}</script>',
    "open-wrappings": lambda n: f'<script type="application/ld+json">{{}} ]]>{" " * n}x</script>',
    "nested-authors": lambda n: STATED.format("[" * 900 + "]" * 900) + "<p>x</p>" * (n // 9),
    "referred-authors": lambda n: STATED.format("[" + '{"@id":"a"},' * n + "1]"),
    "named-ids": lambda n: f"<p class={'id=' * n}>x</p>",
    "titles": lambda n: "".join(
        f'<meta property="og:title" content="{i} bells"><h2>Rope {i}</h2>' for i in range(n // 9)
    ),
    "separators": lambda n: f"<h1>{'a | ' * n}</h1>",
    "spaces": lambda n: f"<p>{' ' * n * 8}x</p>",
    "signs": lambda n: "<" * n * 8,
    "attributes": lambda n: f"<p {'a=b ' * n}>x</p>",
    "cells": lambda n: f"<table>{'<tr><td>x' * n}</table>",
}
LARGEST = """
import sys
sys.path.insert(0, {root!r})
from articles.ingest import formats
from articles.ingest.records import Place
from articles.ingest.refusals import Refused
page = ({head!r} + {unit!r} * {times}).encode()
try:
    formats.read(page, Place("", "a"), "html_page")
except Refused as refused:
    print(refused.reason)
peak = next(x for x in open("/proc/self/status") if x.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_twice_as_long_costs_about_twice_as_much(name):
    takes_at_most_thrice(
        lambda html: formats.read(html.encode(), Place("", "a"), "html_page"),
        *(HEAD + BOMBS[name](n) for n in (2_000, 4_000)),
    )


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_page_is_read_or_refused_soon(name):
    page = (HEAD + BOMBS[name](60_000)).encode()

    with at_most(4), suppress(Refused):
        formats.read(page, Place("", "a"), "html_page")


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        pytest.param("word and, more. ", 2_000_000, id="one-line"),
        pytest.param("<a href=x>word and</a> ", 1_300_000, id="links"),
        pytest.param("<script>x</script>", 1_700_000, id="scripts"),
        pytest.param("<div>", 6_000_000, id="nested"),
    ],
)
def test_thirty_megabytes_take_seconds_and_little_memory(unit, times):
    source = LARGEST.format(root=str(ROOT), head=HEAD, unit=unit, times=times)
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=SECONDS, check=True
    )

    assert int(done.stdout.split()[-1]) < MEGABYTES
