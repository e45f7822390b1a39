"""How long answers may be kept, by whom, and what tells a cache to forget them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.choices import CreditRole, Status
from articles.models import Credit
from articles.search.index import index_articles
from tests.builders import (
    edit,
    make_article,
    make_category,
    make_published,
    make_source,
    shown,
)
from tests.pictures import keep_image

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


TURNING = [
    *(*PLACES, "article", "/search/?q=bridge&order=newest", f"{API}?count=exact&language=en"),
    *(f"{API}?search=bridge&ordering=date", f"{API}{{}}.md", f"{API}{{}}/versions/"),
    *("/api/v1/search/?q=bridge", "/api/v1/search/?q=bridge&ordering=-published_at"),
    *("/feeds/atom.xml", "/feeds/rss.xml", "/feeds/feed.json"),
    *("/people/Lin/", "/people/Lin/rss.xml"),
    *("/sitemap.xml", "/sitemaps/2026-03.xml", "/news-sitemap.xml", "/archive/2026/03/01/"),
]


@pytest.mark.parametrize("place", TURNING)
@pytest.mark.parametrize("field", ["published_at", "embargo_until", "expires_at"])
def test_everything_turns_in_the_same_second(client, place, field):
    turn, is_end = 20, field == "expires_at"
    values = {"published_at": T - timedelta(hours=2), "language": "en"}
    with at(-3600):
        article = by_lin("A bridge", **{**values, field: T + timedelta(seconds=turn)})
        other = by_lin("Another bridge", **values)
        index_articles([article, other])
    address = article.get_absolute_url() if place == "article" else place
    address = address.format(article.public_id)
    answers = []

    for second in (turn - 1, turn, turn + 1):
        with at(second):
            answers.append(client.get(address))

    before, then, after = (answer.headers.get("ETag") for answer in answers)
    assert before != then == after
    if place != "/sitemap.xml":
        shown = [article.public_id.encode() in answer.content for answer in answers]
        shown = [
            has and answer.status_code == 200 for has, answer in zip(shown, answers, strict=True)
        ]
        assert shown == ([True, False, False] if is_end else [False, True, True])
    ages = [age(answer) for answer in answers if answer.status_code == 200]
    # What ends cuts a lifetime, and what begins must not tell.
    expected = [1 if is_end else 41, 40, 39]
    assert ages == [
        seconds
        for seconds, answer in zip(expected, answers, strict=True)
        if answer.status_code == 200
    ]


def by_lin(title, **values):
    article = make_published(title, **values)
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
    return shown(article)


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
    notices = [client.get(f"{API}{article.public_id}{tail}") for tail in ("/", ".md")]
    unknown = client.get("/articles/bcdfghjkmnpq/")

    for gone in (page, *notices):
        assert (gone.status_code, age(gone)) == (410, 10)
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


OF_MORE = [
    *(f"{API}?include=source", f"{API}?family={{}}", f"{API}{{}}/?include=related"),
    *(f"{API}{{}}/?at=2026-02-01", f"{API}{{}}.md?at=2026-02-01", f"{API}{{}}/versions/"),
    *("/news-sitemap.xml", "article"),
]


@pytest.mark.parametrize("place", OF_MORE)
def test_an_edge_keeps_nothing_beyond_its_end_and_knows_what_to_forget_it_by(
    client, settings, place
):
    settings.NEWSROOM_EDGE_SECONDS = 3600
    with at(-(10**7)):
        article = make_published(published_at=T - timedelta(days=100))
        edit(article, expires_at=T + timedelta(seconds=5))
    own = f"article-{article.public_id}"
    place = article.get_absolute_url() if place == "article" else place.format(article.public_id)

    with at(0):
        response = client.get(place)

    assert (response.status_code, response["ETag"][:1]) == (200, '"')
    assert response["Cache-Control"] == "public, max-age=5, s-maxage=5"
    keys = set(response["Surrogate-Key"].split())
    assert "names" in keys
    assert keys >= ({own} if article.public_id in place and "family" not in place else {"articles"})


@pytest.mark.parametrize("place", [f"{API}{{}}/versions/", f"{API}{{}}/?at=2026-02-01"])
def test_head_of_what_is_tagged_by_its_bytes_has_their_tag(client, place):
    with at(-(10**7)):
        place = place.format(make_published(published_at=T - timedelta(days=100)).public_id)

    got, head = client.get(place), client.head(place)

    assert head["ETag"] == got["ETag"]
    assert head["Surrogate-Key"] == got["Surrogate-Key"]


def test_pages_feeds_and_pictures_name_what_their_address_names(client):
    source, category, image = make_source(), make_category("City"), keep_image()
    article = make_published(source=source, categories=(category,), lead=image)

    def keys(address: str) -> set[str]:
        return set(client.get(address)["Surrogate-Key"].split())

    of_source, of_category = f"source-{source.public_id}", f"category-{category.public_id}"
    lists = {"articles", "names"}
    assert keys(article.get_absolute_url()) == {*lists, f"article-{article.public_id}"}
    assert keys(f"/sources/{source.public_id}/") == {*lists, of_source}
    assert keys(f"/sections/{category.public_id}/city/") == {*lists, of_category}
    for ending in ("atom.xml", "rss.xml", "feed.json"):
        assert keys(f"/sources/{source.public_id}/{ending}") == {*lists, of_source}
        assert keys(f"/categories/{category.public_id}/{ending}") == {*lists, of_category}
        assert keys(f"/feeds/{ending}") == lists
    of_image, address = f"image-{image.public_id}", image.rendition_url("card")
    assert keys(address) == {of_image}
    assert keys(address.partition("?")[0]) == {*lists, of_image}


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
