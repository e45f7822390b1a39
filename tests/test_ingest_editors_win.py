"""What a person changed, no import overwrites."""

from __future__ import annotations

import pytest

from articles.choices import Resolution
from articles.models import (
    Article,
    Conflict,
    ImportedValues,
    ImportRun,
)
from tests.builders import make_article, make_source
from tests.documents import run, words, write

pytestmark = pytest.mark.django_db

# Editors win


def test_a_title_that_an_editor_changed_survives_a_new_version(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    article.title = "An editor's title"
    article.save()
    write(tmp_path, "a.txt", title="A new title", ending=" and again")

    summary, _done = run(tmp_path)

    article.refresh_from_db()
    assert summary.articles == {"conflict": 1}
    assert article.title == "An editor's title"
    assert "and again" in article.body_text
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.base, conflict.present, conflict.incoming) == (
        *("title", "What the harbour needs", "An editor's title", "A new title"),
    )
    assert conflict.run == ImportRun.objects.latest("pk")
    assert ImportedValues.objects.get().values["title"] == "What the harbour needs"


def test_a_version_of_which_nothing_is_taken_makes_no_version_of_the_article(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    article = Article.objects.get()
    article.body = "<p>An editor's text</p>"
    article.save()
    write(tmp_path, "a.txt", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"conflict": 1}
    assert Article.objects.get().version == article.version
    assert "and again" in Conflict.objects.get().incoming


def test_a_conflict_ends_when_the_source_goes_back_to_what_it_said(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="An editor's title")
    write(tmp_path, "a.txt", title="A new title")
    run(tmp_path)
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}  # of the title as the source has it
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert Article.objects.get().title == "An editor's title"


def test_a_source_that_says_at_last_what_the_editor_wrote_is_no_conflict(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="The right title")
    write(tmp_path, "a.txt", title="The right title")

    summary, _done = run(tmp_path)

    assert summary.articles["conflict"] == 0
    assert ImportedValues.objects.get().values["title"] == "The right title"


def test_a_body_that_an_editor_opened_and_saved_is_not_edited(tmp_path):
    write(tmp_path, "a.txt", more="<p>Fish &amp; chips</p>")
    run(tmp_path)
    kept = ImportedValues.objects.get()
    kept.values["body"] = f"<div>{kept.values['body']}</div>"
    kept.save()
    write(tmp_path, "a.txt", more="<p>Fish &amp; chips</p>", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}


def test_a_published_article_keeps_its_title_when_the_source_loses_it(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path, publish=True)
    write(tmp_path, "a.txt", title="", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"conflict": 1}
    assert Article.objects.get().title == "What the harbour needs"


def test_a_draft_follows_its_source_even_to_no_title(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    write(tmp_path, "a.txt", title="", ending=" and again")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}
    assert Article.objects.get().title == ""


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_shows_a_conflict_without_locking_anything(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.update(title="An editor's title")
    write(tmp_path, "a.txt", title="A new title")

    summary, _done = run(tmp_path, is_dry=True)

    assert summary.articles == {"conflict": 1}
    assert not Conflict.objects.exists()


def test_a_version_of_an_article_without_imported_values_changes_nothing(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    ImportedValues.objects.all().delete()
    write(tmp_path, "a.txt", title="A new title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1}
    assert Article.objects.get().title == "What the harbour needs"


def test_an_article_written_here_with_the_text_of_its_own_source_is_not_overwritten(tmp_path):
    make_article(
        "Ours",
        source=make_source("Harbour Post"),
        body=f"<p>{words('harbour')}</p><p>A second paragraph about the harbour follows here.</p>",
    )
    write(tmp_path, "a.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.get().title == "Ours"
