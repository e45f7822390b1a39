"""The queue of conflicts: what it shows, who may end one, and what cannot be overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import revisions
from articles.choices import Precision, Resolution, Status
from articles.ingest import store
from articles.models import Article, Conflict, Credit, ImportedValues, ImportRun
from tests.builders import make_article, make_category, make_published, make_source
from tests.forms import form_on

LIST = "admin:articles_conflict_changelist"


def page_of(conflict: Conflict) -> str:
    return reverse("admin:articles_conflict_change", args=[conflict.pk])


def settle(client: Client, conflict: Conflict, how: str, **values: Any) -> Any:
    address = reverse("admin:articles_conflict_settle", args=[conflict.pk])
    seen = Article.objects.get(pk=conflict.article_id).version
    return client.post(address, {"_settle": how, "seen": seen} | values, follow=True)


def act(client: Client, action: str, *conflicts: Conflict) -> str:
    data = {"action": action, "_selected_action": [one.pk for one in conflicts]}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def listed(client: Client, **query: str) -> list[Conflict]:
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


def make_conflict(article: Article | None = None, field: str = "title", **values: Any) -> Conflict:
    """A conflict about a title, unless told otherwise, as an import would queue it."""
    article = article or make_article("Ours")
    values = {"base": "Before", "incoming": "Theirs", "present": "Ours"} | values
    ImportedValues.objects.update_or_create(
        article=article, defaults={"values": {field: values["base"]}}
    )
    return Conflict.objects.create(article=article, field=field, **values)


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


# The list


def test_what_waits_is_listed_and_what_is_settled_where_somebody_asks(desk):
    waiting, settled = make_conflict(), make_conflict()
    Conflict.objects.filter(pk=settled.pk).update(resolution=Resolution.DISMISSED)

    assert listed(desk) == [waiting]
    assert listed(desk, resolution="dismissed") == [settled]
    assert listed(desk, resolution="all") == [settled, waiting]


def test_conflicts_are_found_by_field_source_and_title(desk):
    source = make_source("Harbour Post")
    found = make_conflict(make_article("A bridge", source=source))
    other = make_conflict(make_article("A tower"), "summary")

    assert listed(desk, field="summary") == [other]
    assert listed(desk, q="bridge") == [found]
    assert listed(desk, **{"from": "Harbour"}) == [found]


def test_a_row_says_whose_article_which_run_and_who_edited(desk, writer):
    run = ImportRun.objects.create(started_at=timezone.now())
    article = make_article("A bridge", source=make_source("Harbour Post"))
    make_conflict(article, run=run, edited_by=writer, edited_at=timezone.now())

    page = desk.get(reverse(LIST)).content.decode()

    for words in ("A bridge", "Harbour Post", f"#{run.pk}", "writer,", "title"):
        assert words in page


def test_a_list_costs_the_same_queries_for_one_row_and_for_many(desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(reverse(LIST))
        return len(found)

    make_conflict(make_article(source=make_source()))
    desk.get(reverse(LIST))
    one = asked()
    for _number in range(5):
        run = ImportRun.objects.create(started_at=timezone.now())
        make_conflict(make_article(source=make_source()), run=run)

    assert asked() == one


def test_several_are_ended_at_once(desk, publisher):
    conflicts = [make_conflict() for _number in range(3)]

    assert "3 conflicts are settled" in act(desk, "accept_selected", *conflicts)

    assert set(Article.objects.values_list("title", flat=True)) == {"Theirs"}
    assert set(Conflict.objects.values_list("resolution", "resolved_by")) == {
        ("accepted", publisher.pk)
    }


def test_of_several_those_that_have_changed_meanwhile_are_left(desk):
    moved, still = make_conflict(), make_conflict()
    Article.objects.filter(pk=moved.article_id).update(title="Ours, mended")

    page = act(desk, "accept_selected", moved, still)

    assert "1 conflict is settled" in page
    assert "nothing was overwritten" in page
    assert [c.resolution for c in Conflict.objects.order_by("pk")] == ["open", "accepted"]


def test_of_several_those_that_may_not_be_edited_are_left(client, writer):
    client.force_login(writer)
    own, published = make_conflict(), make_conflict(make_published("Ours"))

    page = act(client, "dismiss_selected", own, published)

    assert "You may not edit this article" in page
    assert [c.resolution for c in Conflict.objects.order_by("pk")] == ["dismissed", "open"]


def test_no_more_are_ended_at_once_than_a_request_holds(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.conflict.MOST_AT_ONCE", 1)
    conflicts = [make_conflict(), make_conflict()]

    assert "at most 1 conflict" in act(desk, "dismiss_selected", *conflicts)
    assert set(Conflict.objects.values_list("resolution", flat=True)) == {"open"}


def test_only_the_first_problems_are_told_one_by_one(desk):
    conflicts = [make_conflict() for _number in range(12)]
    Article.objects.update(title="Ours, mended")

    assert "… and 2 more." in act(desk, "accept_selected", *conflicts)


# The page


def test_the_page_shows_three_columns_and_marks_what_differs(desk):
    body = {
        "base": "<p>Alike.</p><p>A bridge of wood.</p><p>End.</p>",
        "present": "<p>Alike.</p><p>A bridge of iron.</p><p>End.</p>",
        "incoming": "<p>Alike.</p><p>A bridge of stone.</p><p>End.</p>",
    }
    conflict = make_conflict(make_article(body=body["present"]), "body", **body)

    page = desk.get(page_of(conflict)).content.decode()

    for marked in ("<del>wood</del>", "<ins>iron</ins>", "<ins>stone</ins>"):
        assert marked in page
    assert page.count("three-same") == 2
    assert page.count("three-conflict") == 1


def test_nothing_of_an_article_is_markup_on_the_page(desk):
    bad = "<script>alert(1)</script>"
    conflict = make_conflict(make_article(bad), present=bad, incoming=f"{bad}!", base="<b>x</b>")

    page = desk.get(page_of(conflict)).content.decode()

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "alert" in page


def test_a_change_of_markup_alone_is_shown_as_it_is_written(desk):
    body = {"base": "<p>a</p>", "present": "<p><em>a</em></p>", "incoming": "<p><u>a</u></p>"}
    conflict = make_conflict(make_article(body=body["present"]), "body", **body)

    assert "&lt;" in desk.get(page_of(conflict)).content.decode()


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
def test_values_of_every_kind_are_said_in_words(desk, field, base, incoming, words):
    conflict = make_conflict(make_article("Ours"), field, base=base, incoming=incoming)

    page = desk.get(page_of(conflict)).content.decode().replace("<ins>", "").replace("</ins>", "")

    for word in words:
        assert word in page


def test_categories_are_shown_by_name(desk):
    city = make_category("City")
    conflict = make_conflict(None, "categories", base=[], incoming=[city.public_id, "gone"])

    page = desk.get(page_of(conflict)).content.decode()

    assert "City" in page
    assert "gone" in page


def test_a_body_that_cannot_be_made_safe_is_shown_as_text(desk):
    conflict = make_conflict(None, "body", base="<b>" * 9, incoming="<blockquote>" * 1000)

    assert "&lt;blockquote" in desk.get(page_of(conflict)).content.decode()


def test_a_value_that_changed_again_is_shown_as_it_is_now(desk):
    conflict = make_conflict()
    Article.objects.update(title="Ours, mended")

    page = desk.get(page_of(conflict)).content.decode()

    assert "Somebody has changed this value again" in page
    assert "mended" in page


def test_a_settled_conflict_shows_what_it_was_and_no_buttons(desk, publisher):
    conflict = make_conflict()
    settle(desk, conflict, "accept")

    response = desk.get(page_of(conflict))

    page = response.content.decode()
    assert "settle_form" not in page
    assert "Ours" in page
    assert "Accepted: publisher" in page


def test_a_page_of_no_conflict_is_not_found(desk):
    address = reverse("admin:articles_conflict_change", args=[99])

    assert desk.get(address).status_code == 404
    assert desk.post(address).status_code == 403


def test_the_page_of_an_article_leads_to_its_conflicts(desk):
    conflict = make_conflict()

    page = desk.get(
        reverse("admin:articles_article_change", args=[conflict.article_id])
    ).content.decode()

    assert page_of(conflict) in page
    assert "Theirs" in page


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
        settle(client, conflict, how)
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


def test_reading_the_address_of_a_button_is_no_answer(desk):
    conflict = make_conflict()

    response = desk.get(reverse("admin:articles_conflict_settle", args=[conflict.pk]))

    assert response.status_code == 405


# Settling


def test_accepting_writes_a_version_signed_by_who_did(desk, publisher):
    conflict = make_conflict()

    response = settle(desk, conflict, "accept")

    article = conflict.article
    article.refresh_from_db()
    assert "has the source" in response.content.decode()
    assert (article.title, article.version) == ("Theirs", 2)
    assert [(r.version, r.by, r.note) for r in article.revisions.order_by("version")] == [
        (1, None, ""),
        (2, publisher, "Accepted from the source: title"),
    ]
    assert ImportedValues.objects.get().values == {"title": "Theirs"}


def test_dismissing_changes_nothing_but_what_is_asked_again(desk, publisher):
    conflict = make_conflict()
    before = Article.objects.values().get()

    response = settle(desk, conflict, "dismiss")

    conflict.refresh_from_db()
    assert "stays as it is" in response.content.decode()
    assert Article.objects.values().get() == before
    assert (conflict.resolution, conflict.resolved_by) == (Resolution.DISMISSED, publisher)
    assert ImportedValues.objects.get().values == {"title": "Theirs"}


def test_after_one_conflict_of_an_article_comes_its_next(desk):
    conflict = make_conflict()
    other = Conflict.objects.create(article=conflict.article, field="summary", incoming="New.")

    assert settle(desk, conflict, "dismiss").redirect_chain[-1][0] == page_of(other)


def test_a_version_that_somebody_else_made_meanwhile_is_not_overwritten(desk, writer):
    conflict = make_conflict()
    data = form_on(desk.get(page_of(conflict)), "settle_form")
    edit(conflict.article, writer, title="Ours, mended")

    response = settle(desk, conflict, "accept", **data)

    page = response.content.decode()
    conflict.refresh_from_db()
    assert Article.objects.get().title == "Ours, mended"
    assert conflict.resolution == Resolution.OPEN
    assert "Somebody else has changed this article" in page
    assert 'id="three"' in page
    assert "mended" in page


def edit(article: Article, by: User, **values: Any) -> None:
    article = revisions.lock(article.pk, seen=article.version)
    for name, value in values.items():
        setattr(article, name, value)
    article.version += 1
    article.save()
    revisions.keep(article, by=by)


@pytest.mark.parametrize("how", ["accept", "dismiss"])
def test_a_conflict_that_is_settled_already_is_settled_once(desk, how):
    conflict = make_conflict()
    Conflict.objects.update(resolution=Resolution.SUPERSEDED)

    page = settle(desk, conflict, how).content.decode()

    assert "settled already" in page
    assert Article.objects.get().version == 1


def test_a_title_that_readers_see_is_not_emptied(desk):
    conflict = make_conflict(make_published("Ours"), incoming="")

    assert "cannot have this value" in settle(desk, conflict, "accept").content.decode()
    assert Article.objects.get().title == "Ours"


def test_a_button_that_does_not_exist_does_nothing(desk):
    assert "no such step" in settle(desk, make_conflict(), "forget").content.decode()


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
