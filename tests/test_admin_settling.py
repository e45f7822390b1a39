"""Who may end a conflict, what that writes, and what cannot be overwritten."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.choices import Resolution, Status
from articles.ingest import store
from articles.models import Article, Conflict, Credit, ImportedValues
from tests.builders import edit, make_article, make_published
from tests.disputes import answer, make_conflict, page_of
from tests.forms import form_on

# Who may


MAY_SETTLE = {
    Status.DRAFT: {"writer", "reviewer", "publisher", "chief"},
    Status.IN_REVIEW: {"reviewer", "publisher", "chief"},
    Status.APPROVED: {"publisher", "chief"},
    Status.PUBLISHED: {"publisher", "chief"},
    Status.WITHDRAWN: {"publisher", "chief"},
}


@pytest.mark.parametrize("how", ["accept", "dismiss"])
@pytest.mark.parametrize("status", Status)
def test_a_conflict_is_settled_by_those_who_may_edit_its_article(
    reader, writer, reviewer, publisher, chief, status, how
):
    settled = set()
    for user in (reader, writer, reviewer, publisher, chief):
        conflict = make_conflict(make_article("Ours", status=status))
        client = Client()
        client.force_login(user)
        answer(client, conflict, how)
        conflict.refresh_from_db()
        if conflict.resolution != Resolution.OPEN:
            settled.add(user.username)

    assert settled == MAY_SETTLE[status]


def test_who_may_not_edit_sees_no_buttons(client, writer):
    client.force_login(writer)
    conflict = make_conflict(make_published("Ours"))

    page = client.get(page_of(conflict)).content.decode()

    assert "settle_form" not in page
    assert "Whoever may edit the article" in page


def test_reading_the_address_of_a_button_is_no_answer(newsdesk):
    conflict = make_conflict()

    response = newsdesk.get(reverse("admin:articles_conflict_settle", args=[conflict.pk]))

    assert response.status_code == 405


# Settling


def test_accepting_writes_a_version_signed_by_who_did(newsdesk, publisher):
    conflict = make_conflict()

    response = answer(newsdesk, conflict, "accept")

    article = conflict.article
    article.refresh_from_db()
    assert "has the source" in response.content.decode()
    assert (article.title, article.version) == ("Theirs", 2)
    assert [(r.version, r.by, r.note) for r in article.revisions.order_by("version")] == [
        (1, None, ""),
        (2, publisher, "Accepted from the source: title"),
    ]
    assert ImportedValues.objects.get().values == {"title": "Theirs"}


def test_dismissing_changes_nothing_but_what_is_asked_again(newsdesk, publisher):
    conflict = make_conflict()
    before = Article.objects.values().get()

    response = answer(newsdesk, conflict, "dismiss")

    conflict.refresh_from_db()
    assert "stays as it is" in response.content.decode()
    assert Article.objects.values().get() == before
    assert (conflict.resolution, conflict.resolved_by) == (Resolution.DISMISSED, publisher)
    assert ImportedValues.objects.get().values == {"title": "Theirs"}


def test_after_one_conflict_of_an_article_comes_its_next(newsdesk):
    conflict = make_conflict()
    other = Conflict.objects.create(article=conflict.article, field="summary", incoming="New.")

    assert answer(newsdesk, conflict, "dismiss").redirect_chain[-1][0] == page_of(other)


def test_a_version_that_somebody_else_made_meanwhile_is_not_overwritten(newsdesk, writer):
    conflict = make_conflict()
    data = form_on(newsdesk.get(page_of(conflict)), "settle_form")
    edit(conflict.article, writer, title="Ours, mended")

    response = answer(newsdesk, conflict, "accept", **data)

    page = response.content.decode()
    conflict.refresh_from_db()
    assert Article.objects.get().title == "Ours, mended"
    assert conflict.resolution == Resolution.OPEN
    assert "Somebody else has changed this article" in page
    assert 'id="three"' in page
    assert "mended" in page


@pytest.mark.parametrize("how", ["accept", "dismiss"])
def test_a_conflict_that_is_settled_already_is_settled_once(newsdesk, how):
    conflict = make_conflict()
    Conflict.objects.update(resolution=Resolution.SUPERSEDED)

    page = answer(newsdesk, conflict, how).content.decode()

    assert "settled already" in page
    assert Article.objects.get().version == 1


def test_a_title_that_readers_see_is_not_emptied(newsdesk):
    conflict = make_conflict(make_published("Ours"), incoming="")

    assert "cannot have this value" in answer(newsdesk, conflict, "accept").content.decode()
    assert Article.objects.get().title == "Ours"


def test_a_button_that_does_not_exist_does_nothing(newsdesk):
    assert "no such step" in answer(newsdesk, make_conflict(), "forget").content.decode()


def test_a_value_that_is_there_already_makes_no_version(publisher):
    conflict = make_conflict(make_article("Theirs"))

    store.accept(conflict, by=publisher, seen=1)

    assert Article.objects.get().version == 1
    assert not Credit.objects.exists()


@pytest.mark.parametrize("model", [Conflict, Article])
def test_a_conflict_that_is_gone_meanwhile_is_settled_by_nobody(publisher, model):
    conflict = make_conflict()
    model.objects.all().delete()

    with pytest.raises(store.NotOpen):
        store.accept(conflict, by=publisher, seen=1)
    with pytest.raises(store.NotOpen):
        store.dismiss(conflict, by=publisher)
