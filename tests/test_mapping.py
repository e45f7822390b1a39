"""Stored articles follow the mapping of their source's labels, and editors keep theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import mapping
from articles.choices import Action, Resolution
from articles.models import Article, Conflict, Document, Origin, Source, SourceLabel
from tests.builders import make_article, make_category, make_source
from tests.documents import SUBJECTS, run, write

pytestmark = pytest.mark.django_db


def map_label(name, category):
    """Map a label as the desk does, and return how many articles followed."""
    label = SourceLabel.objects.get(name=name)
    SourceLabel.objects.filter(pk=label.pk).update(category=category)
    return mapping.apply([(label.source_id, label.name)])


def categories_of(article):
    return sorted(category.name for category in article.categories.all())


def actions(done):
    return [step.action for one in done if one.plan for step in one.plan.steps]


@pytest.fixture
def article(tmp_path):
    """An article from a file that says Local and Sport, none of them mapped."""
    write(tmp_path, "a.txt", labels=("Local", "Sport"))
    run(tmp_path)
    return Article.objects.get()


def test_articles_follow_a_label_that_is_mapped_after_their_import(article):
    assert map_label("Local", make_category("City")) == 1
    assert categories_of(article) == ["City"]


def test_an_article_has_the_categories_of_all_its_labels(article):
    map_label("Local", make_category("City"))
    map_label("Sport", make_category("Games"))

    assert categories_of(article) == ["City", "Games"]


def test_two_labels_of_one_category_give_it_once_and_one_of_them_holds_it(article):
    city = make_category("City")
    map_label("Local", city)
    assert map_label("Sport", city) == 0

    assert map_label("Local", None) == 0
    assert categories_of(article) == ["City"]


def test_articles_follow_a_mapping_that_changes_and_one_that_ends(article):
    map_label("Local", make_category("City"))

    assert map_label("Local", make_category("Harbour")) == 1
    assert categories_of(article) == ["Harbour"]
    assert map_label("Local", None) == 1
    assert categories_of(article) == []


def test_articles_leave_the_category_of_a_label_that_is_deleted(article):
    map_label("Local", make_category("City"))
    label = SourceLabel.objects.get(name="Local")
    label.delete()

    assert mapping.apply([(label.source_id, "Local")]) == 1
    assert categories_of(article) == []


def test_categories_that_an_editor_chose_stay(article):
    article.categories.set([make_category("Culture")])

    assert map_label("Local", make_category("City")) == 0
    assert categories_of(article) == ["Culture"]
    assert article.imported.values["categories"] == []


def test_categories_that_an_editor_took_away_stay_away(article):
    map_label("Local", make_category("City"))
    article.categories.clear()

    assert map_label("Local", make_category("Harbour")) == 0
    assert categories_of(article) == []


def test_an_editor_who_chose_what_the_mapping_says_follows_it_from_then_on(article):
    city = make_category("City")
    article.categories.set([city])

    assert map_label("Local", city) == 0
    assert map_label("Local", make_category("Harbour")) == 1
    assert categories_of(article) == ["Harbour"]


def test_a_category_that_was_deleted_is_no_editors_change(article):
    city = make_category("City")
    map_label("Local", city)
    city.delete()

    assert map_label("Local", make_category("Harbour")) == 1
    assert categories_of(article) == ["Harbour"]


def test_a_mapping_settles_what_an_import_could_not_take(article):
    city, run_before = make_category("City"), Origin.objects.get().run
    conflict = Conflict.objects.create(
        article=article, field="categories", incoming=[city.public_id], run=run_before
    )

    map_label("Local", city)

    conflict.refresh_from_db()
    assert conflict.resolution == Resolution.SUPERSEDED
    assert conflict.resolved_at is not None


def test_a_mapping_leaves_other_values_that_were_not_taken(article):
    for field, incoming in {"title": "Another", "categories": []}.items():
        Conflict.objects.create(article=article, field=field, incoming=incoming)

    map_label("Local", make_category("City"))

    assert Conflict.objects.get(resolution=Resolution.OPEN).field == "title"


def test_the_next_import_changes_nothing(article, tmp_path):
    map_label("Local", make_category("City"))

    summary, _done = run(tmp_path)

    assert summary.articles == {"unchanged": 1}
    assert categories_of(article) == ["City"]


def test_reading_the_same_text_again_changes_nothing(article, tmp_path):
    map_label("Local", make_category("City"))
    write(tmp_path, "a.txt", labels=("Sport", "Local"))

    _summary, done = run(tmp_path)

    assert actions(done) == [Action.UNCHANGED]
    assert categories_of(article) == ["City"]


def test_a_new_version_meets_no_conflict(article, tmp_path):
    map_label("Local", make_category("City"))
    write(tmp_path, "a.txt", labels=("Local", "Sport"), ending=" after lunch")

    _summary, done = run(tmp_path)

    assert actions(done) == [Action.UPDATE]
    assert categories_of(article) == ["City"]
    assert not Conflict.objects.exists()


def test_a_mapping_is_a_change_for_readers_and_no_new_version(article):
    long_ago = timezone.now() - timedelta(days=9)
    Article.objects.update(updated_at=long_ago)

    map_label("Local", make_category("City"))
    article.refresh_from_db()
    changed_at = article.updated_at
    map_label("Local", article.categories.get())

    article.refresh_from_db()
    assert long_ago < changed_at == article.updated_at
    assert article.version == 1
    assert not article.revisions.exists()


def test_labels_of_one_name_belong_each_to_its_source(article, tmp_path):
    write(tmp_path, "b.txt", subject="orchard", source="Valley Times", labels=("Local",))
    run(tmp_path)
    label = SourceLabel.objects.get(source__name="Valley Times", name="Local")
    label.category = make_category("City")
    label.save()

    assert mapping.apply([(label.source_id, "Local")]) == 1
    assert categories_of(article) == []


def test_a_copy_of_another_article_brings_it_no_category(article, tmp_path):
    write(tmp_path, "b.txt", labels=("Trade",))
    run(tmp_path)
    assert Origin.objects.filter(action=Action.DUPLICATE).exists()

    assert map_label("Trade", make_category("Economy")) == 0
    assert categories_of(article) == []


def test_of_two_documents_the_one_imported_last_says_the_labels(tmp_path):
    address = "https://post.example/harbour"
    write(tmp_path / "one", "a.txt", url=address, labels=("Local",))
    run(tmp_path / "one")
    write(tmp_path / "two", "a.txt", url=address, labels=("Trade",), ending=" after lunch")
    run(tmp_path / "two")
    article = Article.objects.get()

    assert map_label("Local", make_category("City")) == 0
    assert map_label("Trade", make_category("Economy")) == 1
    assert categories_of(article) == ["Economy"]


def test_a_label_longer_than_its_column_is_known_by_its_beginning(article):
    SourceLabel.objects.filter(name="Local").update(name="x" * 200)
    Document.objects.update(labels=["x" * 201])

    assert map_label("x" * 200, make_category("City")) == 1


def test_articles_written_here_and_deleted_ones_are_passed_over(article):
    make_article(source=Source.objects.get())
    article.delete()

    assert map_label("Local", make_category("City")) == 0


def test_no_label_is_no_work():
    make_source()

    assert mapping.apply([]) == 0


def queries_of_mapping(name, category):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        map_label(name, category)
    return len(queries)


def test_many_articles_take_as_many_queries_as_one(tmp_path):
    write(tmp_path, "alone.txt", labels=("Alone",))
    for number in range(30):
        subject = SUBJECTS[1 + number % 7] + "x" * (number // 7)
        write(tmp_path, f"{number}.txt", subject=subject, labels=("Local",))
    run(tmp_path)
    city = make_category("City")

    assert queries_of_mapping("Alone", city) == queries_of_mapping("Local", city)
    assert Article.objects.filter(categories=city).count() == 31


def test_more_articles_than_a_batch_all_follow(tmp_path, monkeypatch):
    monkeypatch.setattr(mapping, "MOST_ARTICLES", 2)
    for subject in SUBJECTS[:5]:
        write(tmp_path, f"{subject}.txt", subject=subject, labels=("Local",))
    run(tmp_path)

    assert map_label("Local", make_category("City")) == 5
