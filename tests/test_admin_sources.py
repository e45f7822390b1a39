"""Sources, their labels, and the categories these are mapped to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.choices import SourceKind
from articles.models import Category, Source, SourceLabel
from tests.builders import make_article, make_category, make_source
from tests.forms import form_on


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def edit(client, row, **values):
    name = row._meta.model_name
    address = reverse(f"admin:articles_{name}_change", args=[row.pk])
    return client.post(address, form_on(client.get(address), f"{name}_form") | values)


def test_names_are_written_one_a_line(desk):
    source = make_source("Harbour Post", aliases=["The Post"])

    edit(desk, source, aliases="The Post\r\n\r\n  H. Post ", domains="post.example")

    source.refresh_from_db()
    assert source.aliases == ["The Post", "H. Post"]
    assert source.domains == ["post.example"]


def test_opening_and_saving_a_source_changes_nothing(desk):
    source = make_source("Harbour Post", aliases=["A, B", "C"], notes="One\nTwo")
    before = Source.objects.values().get()

    edit(desk, source)

    after = Source.objects.values().get()
    assert {**after, "notes": after["notes"].replace("\r", "")} == before


def test_a_name_that_is_too_long_is_refused(desk):
    source = make_source()

    assert edit(desk, source, aliases="x" * 201).status_code == 200
    source.refresh_from_db()
    assert source.aliases == []


def test_labels_are_mapped_beside_their_source(desk):
    source, category = make_source(), make_category()
    label = SourceLabel.objects.create(source=source, name="News")

    edit(desk, source, **{"labels-0-category": str(category.pk)})

    label.refresh_from_db()
    assert label.category == category


def test_many_labels_are_mapped_on_their_own_list(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.source.MOST_LABELS", 1)
    source = make_source()
    for name in ("News", "Sport"):
        SourceLabel.objects.create(source=source, name=name)

    page = desk.get(reverse("admin:articles_source_change", args=[source.pk]))

    assert b"labels-TOTAL_FORMS" not in page.content


def map_labels(client, category: str, *labels: SourceLabel):
    data = {"action": "map_to", "_selected_action": [x.pk for x in labels], "category": category}
    return client.post(reverse("admin:articles_sourcelabel_changelist"), data, follow=True)


def test_several_labels_are_mapped_at_once(desk):
    source, category = make_source(), make_category()
    labels = [SourceLabel.objects.create(source=source, name=name) for name in ("News", "Sport")]

    response = map_labels(desk, str(category.pk), *labels)

    assert set(SourceLabel.objects.values_list("category", flat=True)) == {category.pk}
    assert "2 labels are mapped." in response.content.decode()


def test_a_mapping_is_taken_back(desk):
    label = SourceLabel.objects.create(source=make_source(), name="N", category=make_category())

    map_labels(desk, "", label)

    label.refresh_from_db()
    assert label.category is None


@pytest.mark.parametrize("key", ["999", "x", "1" * 30, "-1"])
def test_a_forged_category_maps_nothing(desk, key):
    label = SourceLabel.objects.create(source=make_source(), name="N", category=make_category())

    map_labels(desk, key, label)

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


def test_a_label_keeps_its_source_and_its_words(desk):
    label = SourceLabel.objects.create(source=make_source(), name="News")

    edit(desk, label, name="Forged", source=str(make_source().pk))

    label.refresh_from_db()
    assert label.name == "News"


@pytest.mark.parametrize(("mapped", "names"), [("no", ["Sport"]), ("yes", ["News"])])
def test_labels_are_filtered_by_whether_they_are_mapped(desk, mapped, names):
    source = make_source()
    SourceLabel.objects.create(source=source, name="News", category=make_category())
    SourceLabel.objects.create(source=source, name="Sport")

    response = desk.get(reverse("admin:articles_sourcelabel_changelist"), {"mapped": mapped})

    assert [label.name for label in response.context["cl"].result_list] == names


def test_the_list_of_sources_counts_and_leads_on(desk):
    source = make_source("Harbour & Post", kind=SourceKind.AGENCY)
    make_article(source=source)
    SourceLabel.objects.create(source=source, name="News")

    page = desk.get(reverse("admin:articles_source_changelist")).content.decode()

    assert "?from=Harbour+%26+Post" in page
    assert "?mapped=no&amp;q=Harbour+%26+Post" in page


def test_a_category_cannot_stand_under_itself(desk):
    parent = make_category("City")
    child = make_category("Trams", parent=parent)

    response = edit(desk, parent, parent=str(child.pk))

    assert "cannot stand under itself" in response.content.decode()
    parent.refresh_from_db()
    assert parent.parent is None


def test_two_roots_of_one_name_are_refused_with_words(desk):
    make_category("City")
    address = reverse("admin:articles_category_add")
    data = form_on(desk.get(address), "category_form")

    response = desk.post(address, data | {"name": "City"})

    assert response.status_code == 200
    assert Category.objects.count() == 1
