"""Whose text it is: who edits, moves and deletes articles in each state."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.choices import Status
from articles.models import (
    Article,
    Credit,
)
from tests.builders import make_article, make_published, make_source
from tests.desk import act
from tests.forms import form_on
from tests.people import ALL_STAFF, NOBODY, PEOPLE, PUBLISHERS

EDITORS = {
    Status.DRAFT: {"writer", "reviewer", "publisher", "chief"},
    Status.IN_REVIEW: {"reviewer", "publisher", "chief"},
    Status.APPROVED: PUBLISHERS,
    Status.PUBLISHED: PUBLISHERS,
    Status.WITHDRAWN: PUBLISHERS,
}


@pytest.mark.parametrize("status", Status)
def test_a_text_is_changed_by_those_who_answer_for_its_status(people, status):
    changed = set()
    for who in ALL_STAFF:
        article = make_published() if status == Status.PUBLISHED else make_article(status=status)
        address = reverse("admin:articles_article_change", args=[article.pk])
        data = form_on(people["chief"].get(address), "article_form")
        people[who].post(address, data | {"title": "Changed"})
        article.refresh_from_db()
        if article.title == "Changed":
            changed.add(who)

    assert changed == EDITORS[status]


@pytest.mark.parametrize("status", Status)
def test_credits_and_pictures_follow_their_article(people, status):
    article = make_published() if status == Status.PUBLISHED else make_article(status=status)
    Credit.objects.create(article=article, role="author", name="Ann")

    page = people["writer"].get(reverse("admin:articles_article_change", args=[article.pk]))

    assert (b'name="credits-0-name"' in page.content) == (status == Status.DRAFT)


def test_a_row_of_another_article_cannot_be_taken(people):
    article, other = make_article(), make_article()
    credit = Credit.objects.create(article=other, role="author", name="Ann")
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = form_on(people["writer"].get(address), "article_form")
    forged = {
        "credits-TOTAL_FORMS": "1",
        "credits-INITIAL_FORMS": "1",
        "credits-0-id": str(credit.pk),
        "credits-0-article": str(article.pk),
        "credits-0-role": "author",
        "credits-0-name": "Taken",
    }

    people["writer"].post(address, data | forged)

    credit.refresh_from_db()
    assert (credit.article, credit.name) == (other, "Ann")
    assert Credit.objects.count() == 1


MAY_ACT = {
    ("submit", Status.DRAFT): ALL_STAFF,
    ("approve", Status.IN_REVIEW): {"reviewer", "publisher", "chief"},
    ("send_back", Status.IN_REVIEW): {"reviewer", "publisher", "chief"},
    ("publish", Status.DRAFT): PUBLISHERS,
    ("withdraw", Status.PUBLISHED): PUBLISHERS,
    ("delete_selected", Status.DRAFT): NOBODY,  # asks first
}


@pytest.mark.parametrize(("action", "status"), MAY_ACT)
def test_an_action_is_for_those_who_could_make_the_move(people, action, status):
    acted = set()
    for who, client in people.items():
        article = make_published() if status == Status.PUBLISHED else make_article(status=status)
        act(client, action, article, note="Because.")
        article.refresh_from_db()
        if article.status != status:
            acted.add(who)

    assert acted == MAY_ACT[action, status]


@pytest.mark.parametrize("who", ["writer", "reviewer"])
def test_writers_and_reviewers_delete_no_article(people, who):
    article = make_article()
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}

    people[who].post(reverse("admin:articles_article_changelist"), data)

    assert Article.objects.exists()


def test_a_published_article_is_not_deleted_by_a_writer_with_the_permission(people, publisher):
    article = make_published()

    people["publisher"].post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )

    assert not Article.objects.exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_suggestions_are_for_those_who_may_see_the_rows(people, who):
    make_source("Harbour Post")
    query = {
        "app_label": "articles",
        "model_name": "article",
        "field_name": "source",
        "term": "Har",
    }

    response = people[who].get(reverse("admin:autocomplete"), query)

    assert (response.status_code == 200) == (who in ALL_STAFF)
