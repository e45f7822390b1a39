"""`count`: nothing, about how many, or exactly as far as that is cheap."""

from __future__ import annotations

import pytest

from articles.api import counting
from articles.cards import estimates
from articles.models import Article, Card
from tests.builders import make_article, make_published, make_source, shown
from tests.walks import make_crowd

pytestmark = pytest.mark.django_db


def count(client, **query):
    answer = client.get("/api/v1/articles/", {"page_size": 1, **query})
    assert answer.status_code == 200, answer.content
    return answer.json().get("count")


@pytest.mark.parametrize("query", [{}, {"count": "none"}])
def test_nothing_is_counted_unless_asked_for(client, query):
    make_published()

    assert count(client, **query) is None


@pytest.mark.parametrize("word", ["exact", "estimate"])
def test_few_are_counted_exactly_under_any_filter_and_on_any_page(client, word):
    source = make_source()
    for number in range(3):
        make_published(f"{number}", source=source)
    make_published("Other")
    make_article("Draft", source=source)
    second = client.get("/api/v1/articles/?page_size=1").json()["next"]

    assert count(client, count=word) == {"value": 4, "relation": "eq"}
    assert count(client, count=word, source=source.public_id) == {"value": 3, "relation": "eq"}
    assert count(client, count=word, published_after="2030-01-01") == {
        "value": 0,
        "relation": "eq",
    }
    assert client.get(f"{second}&count={word}").json()["count"]["value"] == 4


def test_exactly_is_said_as_far_as_it_is_cheap(client, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 4)
    make_crowd(4)
    as_far = count(client, count="exact")
    make_crowd(3)

    assert as_far == {"value": 4, "relation": "eq"}
    assert count(client, count="exact") == {"value": 4, "relation": "gte"}


def test_of_many_it_is_said_about_how_many_there_are(client, monkeypatch):
    monkeypatch.setattr(counting, "FEW", 50)
    monkeypatch.setattr(estimates, "SAMPLE", 200)
    crowd = make_crowd(800)
    half = [article.pk for article in crowd[::2]]
    Article.objects.filter(pk__in=half).update(language="zh")
    for article in Article.objects.filter(pk__in=half[:1]):
        shown(article)
    everything = count(client, count="estimate")

    assert everything["relation"] == "about"
    # Two hundred of a sample: off by a fourteenth, as a rule, and by three of these never.
    assert 600 <= everything["value"] <= 1_050


def test_an_estimate_rests_on_nothing_that_is_not_public(client, monkeypatch):
    monkeypatch.setattr(counting, "FEW", 5)
    monkeypatch.setattr(estimates, "SAMPLE", 10)
    make_crowd(30)
    before = count(client, count="estimate")

    hidden = make_crowd(30)
    Card.objects.filter(pk__in=[article.pk for article in hidden]).update(
        visible_from="2090-01-01T00:00:00Z"
    )

    assert count(client, count="estimate") == before


@pytest.mark.parametrize("word", ["yes", "EXACT", "1"])
def test_another_word_is_refused_with_those_there_are(client, word):
    answer = client.get("/api/v1/articles/", {"count": word})

    assert answer.status_code == 400
    assert "none, estimate, exact" in answer.json()["errors"][0]["detail"]
