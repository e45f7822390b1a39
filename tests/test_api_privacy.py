"""Readers see what is published, and cannot tell what else there is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.choices import CreditRole, Status
from articles.models import Article, ArticleImage, Credit, SourceLabel
from articles.search.index import index_articles
from tests.addresses import SECRET, asked, is_api
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
    shown,
)
from tests.clocks import whole_minute  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
LATER = timezone.now() + timedelta(days=400)
HIDDEN: list[dict[str, Any]] = [
    {"status": Status.DRAFT},
    {"status": Status.IN_REVIEW},
    {"status": Status.APPROVED},
    {"status": Status.PUBLISHED, "published_at": LATER},
    {"status": Status.PUBLISHED, "embargo_until": LATER},
    {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(hours=1)},
    {"status": Status.WITHDRAWN, "published_at": LONG_AGO, "withdrawal_notice": SECRET},
]


class Newsroom:
    """Some published articles and what they share with others that are not."""

    def __init__(self) -> None:
        self.source = make_source("Valley Post")
        self.news = make_category("News")
        self.local = make_category("Local", parent=self.news)
        self.image = make_image()
        self.articles = [
            self.add(make_published(f"Ferry {number}", **self.common(number)))
            for number in range(5)
        ]

    def common(self, number: int) -> dict[str, Any]:
        return {
            "source": self.source,
            "categories": (self.news, self.local),
            "lead": self.image,
            "language": "en",
            "originally_published_at": LONG_AGO + timedelta(days=number),
        }

    def add(self, article: Article) -> Article:
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
        index_articles([shown(article)])
        return article

    def hide(self, count: int) -> list[Article]:
        """Add articles that readers may not see, each with the secret all over."""
        hidden = []
        for number in range(count):
            values = {**self.common(number - 20), **HIDDEN[number % len(HIDDEN)]}
            values |= {"body": f"<p>Ferry {SECRET}</p>", "subtitle": SECRET, "summary": SECRET}
            article = self.add(make_article(f"Ferry {SECRET} {number}", **values))
            image = make_image(alt=SECRET, credit=SECRET)
            ArticleImage.objects.create(article=article, image=image, caption=SECRET)
            Credit.objects.create(article=article, role=CreditRole.TRANSLATOR, name=SECRET)
            hidden.append(article)
        other = make_source(f"{SECRET} Herald", notes=SECRET)
        self.add(make_article(SECRET, source=other))
        SourceLabel.objects.create(source=self.source, name=SECRET)
        return hidden

    def rows(self):
        return {
            "articles": self.articles[2],
            "sources": self.source,
            "categories": self.local,
            "images": self.image,
        }

    def urls(self) -> list[str]:
        """Every address and every parameter of the API."""
        return [url for url in asked(self.articles[2]) if is_api(url)]


def answer(client, url):
    """Return all that a reader can tell of an answer, and what it cost the database."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    headers = {k: v for k, v in response.items() if k not in {"Expires"}}
    return response.status_code, headers, response.content, len(captured)


def answers(client, urls):
    """Follow every list to its end, so that cursors are compared too."""
    found = {}
    waiting = list(urls)
    while waiting:
        url = waiting.pop()
        if url in found:
            continue
        found[url] = answer(client, url)
        if b'"next":"' in found[url][2]:
            page = client.get(url).json()
            waiting += [page["next"]]
    return found


@pytest.mark.parametrize("values", HIDDEN[:-1], ids=lambda v: ",".join(map(str, v)))
def test_the_id_of_a_hidden_article_costs_and_answers_as_one_that_never_was(client, values):
    hidden = make_article(SECRET, **values)

    assert answer(client, f"/api/v1/articles/{hidden.public_id}/") == answer(
        client, "/api/v1/articles/bbbbbbbbbbbb/"
    )


@pytest.mark.parametrize("field", ["published_at", "embargo_until"])
def test_what_was_taken_back_before_its_time_was_never_there(client, field):
    values: dict[str, Any] = {"published_at": LONG_AGO, field: LATER}
    never_seen = make_article(SECRET, status=Status.WITHDRAWN, **values)

    assert answer(client, f"/api/v1/articles/{never_seen.public_id}/") == answer(
        client, "/api/v1/articles/bbbbbbbbbbbb/"
    )


def test_an_id_of_one_kind_is_none_of_another(client):
    newsroom = Newsroom()

    for kind, row in newsroom.rows().items():
        others = {"articles", "sources", "categories", "images"} - {kind}
        statuses = {client.get(f"/api/v1/{o}/{row.public_id}/").status_code for o in others}
        assert statuses == {404}


def test_nobody_of_the_staff_is_in_any_answer(client):
    author = User.objects.create_user("mallory", "mallory@staff.example", "x", is_staff=True)
    newsroom = Newsroom()
    Article.objects.update(created_by=author)

    bodies = [body for _, _, body, _ in answers(client, newsroom.urls()).values()]

    assert not any(b"mallory" in body or b"staff.example" in body for body in bodies)


def keys(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from keys(part)


def test_no_field_carries_what_is_the_newsrooms_own(client):
    newsroom = Newsroom()
    own = {
        "pk", "status", "version", "created_by", "created_at", "family", "fingerprint",
        "review_round", "embargo_until", "expires_at", "notes", "aliases", "sha256", "file",
        "imported", "slug_history",
    }  # fmt: skip

    urls = [f"/api/v1/{kind}/{row.public_id}/" for kind, row in newsroom.rows().items()]

    assert {key for url in urls for key in keys(client.get(url).json())} & own == set()


def test_no_answer_sets_a_cookie_or_depends_on_one(client, writer):
    newsroom = Newsroom()
    client.force_login(writer)

    for url in newsroom.urls():
        response = client.get(url)
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url


def test_who_is_logged_in_sees_what_everybody_sees(client, chief):
    newsroom = Newsroom()
    newsroom.hide(7)
    staff = Client()
    staff.force_login(chief)

    assert [answer(staff, url) for url in newsroom.urls()] == [
        answer(client, url) for url in newsroom.urls()
    ]


def test_good_answers_may_be_kept_for_a_minute_and_others_not_at_all(client):
    newsroom = Newsroom()

    for url in newsroom.urls():
        response = client.get(url)
        is_good = response.status_code == 200
        assert ("no-store" in response["Cache-Control"]) is not is_good, url
        assert ("public" in response["Cache-Control"]) is is_good, url
        assert response.has_header("ETag") is is_good, url


def test_who_has_an_answer_already_is_told_so(client):
    make_published()
    etag = client.get("/api/v1/articles/")["ETag"]

    response = client.get("/api/v1/articles/", headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""
    assert response["Cache-Control"] == "public, max-age=60"


def test_an_answer_that_has_changed_comes_anew(client):
    make_published()
    etag = client.get("/api/v1/articles/")["ETag"]
    make_published()
    connection.check_constraints()  # as at the commit, where changes get their numbers

    assert client.get("/api/v1/articles/", headers={"If-None-Match": etag}).status_code == 200


def test_a_host_that_is_not_served_gets_no_links_to_itself(client):
    assert client.get("/api/v1/", headers={"Host": "evil.example"}).status_code == 400
