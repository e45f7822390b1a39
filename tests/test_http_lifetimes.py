"""How long answers may be kept, by whom, and what tells a cache to forget them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.choices import Status
from articles.search.index import index_articles
from tests.builders import make_article, make_category, make_published, make_source

pytestmark = pytest.mark.django_db

T = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
API = "/api/v1/articles/"
# Of every kind of address one, with an article's id in place of {}.
PLACES = ["/", "/feed.atom", "/search/?q=bridge", API, f"{API}{{}}/", f"{API}?search=bridge"]


def at(seconds: float) -> time_machine.travel:
    return time_machine.travel(T + timedelta(seconds=seconds), tick=False)


def age(response) -> int:
    return int(response["Cache-Control"].partition("max-age=")[2].partition(",")[0])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("second", "seconds"), [(0, 60), (1, 59), (59, 1), (59.5, 0)])
def test_a_copy_is_good_to_the_end_of_the_minute(client, place, second, seconds):
    with at(second - 60):
        article = make_published(published_at=T - timedelta(days=1))
        index_articles([article])

        response = client.get(place.format(article.public_id))

    assert age(response) == seconds
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_scheduled_changes_no_lifetime_and_no_tag(client, place):
    with at(0):
        article = make_published(published_at=T - timedelta(days=1))
        index_articles([article])
        before = client.get(place.format(article.public_id))
        make_published("A bridge to come", embargo_until=T + timedelta(seconds=30))

        after = client.get(place.format(article.public_id))

    assert (after["Cache-Control"], after["ETag"]) == (before["Cache-Control"], before["ETag"])


@pytest.mark.parametrize("place", PLACES)
def test_a_copy_outlives_nothing_that_it_shows(client, place):
    with at(0):
        article = make_published(
            published_at=T - timedelta(days=1), expires_at=T + timedelta(seconds=7)
        )
        index_articles([article])

        response = client.get(place.format(article.public_id))

    assert age(response) == 7


@pytest.mark.parametrize("place", [*PLACES, "/sitemap.xml", "article"])
@pytest.mark.parametrize("field", ["embargo_until", "expires_at"])
def test_everything_turns_in_the_same_second(client, place, field):
    with at(-3600):
        values = {"published_at": T - timedelta(days=1), field: T}
        article = make_published("A bridge", **values)
        make_published("Another bridge", published_at=T - timedelta(days=2))
        index_articles([article])
    address = article.get_absolute_url() if place == "article" else place
    address = address.format(article.public_id)
    seen = []

    for second in (-1, 0, 1):
        with at(second):
            response = client.get(address)
        shown = article.public_id.encode() in response.content or "sitemap" in place
        seen.append((response.headers.get("ETag"), response.status_code == 200 and shown))

    tags = [tag for tag, _shown in seen]
    assert tags[0] != tags[1] == tags[2]
    if place != "/sitemap.xml":
        assert [shown for _tag, shown in seen] == (
            [False, True, True] if field == "embargo_until" else [True, False, False]
        )


@pytest.mark.parametrize("place", [*PLACES, f"{API}?page_size=1", "/sitemap.xml"])
def test_who_has_an_answer_is_told_so_by_one_query(client, place):
    article = make_published()
    index_articles([article])
    place = place.format(article.public_id)
    tag = client.get(place)["ETag"]

    with CaptureQueriesContext(connection) as queries:
        response = client.get(place, headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")
    assert len(queries) == 1
    assert response["ETag"] == tag
    assert "max-age" in response["Cache-Control"]


@pytest.mark.parametrize("place", [API, f"{API}{{}}/"])
def test_head_costs_one_query_and_says_what_get_says(client, place):
    place = place.format(make_published(source=make_source()).public_id)
    got = client.get(place)

    with CaptureQueriesContext(connection) as queries:
        response = client.head(place)

    assert len(queries) == 1
    assert response.status_code == 200
    differ = {"Content-Length"}
    assert {k: v for k, v in response.headers.items() if k not in differ} == {
        k: v for k, v in got.headers.items() if k not in differ
    }


@pytest.mark.parametrize("query", ["?nonsense=1", "?page_size=0"])
def test_head_refuses_what_get_refuses(client, query):
    assert client.head(API + query).status_code == client.get(API + query).status_code == 400


def test_a_date_alone_is_no_proof_that_nothing_has_changed(client):
    make_published()
    since = "Fri, 31 Dec 2100 23:59:59 GMT"

    assert client.get(API, headers={"If-Modified-Since": since}).status_code == 200


def test_a_withdrawal_is_kept_for_seconds_and_an_error_not_at_all(client, chief):
    article = make_published()
    workflow.move(article, Status.WITHDRAWN, by=chief, note="An error.")

    page = client.get(article.get_absolute_url())
    unknown = client.get("/articles/bcdfghjkmnpq/")

    assert (page.status_code, age(page)) == (410, 10)
    assert "no-store" in unknown["Cache-Control"]
    assert client.get("/search/", {"q": "x" * 201})["Cache-Control"] == "no-store"


def test_where_an_edge_is_told_what_to_forget_it_keeps_longer(client, settings):
    settings.NEWSROOM_EDGE_SECONDS = 3600
    with at(0):
        make_published(published_at=T - timedelta(days=1))
        kept = client.get(API)
        make_published(published_at=T - timedelta(days=1), expires_at=T + timedelta(seconds=600))
        cut = client.get(API)

    assert kept["Cache-Control"] == "public, max-age=60, s-maxage=3600"
    assert cut["Cache-Control"] == "public, max-age=60, s-maxage=600"


def test_an_answer_names_what_an_edge_may_be_told_to_forget(client):
    source, category = make_source(), make_category()
    article = make_published(source=source, categories=(category,))

    def keys(address: str) -> set[str]:
        return set(client.get(address)["Surrogate-Key"].split())

    assert keys(f"{API}{article.public_id}/") >= {f"article-{article.public_id}", "names"}
    assert keys(API) == {"articles", "names"}
    assert keys(f"{API}?source={source.public_id}") >= {f"source-{source.public_id}"}
    assert keys(f"{API}?category={category.public_id}") >= {f"category-{category.public_id}"}
    assert keys(f"/api/v1/sources/{source.public_id}/") >= {f"source-{source.public_id}"}


def test_the_name_of_that_header_is_the_operators_choice(client, settings):
    settings.NEWSROOM_SURROGATE_HEADER = "Cache-Tag"

    response = client.get(API)

    assert response["Cache-Tag"] == "articles,names"
    assert "Surrogate-Key" not in response.headers


def test_what_nobody_may_see_yet_has_no_tag(client):
    hidden = make_article()

    assert "ETag" not in client.get(f"{API}{hidden.public_id}/").headers


def test_only_what_has_words_varies_by_language(client):
    article = make_published()
    spoken, wordless = client.get("/"), client.get(f"{API}{article.public_id}/")

    assert "Accept-Language" in spoken["Vary"]
    assert "Accept-Language" not in wordless["Vary"]
    assert "Content-Language" not in wordless.headers
    assert "Accept" in wordless["Vary"].split(", ")
    assert "Accept-Language" in client.get(f"{API}?nonsense=1")["Vary"]
