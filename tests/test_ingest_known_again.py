"""Articles that an import knows again: unchanged, moved, copied, changed or deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import Action
from articles.models import (
    Article,
    Family,
    ImportRun,
    Origin,
)
from tests.builders import make_article
from tests.documents import SUBJECTS, document, rows, run, words, write

pytestmark = pytest.mark.django_db

# A second run


def test_a_second_run_changes_nothing_and_says_so(tmp_path):
    for number, subject in enumerate(SUBJECTS):
        write(tmp_path, f"{number}.txt", subject=subject, labels=("City",))
    run(tmp_path)
    before = rows()

    summary, _done = run(tmp_path)

    assert rows() == before
    assert summary.documents == {"unchanged": 8}
    assert summary.articles == {"unchanged": 8}


def test_a_dry_run_writes_nothing_and_shows_what_a_run_would_do(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    write(tmp_path, "b.txt", subject="harbour", title="Another title")

    summary, _done = run(tmp_path, is_dry=True)

    assert summary.articles == {"create": 1, "duplicate": 1}
    assert not any(rows().values())
    assert not ImportRun.objects.exists()


def test_a_dry_run_over_stored_documents_says_unchanged_with_their_values(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)

    summary, done = run(tmp_path, is_dry=True)

    assert summary.documents == {"unchanged": 1}
    assert done[0].plan.steps[0].same_as == Article.objects.get().public_id
    assert done[0].plan.reading.articles[0].title == "What the harbour needs"


def test_a_new_placeholder_picture_is_no_update(tmp_path):
    write(tmp_path, "a.txt", image="https://placeholders.example/600?random=1")
    run(tmp_path)
    before = Article.objects.get()
    write(tmp_path, "a.txt", image="https://placeholders.example/600?random=2")

    summary, _done = run(tmp_path)

    assert summary.documents == {"planned": 1}
    assert summary.articles == {"unchanged": 1}
    assert Article.objects.get().version == before.version


# Moved, copied, changed, deleted


def test_a_moved_file_is_recognised_even_without_a_text(tmp_path):
    text = document("harbour").replace(words("harbour"), "Short.")
    path = write(tmp_path, "a.txt", text)
    run(tmp_path)
    path.rename(tmp_path / "moved.txt")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.get().origins.count() == 2


def test_an_article_follows_a_file_that_was_moved(tmp_path):
    path = write(tmp_path, "a.txt")
    run(tmp_path)
    path.rename(tmp_path / "moved.txt")
    run(tmp_path)
    write(tmp_path, "moved.txt", title="A better title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}
    assert Article.objects.get().title == "A better title"
    assert Origin.objects.get(document__path="moved.txt").action == Action.UPDATE


def test_an_article_does_not_follow_a_copy_beside_its_original(tmp_path):
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    run(tmp_path)
    write(tmp_path, "b.txt", title="The copy's title")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1, "duplicate": 1}
    assert Article.objects.get().title == "What the harbour needs"


def test_copies_without_a_text_are_known_by_their_bytes_within_a_run(tmp_path):
    text = document("harbour").replace(words("harbour"), "Short.")
    write(tmp_path, "a.txt", text)
    write(tmp_path, "b.txt", text)

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1, "duplicate": 1}
    assert Article.objects.get().origins.count() == 2


def test_the_same_text_of_another_source_is_its_own_article_of_the_same_family(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post", date="Tue, 13 Apr 2021 08:05:00 +0800")
    run(tmp_path)
    write(tmp_path, "b.txt", source="Evening Bell", date="Mon, 12 Apr 2021 08:05:00 +0800")
    write(tmp_path, "c.txt", source="Morning Star", date="Wed, 14 Apr 2021 08:05:00 +0800")

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1, "create": 2}
    family = Family.objects.get()
    assert family.articles.count() == 3
    assert str(family.canonical.source) == "Evening Bell"


def test_a_later_source_joins_the_family_that_is_there(tmp_path):
    for number, source in enumerate(("Harbour Post", "Evening Bell", "Morning Star")):
        write(tmp_path, f"{number}.txt", source=source)
        run(tmp_path)

    assert Family.objects.get().articles.count() == 3


def test_a_changed_document_is_a_new_version_of_its_article(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    more = '<p>记者 张三</p><p><img src="https://pictures.example/one.jpg"></p>'
    later = "Mon, 12 Apr 2021 09:05:00 +0800"
    write(tmp_path, "a.txt", title="Corrected", ending=" and again", more=more, date=later)

    summary, _done = run(tmp_path)

    article = Article.objects.get()
    assert summary.articles == {"update": 1}
    assert article.title == "Corrected"
    assert "and again" in article.body_text
    assert article.originally_published_at.hour == 1
    assert [c.name for c in article.credits.all()] == ["张三"]
    assert article.article_images.count() == 1
    assert article.version == 2
    assert list(article.revisions.values_list("version", flat=True)) == [2, 1]


def test_a_path_with_quite_another_text_has_another_article(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    write(tmp_path, "a.txt", subject="orchard")

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1}
    assert Article.objects.count() == 2
    assert list(Origin.objects.values_list("is_current", flat=True)) == [False, True]


def test_a_path_that_goes_back_to_an_earlier_text_goes_back_to_its_article(tmp_path):
    for subject in ("harbour", "orchard"):
        write(tmp_path, "a.txt", subject=subject)
        run(tmp_path)
    write(tmp_path, "a.txt", subject="harbour")

    summary, _done = run(tmp_path)

    assert summary.articles == {"duplicate": 1}
    assert Article.objects.count() == 2


def test_a_new_version_is_indexed_once(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    write(tmp_path, "a.txt", title="Corrected")

    with CaptureQueriesContext(connection) as captured:
        run(tmp_path)

    told = [q["sql"] for q in captured if q["sql"].startswith('DELETE FROM "articles_searchrow"')]
    assert len(told) == 1
    assert Article.objects.get().search_rows.count() == 1


def test_a_deleted_article_stays_deleted(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.get().delete()
    write(tmp_path, "copy.txt", title="A copy elsewhere")
    copied, _done = run(tmp_path)
    write(tmp_path, "a.txt", ending=" and again")

    summary, _done = run(tmp_path)

    assert copied.articles == summary.articles == {"deleted": 2}
    assert not Article.objects.exists()


def test_a_copy_belongs_to_an_article_that_is_there_before_one_that_was_deleted(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    deleted = Article.objects.get()
    make_article("Ours", source=deleted.source, body=deleted.body)
    deleted.delete()
    write(tmp_path, "copy.txt", title="A copy elsewhere")

    summary, _done = run(tmp_path / "copy.txt")

    assert summary.articles == {"duplicate": 1}
    assert Origin.objects.get(document__path="copy.txt").article.title == "Ours"


def test_a_path_whose_article_was_deleted_may_hold_another_one(tmp_path):
    write(tmp_path, "a.txt", subject="harbour")
    run(tmp_path)
    Article.objects.get().delete()
    write(tmp_path, "a.txt", subject="orchard")

    summary, _done = run(tmp_path)

    assert summary.articles == {"create": 1}


def test_a_dry_run_says_that_a_deleted_article_stays_deleted(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path)
    Article.objects.get().delete()

    summary, done = run(tmp_path, is_dry=True)

    assert summary.articles == {"deleted": 1}
    assert done[0].plan.steps[0].same_as is None


def test_the_same_bytes_read_as_another_format_are_the_article_they_were(tmp_path):
    write(tmp_path, "a.txt")
    run(tmp_path, source="Harbour Post")
    article = Article.objects.get()

    summary, done = run(tmp_path, source="Harbour Post", format="page_text")

    assert summary.articles == {"unchanged": 1}
    assert done[0].plan.steps[0].same_as == article.public_id
    assert Article.objects.get().pk == article.pk
