"""Sources, their labels, and the categories these are mapped to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.choices import SourceKind
from articles.copies.following import follow
from articles.models import Article, Category, Family, Source, SourceLabel
from tests.builders import make_article, make_category, make_source
from tests.documents import run, words, write
from tests.forms import form_on


@pytest.fixture
def article(db, tmp_path):
    """An article that arrived under the label Local of its source."""
    write(tmp_path, "a.txt", labels=("Local",))
    run(tmp_path)
    return Article.objects.get()


def edit(client, row, **values):
    name = row._meta.model_name
    address = reverse(f"admin:articles_{name}_change", args=[row.pk])
    fields = form_on(client.get(address), f"{name}_form") | values
    return client.post(address, fields, follow=True)


def test_names_are_written_one_a_line(newsdesk):
    source = make_source("Harbour Post", aliases=["The Post"])

    edit(newsdesk, source, aliases="The Post\r\n\r\n  H. Post ", domains="post.example")

    source.refresh_from_db()
    assert source.aliases == ["The Post", "H. Post"]
    assert source.domains == ["post.example"]


def test_opening_and_saving_a_source_changes_nothing(newsdesk):
    source = make_source("Harbour Post", aliases=["A, B", "C"], notes="One\nTwo")
    before = Source.objects.values().get()

    edit(newsdesk, source)

    after = Source.objects.values().get()
    assert {**after, "notes": after["notes"].replace("\r", "")} == before


def test_a_name_that_is_too_long_is_refused(newsdesk):
    source = make_source()

    assert edit(newsdesk, source, aliases="x" * 201).status_code == 200
    source.refresh_from_db()
    assert source.aliases == []


def test_labels_are_mapped_beside_their_source(newsdesk):
    source, category = make_source(), make_category()
    label = SourceLabel.objects.create(source=source, name="News")

    edit(newsdesk, source, **{"labels-0-category": str(category.pk)})

    label.refresh_from_db()
    assert label.category == category


def test_many_labels_are_mapped_on_their_own_list(newsdesk, monkeypatch):
    monkeypatch.setattr("articles.admin.source.MOST_LABELS", 1)
    source = make_source()
    for name in ("News", "Sport"):
        SourceLabel.objects.create(source=source, name=name)

    page = newsdesk.get(reverse("admin:articles_source_change", args=[source.pk]))

    assert b"labels-TOTAL_FORMS" not in page.content


def map_labels(client, category: str, *labels: SourceLabel):
    data = {"action": "map_to", "_selected_action": [x.pk for x in labels], "category": category}
    return client.post(reverse("admin:articles_sourcelabel_changelist"), data, follow=True)


def test_several_labels_are_mapped_at_once(newsdesk):
    source, category = make_source(), make_category()
    labels = [SourceLabel.objects.create(source=source, name=name) for name in ("News", "Sport")]

    response = map_labels(newsdesk, str(category.pk), *labels)

    assert set(SourceLabel.objects.values_list("category", flat=True)) == {category.pk}
    assert "2 labels are mapped." in response.content.decode()


def test_a_mapping_is_taken_back(newsdesk):
    label = SourceLabel.objects.create(source=make_source(), name="N", category=make_category())

    map_labels(newsdesk, "", label)

    label.refresh_from_db()
    assert label.category is None


def test_articles_follow_a_label_that_is_mapped_beside_its_source(newsdesk, article):
    category = make_category()

    response = edit(newsdesk, article.source, **{"labels-0-category": str(category.pk)})

    assert article.categories.get() == category
    assert "1 article has followed the mapping." in response.content.decode()


def test_articles_follow_a_label_that_is_mapped_on_its_own_page(newsdesk, article):
    category = make_category()

    response = edit(newsdesk, SourceLabel.objects.get(), category=str(category.pk))

    assert article.categories.get() == category
    assert "1 article has followed the mapping." in response.content.decode()


def test_articles_follow_labels_that_are_mapped_at_once(newsdesk, article):
    category = make_category()

    response = map_labels(newsdesk, str(category.pk), SourceLabel.objects.get())

    assert article.categories.get() == category
    assert "1 article has followed the mapping." in response.content.decode()


def mapped_label(newsdesk):
    label = SourceLabel.objects.get()
    map_labels(newsdesk, str(make_category().pk), label)
    return label


def delete_beside_its_source(newsdesk, label):
    edit(newsdesk, label.source, **{"labels-0-DELETE": "on"})


def rename_beside_its_source(newsdesk, label):
    edit(newsdesk, label.source, **{"labels-0-name": "Regional"})


def delete_on_its_page(newsdesk, label):
    newsdesk.post(reverse("admin:articles_sourcelabel_delete", args=[label.pk]), {"post": "yes"})


def delete_in_the_list(newsdesk, label):
    data = {"action": "delete_selected", "_selected_action": [label.pk], "post": "yes"}
    newsdesk.post(reverse("admin:articles_sourcelabel_changelist"), data)


@pytest.mark.parametrize(
    "take_away",
    [
        delete_beside_its_source,
        rename_beside_its_source,
        delete_on_its_page,
        delete_in_the_list,
    ],
)
def test_articles_leave_a_category_with_the_label_that_brought_it(newsdesk, article, take_away):
    label = mapped_label(newsdesk)
    assert article.categories.exists()

    take_away(newsdesk, label)

    assert not SourceLabel.objects.filter(name="Local").exists()
    assert not article.categories.exists()


def test_saving_without_a_change_says_nothing_of_articles(newsdesk, article):
    label = mapped_label(newsdesk)

    for row in (label, article.source):
        assert "followed" not in edit(newsdesk, row).content.decode()


def test_a_source_that_is_renamed_keeps_its_former_name_as_an_alias(newsdesk):
    source = make_source("Harbour Post", aliases=["The Post"])

    response = edit(newsdesk, source, name="Harbour Gazette")

    source.refresh_from_db()
    assert source.aliases == ["The Post", "Harbour Post"]
    assert "Documents that say “Harbour Post” still belong" in response.content.decode()


@pytest.mark.parametrize(
    ("aliases", "name", "kept"),
    [
        (["ＨＡＲＢＯＵＲ post"], "Gazette", ["ＨＡＲＢＯＵＲ post"]),
        ([], "HARBOUR POST", []),
        (["Gazette"], "ｇazette", ["Harbour Post"]),
    ],
    ids=["an alias already", "the same name but for case", "back to an older name"],
)
def test_no_alias_says_twice_what_a_name_says(newsdesk, aliases, name, kept):
    source = make_source("Harbour Post", aliases=aliases)

    edit(newsdesk, source, name=name)

    source.refresh_from_db()
    assert (source.name, source.aliases) == (name, kept)


def test_a_changed_document_keeps_its_source_after_a_renaming(newsdesk, article, tmp_path):
    edit(newsdesk, article.source, name="Harbour Gazette")
    write(tmp_path, "a.txt", labels=("Local",), ending=" after lunch")

    summary, _done = run(tmp_path)

    assert summary.articles == {"update": 1}
    assert Source.objects.get().name == "Harbour Gazette"
    article.refresh_from_db()
    assert str(article.source) == "Harbour Gazette"
    assert not article.conflicts.exists()


@pytest.mark.parametrize("key", ["999", "x", "1" * 30, "-1"])
def test_a_forged_category_maps_nothing(newsdesk, key):
    label = SourceLabel.objects.create(source=make_source(), name="N", category=make_category())

    map_labels(newsdesk, key, label)

    label.refresh_from_db()
    assert label.category is not None


def test_a_reviewer_maps_labels_and_a_writer_does_not(client, reviewer, writer):
    category = make_category()
    label = SourceLabel.objects.create(source=make_source(), name="News")

    client.force_login(writer)
    map_labels(client, str(category.pk), label)
    label.refresh_from_db()
    assert label.category is None

    client.force_login(reviewer)
    map_labels(client, str(category.pk), label)
    label.refresh_from_db()
    assert label.category == category


def test_a_label_keeps_its_source_and_its_words(newsdesk):
    label = SourceLabel.objects.create(source=make_source(), name="News")

    edit(newsdesk, label, name="Forged", source=str(make_source().pk))

    label.refresh_from_db()
    assert label.name == "News"


@pytest.mark.parametrize(("mapped", "names"), [("no", ["Sport"]), ("yes", ["News"])])
def test_labels_are_filtered_by_whether_they_are_mapped(newsdesk, mapped, names):
    source = make_source()
    SourceLabel.objects.create(source=source, name="News", category=make_category())
    SourceLabel.objects.create(source=source, name="Sport")

    response = newsdesk.get(reverse("admin:articles_sourcelabel_changelist"), {"mapped": mapped})

    assert [label.name for label in response.context["cl"].result_list] == names


def test_the_list_of_sources_counts_and_leads_on(newsdesk):
    source = make_source("Harbour & Post", kind=SourceKind.AGENCY)
    make_article(source=source)
    SourceLabel.objects.create(source=source, name="News")

    page = newsdesk.get(reverse("admin:articles_source_changelist")).content.decode()

    assert "?from=Harbour+%26+Post" in page
    assert "?mapped=no&amp;q=Harbour+%26+Post" in page


def test_a_category_cannot_stand_under_itself(newsdesk):
    parent = make_category("City")
    child = make_category("Trams", parent=parent)

    response = edit(newsdesk, parent, parent=str(child.pk))

    assert "cannot stand under itself" in response.content.decode()
    parent.refresh_from_db()
    assert parent.parent is None


def test_two_roots_of_one_name_are_refused_with_words(newsdesk):
    make_category("City")
    address = reverse("admin:articles_category_add")
    data = form_on(newsdesk.get(address), "category_form")

    response = newsdesk.post(address, data | {"name": "City"})

    assert response.status_code == 200
    assert Category.objects.count() == 1


def test_a_source_that_only_collects_stands_for_its_copies_no_more(newsdesk):
    text = "<p>" + words("ferry") * 2 + "</p>"
    first, second = make_source("Evening Bell"), make_source("Harbour Post")
    for source in (first, second):
        follow([make_article(body=text, source=source)])
    assert Family.objects.get().canonical.source == first

    edit(newsdesk, first, kind=SourceKind.AGGREGATOR)

    assert Family.objects.get().canonical.source == second
