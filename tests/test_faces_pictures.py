"""Pictures in the text of an article: every form shows those that are kept here from here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from articles.cards.pictures import Kept, with_kept
from articles.ingest.store.pictures import keep
from articles.models import Article, ArticleImage, Card, Image
from articles.text.html import clean_html, is_certified
from tests.builders import edit, make_image, make_published, shown
from tests.faces import address, text
from tests.pictures import keep_image, png

FAR = "https://far.example/b.jpg"
SITE = "http://testserver"


def article_with(*images: Image, **values: Any) -> Article:
    body = "".join(f'<p>Text.</p><img src="{image.url}">' for image in images)
    article = make_published(**{"body": body, **values})
    for position, image in enumerate(images):
        ArticleImage.objects.create(article=article, image=image, position=position)
    return shown(article)


def body_of(client: Client, article: Article, **query: str) -> str:
    found: str = client.get(address(article), query).json()["body_html"]
    return found


def bodies(client: Client, article: Article) -> dict[str, str]:
    """Return the text of an article in every form that shows pictures, now and as it was."""
    now = datetime.now(UTC).isoformat()
    ninjs = json.loads(text(client, article, "ninjs"))
    return {
        "JSON": body_of(client, article),
        "JSON, only the text": body_of(client, article, fields="body_html"),
        "JSON of a moment": body_of(client, article, at=now),
        "ninjs": ninjs["bodies"][0]["value"],
        "Markdown": text(client, article, "md"),
        "HTML": text(client, article, "html"),
        "list": next(
            row["body_html"]
            for row in client.get("/api/v1/articles/", {"fields": "id,body_html"}).json()["results"]
            if row["id"] == article.public_id
        ),
    }


@pytest.mark.django_db
def test_every_form_shows_what_is_kept_here_from_here_and_leaves_the_rest(client):
    kept = keep_image()
    article = article_with(kept, make_image(FAR))

    for form, body in bodies(client, article).items():
        assert f"{SITE}{kept.rendition_url('inline')}" in body, form
        assert kept.url not in body, form
        assert FAR in body, form


@pytest.mark.django_db
def test_a_form_without_pictures_of_this_host_is_the_text_as_it_is_kept(client):
    article = article_with(make_image(FAR), make_image("https://far.example/c.jpg"))

    whole = [body for form, body in bodies(client, article).items() if "JSON" in form]
    assert whole == [article.body] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["{url}", "{url}?w=640", "https://relay.example/?{url}"])
def test_a_picture_of_a_text_has_the_size_it_has_here(client, named):
    image = keep_image(1600, 800)
    src = named.format(url=image.url)
    article = make_published(body=f'<img src="{src}" width="9" height="9"><p>Text.</p>')
    ArticleImage.objects.create(article=article, image=image)
    shown(article)

    body = body_of(client, article)

    src = f"{SITE}{image.rendition_url('inline')}"
    assert body == f'<img src="{src}" alt="" width="800" height="400"><p>Text.</p>'
    assert is_certified(body)
    assert client.get(src).status_code == 200
    assert client.get(f"/api/v1/images/{image.public_id}/").json()["renditions"]["inline"] == {
        "url": src,
        "width": 800,
        "height": 400,
    }


@pytest.mark.django_db
def test_a_text_says_what_is_to_be_seen_before_the_record_does(client):
    one, two = keep_image(alt="Record"), keep_image(alt='Fall "back" & <more>')
    article = article_with(
        one, two, body=f'<img src="{one.url}" alt="Body &amp; soul"><img src="{two.url}">'
    )

    for form, body in bodies(client, article).items():
        if form != "Markdown":
            assert 'alt="Body &amp; soul"' in body, form
            assert 'alt="Fall &quot;back&quot; &amp; &lt;more&gt;"' in body, form
    assert body_of(client, article).count("<") == 2


@pytest.mark.django_db
def test_what_is_kept_for_another_article_is_not_shown_in_this_one(client):
    image = keep_image()
    article = make_published(body=f'<p>Text.</p><img src="{image.url}">')
    article_with(image, body="<p>Other.</p>")

    assert body_of(client, article) == article.body


@pytest.mark.django_db
def test_pictures_say_where_they_came_from_as_the_text_did(client):
    kept, far, own = keep_image(), make_image(FAR), keep_image(url="")
    article = article_with(kept, far, own, body="<p>Text.</p>")

    for query in ({}, {"at": datetime.now(UTC).isoformat()}):
        images = client.get(address(article), query).json()["images"]
        assert [one["canonical_url"] for one in images] == [kept.url, FAR, None]
        assert images[0]["url"] == f"{SITE}{kept.rendition_url('lead')}"
        assert images[1]["url"] == FAR


@pytest.mark.django_db
def test_a_card_by_older_rules_shows_the_same(client):
    article = article_with(keep_image())
    said = bodies(client, article)
    Card.objects.filter(article=article).update(rules="older", rest='"images":[]')

    assert bodies(client, article) == said


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_another_one_once_a_picture_is_kept_or_taken_away(client):
    image = make_image(FAR)
    article = article_with(image)
    forms = [address(article), address(article, "html"), f"{address(article)}?fields=body_html"]

    def tags() -> list[str]:
        return [client.get(form)["ETag"] for form in forms]

    def is_known(tag: str, form: str) -> bool:
        answer = client.get(form, headers={"If-None-Match": tag})
        return bool(answer.status_code == 304)

    before = tags()
    assert all(map(is_known, before, forms))
    assert keep(image, png())
    image.refresh_from_db()
    kept = tags()
    assert not any(map(is_known, before, forms))
    assert image.rendition_url("inline") in body_of(client, article)

    article.article_images.all().delete()
    edit(article)
    assert not any(map(is_known, kept, forms))
    assert body_of(client, article) == article.body


@pytest.mark.django_db
def test_a_picture_of_the_past_is_shown_as_it_is_kept_today(client):
    start, image = datetime(2026, 5, 1, 8, tzinfo=UTC), make_image(FAR)
    with time_machine.travel(start, tick=False):
        article = article_with(image, published_at=start)
    with time_machine.travel(start + timedelta(hours=2), tick=False):
        edit(article, body="<p>Another.</p>")
    then = f"{address(article)}?at=2026-05-01T09:00:00Z"
    former = client.get(then)
    assert FAR in former.json()["body_html"]

    keep(image, png())

    image.refresh_from_db()
    found = client.get(then, headers={"If-None-Match": former["ETag"]})
    assert f'"{SITE}{image.rendition_url("inline")}"' in found.json()["body_html"]
    assert body_of(client, article) == "<p>Another.</p>"


@pytest.mark.django_db
def test_texts_with_pictures_cost_no_query_more(client):
    texts = "/api/v1/articles/?fields=body_html"
    article_with(make_image(FAR))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(texts)

    for _number in range(5):
        article_with(keep_image(), keep_image())
    with CaptureQueriesContext(connection) as many:
        assert client.get(texts).content.count(b"/inline/") == 10

    assert len(many) == len(one)


@pytest.mark.django_db
def test_pictures_stand_under_the_path_that_the_site_is_served_under(request):
    article = article_with(keep_image())
    client = request.getfixturevalue("under_a_path")

    for form, body in bodies(client, article).items():
        assert f"{SITE}/valley/media/" in body, form


PIECES = [
    "<p>",
    "</p>",
    '<img src="',
    FAR,
    "#a",
    "?b",
    '" alt="',
    "&quot;",
    "x>",
    '">',
    "<b>",
    "桥",
]


@given(
    body=st.lists(st.sampled_from(PIECES)).map("".join).map(clean_html).map(str),
    alt=st.text(st.sampled_from("<>\"'&; \t桥=")),
)
def test_a_certified_text_stays_one(body, alt):
    made = with_kept(body, [Kept(FAR, f"{SITE}/media/a/inline/?v=0-1", 8, 9, alt)])

    assert is_certified(body)
    assert is_certified(made)
    assert made.count("<img ") == body.count("<img ")


@pytest.mark.django_db(transaction=True)
def test_a_browser_shows_the_kept_picture_of_the_bare_article(page: Page) -> None:
    article = article_with(keep_image(60, 40))

    page.goto(address(article, "html"))

    picture = page.locator("article img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("i => i.decode().then(() => i.naturalWidth)") == 60
