"""The queue of conflicts and its pages: what they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.choices import Precision, Resolution
from articles.models import Article, Conflict, ImportRun
from tests.builders import make_article, make_category, make_published, make_source
from tests.disputes import answer, make_conflict, page_of

LIST = "admin:articles_conflict_changelist"


def act(client: Client, action: str, *conflicts: Conflict) -> str:
    data = {"action": action, "_selected_action": [one.pk for one in conflicts]}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def listed(client: Client, **query: str) -> list[Conflict]:
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


# The list


def test_what_waits_is_listed_and_what_is_settled_where_somebody_asks(newsdesk):
    waiting, settled = make_conflict(), make_conflict()
    Conflict.objects.filter(pk=settled.pk).update(resolution=Resolution.DISMISSED)

    assert listed(newsdesk) == [waiting]
    assert listed(newsdesk, resolution="dismissed") == [settled]
    assert listed(newsdesk, resolution="all") == [settled, waiting]


def test_conflicts_are_found_by_field_source_and_title(newsdesk):
    source = make_source("Harbour Post")
    found = make_conflict(make_article("A bridge", source=source))
    other = make_conflict(make_article("A tower"), "summary")

    assert listed(newsdesk, field="summary") == [other]
    assert listed(newsdesk, q="bridge") == [found]
    assert listed(newsdesk, **{"from": "Harbour"}) == [found]


def test_a_row_says_whose_article_which_run_and_who_edited(newsdesk, writer):
    run = ImportRun.objects.create(started_at=timezone.now())
    article = make_article("A bridge", source=make_source("Harbour Post"))
    make_conflict(article, run=run, edited_by=writer, edited_at=timezone.now())

    page = newsdesk.get(reverse(LIST)).content.decode()

    for words in ("A bridge", "Harbour Post", f"#{run.pk}", ">writer</span>", "title"):
        assert words in page


def test_a_list_costs_the_same_queries_for_one_row_and_for_many(newsdesk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            newsdesk.get(reverse(LIST))
        return len(found)

    make_conflict(make_article(source=make_source()))
    newsdesk.get(reverse(LIST))
    one = asked()
    for _number in range(5):
        run = ImportRun.objects.create(started_at=timezone.now())
        make_conflict(make_article(source=make_source()), run=run)

    assert asked() == one


def test_several_are_ended_at_once(newsdesk, publisher):
    conflicts = [make_conflict() for _number in range(3)]

    assert "3 conflicts are settled" in act(newsdesk, "accept_selected", *conflicts)

    assert set(Article.objects.values_list("title", flat=True)) == {"Theirs"}
    assert set(Conflict.objects.values_list("resolution", "resolved_by")) == {
        ("accepted", publisher.pk)
    }


def test_of_several_those_that_have_changed_meanwhile_are_left(newsdesk):
    moved, still = make_conflict(), make_conflict()
    Article.objects.filter(pk=moved.article_id).update(title="Ours, mended")

    page = act(newsdesk, "accept_selected", moved, still)

    assert "1 conflict is settled" in page
    assert "nothing was overwritten" in page
    assert [c.resolution for c in Conflict.objects.order_by("pk")] == ["open", "accepted"]


def test_of_several_those_that_may_not_be_edited_are_left(client, writer):
    client.force_login(writer)
    own, published = make_conflict(), make_conflict(make_published("Ours"))

    page = act(client, "dismiss_selected", own, published)

    assert "You may not edit this article" in page
    assert [c.resolution for c in Conflict.objects.order_by("pk")] == ["dismissed", "open"]


def test_no_more_are_ended_at_once_than_a_request_holds(newsdesk, monkeypatch):
    monkeypatch.setattr("articles.admin.conflict.MOST_AT_ONCE", 1)
    conflicts = [make_conflict(), make_conflict()]

    assert "at most 1 conflict" in act(newsdesk, "dismiss_selected", *conflicts)
    assert set(Conflict.objects.values_list("resolution", flat=True)) == {"open"}


def test_only_the_first_problems_are_told_one_by_one(newsdesk):
    conflicts = [make_conflict() for _number in range(12)]
    Article.objects.update(title="Ours, mended")

    assert "… and 2 more." in act(newsdesk, "accept_selected", *conflicts)


# The page


def test_the_page_shows_three_columns_and_marks_what_differs(newsdesk):
    body = {
        "base": "<p>Alike.</p><p>A bridge of wood.</p><p>End.</p>",
        "present": "<p>Alike.</p><p>A bridge of iron.</p><p>End.</p>",
        "incoming": "<p>Alike.</p><p>A bridge of stone.</p><p>End.</p>",
    }
    conflict = make_conflict(make_article(body=body["present"]), "body", **body)

    page = newsdesk.get(page_of(conflict)).content.decode()

    for marked in ("<del>wood</del>", "<ins>iron</ins>", "<ins>stone</ins>"):
        assert marked in page
    assert page.count("three-same") == 2
    assert page.count("three-conflict") == 1


def test_nothing_of_an_article_is_markup_on_the_page(newsdesk):
    bad = "<script>alert(1)</script>"
    conflict = make_conflict(make_article(bad), present=bad, incoming=f"{bad}!", base="<b>x</b>")

    page = newsdesk.get(page_of(conflict)).content.decode()

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "alert" in page


def test_a_change_of_markup_alone_is_shown_as_it_is_written(newsdesk):
    body = {"base": "<p>a</p>", "present": "<p><em>a</em></p>", "incoming": "<p><u>a</u></p>"}
    conflict = make_conflict(make_article(body=body["present"]), "body", **body)

    assert "&lt;" in newsdesk.get(page_of(conflict)).content.decode()


@pytest.mark.parametrize(
    ("field", "base", "incoming", "words"),
    [
        ("credits", [["author", "", "Ann"]], [["editor", "", "Bo"]], ["Editor · Bo"]),
        ("keywords", ["tram"], ["ferry"], ["ferry", "tram"]),
        (
            *("pictures", [], [["https://a.example/1.png", "lead", "", "Ours", ""]]),
            ["https://a.example/1.png · Lead · Ours"],
        ),
        (
            "originally_published",
            None,
            ["2021-04-12T00:00:00+00:00", Precision.DAY],
            ["2021-04-12"],
        ),
        ("truncated", False, True, ["yes"]),
        ("source", None, "Harbour Post", ["Harbour Post"]),
        ("summary", "", "A bridge.", ["A bridge."]),
    ],
)
def test_values_of_every_kind_are_said_in_words(newsdesk, field, base, incoming, words):
    conflict = make_conflict(make_article("Ours"), field, base=base, incoming=incoming)

    page = (
        newsdesk.get(page_of(conflict)).content.decode().replace("<ins>", "").replace("</ins>", "")
    )

    for word in words:
        assert word in page


def test_categories_are_shown_by_name(newsdesk):
    city = make_category("City")
    conflict = make_conflict(None, "categories", base=[], incoming=[city.public_id, "gone"])

    page = newsdesk.get(page_of(conflict)).content.decode()

    assert "City" in page
    assert "gone" in page


def test_a_body_that_cannot_be_made_safe_is_shown_as_text(newsdesk):
    conflict = make_conflict(None, "body", base="<b>" * 9, incoming="<blockquote>" * 1000)

    assert "&lt;blockquote" in newsdesk.get(page_of(conflict)).content.decode()


def test_a_value_that_changed_again_is_shown_as_it_is_now(newsdesk):
    conflict = make_conflict()
    Article.objects.update(title="Ours, mended")

    page = newsdesk.get(page_of(conflict)).content.decode()

    assert "Somebody has changed this value again" in page
    assert "mended" in page


def test_a_settled_conflict_shows_what_it_was_and_no_buttons(newsdesk, publisher):
    conflict = make_conflict()
    answer(newsdesk, conflict, "accept")

    response = newsdesk.get(page_of(conflict))

    page = response.content.decode()
    assert "settle_form" not in page
    assert "Ours" in page
    assert "Accepted: publisher" in page


def test_a_page_of_no_conflict_is_not_found(newsdesk):
    address = reverse("admin:articles_conflict_change", args=[99])

    assert newsdesk.get(address).status_code == 404
    assert newsdesk.post(address).status_code == 403


def test_the_page_of_an_article_leads_to_its_conflicts(newsdesk):
    conflict = make_conflict()

    page = newsdesk.get(
        reverse("admin:articles_article_change", args=[conflict.article_id])
    ).content.decode()

    assert page_of(conflict) in page
    assert "Theirs" in page
