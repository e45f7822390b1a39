"""Articles are published, returned and withdrawn from their page and from the list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.choices import Status
from articles.models import Article
from tests.builders import (
    make_article,
    make_published,
)
from tests.desk import act, edit, page_of, said
from tests.forms import form_on


def test_publishing_saves_what_was_typed_first(desk, chief):
    article = make_article()

    edit(desk, article, title="Mended", _move="published")

    article.refresh_from_db()
    assert (article.title, article.status) == ("Mended", Status.PUBLISHED)
    assert article.reviews.get().by == chief


def test_an_untitled_article_is_not_published(desk):
    article = make_article("")

    response = edit(desk, article, _move="published")

    assert said(response)[-1] == "An article without a title cannot be published."
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_withdrawing_asks_for_a_notice(desk):
    article = make_published()

    first = edit(desk, article, _move="withdrawn")
    edit(desk, article, _move="withdrawn", move_note="The figures were wrong.")

    assert "Say why" in said(first)[-1]
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN
    assert article.withdrawal_notice == "The figures were wrong."


@pytest.mark.parametrize("to", ["approved", "nowhere", ""])
def test_a_forged_move_is_refused_with_words(desk, to):
    article = make_article()

    response = edit(desk, article, _move=to)

    assert len(said(response)) == 1
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_public_article_links_to_its_page(desk):
    article = make_published()

    page = desk.get(page_of(article)).content.decode()

    assert f'href="{article.get_absolute_url()}"' in page


def test_a_draft_has_no_link_to_the_site(desk):
    assert b"view-on-site" not in desk.get(page_of(make_article())).content


def test_the_page_offers_the_moves_of_the_person(client, writer, publisher):
    article = make_article()

    client.force_login(writer)
    assert b"move-published" not in client.get(page_of(article)).content
    client.force_login(publisher)
    assert b"move-published" in client.get(page_of(article)).content


def test_a_reviewer_returns_an_article_whose_text_is_settled(client, reviewer):
    article = make_article(status=Status.APPROVED)
    client.force_login(reviewer)
    data = form_on(client.get(page_of(article)), "article_move_form")

    address = reverse("admin:articles_article_move", args=[article.pk])
    client.post(address, data | {"_move": "draft", "move_note": "One more look."})

    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_move_over_a_version_nobody_saw_is_refused(client, reviewer):
    article = make_article(status=Status.APPROVED, version=3)
    client.force_login(reviewer)

    address = reverse("admin:articles_article_move", args=[article.pk])
    response = client.post(address, {"_move": "draft", "seen": "2"}, follow=True)

    assert "Somebody else" in said(response)[-1]
    article.refresh_from_db()
    assert article.status == Status.APPROVED


def test_several_articles_are_published_at_once_and_the_others_are_named(desk):
    good, untitled = make_article("Good"), make_article("")

    response = act(desk, "publish", good, untitled)

    good.refresh_from_db()
    untitled.refresh_from_db()
    assert (good.status, untitled.status) == (Status.PUBLISHED, Status.DRAFT)
    assert said(response)[0] == "1 article is now: Published."
    assert "without a title" in said(response)[1]


def test_several_articles_are_withdrawn_with_one_notice(desk):
    articles = [make_published(), make_published()]

    act(desk, "withdraw", *articles, note="A mistake of ours.")

    notices = Article.objects.values_list("status", "withdrawal_notice")
    assert set(notices) == {("withdrawn", "A mistake of ours.")}


@pytest.mark.parametrize(
    ("action", "status", "to"),
    [
        ("submit", Status.DRAFT, Status.IN_REVIEW),
        ("approve", Status.IN_REVIEW, Status.APPROVED),
        ("send_back", Status.IN_REVIEW, Status.DRAFT),
    ],
)
def test_an_action_makes_its_move(desk, action, status, to):
    article = make_article(status=status)

    act(desk, action, article)

    article.refresh_from_db()
    assert article.status == to


def test_long_lists_of_refusals_are_summarised(desk):
    articles = [make_article("") for _number in range(12)]

    response = act(desk, "publish", *articles)

    assert said(response)[-1] == "… and 2 more."


def test_too_many_articles_at_once_are_refused(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.moves.MOST_AT_ONCE", 1)
    articles = [make_article(), make_article()]

    response = act(desk, "publish", *articles)

    assert "at most 1" in said(response)[0]
    assert not Article.objects.published().exists()
