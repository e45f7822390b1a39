"""The public history of an article: its versions, and the article as readers saw it then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import CreditRole, ImageRole, Status
from articles.models import Article, ArticleImage, Credit, Revision
from articles.workflow import move, move_all
from tests.builders import (
    edit,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
    shown,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def hour(number: float) -> datetime:
    return START + timedelta(hours=number)


def at(number: float) -> Any:
    return time_machine.travel(hour(number), tick=False)


def published(title: str = "One", **values: Any) -> Article:
    with at(0):
        return make_published(title, published_at=START, **values)


def address(article: Article, suffix: str = "/") -> str:
    return f"/api/v1/articles/{article.public_id}{suffix}"


def then(client: Any, article: Article, number: float, suffix: str = "/") -> Any:
    return client.get(address(article, suffix), {"at": hour(number).isoformat()})


def title_at(client: Any, article: Article, number: float) -> str | int:
    response = then(client, article, number)
    return str(response.json()["title"]) if response.status_code == 200 else 404


def history(client: Any, article: Article) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(address(article, "/versions/")).json()["results"]
    return found


def times(client: Any, article: Article) -> list[tuple[float, float | None]]:
    def number(said: str | None) -> float | None:
        return (datetime.fromisoformat(said) - START) / timedelta(hours=1) if said else None

    return [
        (number(v["visible_from"]) or 0.0, number(v["visible_until"]))
        for v in history(client, article)
    ]


def test_an_article_that_was_never_changed_has_one_version(client):
    article = published()

    assert times(client, article) == [(0, None)]
    assert title_at(client, article, 1) == "One"
    assert title_at(client, article, -1) == 404


def test_each_version_is_there_from_its_beginning_to_the_next_ones(client, chief):
    article = published()
    for number, title in ((2, "Two"), (4, "Three")):
        with at(number):
            edit(article, chief, title=title)

    assert times(client, article) == [(0, 2), (2, 4), (4, None)]
    assert [version["number"] for version in history(client, article)] == [1, 2, 3]
    assert [title_at(client, article, number) for number in (0, 1, 2, 3.9, 4, 99)] == [
        "One", "One", "Two", "Two", "Three", "Three",
    ]  # fmt: skip


def test_every_version_leads_to_itself(client, chief):
    article = published()
    edit(article, chief, title="Two")

    assert [client.get(v["uri"]).json()["title"] for v in history(client, article)] == [
        "One",
        "Two",
    ]


def test_what_was_written_before_it_was_published_was_seen_by_nobody(client, chief):
    with at(0):
        article = make_article("Secret draft", body="<p>quicksilver</p>")
    with at(1):
        edit(article, chief, title="Another secret", body="<p>b</p>")
    with at(2):
        article = edit(article, chief, title="Ready", body="<p>c</p>")
    with at(3):
        move(article, Status.PUBLISHED, by=chief)

    assert times(client, article) == [(3, None)]
    assert [title_at(client, article, number) for number in (0, 1, 2.5, 3)] == [
        404, 404, 404, "Ready",
    ]  # fmt: skip


def test_of_a_scheduled_article_readers_saw_its_last_version_alone(client, chief):
    with at(0):
        article = make_published("One", published_at=hour(5))
    for number, title in ((1, "Two"), (2, "Three")):
        with at(number):
            edit(article, chief, title=title)

    assert times(client, article) == [(5, None)]
    assert [title_at(client, article, number) for number in (3, 5)] == [404, "Three"]


def test_an_embargo_laid_on_later_ends_a_version_at_once(client, chief):
    article = published()
    with at(2):
        edit(article, chief, title="Two", embargo_until=hour(6))
    with at(3):
        edit(article, chief, title="Three", embargo_until=hour(4))

    assert times(client, article) == [(0, 2), (4, None)]
    assert [title_at(client, article, number) for number in (1, 3, 4)] == ["One", 404, "Three"]


def test_a_time_in_which_it_had_expired_stays_empty(client, chief):
    article = published(expires_at=hour(2))
    with at(4):
        edit(article, chief, title="Two", expires_at=None)

    assert times(client, article) == [(0, 2), (4, None)]
    assert [title_at(client, article, number) for number in (1, 3, 4)] == ["One", 404, "Two"]


@pytest.mark.parametrize("is_by_command", [False, True], ids=["by-hand", "by-command"])
def test_a_time_in_which_it_was_withdrawn_stays_empty(client, chief, is_by_command):
    article = published()
    for number, to in ((2, Status.WITHDRAWN), (4, Status.PUBLISHED)):
        with at(number):
            if is_by_command:
                move_all([article.pk], to, note="why")
            else:
                move(article, to, by=chief, note="why")
    with at(5):
        edit(article, chief, title="Two")

    kept = [title_at(client, article, number) for number in (1, 3, 4.5, 5)]
    assert kept == [404 if is_by_command else "One", 404, "One", "Two"]


def test_a_version_published_by_command_is_there_without_a_revision(client, chief):
    with at(0):
        article = edit(make_article("Draft"), chief, title="One")
    with at(2):
        move_all([article.pk], Status.PUBLISHED)

    assert times(client, article) == [(2, None)]
    assert [title_at(client, article, number) for number in (1, 2)] == [404, "One"]


@pytest.mark.parametrize("suffix", ["/", "/versions/", ".md", ".ninjs", ".jsonld", ".html"])
def test_what_was_taken_down_is_not_to_be_had_from_its_past(client, chief, suffix):
    article = published(body="<p>quicksilver</p>")
    with at(2):
        move(article, Status.WITHDRAWN, by=chief, note="A name was wrong.")
    parameters = {} if suffix == "/versions/" else {"at": hour(1).isoformat()}

    response = client.get(address(article, suffix), parameters)

    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "A name was wrong."
    assert b"quicksilver" not in response.content


@pytest.mark.parametrize("values", [{"expires_at": hour(2)}, {"status": Status.DRAFT}])
def test_what_nobody_sees_now_has_no_past_either(client, values):
    article = published()
    Article.objects.filter(pk=article.pk).update(**values)

    assert title_at(client, article, 1) == 404
    assert client.get(address(article, "/versions/")).status_code == 404


@pytest.mark.parametrize(
    "moment",
    ["2999-01-01T00:00:00Z", "2999-01-01", "yesterday", "2026-13-01", "2026-05-01T08:00:00", "1"],
)
def test_a_moment_to_come_or_none_at_all_is_refused(client, moment):
    response = client.get(address(published()), {"at": moment})

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["at"]


def test_a_version_keeps_all_that_hung_on_it(client, chief):
    with at(0):
        source, section = make_source("Harbour Post"), make_category("City")
        article = make_published(
            "One", published_at=START, source=source, categories=(section,), keywords=["ferry"],
            subtitle="Sub", summary="Sum", language="en", publisher="Group",
            canonical_url="https://a.example/1", lead=make_image(alt="A ferry"),
            originally_published_at=hour(-48),
        )  # fmt: skip
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, label="By", name="Lin")
        shown(article)
        before = client.get(address(article)).json()
    with at(2):
        Credit.objects.filter(article=article).update(name="Lin Wei")
        article.categories.clear()
        edit(article, chief, title="Two", keywords=[], summary="", source=None)
    # What readers of today may see: the picture and the source are still in use.
    other = make_published(source=source, lead=make_image(alt="Another"))
    ArticleImage.objects.create(article=other, image=article.article_images.get().image)

    past = then(client, article, 1).json()

    del past["updated_at"], before["updated_at"]
    assert Credit.objects.filter(article=article, name="Lin").count() == 0
    kept = {k: v for k, v in past.items() if k not in {"credits", "categories"}}
    assert kept == {k: v for k, v in before.items() if k not in {"credits", "categories"}}


def test_the_past_names_no_picture_and_no_source_that_readers_no_longer_see(client, chief):
    source, image = make_source("Quicksilver Herald"), make_image(alt="quicksilver")
    article = published(source=source)
    ArticleImage.objects.create(article=article, image=image, role=ImageRole.LEAD)
    with at(1):
        edit(article, chief, title="Two")
    ArticleImage.objects.all().delete()
    with at(2):
        edit(article, chief, title="Three", source=None)

    response = then(client, article, 1.5)

    assert response.json()["title"] == "Two"
    assert b"uicksilver" not in response.content


def test_the_past_is_as_safe_as_the_present(client, chief):
    article = published()
    edit(article, chief, title="Two")
    kept = Revision.objects.get(article=article, version=1)
    kept.values["body"] = "<p>a<script>alert(1)</script></p>"
    kept.save()

    assert then(client, article, 1).json()["body_html"] == "<p>a</p>"


@pytest.mark.parametrize("count", [1, 20])
def test_the_past_costs_the_same_however_long_it_is(client, chief, count):
    article = published()
    for number in range(count):
        with at(number + 1):
            edit(article, chief, title=f"Title {number}")

    def cost(path: str, **query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, query).status_code == 200
        return len(captured)

    assert cost(address(article), at=hour(0).isoformat()) == 7
    assert cost(address(article, "/versions/")) == 4


def test_what_the_desk_says_to_itself_is_nowhere(client):
    mallory = User.objects.create_superuser("mallory", "mallory@staff.example", "x")
    article = published()
    with at(1):
        move(article, Status.WITHDRAWN, by=mallory, note="quicksilver withdrawal")
    with at(2):
        move(article, Status.PUBLISHED, by=mallory, note="quicksilver return")
    Revision.objects.update(note="quicksilver", by=mallory)

    answers = [
        client.get(address(article, "/versions/")),
        *(then(client, article, 3, s) for s in ("/", ".ninjs", ".jsonld", ".md", ".txt", ".html")),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert not any(b"quicksilver" in a.content or b"mallory" in a.content for a in answers)
