"""How a source is doing, and letting in what was held back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.figures import figures_of
from articles.models import Credit, Document, Revision, SourceWatch
from tests.builders import make_article, make_source


@pytest.fixture
def source(db):
    """A source with two articles and three documents, one of each kind."""
    source = make_source("Harbour Post")
    whole = make_article(source=source, original_title="A", originally_published_at=timezone.now())
    Credit.objects.create(article=whole, role="author", name="Ann Lee", position=0)
    make_article(source=source, title="")
    for refusal in ("", "bad_header", "quarantined"):
        Document.objects.create(
            root="/in",
            path=f"{refusal}.md",
            source=source,
            refusal=refusal,
            first_seen_at=timezone.now(),
            last_seen_at=timezone.now(),
        )
    return source


def test_the_figures_of_a_source_count_what_is_missing(source, writer):
    Revision.objects.create(article=source.articles.first(), version=1, values={}, by=writer)

    figures = dict(figures_of(source))

    assert figures.pop("last seen") != "–"
    assert figures == {
        "documents": "3",
        "refused": "1 (33%)",
        "quarantined": "1 (33%)",
        "articles": "2",
        "arrived without title": "1 (50%)",
        "without date": "1 (50%)",
        "without author": "1 (50%)",
        "copies": "0",
        "edited here": "1 (50%)",
    }


def test_the_figures_cost_two_queries(source, django_assert_num_queries):
    with django_assert_num_queries(2):
        figures_of(source)


def test_a_source_without_documents_has_figures_too(db):
    figures = dict(figures_of(make_source()))

    assert figures["documents"] == figures["refused"] == "0"
    assert figures["last seen"] == "–"


def test_the_figures_stand_on_the_page_of_a_source(source, client, publisher):
    client.force_login(publisher)

    page = client.get(reverse("admin:articles_source_change", args=[source.pk])).content.decode()

    assert "arrived without title" in page


def test_a_new_source_has_no_figures(client, publisher, db):
    client.force_login(publisher)

    page = client.get(reverse("admin:articles_source_add")).content.decode()

    assert "arrived without title" not in page


def test_the_list_leads_to_what_was_held_back(source, client, publisher):
    make_source("Valley Times")
    client.force_login(publisher)

    page = client.get(reverse("admin:articles_source_changelist")).content.decode()
    assert "reading=held&amp;from=Harbour" in page

    held = client.get(
        reverse("admin:articles_document_changelist"), {"reading": "held", "from": "Harbour Post"}
    ).content.decode()
    assert "quarantined.md" in held
    assert "bad_header.md" not in held


def test_a_publisher_lets_in_what_was_held_back(source, client, publisher):
    SourceWatch.objects.create(source=source, documents=90, recent="x" * 40)
    client.force_login(publisher)

    client.post(
        reverse("admin:articles_source_changelist"),
        {"action": "let_in", "_selected_action": [source.pk]},
    )

    assert not SourceWatch.objects.exists()
