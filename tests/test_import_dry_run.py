"""A dry run says what an import does, also of documents that it would not read again."""

from __future__ import annotations

import json
import re

import pytest

from articles.models import Article, Document, Origin, Source
from tests.documents import document, rows, run, several, words, write
from tests.test_import_command import command

pytestmark = pytest.mark.django_db

GIVEN = [("--source", "Quay Letters"), ("--format", "page_text")]
by_given = pytest.mark.parametrize("given", GIVEN, ids=["source", "format"])


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    write(folder, "a.md", document("harbour", source=""))
    write(folder, "b.txt", several("museum", "river", "museum"))
    return folder


@by_given
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_dry_run_says_what_an_import_does_when_less_is_said(folder, given, workers):
    command(folder, *given)

    planned, told = command(folder, "--dry-run", "--workers", workers)

    assert planned == ["Unchanged       a.md", "Unchanged       b.txt"]
    done, really = command(folder)
    assert (planned, sums(told)) == (done, sums(really))


@by_given
def test_a_plan_holds_when_less_is_said(folder, given, tmp_path):
    command(folder, *given)
    before = rows()
    write(folder, "c.md", subject="orchard")
    path = tmp_path / "saved.plan"
    command(folder, "--dry-run", "--save", path)

    lines, _told = command("--apply", path)

    assert lines == [
        "Unchanged       a.md",
        "Unchanged       b.txt",
        "Imported        c.md: Created “What the orchard needs”",
    ]
    assert [one for one in before["articles"] if one not in rows()["articles"]] == []


@by_given
def test_no_difference_is_shown_where_none_would_be_written(folder, given):
    command(folder, *given)

    assert command(folder, "--dry-run", "--diff", "--report", "jsonl")[0] == []


def test_the_plan_still_tells_what_an_unchanged_document_says(folder):
    command(folder, "--source", "Quay Letters")

    lines, _told = command(folder, "--dry-run", "--report", "jsonl")

    plan = json.loads(lines[0])
    assert plan["document"]["source"] == "Quay Letters"
    assert plan["articles"][0]["action"] == "unchanged"
    assert "harbour plan" in plan["articles"][0]["body_text"]
    assert plan["parts"]


def test_another_source_than_before_is_planned_as_it_is_imported(folder):
    command(folder, "--source", "Quay Letters")

    planned, _told = command(folder, "--source", "Pier News", "--dry-run")
    done, _told = command(folder, "--source", "Pier News")

    assert [one.split()[0] for one in planned] == ["Planned", "Planned"]
    assert [one.split()[0] for one in done] == ["Imported", "Imported"]


def test_what_an_editor_says_of_a_source_later_changes_neither(folder):
    run(folder, source="Quay Letters")
    Source.objects.update(name="Letters from the Quay")

    planned, _told = command(folder, "--dry-run")

    assert planned == command(folder)[0]


def test_a_deleted_article_is_counted_as_an_import_does(folder):
    command(folder)
    Article.objects.order_by("pk").first().delete()

    _planned, told = command(folder, "--dry-run")

    assert sums(told) == sums(command(folder)[1])


def test_a_document_that_is_read_otherwise_by_now_stays_as_it_is(folder):
    command(folder)
    more = Origin.objects.order_by("pk").first()
    more.pk, more.index = None, 7  # as if other rules had found an article more
    more.save()

    planned, told = command(folder, "--dry-run")

    done, really = command(folder)
    assert (planned, sums(told)) == (done, sums(really))


def test_a_document_that_cannot_be_read_any_more_stays_as_it_is(folder):
    command(folder)
    Document.objects.update(evidence={"format": {"rule": "given", "text": "ghost"}})

    planned, told = command(folder, "--dry-run")

    done, really = command(folder)
    assert (planned, sums(told)) == (done, sums(really))


def sums(told: str) -> list[list[str]]:
    """Return the sums of documents and articles, whatever their parts are called."""
    lines = told.splitlines()
    return [re.findall(r"\d+", one) for one in lines if one.startswith(("documents", "articles"))]


FEED = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay Letters</title>
<item><title>What the crane needs</title><link>https://quay.example/crane</link>
<description>Grease, and a hook.</description><dc:creator>Ann Lee</dc:creator>
<dc:publisher>The Harbour Trust</dc:publisher><pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate>
<content:encoded>&lt;p&gt;{words}&lt;/p&gt;</content:encoded></item></channel></rss>"""
HEADER = """---
title: What the crane needs
subtitle: Grease
description: Grease, and a hook.
author: Ann Lee
date: 2024-05-06
url: https://quay.example/crane
---
{words}
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(FEED, {"publisher": "The Harbour Trust"}, id="feed"),
        pytest.param(HEADER, {"subtitle": "Grease"}, id="header"),
    ],
)
def test_a_plan_holds_each_value_that_it_gives_evidence_of(tmp_path, text, found):
    write(tmp_path / "documents", "a", text.format(words=words("crane")))

    lines, _told = command(tmp_path / "documents", "--dry-run", "--report", "jsonl")

    article = json.loads(lines[0])["articles"][0]
    names = {"title", "summary", "canonical_url", "credits", "originally_published_at", *found}
    assert article["evidence"].keys() == names
    assert all(article[name] for name in names)
    assert article["summary"] == "Grease, and a hook."
    assert (article["canonical_url"], article["language"]) == ("https://quay.example/crane", "en")
    assert {name: article[name] for name in found} == found
