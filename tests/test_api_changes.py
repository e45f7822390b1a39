"""`/api/v1/changes/`: what happened, in order, for whoever keeps a copy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.cards.following import announce_due, follow, follow_source
from articles.choices import Status
from articles.models import Article, Card, Change
from articles.removal import remove
from articles.workflow import move
from tests.builders import edit, make_article, make_category, make_published, make_source
from tests.mirror import CHANGES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT},
    {"published_at": NOW + HOUR},
    {"embargo_until": NOW + HOUR},
    {"status": Status.WITHDRAWN, "published_at": NOW + HOUR},
]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def asked(client, **query):
    connection.check_constraints()  # numbers are given at the commit
    response = client.get(CHANGES, query)
    assert response.status_code == 200, response.content
    return response.json()


def kinds(client, **query):
    return [(row["number"], row["kind"]) for row in asked(client, **query)["results"]]


def delete(article):
    remove([article.pk], article.delete)


def test_a_change_says_what_happened_where_and_when(client, clock):
    article = make_published(published_at=NOW)

    assert asked(client) == {
        "next": 1,
        "has_more": False,
        "names": 0,
        "results": [
            {
                "number": 1,
                "kind": "published",
                "id": article.public_id,
                "uri": f"http://testserver/api/v1/articles/{article.public_id}/",
                "at": "2026-03-01T08:00:00Z",
            }
        ],
    }


def test_the_life_of_an_article_is_told_in_order(client, chief, clock):
    article = make_article()
    move(article, Status.PUBLISHED, by=chief)
    article = edit(article, by=chief, title="Another")
    move(article, Status.WITHDRAWN, by=chief, note="Wrong")
    move(article, Status.PUBLISHED, by=chief)
    edit(article, by=chief, expires_at=NOW - HOUR)
    edit(article, by=chief, expires_at=None)
    delete(article)

    assert kinds(client) == [
        (1, "published"),
        (2, "corrected"),
        (3, "withdrawn"),
        (4, "published"),
        (5, "expired"),
        (6, "published"),
        (7, "deleted"),
    ]


def test_whoever_has_followed_to_the_end_is_told_only_what_is_new(client):
    make_published()
    end = asked(client)["next"]
    assert kinds(client, since=end) == []
    assert asked(client, since=end)["next"] == end

    make_published()

    assert kinds(client, since=end) == [(end + 1, "published")]


def test_a_page_says_whether_there_is_more_and_how_to_go_on(client):
    articles = [make_published() for _ in range(5)]
    since, found = 0, []
    for has_more in (True, True, False):
        answer = asked(client, since=since, page_size=2)
        assert answer["has_more"] is has_more
        found += [row["id"] for row in answer["results"]]
        since = answer["next"]

    assert found == [article.public_id for article in articles]


def test_what_comes_and_goes_by_the_clock_is_told_in_the_same_second(client, clock):
    article = make_published(published_at=NOW + HOUR, expires_at=NOW + 3 * HOUR)
    assert kinds(client) == []
    clock.shift(HOUR - timedelta(seconds=1))
    assert kinds(client) == []

    clock.shift(timedelta(seconds=1))
    answer = asked(client)
    assert kinds(client) == [(None, "published")]
    assert answer["results"][0]["id"] == article.public_id
    assert answer["results"][0]["at"] == "2026-03-01T09:00:00Z"
    assert answer["next"] == 0
    assert answer["has_more"] is False

    announce_due()
    assert kinds(client) == [(1, "published")]

    clock.shift(2 * HOUR)
    assert kinds(client, since=1) == [(None, "expired")]
    announce_due()
    assert kinds(client, since=1) == [(2, "expired")]


def test_what_came_and_went_before_anybody_wrote_has_been_there(client, clock):
    make_published(published_at=NOW + HOUR, expires_at=NOW + 2 * HOUR)
    clock.shift(3 * HOUR)

    assert kinds(client) == [(None, "published"), (None, "expired")]
    assert announce_due() == 1
    assert kinds(client) == [(1, "published"), (2, "expired")]
    assert announce_due() == 0


def test_what_readers_saw_before_it_had_a_number_is_told_when_it_goes(client, chief, clock):
    article = make_published(published_at=NOW + HOUR)
    clock.shift(2 * HOUR)
    assert kinds(client) == [(None, "published")]

    move(article, Status.WITHDRAWN, by=chief, note="Wrong")

    assert kinds(client) == [(1, "published"), (2, "withdrawn")]


def test_what_has_no_number_yet_stands_at_the_end_only(client, clock):
    make_published(published_at=NOW)
    make_published(published_at=NOW)
    make_published(published_at=NOW + HOUR)
    clock.shift(HOUR)

    assert kinds(client, page_size=1) == [(1, "published")]
    assert kinds(client, page_size=1, since=1) == [(2, "published"), (None, "published")]


@pytest.mark.parametrize(
    ("values", "change"),
    [
        pytest.param({"status": Status.DRAFT}, {"title": "Another"}, id="draft"),
        pytest.param({"published_at": NOW + HOUR}, {"title": "Another"}, id="scheduled"),
        pytest.param({"embargo_until": NOW + HOUR}, {"title": "Another"}, id="embargoed"),
        pytest.param({"expires_at": NOW - HOUR}, {"title": "Another"}, id="expired"),
        pytest.param(
            {"embargo_until": NOW + 2 * HOUR, "expires_at": NOW + HOUR}, {}, id="never-to-be-seen"
        ),
    ],
)
def test_what_readers_never_saw_is_never_told(client, chief, clock, values, change):
    article = make_article(**{"status": Status.PUBLISHED, "published_at": NOW} | values)
    edit(article, by=chief, **change)
    other = make_published(published_at=NOW)
    delete(Article.objects.get(pk=article.pk))

    assert [(row["number"], row["id"]) for row in asked(client)["results"]] == [
        (1, other.public_id)
    ]
    clock.shift(5 * HOUR)
    assert kinds(client) == [(1, "published")]


def test_an_article_that_can_never_be_seen_is_not_told_when_its_embargo_ends(client, clock):
    make_published(published_at=NOW, embargo_until=NOW + 2 * HOUR, expires_at=NOW + HOUR)
    clock.shift(5 * HOUR)

    assert kinds(client) == []
    assert announce_due() == 0


def test_fifty_hidden_articles_change_no_byte(client, clock):
    make_published(published_at=NOW - HOUR)
    source = make_source("Quicksilver")
    connection.check_constraints()
    with CaptureQueriesContext(connection) as before:
        answer = client.get(CHANGES)

    for number in range(50):
        values: dict[str, Any] = {"status": Status.PUBLISHED, "source": source, "published_at": NOW}
        make_article(f"Hidden {number}", **values | HIDDEN[number % len(HIDDEN)])
    source.name = "Mercury"
    source.save()
    follow_source(source)
    connection.check_constraints()
    with CaptureQueriesContext(connection) as after:
        again = client.get(CHANGES)

    assert again.content == answer.content
    assert dict(again.items()) == dict(answer.items())
    assert len(after) == len(before)


def test_an_answer_costs_the_same_for_one_change_and_for_many(
    client, clock, django_assert_num_queries
):
    make_published(published_at=NOW)
    make_published(published_at=NOW + HOUR)
    clock.shift(2 * HOUR)
    connection.check_constraints()
    with CaptureQueriesContext(connection) as one:
        client.get(CHANGES, {"page_size": 100})
    for _ in range(90):
        make_published(published_at=NOW)
        make_published(published_at=timezone.now() + HOUR)
    clock.shift(2 * HOUR)
    connection.check_constraints()

    with django_assert_num_queries(len(one)):
        answer = client.get(CHANGES, {"page_size": 100}).json()

    assert len(answer["results"]) == 92 + 90
    assert {row["kind"] for row in answer["results"]} == {"published"}


def test_what_has_gone_by_the_clock_is_not_told_once_more_when_it_is_deleted(client, clock):
    article = make_published(published_at=NOW, expires_at=NOW + HOUR)
    clock.shift(2 * HOUR)
    announce_due()

    delete(article)

    assert kinds(client) == [(1, "published"), (2, "expired")]


def test_a_renamed_source_is_told_by_another_number_of_names(client):
    source = make_source("Courier")
    make_published(source=source)
    before = asked(client)

    source.name = "Valley Courier"
    source.save()
    follow_source(source)

    after = asked(client)
    assert after["names"] != before["names"]
    assert after["results"] == before["results"]


def test_what_changes_nothing_for_readers_is_no_change(client, clock, chief):
    article = make_published(published_at=NOW, categories=(make_category(),))
    Article.objects.filter(pk=article.pk).update(withdrawal_notice="Never shown")
    follow([article.pk])

    assert kinds(client) == [(1, "published")]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"since": "-1"}, "since"),
        ({"since": "one"}, "since"),
        ({"since": "1.0"}, "since"),
        ({"since": "٣"}, "since"),
        ({"since": str(2**63)}, "since"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "101"}, "page_size"),
        ({"cursor": "x"}, "cursor"),
    ],
)
def test_a_parameter_that_is_not_understood_is_named(client, query, parameter):
    response = client.get(CHANGES, query)

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


def test_only_reading_is_possible(client):
    assert client.post(CHANGES, {}).status_code == 405
    assert client.head(CHANGES).status_code == 200
    assert not Change.objects.exists()
    assert not Card.objects.exists()
