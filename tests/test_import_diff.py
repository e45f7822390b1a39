"""`--diff`: what would change, what an editor would be asked about, and what waits already."""

from __future__ import annotations

import json

import pytest

from articles.models import Article, Conflict, Document, ImportRun
from tests.builders import edit
from tests.documents import rows, run, several, write
from tests.test_import_command import command
from tests.test_import_vault import read_by_former_rules

pytestmark = pytest.mark.django_db

NO_CHANGE = [
    "articles that would change: 0",
    "articles that would be created: 0",
    "articles no longer found in their document: 0",
]


@pytest.fixture
def folder(tmp_path):
    for subject in ("harbour", "orchard", "library"):
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("City",))
    write(tmp_path, "copy.txt", subject="harbour", title="A copy")
    write(tmp_path, "dump.txt", several("museum", "river", "museum"))
    return tmp_path


@pytest.fixture
def disputed(tmp_path):
    """An editor and a source have changed the title and a paragraph; the source another one too."""
    write(tmp_path, "a.txt", more="<p>Boats leave at six.</p><p>Tickets cost ten.</p>")
    run(tmp_path)
    article = Article.objects.get()
    here = article.body.replace("at six", "at seven")
    edit(article, title="By an editor", body=here)
    more = "<p>Boats leave at eight.</p><p>Tickets cost ten.</p>"
    write(tmp_path, "a.txt", more=more, title="By the source", ending=" and left")
    return tmp_path


def test_a_diff_counts_fields_then_shows_examples_and_writes_nothing(folder):
    run(folder)
    read_by_former_rules(title="Read by former rules")
    article = Article.objects.earliest("pk")
    article.subtitle = "By an editor"
    article.save()
    write(folder, "new.txt", subject="tramway")
    write(folder, "harbour.txt", subject="harbour", title="New plans", ending=" and left")
    before, documents = rows(), Document.objects.count()

    lines, told = command("--diff", folder)

    assert lines[0] == "articles that would change: 1"
    assert {"  title: 1 article", "  text: 1 article"} < set(lines)
    assert "articles that would be created: 1" in lines
    assert "  harbour.txt “Read by former rules”: Read by former rules -> New plans" in lines
    assert "  new.txt “What the tramway needs”" in lines
    body = lines[lines.index("text:") + 1]
    assert "“Read by former rules”: …reed at once. A second" in body
    assert "-> …reed at once and left. A second" in body
    assert "Nothing was written" in told
    assert (rows(), Document.objects.count()) == (before, documents)


def test_a_diff_as_json_has_an_object_for_each_article_that_changes(folder):
    run(folder)
    read_by_former_rules(title="Read by former rules")
    write(folder, "new.txt", subject="tramway")
    article = Article.objects.earliest("pk")

    vault, _told = command("--from-vault", "--diff", "--report", "jsonl")
    paths, _told = command(folder, "--diff", "--report", "jsonl")

    first = json.loads(vault[0])
    assert len(vault) == 5
    assert first == {
        "document": "copy.txt",
        "index": 0,
        "action": "update",
        "article": article.public_id,
        "title": "A copy",
        "changes": {"title": {"before": "Read by former rules", "after": "A copy"}},
        "conflicts": {},
    }
    assert [json.loads(line)["action"] for line in paths] == ["create"]


def test_a_diff_names_each_field_in_conflict_with_both_values(disputed):
    lines, told = command(disputed, "--diff")

    assert lines[:8] == [
        "articles that would change: 1",
        "  original title: 1 article",
        "  text: 1 article",
        "articles in conflict, about which an editor would be asked: 1",
        "  title: 1 article",
        "  text: 1 article",
        "articles that would be created: 0",
        "articles no longer found in their document: 0",
    ]
    title = lines[lines.index("title in conflict, here | in its source:") + 1]
    assert title == "  a.txt “By an editor”: By an editor | By the source"
    assert "at once and left" in lines[lines.index("text:") + 1]
    text = lines[lines.index("text in conflict, here | in its source:") + 1]
    assert "leave at seven" in text.partition(" | ")[0]
    assert "leave at eight" in text.partition(" | ")[2]
    assert "1 conflict" in told


def test_a_diff_as_json_tells_conflicts_from_changes(disputed):
    lines, _told = command(disputed, "--diff", "--report", "jsonl")

    told = json.loads(lines[0])
    assert told["action"] == "conflict"
    assert sorted(told["changes"]) == ["body", "original_title"]
    assert told["conflicts"]["title"] == {"here": "By an editor", "source": "By the source"}
    assert "at seven" in told["conflicts"]["body"]["here"]
    assert "at eight" in told["conflicts"]["body"]["source"]


def test_an_open_conflict_is_nothing_new(disputed):
    command(disputed)
    before = rows(), Conflict.objects.count()

    shown, _told = command("--from-vault", "--diff")
    of_json, _told = command("--from-vault", "--diff", "--report", "jsonl")
    lines, told = command("--from-vault")

    assert shown == [*NO_CHANGE, "conflicts that wait for an editor already: 2"]
    assert of_json == []
    assert lines == ["Unchanged       a.txt"]
    assert "1 unchanged + 0 duplicate + 0 conflict" in told
    assert (rows(), Conflict.objects.count()) == before
    assert ImportRun.objects.latest("pk").counts["articles"] == {"unchanged": 1}


def test_another_value_is_a_new_conflict(disputed):
    command(disputed)
    write(disputed, "a.txt", title="Another one by the source", ending=" and left")

    shown, _told = command(disputed, "--diff")
    lines, _told = command(disputed)

    assert "articles in conflict, about which an editor would be asked: 1" in shown
    assert lines == ["Imported        a.txt: Conflict “Another one by the source”"]
