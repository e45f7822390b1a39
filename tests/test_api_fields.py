"""`fields`: only the members that were asked for, and nothing read for others."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.api.shapes import FACE, MEMBERS, TEXTS
from articles.models import Article, Card
from tests.builders import make_category, make_image, make_published, make_source
from tests.test_cards import rich_article

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"


def asked(client, url):
    """Return the answer and the SQL of its rows and names, without what a cache asks first."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return answer.json(), [q["sql"] for q in captured if "articles_counter" not in q["sql"]]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_alone_is_what_it_is_among_all(client, name):
    article = rich_article()
    whole = client.get(f"{ARTICLES}{article.public_id}/").json()

    (row,) = client.get(ARTICLES, {"fields": name}).json()["results"]

    assert row == {name: whole[name]}
    assert client.get(f"{ARTICLES}{article.public_id}/", {"fields": name}).json() == row


def test_members_come_in_the_order_of_the_whole(client):
    rich_article()

    (row,) = client.get(ARTICLES, {"fields": "body_text,title,id"}).json()["results"]

    assert list(row) == ["id", "title", "body_text"]


@pytest.mark.parametrize("members", [FACE, MEMBERS], ids=["as in lists", "all"])
def test_all_members_are_what_is_shown_without_asking(client, members):
    article = rich_article()
    whole = client.get(f"{ARTICLES}{article.public_id}/").json()

    (row,) = client.get(ARTICLES, {"fields": ",".join(members)}).json()["results"]

    assert row == {name: whole[name] for name in members}


COSTS = {
    "title": ({"face"}, 1),
    "source": ({"face"}, 2),
    "credits": ({"rest"}, 1),
    "body_text": ({"body_text"}, 1),
    # Which pictures of a text are kept here, the rest of the card says.
    "title,body_html": ({"face", "rest", "body"}, 1),
}


@pytest.mark.parametrize("fields", COSTS)
def test_what_nobody_asked_for_is_not_read(client, fields):
    columns, count = COSTS[fields]
    make_published(source=make_source(), categories=(make_category(),), lead=make_image())

    _page, queries = asked(client, f"{ARTICLES}?fields={fields}")

    read = {
        name
        for name in ("face", "rest", *TEXTS.values())
        if re.search(rf'\."?{name}\b', queries[0])
    }
    assert read == columns
    assert len(queries) == count


@pytest.mark.parametrize("url", [ARTICLES, f"{ARTICLES}%s/"])
@pytest.mark.parametrize("name", ["status", "pk", "title,", "title title", "source__name", "*"])
def test_a_member_that_there_is_not_is_refused_with_those_there_are(client, url, name):
    article = make_published()
    url = url.replace("%s", article.public_id)

    answer = client.get(url, {"fields": name})

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "fields"
    assert "body_text" in error["detail"]


def test_cards_of_other_rules_are_made_anew_in_a_fixed_number_of_queries(client):
    rich = rich_article()
    before = client.get(ARTICLES).json()["results"]
    Card.objects.update(rules="others", face='"id":"old"', rest='"credits":[]')
    page, for_one = asked(client, ARTICLES)
    others = [make_published(source=make_source(), lead=make_image()) for _ in range(4)]
    Card.objects.update(rules="others", face='"id":"old"', rest='"credits":[]')

    many, for_many = asked(client, ARTICLES)

    assert page["results"] == before
    assert {row["id"] for row in many["results"]} == {one.public_id for one in (rich, *others)}
    assert len(for_many) == len(for_one)


def test_an_old_moment_is_shown_whole(client):
    article = make_published()

    answer = client.get(f"{ARTICLES}{article.public_id}/?at=2025-01-01&fields=title")

    assert answer.status_code == 400


def test_an_article_that_is_not_there_costs_no_more_with_members_chosen(client):
    hidden = make_published()
    Article.objects.filter(pk=hidden.pk).update(status="draft")
    Card.objects.all().delete()

    costs = []
    for one in (hidden.public_id, "bbbbbbbbbbbb"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{ARTICLES}{one}/?fields=title&include=related")
        costs.append((answer.status_code, answer.content, len(captured)))

    assert costs[0] == costs[1]
    assert costs[0][0] == 404
