"""Sources and labels as an import finds them, and what an operator says of them."""

from __future__ import annotations

import pytest

from articles.ingest import store
from articles.ingest.known import Known
from articles.ingest.records import Reading
from articles.models import (
    Article,
    ImportedValues,
    Source,
    SourceLabel,
)
from tests.builders import make_category, make_source
from tests.documents import apply, run, write

pytestmark = pytest.mark.django_db

# Sources and categories


def test_a_source_is_found_by_its_alias_whatever_the_width_and_case(tmp_path):
    source = make_source("The Harbour Post", aliases=["ＨＡＲＢＯＵＲ Post"])
    write(tmp_path, "a.txt", source="Harbour Post")

    run(tmp_path)

    assert Article.objects.get().source == source
    assert Source.objects.count() == 1


def test_of_two_widths_of_a_new_source_in_one_batch_the_first_names_it(tmp_path):
    write(tmp_path, "a.txt", subject="harbour", source="ABC News")
    write(tmp_path, "b.txt", subject="orchard", source="ＡＢＣ News")

    run(tmp_path)

    assert Source.objects.get().name == "ABC News"
    said = ImportedValues.objects.values_list("values", flat=True)
    assert {values["source"] for values in said} == {"ABC News"}


@pytest.mark.parametrize("name", ["\u0301", "\u200b\u2060", "\xa8"])
def test_a_source_whose_name_shows_nothing_is_none(name):
    Source.objects.create(name="\u0301")

    apply((Reading(title="A title"),), source=name)

    assert Article.objects.get().source is None
    assert Source.objects.count() == 1


def test_a_source_given_by_the_operator_overrides_what_documents_say(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post")

    run(tmp_path, source="Evening Bell")

    assert str(Article.objects.get().source) == "Evening Bell"


def test_another_source_given_later_is_a_change_of_the_article(tmp_path):
    write(tmp_path, "a.txt", source="Harbour Post")
    run(tmp_path)

    summary, _done = run(tmp_path, source="Evening Bell")

    assert summary.articles == {"update": 1}
    assert str(Article.objects.get().source) == "Evening Bell"


def test_a_label_is_kept_and_gives_no_category_until_an_editor_maps_it(tmp_path):
    write(tmp_path, "a.txt", subject="harbour", labels=("City",))
    run(tmp_path)
    label = SourceLabel.objects.get()
    assert label.category is None
    assert not Article.objects.get().categories.exists()

    label.category = make_category("Town")
    label.save()
    write(tmp_path, "b.txt", subject="orchard", labels=("City",))
    _summary, done = run(tmp_path)

    assert [str(c) for c in Article.objects.latest("pk").categories.all()] == ["Town"]
    assert done[1].plan.steps[0].categories == ("Town",)


def test_reading_is_told_of_sources_that_an_editor_described_and_of_no_others():
    make_source("Bare")
    make_source("Known", aliases=["K"], domains=["known.example"])

    known = store.known()

    assert isinstance(known, Known)
    assert [(s.name, s.aliases, s.domains) for s in known.sources] == [
        ("Known", frozenset({"K"}), frozenset({"known.example"}))
    ]


def test_a_mapped_label_follows_its_source_until_an_editor_chooses(tmp_path):
    source = make_source("Harbour Post")
    for name in ("City", "Port"):
        SourceLabel.objects.create(source=source, name=name, category=make_category(name))
    write(tmp_path, "a.txt", labels=("City",))
    run(tmp_path)
    write(tmp_path, "a.txt", labels=("Port",))

    run(tmp_path)

    assert [str(c) for c in Article.objects.get().categories.all()] == ["Port"]
