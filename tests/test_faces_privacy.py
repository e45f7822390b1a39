"""No form of an article, and nothing of its past, depends on what readers may not see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from articles.faces.kinds import Kind
from articles.models import Article, Review, Revision
from tests.addresses import SECRET
from tests.builders import LONG_AGO, edit, make_article, make_image
from tests.test_api_privacy import HIDDEN, Newsroom, answer, answers, keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
SUFFIXES = [f".{kind.suffix}" for kind in Kind]
THEN = "?at=2025-01-01T00:00:00Z"
TAILS = ["/", f"/{THEN}", "/versions/", *SUFFIXES, *(f"{suffix}{THEN}" for suffix in SUFFIXES)]
PRIVATE = [values for values in HIDDEN if "withdrawal_notice" not in values]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Stand still: how long an answer is good for says what time it is."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def newsroom() -> Newsroom:
    """One of its articles has a past."""
    made = Newsroom()
    article = edit(made.articles[2], title="Ferry again")
    edit(article, title="Ferry once more")
    Revision.objects.filter(version=1).update(visible_from=LONG_AGO)
    return made


def urls(newsroom: Newsroom) -> Iterator[str]:
    for article in newsroom.articles[1:3]:
        yield from (f"/api/v1/articles/{article.public_id}{tail}" for tail in TAILS)
    yield from (f"/api/v1/articles/bbbbbbbbbbbb{tail}" for tail in TAILS)


def test_no_form_and_no_past_tells_that_fifty_hidden_articles_exist(client, newsroom):
    before = answers(client, urls(newsroom))

    hidden = newsroom.hide(50)
    for article in hidden:
        edit(article, subtitle=f"{SECRET} again")
    after = answers(client, urls(newsroom))

    assert {url: after[url] for url in after if after[url] != before[url]} == {}
    assert {status for status, *_ in before.values()} == {200, 404}
    assert not any(SECRET.encode() in body for _, _, body, _ in after.values())


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("values", PRIVATE, ids=lambda v: ",".join(map(str, v)))
def test_a_hidden_article_is_as_one_that_never_was(client, values, tail):
    hidden = make_article(SECRET, **values)
    edit(hidden, subtitle=SECRET)

    assert answer(client, f"/api/v1/articles/{hidden.public_id}{tail}") == answer(
        client, f"/api/v1/articles/bbbbbbbbbbbb{tail}"
    )


def test_nobody_of_the_staff_and_no_word_among_them_is_in_any_form(client, newsroom):
    mallory = User.objects.create_user("mallory", "mallory@staff.example", "x", is_staff=True)
    Article.objects.update(created_by=mallory)
    Revision.objects.update(by=mallory, note=SECRET)
    for article in newsroom.articles:
        Review.objects.create(
            article=article, from_status="approved", to_status="published", version=0,
            by=mallory, note=SECRET,
        )  # fmt: skip

    bodies = [body for _, _, body, _ in answers(client, urls(newsroom)).values()]

    for word in (b"mallory", b"staff.example", SECRET.encode()):
        assert not any(word in body for body in bodies)


def test_no_form_has_a_member_of_the_newsrooms_own(client, newsroom):
    own = {"pk", "status", "created_by", "by_id", "note", "run", "review_round", "family", "kept"}
    article = newsroom.articles[2]

    for tail in ("/", "/versions/", ".ninjs", ".jsonld"):
        found = client.get(f"/api/v1/articles/{article.public_id}{tail}").json()
        assert set(keys(found)) & own == set(), tail


def test_a_picture_that_only_a_draft_still_uses_is_not_in_the_past(client, newsroom):
    article = newsroom.articles[2]
    image = make_image(alt=SECRET)
    use = article.article_images.get()
    kept = Revision.objects.get(article=article, version=1)
    kept.values["pictures"] = [[image.public_id, "lead", "", "", ""]]
    kept.save()
    make_article("A draft", lead=image)

    found = client.get(f"/api/v1/articles/{article.public_id}/{THEN}")

    assert use.image != image
    assert found.json()["images"] == []
    assert SECRET.encode() not in found.content


def test_who_is_logged_in_sees_what_everybody_sees(client, chief, newsroom):
    staff = Client()
    staff.force_login(chief)

    for url in urls(newsroom):
        assert answer(staff, url) == answer(client, url), url
        assert not staff.get(url).cookies, url


def test_good_answers_may_be_kept_and_others_not(client, newsroom):
    for url in urls(newsroom):
        response = client.get(url)
        is_good = response.status_code == 200
        assert ("public" in response["Cache-Control"]) is is_good, url
        assert ("no-store" in response["Cache-Control"]) is not is_good, url
        assert response.has_header("ETag") is is_good, url


def test_every_address_of_an_article_is_among_those_that_tell_nothing():
    routes = {str(p.pattern) for p in get_resolver("articles.api.urls").url_patterns}

    assert {route for route in routes if route.startswith("articles/<")} == {
        "articles/<public_id:id>/",
        "articles/<public_id:id>.<str:format>",
        "articles/<public_id:id>/versions/",
    }
