"""`--from-vault` where several stored documents have one article: the last one given tells it."""

from __future__ import annotations

import pytest

from articles.ingest import pipeline
from articles.models import Article, Conflict, Document, ImportedValues, Origin, Revision
from tests.builders import edit
from tests.documents import rows, run, words, write
from tests.test_import_command import command
from tests.test_import_vault import read_by_former_rules
from tests.wordpress import HEAD, post

pytestmark = pytest.mark.django_db

SUBJECTS = ("harbour", "orchard", "library", "tramway")


def export(folder, name: str, *subjects: str, week: str, ending: str = "") -> None:
    """Write an export with a post for each subject, named after the week."""
    posts = (
        post(
            f"<p>{words(subject, ending=ending)}</p>",
            post_id=str(number),
            title=f"The {subject} in {week}",
            more=f"<link>https://mill-lane.example/{subject}</link>"
            f"<guid>https://mill-lane.example/?p={number}</guid>",
        )
        for number, subject in enumerate(subjects, start=1)
    )
    write(folder, name, f"{HEAD}{''.join(posts)}</channel></rss>")


@pytest.fixture
def weeks(tmp_path):
    """Two exports of a site, a week between them, in which all posts were changed."""
    export(tmp_path, "week1.xml", *SUBJECTS, week="spring")
    run(tmp_path)
    export(tmp_path, "week2.xml", *SUBJECTS, week="summer", ending=" in the end")
    run(tmp_path)
    return tmp_path


def titles() -> set[str]:
    return {article.title.split()[-1] for article in Article.objects.all()}


def require_nothing_changes() -> None:
    before, versions = rows(), Revision.objects.count()
    for _time in range(2):
        shown, _told = command("--from-vault", "--diff")
        assert shown[0] == "articles that would change: 0"
        assert not any(" -> " in line for line in shown)
        run(from_vault=True)
        assert rows() == before
        assert Revision.objects.count() == versions


def test_an_older_export_says_nothing_over_a_newer_one(weeks):
    require_nothing_changes()

    summary, _done = run(from_vault=True)

    assert summary.articles == {"unchanged": 8}
    assert summary.documents == {"unchanged": 2}
    assert titles() == {"summer"}
    assert Article.objects.count() == 4


def test_an_older_export_that_was_changed_last_is_the_newer_one(weeks):
    export(weeks, "week1.xml", *SUBJECTS, week="autumn", ending=" at last")
    run(weeks)

    require_nothing_changes()

    assert titles() == {"autumn"}


def test_a_whole_export_stands_over_the_cut_one(tmp_path):
    export(tmp_path, "b-cut.xml", *SUBJECTS[:2], week="spring")
    run(tmp_path)
    export(tmp_path, "a-whole.xml", *SUBJECTS, week="summer", ending=" in the end")
    run(tmp_path)

    require_nothing_changes()

    assert titles() == {"summer"}


def test_both_exports_may_have_come_in_one_run(tmp_path):
    export(tmp_path, "week1.xml", *SUBJECTS, week="spring")
    export(tmp_path, "week2.xml", *SUBJECTS, week="summer", ending=" in the end")
    run(tmp_path)
    run(tmp_path)

    require_nothing_changes()

    assert titles() == {"summer"}


def test_what_was_a_copy_and_changed_is_the_newer_one(tmp_path):
    first = write(tmp_path, "first/a.txt", subject="harbour")
    run(first)
    other = write(tmp_path, "other/b.txt", subject="harbour")
    run(other)
    run(other)
    write(tmp_path, "other/b.txt", subject="harbour", title="Moved and mended", ending=" by now")
    run(other)

    require_nothing_changes()

    assert Article.objects.get().title == "Moved and mended"


def test_an_editor_is_not_asked_about_what_an_older_export_said(weeks):
    edit(Article.objects.earliest("pk"), title="An editor's title")

    require_nothing_changes()

    assert not Conflict.objects.exists()
    assert Article.objects.earliest("pk").title == "An editor's title"


@pytest.mark.parametrize("batch", [1, 100])
def test_a_better_reading_of_the_newer_export_is_taken(weeks, monkeypatch, batch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", batch)
    clean = rows()
    read_by_former_rules(title="Read by former rules")

    summary, _done = run(from_vault=True)

    assert summary.articles == {"unchanged": 4, "update": 4}
    assert rows()["imported"] == clean["imported"]
    require_nothing_changes()


def test_a_run_that_is_stopped_amid_leaves_no_older_text(weeks, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_DOCUMENTS", 1)
    before = rows()
    stops = iter([False, True])

    options = pipeline.Options(from_vault=True)
    summary = pipeline.run([], options, report=lambda _done: None, is_stopped=lambda: next(stops))

    assert summary.is_stopped
    assert summary.read == 1
    assert rows() == before
    require_nothing_changes()


def test_older_words_that_a_former_version_left_are_mended(weeks):
    """It replayed the older export, and was killed before it came to the newer one."""
    clean = rows()
    newer = dict(Article.objects.values_list("pk", "title"))
    for imported in ImportedValues.objects.all():
        older = newer[imported.article_id].replace("summer", "spring")
        imported.values = imported.values | {"title": older}
        imported.save()
        Article.objects.filter(pk=imported.article_id).update(title=older)

    run(from_vault=True)

    assert titles() == {"summer"}
    assert rows()["imported"] == clean["imported"]


def test_the_later_of_two_posts_with_one_address_tells_it(tmp_path):
    export(tmp_path, "twice.xml", "harbour", week="spring")
    run(tmp_path)
    twice = [
        post(
            f"<p>{words('harbour', ending=ending)}</p>",
            post_id=number,
            title=f"The harbour in {week}",
            more="<link>https://mill-lane.example/harbour</link>",
        )
        for number, week, ending in (("1", "summer", " by now"), ("2", "autumn", " at last"))
    ]
    write(tmp_path, "twice.xml", f"{HEAD}{''.join(twice)}</channel></rss>")
    run(tmp_path)

    require_nothing_changes()

    assert titles() == {"autumn"}


def test_what_is_changed_and_changed_back_is_no_change_in_a_diff(tmp_path):
    export(tmp_path, "week1.xml", "harbour", week="spring")
    run(tmp_path)
    export(tmp_path, "week2.xml", "harbour", week="summer", ending=" by now")
    export(tmp_path, "week3.xml", "harbour", week="spring", ending=" at last")

    shown, _told = command(tmp_path, "--diff")

    lines = [line.partition(": ")[2] for line in shown if " -> " in line]
    assert "The harbour in spring -> The harbour in summer" in lines
    assert "The harbour in spring -> The harbour in spring" not in lines


def test_an_export_that_could_not_be_read_counts_from_when_it_came(weeks):
    """The third one is read by today's rules, the second one does not stand over it."""
    write(weeks, "week3.xml", b"\x00\x01\x02" * 99)
    run(weeks)
    run(weeks)
    refused = Document.objects.get(path="week3.xml")
    export(weeks, "mended.xml", *SUBJECTS, week="autumn", ending=" at last")
    data = (weeks / "mended.xml").read_bytes()
    (weeks / "mended.xml").unlink()
    refused.blob.data = type(refused.blob).of(data).data
    refused.blob.save()

    run(from_vault=True)
    require_nothing_changes()

    assert titles() == {"autumn"}


def test_what_is_refused_now_still_leads_what_it_gave(weeks):
    write(weeks, "week2.xml", b"\x00\x01\x02" * 99)
    run(weeks)

    require_nothing_changes()

    assert titles() == {"summer"}
    assert Origin.objects.filter(is_current=True).count() == 8
