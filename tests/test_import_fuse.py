"""Documents of a source that suddenly read much worse than before wait for somebody to look."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from articles.admin.figures import figures_of
from articles.choices import Outcome
from articles.ingest.store.fuse import Watch
from articles.models import Article, Document, Source, SourceWatch
from tests.documents import document, rows, run, write

pytestmark = pytest.mark.django_db
POST, TIMES = "Harbour Post", "Valley Times"


def fill(folder: Path, prefix: str, count: int, *, source: str = POST, title: str | None = None):
    """Write documents, each with a text of its own."""
    for number in range(count):
        subject = f"{prefix}{number}q{number}"
        write(folder, f"{prefix}{number:03}.md", document(subject, title=title, source=source))


@pytest.fixture
def known(tmp_path):
    """A folder of a source that has always read well."""
    fill(tmp_path, "good", 60)
    run(tmp_path)
    return tmp_path


def test_a_story_of_a_site_that_changed_its_pages(known):
    fill(known, "hollow", 30, title="")
    fill(known, "valley", 5, source=TIMES)

    summary, done = run(known)

    assert summary.documents == {
        Outcome.UNCHANGED: 60,
        Outcome.QUARANTINED: 30,
        Outcome.PLANNED: 5,
    }
    assert Article.objects.filter(source__name=POST).count() == 60
    assert Article.objects.filter(source__name=TIMES).count() == 5
    waiting = Document.objects.filter(refusal="quarantined")
    assert waiting.count() == 30
    assert waiting[0].blob.content == (known / waiting[0].path).read_bytes()
    assert waiting[0].source.name == POST
    told = next(one.plan.reading.refused for one in done if one.plan and one.plan.reading.refused)
    assert told.detail == "75%, 0% before"

    again, _done = run(known)  # nothing lets them in but somebody
    assert again.documents[Outcome.QUARANTINED] == 30

    fill(known, "hollow", 30)  # the site mended its pages
    mended, _done = run(known)
    assert mended.documents == {Outcome.UNCHANGED: 65, Outcome.PLANNED: 30}
    assert Article.objects.filter(source__name=POST).count() == 90


def test_what_waits_counts_once_and_holds_nothing_back_for_ever(known):
    fill(known, "hollow", 25, title="")
    run(known)
    watched = SourceWatch.objects.get(source__name=POST).recent

    again, done = run(known)

    assert again.documents[Outcome.QUARANTINED] == 25
    assert SourceWatch.objects.get(source__name=POST).recent == watched
    told = next(one.plan.reading.refused for one in done if one.plan and one.plan.reading.refused)
    assert told.detail == "62%, 0% before"

    fill(known, "later", 10)  # too few to tell that the site has mended its pages
    few, _done = run(known)
    assert few.documents[Outcome.QUARANTINED] == 35

    fill(known, "mended", 40)
    run(known)
    run(known)  # lets in what read well and waited in one batch with the others
    last, _done = run(known)

    assert last.documents == {Outcome.UNCHANGED: 110, Outcome.QUARANTINED: 25}
    waiting = Document.objects.filter(refusal="quarantined")
    assert all("hollow" in one.path for one in waiting)
    assert all("0% before" in one.refusal_detail for one in waiting)
    assert run(known, is_fused=False)[0].documents[Outcome.PLANNED] == 25


def test_an_operator_may_let_them_in(known):
    fill(known, "hollow", 30, title="")
    run(known)

    summary, _done = run(known, is_fused=False)

    assert summary.documents[Outcome.PLANNED] == 30
    assert not Document.objects.filter(refusal="quarantined").exists()


def test_the_command_says_who_is_held_back_and_why(known, capsys):
    fill(known, "hollow", 30, title="")

    call_command("import_articles", str(known))

    told = capsys.readouterr().out
    assert "held back: its source's documents suddenly read much worse (75%, 0% before)" in told


def test_the_command_lets_all_in_when_asked(known):
    fill(known, "hollow", 30, title="")

    call_command("import_articles", str(known), "--no-fuse")

    assert Article.objects.count() == 90


def test_a_dry_run_says_the_same(known):
    fill(known, "hollow", 150, title="")

    planned, _done = run(known, is_dry=True)
    done, _done = run(known)

    assert planned.documents[Outcome.QUARANTINED] == done.documents[Outcome.QUARANTINED] == 150


def test_a_new_source_has_nothing_to_be_compared_with(tmp_path):
    fill(tmp_path, "hollow", 60, title="")

    summary, _done = run(tmp_path)

    assert summary.documents == {Outcome.PLANNED: 60}


def test_a_source_that_never_read_well_is_no_news(tmp_path):
    fill(tmp_path, "good", 30)
    fill(tmp_path, "poor", 40, title="")
    run(tmp_path)
    fill(tmp_path, "worse", 40, title="")

    summary, _done = run(tmp_path)

    assert summary.documents[Outcome.QUARANTINED] == 0


def test_a_file_that_stays_broken_counts_once(known):
    for number in range(10):
        write(known, f"broken{number}.md", "---\ntitle: never ends\n")
    run(known, source=POST)
    before = SourceWatch.objects.get(source__name=POST).recent

    run(known, source=POST)

    assert SourceWatch.objects.get(source__name=POST).recent == before


def test_a_document_that_was_read_and_no_longer_can_be_counts_for_its_source(known):
    for number in range(30):
        write(known, f"good{number:03}.md", "---\ntitle: never ends\n")

    run(known)

    assert SourceWatch.objects.get(source__name=POST).recent.count("x") == 30


def test_what_cannot_be_read_is_a_refused_document_of_the_source_that_was_named(tmp_path):
    write(tmp_path, "broken.md", "---\ntitle: never ends\n")

    run(tmp_path, source=POST)

    figures = dict(figures_of(Source.objects.get()))
    assert (figures["documents"], figures["refused"]) == ("1", "1 (100%)")


def test_what_was_never_a_page_of_a_source_does_not_blow_its_fuse(known):
    for number in range(60):
        write(known, f"broken{number}.md", "---\ntitle: never ends\n")
    fill(known, "late", 5)

    summary, _done = run(known, source=POST)

    assert summary.documents == {Outcome.UNCHANGED: 60, Outcome.REFUSED: 60, Outcome.PLANNED: 5}
    assert "x" not in SourceWatch.objects.get(source__name=POST).recent


def test_what_was_held_back_is_no_part_of_what_is_usual():
    watch = Watch(documents=100, poor=2, recent="0" * 40).after("x" * 60)

    assert (watch.documents, watch.poor, watch.recent) == (140, 2, "x" * 40)
    assert watch.now == 1.0


def test_a_source_without_documents_has_no_shares():
    assert (Watch().now, Watch().before, Watch().is_blown) == (0.0, 0.0, False)


def test_an_undone_run_leaves_the_fuse_as_it_was(known):
    columns = ("documents", "poor", "recent")
    before, watch = rows(), SourceWatch.objects.values_list(*columns).get()
    fill(known, "good", 30, title="")  # some that were read well before
    fill(known, "hollow", 30, title="")
    number = run(known)[0].run
    assert SourceWatch.objects.values_list(*columns).get() != watch

    call_command("undo_import", str(number))

    assert SourceWatch.objects.values_list(*columns).get() == watch
    assert rows() == before


def test_what_was_said_of_a_source_holds_for_what_was_held_back(tmp_path):
    fill(tmp_path, "good", 60, source="")
    run(tmp_path, source=POST)
    fill(tmp_path, "hollow", 30, source="", title="")
    run(tmp_path, source=POST)

    summary, _done = run(from_vault=True)

    assert summary.documents[Outcome.QUARANTINED] == 30
