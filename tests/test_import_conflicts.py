"""What becomes of values that an editor and a source both changed, from import to answer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import Action, Resolution
from articles.ingest import store
from articles.models import (
    Article,
    Conflict,
    ImportedValues,
    Revision,
    SearchRow,
)
from articles.search.desk import search
from tests.builders import edit
from tests.disputes import EVENING, MENDED, MORNING, deliver, open_conflict, reworded, settle, text
from tests.documents import document, run, words, write


@pytest.fixture
def article(db, tmp_path) -> Article:
    deliver(tmp_path)
    return Article.objects.get()


def test_a_text_is_edited_corrected_by_its_source_compared_and_accepted(
    newsdesk, publisher, writer, tmp_path
):
    # A night's import, and an editor who knows better.
    deliver(tmp_path)
    article = Article.objects.get()
    edit(article, writer, body=reworded(article, "at seven", "at half past seven"))

    # The source mends a typo elsewhere: it arrives, and the editor's paragraph stays.
    deliver(tmp_path, MORNING, MENDED)
    article.refresh_from_db()
    assert "at half past seven" in article.body
    assert MENDED in article.body
    assert not Conflict.objects.exists()

    # Then it changes the editor's paragraph too, and mends the title.
    latest = deliver(tmp_path, MORNING.replace("seven", "eight"), MENDED, title="Ferry times")
    article.refresh_from_db()
    conflict = open_conflict()
    assert article.title == "Ferry times"
    assert "at half past seven" in article.body
    assert (conflict.field, conflict.run, conflict.edited_by) == ("body", latest, writer)
    assert conflict.edited_at == article.revisions.get(version=2).created_at

    # The same again, in other bytes, changes nothing and asks nothing new.
    before = [Article.objects.values().get(), *Conflict.objects.values()]
    latest_text = document(
        more=text(MORNING.replace("seven", "eight"), MENDED), title="Ferry times"
    )
    write(tmp_path, "a.txt", f"{latest_text}\n")
    _summary, done = run(tmp_path)
    assert [step.action for one in done if one.plan for step in one.plan.steps] == ["unchanged"]
    assert [Article.objects.values().get(), *Conflict.objects.values()] == before

    # Somebody accepts.
    assert "has the source" in settle(newsdesk, conflict, "accept")
    article.refresh_from_db()
    assert "at eight" in article.body
    assert "half past" not in article.body
    kept = article.revisions.get(version=article.version)
    assert (kept.by, kept.note) == (publisher, "Accepted from the source: text")
    assert list(search(Article.objects.all(), "eight")) == [article]
    conflict.refresh_from_db()
    assert (conflict.resolution, conflict.resolved_by) == (Resolution.ACCEPTED, publisher)

    # From here on the article follows its source again.
    deliver(tmp_path, MORNING.replace("seven", "ten"), MENDED, title="Ferry times")
    article.refresh_from_db()
    assert "at ten" in article.body
    assert not Conflict.objects.filter(resolution=Resolution.OPEN).exists()


def test_a_value_that_was_dismissed_is_not_asked_about_again_and_a_new_one_is(
    newsdesk, publisher, article, tmp_path
):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")

    settle(newsdesk, open_conflict(), "dismiss")
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    article.refresh_from_db()
    assert article.title == "Ours"
    assert MENDED in article.body
    assert Conflict.objects.get().resolution == Resolution.DISMISSED

    deliver(tmp_path, title="Theirs, again")

    conflict = open_conflict()
    assert (conflict.base, conflict.present, conflict.incoming) == (
        *("Theirs", "Ours", "Theirs, again"),
    )


# What ends a conflict by itself


def test_a_newer_value_takes_the_place_of_one_that_waits(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    deliver(tmp_path, title="Theirs, mended")

    former, latter = Conflict.objects.order_by("pk")
    assert former.resolution == Resolution.SUPERSEDED
    assert former.resolved_at is not None
    assert former.resolved_by is None
    assert (latter.resolution, latter.incoming) == (Resolution.OPEN, "Theirs, mended")


def test_a_source_that_goes_back_ends_its_conflict(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, "at seven", "at half past seven"))
    deliver(tmp_path, MORNING.replace("seven", "eight"), MENDED)
    deliver(tmp_path)

    article.refresh_from_db()
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert "at half past seven" in article.body
    assert EVENING in article.body


def test_an_editor_who_writes_what_the_source_says_ends_the_conflict(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    edit(article, publisher, title="Theirs")
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED
    assert ImportedValues.objects.get().values["title"] == "Theirs"


def test_an_editor_who_goes_back_lets_the_article_follow_its_source(publisher, article, tmp_path):
    former = article.title
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    edit(article, publisher, title=former)
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    article.refresh_from_db()
    assert article.title == "Theirs"
    assert Conflict.objects.get().resolution == Resolution.SUPERSEDED


def test_an_article_that_was_deleted_stays_deleted(publisher, article, tmp_path):
    edit(article, publisher, title="Ours")
    deliver(tmp_path, title="Theirs")
    article.delete()
    deliver(tmp_path, MORNING, MENDED, title="Theirs")

    assert not Article.objects.exists()
    assert not Conflict.objects.exists()


# Sources and dates


def test_a_source_that_goes_by_another_name_by_now_is_accepted(
    newsdesk, publisher, article, tmp_path
):
    edit(article, publisher, source=None)
    deliver(tmp_path, source="Valley News")
    conflict = open_conflict()
    source = conflict.article.origins.get().document.source
    source.name, source.aliases = "Valley Daily", ["Valley News"]
    source.save()

    settle(newsdesk, conflict, "accept")

    article.refresh_from_db()
    assert article.source == source


def test_a_source_that_is_gone_cannot_be_accepted(newsdesk, publisher, article, tmp_path):
    edit(article, publisher, source=None)
    deliver(tmp_path, source="Valley News")
    Conflict.objects.update(incoming="Nobody's")

    page = settle(newsdesk, open_conflict(), "accept")

    assert "cannot have this value" in page
    assert open_conflict().field == "source"


def test_a_date_changed_on_both_sides_waits_with_whoever_changed_it(publisher, article, tmp_path):
    edit(article, publisher, originally_published_at=None, original_precision="")
    deliver(tmp_path, date="Tue, 13 Apr 2021 08:05:00 +0800")

    conflict = open_conflict()
    assert (conflict.field, conflict.edited_by) == ("originally_published", publisher)
    store.accept(conflict, by=publisher, seen=Article.objects.get().version)
    dated = Article.objects.get().originally_published_at
    assert dated is not None
    assert dated.day == 13


# Several at once


def test_who_edited_is_the_last_person_who_changed_that_field(publisher, writer, article, tmp_path):
    edit(article, writer, title="Ours")
    edit(article, publisher, summary="Something else.")
    deliver(tmp_path, title="Theirs")

    assert open_conflict().edited_by == writer


def test_a_change_that_nobody_signed_is_still_kept(article, tmp_path):
    Article.objects.update(title="Ours")
    deliver(tmp_path, title="Theirs")

    conflict = open_conflict()
    assert (conflict.edited_by, conflict.edited_at) == (None, None)


def test_two_documents_with_one_article_in_one_run_make_one_version(publisher, tmp_path):
    url = "https://post.example/ferry"
    write(tmp_path, "a.txt", url=url, more=text(MORNING, EVENING))
    write(tmp_path, "b.txt", url=url, more=text(MORNING, EVENING, "Soon."))
    run(tmp_path)
    article = Article.objects.get()
    edit(article, publisher, title="Ours")
    write(tmp_path, "a.txt", url=url, title="Theirs", more=text(MORNING, MENDED))
    write(tmp_path, "b.txt", url=url, title="Theirs too", more=text(MORNING, MENDED, "Soon."))

    _summary, done = run(tmp_path)

    article.refresh_from_db()
    actions = [step.action for one in done if one.plan for step in one.plan.steps]
    assert actions == [Action.CONFLICT, Action.CONFLICT]
    assert (article.version, open_conflict().incoming) == (3, "Theirs too")
    assert MENDED in article.body


def test_a_batch_of_conflicts_costs_the_same_queries_however_many(publisher, tmp_path):
    def conflicts(number: int) -> int:
        folder = tmp_path / str(number)
        for n in range(number):
            write(folder, f"{n}.txt", document(f"ferry{number}x{n}"))
        run(folder)
        for article in Article.objects.filter(title__contains=f"ferry{number}x"):
            edit(article, publisher, title="Ours")
        for n in range(number):
            write(folder, f"{n}.txt", document(f"ferry{number}x{n}", title="Theirs"))
        with CaptureQueriesContext(connection) as asked:
            run(folder)
        return len(asked)

    assert conflicts(2) == conflicts(9)
    assert Conflict.objects.count() == 11


def test_the_index_and_the_revisions_follow_what_a_run_took(publisher, article, tmp_path):
    edit(article, publisher, body=reworded(article, MORNING, "It leaves at dawn."))
    latest = deliver(tmp_path, MORNING, MENDED)

    assert Revision.objects.get(article=article, version=3).run == latest
    assert SearchRow.objects.filter(article=article).count() == 1
    assert list(search(Article.objects.all(), "last ferry")) == [article]
    assert words("harbour") in Article.objects.get().body_text
