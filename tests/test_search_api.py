"""The search that apps ask: pages, marks, suggestions and refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import freshness
from articles.choices import CreditRole
from articles.models import Article, Card, Credit
from articles.search.index import index_articles
from articles.search.rebuilding import rebuild, rebuild_anew
from articles.text import tokens, variants
from tests.builders import make_article, make_category, make_published, make_source, shown

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search/"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def publish(title: str, *, days: int = 0, **values: Any) -> Article:
    article = make_published(title, published_at=LONG_AGO - timedelta(days=days), **values)
    index_articles([article])
    return article


def ask(client: Client, **query: Any) -> dict[str, Any]:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200, response.content
    said: dict[str, Any] = response.json()
    return said


def titles(said: dict[str, Any]) -> list[str]:
    return [one["title"] for one in said["results"]]


@pytest.fixture
def bridges(db) -> None:
    for number in range(5):
        publish(f"Bridge {number}", days=number)


def test_a_result_is_a_row_of_the_list_with_its_words_marked(client):
    publish("A <new> bridge", body="<p>Boats &amp; cars pass the bridge.</p>", source=make_source())

    (result,) = ask(client, q="bridge")["results"]

    assert result.pop("title_highlighted") == "A &lt;new&gt; <mark>bridge</mark>"
    assert result.pop("snippet") == "Boats &amp; cars pass the <mark>bridge</mark>."
    assert [result] == client.get("/api/v1/articles/").json()["results"]


def test_a_result_whose_card_is_of_former_rules_says_what_the_list_does(client):
    publish("A new bridge")
    Card.objects.update(rules="former", face='"title":"Former"')

    (result,) = ask(client, q="bridge")["results"]

    del result["title_highlighted"], result["snippet"]
    assert [result] == client.get("/api/v1/articles/").json()["results"]
    assert result["title"] == "A new bridge"


@pytest.mark.parametrize("ordering", ["relevance", "-published_at"])
def test_pages_lead_there_and_back(client, bridges, ordering):
    first = ask(client, q="bridge", ordering=ordering, page_size=2)
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    assert titles(first) + titles(second) + titles(third) == [f"Bridge {n}" for n in range(5)]
    assert third["next"] is None
    assert client.get(third["previous"]).json()["results"] == second["results"]
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_the_way_back_stays_where_a_page_has_emptied(client, bridges):
    second = client.get(ask(client, q="bridge", page_size=3)["next"]).json()
    last = client.get(ask(client, q="bridge", page_size=3)["next"])
    Article.objects.filter(title__in=titles(second)).delete()

    emptied = client.get(last.wsgi_request.get_full_path()).json()

    assert emptied["results"] == emptied["suggestions"] == []
    assert titles(client.get(emptied["previous"]).json()) == ["Bridge 0", "Bridge 1", "Bridge 2"]


def test_a_search_can_be_narrowed_like_a_list(client, bridges):
    source, news = make_source("Post"), make_category("News")
    local = make_category("Local", parent=news)
    article = publish("Bridge of ours", source=source, categories=(local,), language="en")
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
    shown(article)

    for narrowed in (
        {"source": source.public_id},
        {"category": news.public_id},
        {"language": "en"},
        {"credit": "Lin"},
        {"credit_role": "author"},
        {"credit": "Lin", "credit_role": "author"},
    ):
        assert titles(ask(client, q="bridge", **narrowed)) == ["Bridge of ours"], narrowed
    assert titles(ask(client, q="bridge", credit="Lin", credit_role="editor")) == []
    assert len(titles(ask(client, q="bridge", has_image="false", truncated="false"))) == 6
    assert titles(ask(client, q="bridge", has_image="true")) == []


def test_who_finds_nothing_is_told_what_to_ask(client, bridges):
    index_articles([make_article("Brydge")])

    assert ask(client, q="brige 3")["suggestions"] == ["bridge 3", "3"]
    assert ask(client, q="bridge")["suggestions"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": " "}, "q"),
        ({"q": "a" * 201}, "q"),
        ({"q": "word " * 2000}, "q"),
        ({"q": "a\0"}, "q"),
        ({"q": "a", "ordering": "title"}, "ordering"),
        ({"q": "a", "page_size": "0"}, "page_size"),
        ({"q": "a", "cursor": "cD0yMDI0"}, "cursor"),
        ({"q": "a", "source": "1"}, "source"),
        ({"q": "a", "has_image": "maybe"}, "has_image"),
        ({"q": "a", "search": "a"}, "search"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(client, query, parameter):
    response = client.get(ADDRESS, query)

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    "words",
    ['"', '"" AND', "NEAR(a b)", "title:*", "'); --", "{a b} : c", "-", "\\", "%", "*", "()|&!"],
)
def test_any_other_text_is_a_valid_search(client, words):
    assert ask(client, q=words)["results"] == []


def test_a_cursor_is_good_for_one_order(client, bridges):
    place = ask(client, q="bridge", page_size=2)["next"]

    assert client.get(f"{place}&ordering=-published_at").status_code == 400


def test_a_page_of_many_results_takes_as_many_queries_as_one(
    client, bridges, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        ask(client, q='"bridge 3"')
    with django_assert_max_num_queries(len(few)):
        ask(client, q="bridge")


@pytest.mark.parametrize("work", [rebuild, rebuild_anew], ids=["due", "anew"])
@pytest.mark.parametrize(
    "address", [f"{ADDRESS}?q=bridge", "/search/?q=bridge", "/api/v1/articles/?search=bridge"]
)
def test_what_the_index_did_not_hold_is_not_kept_from_readers(client, address, work):
    make_published("A bridge")
    empty = client.get(address)
    assert b"A bridge" not in empty.content

    work()
    found = client.get(address, headers={"If-None-Match": empty["ETag"]})

    assert found.status_code == 200
    assert b"bridge" in found.content
    assert found["ETag"] != empty["ETag"]
    rebuild()
    assert client.get(address)["ETag"] == found["ETag"]


def test_indexing_what_readers_do_not_see_leaves_answers_as_they_are(client, bridges):
    make_article("A bridge not yet told of")
    make_published("A bridge of tomorrow", published_at=timezone.now() + timedelta(days=1))
    before = client.get(ADDRESS, {"q": "bridge"})["ETag"]

    assert rebuild() == 2

    assert client.get(ADDRESS, {"q": "bridge"})["ETag"] == before


def test_searches_by_other_rules_are_other_editions(monkeypatch):
    former = freshness.edition()
    monkeypatch.setattr(tokens, "is_installed", lambda: not variants.is_installed())

    assert freshness.edition.__wrapped__() != former
