from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.choices import CreditRole, Precision, SourceKind, Status
from articles.models import Article, ArticleImage, Credit
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
    shown,
)

pytestmark = pytest.mark.django_db


def address(article, kind="articles"):
    return f"/api/v1/{kind}/{article.public_id}/"


def test_a_list_row_tells_what_a_teaser_shows(client):
    source = make_source("Valley Post")
    category = make_category("Transport")
    image = make_image(alt="A ferry", credit="Valley Post / Lin")
    article = make_published(
        "Ferry returns",
        subtitle="After nine years",
        summary="The ferry runs again.",
        language="en",
        source=source,
        categories=(category,),
        lead=image,
        originally_published_at=LONG_AGO,
        original_precision=Precision.DAY,
        truncated=True,
    )

    row = client.get("/api/v1/articles/").json()["results"][0]

    assert row.pop("updated_at")
    assert row == {
        "id": article.public_id,
        "uri": f"http://testserver{address(article)}",
        "url": f"http://testserver{article.get_absolute_url()}",
        "title": "Ferry returns",
        "subtitle": "After nine years",
        "summary": "The ferry runs again.",
        "language": "en",
        "source": {"id": source.public_id, "name": "Valley Post"},
        "categories": [{"id": category.public_id, "name": "Transport"}],
        "lead_image": {
            "id": image.public_id,
            "url": image.url,
            "alt": "A ferry",
            "caption": "",
            "credit": "Valley Post / Lin",
            "width": None,
            "height": None,
            "renditions": {},
        },
        "originally_published_at": "2024-01-01T08:00:00Z",
        "originally_published_precision": "day",
        "published_at": "2024-01-01T08:00:00Z",
        "truncated": True,
    }


def test_an_article_of_no_source_and_no_date_says_null(client):
    make_published()

    row = client.get("/api/v1/articles/").json()["results"][0]

    assert row["source"] is None
    assert row["lead_image"] is None
    assert row["originally_published_at"] is None
    assert row["originally_published_precision"] is None


def test_the_long_form_adds_the_text_and_its_makers(client):
    article = make_published(
        body="<p>First.</p><p>Second.</p>",
        original_title="FERRY!",
        publisher="Valley Press",
        canonical_url="https://valley.example/ferry",
        keywords=["ferry", "渡轮"],
    )
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, label="文", name="林默")
    shown(article)

    found = client.get(address(article)).json()

    assert found["body_html"] == "<p>First.</p><p>Second.</p>"
    assert found["body_text"] == article.body_text
    assert found["original_title"] == "FERRY!"
    assert found["publisher"] == "Valley Press"
    assert found["canonical_url"] == "https://valley.example/ferry"
    assert found["keywords"] == ["ferry", "渡轮"]
    assert found["credits"] == [{"role": "author", "label": "文", "name": "林默"}]


def test_the_long_form_shows_all_pictures_in_their_order(client):
    lead, inline = make_image(), make_image()
    article = make_published(lead=lead)
    ArticleImage.objects.create(article=article, image=inline, position=2, caption="Later")
    shown(article)

    images = client.get(address(article)).json()["images"]

    assert [(i["role"], i["id"], i["caption"]) for i in images] == [
        ("lead", lead.public_id, ""),
        ("inline", inline.public_id, "Later"),
    ]


def test_what_an_article_says_of_a_picture_goes_before_what_the_picture_says(client):
    article = make_published()
    image = make_image(alt="A boat", credit="Agency")
    ArticleImage.objects.create(article=article, image=image, alt="The ferry", credit="Lin")
    shown(article)

    told = client.get(address(article)).json()["images"][0]

    assert (told["alt"], told["credit"]) == ("The ferry", "Lin")


def test_a_day_stays_that_day_where_the_newsroom_keeps_another_clock(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    article = make_published(
        originally_published_at=datetime(2026, 4, 30, 16, tzinfo=UTC),
        original_precision=Precision.DAY,
    )

    found = client.get(address(article)).json()

    assert found["originally_published_at"] == "2026-05-01T00:00:00+08:00"


HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "in-review": {"status": Status.IN_REVIEW},
    "approved": {"status": Status.APPROVED},
    "scheduled": {"status": Status.PUBLISHED, "published_at": timezone.now() + timedelta(days=9)},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": timezone.now() + timedelta(days=9)},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
}


@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_what_readers_may_not_see_answers_like_an_id_that_never_was(client, values):
    hidden = make_article(**values)
    unknown = client.get("/api/v1/articles/bbbbbbbbbbbb/")

    response = client.get(address(hidden))

    assert response.status_code == 404
    assert response.content == unknown.content
    assert response.headers == unknown.headers
    assert client.get("/api/v1/articles/").json()["results"] == []


@pytest.mark.parametrize(
    ("field", "statuses"),
    [
        ("published_at", [404, 200, 200]),
        ("embargo_until", [404, 200, 200]),
        ("expires_at", [200, 404, 404]),
    ],
)
def test_an_article_comes_and_goes_to_the_second_in_every_answer(client, field, statuses):
    moment = datetime(2030, 5, 1, 8, tzinfo=UTC)
    article = make_published(source=make_source(), lead=make_image())
    Article.objects.update(**{field: moment})
    shown(article)
    urls = [address(article), address(article.source, "sources")]
    lists = ["/api/v1/articles/", "/api/v1/sources/", "/api/v1/images/"]

    for seconds, status in zip([-1, 0, 1], statuses, strict=True):
        with time_machine.travel(moment + timedelta(seconds=seconds), tick=False):
            assert [client.get(url).status_code for url in urls] == [status, status]
            lengths = {len(client.get(url).json()["results"]) for url in lists}
            assert lengths == {1 if status == 200 else 0}


def test_a_withdrawn_article_answers_410_with_its_notice(client):
    article = make_article(
        status=Status.WITHDRAWN, published_at=LONG_AGO, withdrawal_notice="A quote was false."
    )

    response = client.get(address(article))

    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "A quote was false.",
    }


def test_an_article_withdrawn_without_a_notice_says_that_much(client):
    article = make_article(status=Status.WITHDRAWN, published_at=LONG_AGO)

    assert client.get(address(article)).json()["detail"] == "This article was withdrawn."


def test_a_withdrawn_article_is_in_no_list(client):
    make_article(status=Status.WITHDRAWN, published_at=LONG_AGO)

    assert client.get("/api/v1/articles/").json()["results"] == []


def test_a_source_tells_what_readers_may_know_of_it(client):
    source = make_source(
        "Valley Post",
        kind=SourceKind.AGENCY,
        homepage="https://valley.example/",
        rights="All rights reserved",
        notes="Pays late.",
    )
    make_published(source=source)

    assert client.get(address(source, "sources")).json() == {
        "id": source.public_id,
        "uri": f"http://testserver{address(source, 'sources')}",
        "name": "Valley Post",
        "kind": "agency",
        "homepage": "https://valley.example/",
        "rights": "All rights reserved",
    }


def test_a_category_names_the_one_it_stands_under(client):
    news = make_category("News")
    local = make_category("Local", parent=news, slug="local")

    found = client.get(address(local, "categories")).json()

    assert found["name"] == "Local"
    assert found["parent"] == {"id": news.public_id, "name": "News"}


def test_a_picture_that_is_not_kept_here_points_to_where_it_came_from(client):
    image = make_image("https://valley.example/ferry.jpg")
    make_published(lead=image)

    found = client.get(address(image, "images")).json()

    assert found["url"] == "https://valley.example/ferry.jpg"
    assert found["canonical_url"] == "https://valley.example/ferry.jpg"
    assert found["renditions"] == {}


def test_a_picture_that_is_kept_here_is_served_from_here_in_named_sizes(client):
    image = make_image(file="originals/ferry.jpg", width=2400, height=1600)
    make_published(lead=image)

    found = client.get(address(image, "images")).json()
    addresses = [found["url"], *(made["url"] for made in found["renditions"].values())]

    assert {made.partition("/media/")[0] for made in addresses} == {"http://testserver"}
    assert found["renditions"]["card"]["width"] == 480
    assert found["renditions"]["card"]["height"] == 320
    assert list(found["renditions"]) == ["thumb", "card", "lead", "inline", "social"]


@pytest.mark.parametrize("kind", ["sources", "images"])
def test_what_only_a_draft_uses_is_not_there(client, kind):
    source, image = make_source(), make_image()
    make_article(source=source, lead=image)
    row = {"sources": source, "images": image}[kind]

    assert client.get(f"/api/v1/{kind}/").json()["results"] == []
    assert client.get(address(row, kind)).status_code == 404


def test_the_index_names_every_address(client):
    found = client.get("/api/v1/").json()

    asked = {url: {"q": "bridge"} if name == "search" else {} for name, url in found.items()}
    assert {url for url, query in asked.items() if client.get(url, query).status_code != 200} == (
        set()
    )
    assert set(found) == {
        "articles",
        "sources",
        "categories",
        "images",
        "search",
        "changes",
        "schema",
        "docs",
    }


@pytest.mark.parametrize("place", ["/api/v1/articles/", "/api/v1/articles/{}/", "/feed.atom", "/"])
def test_no_copy_of_an_answer_outlives_an_article_in_it(client, place):
    article = make_published(expires_at=timezone.now() + timedelta(seconds=20))

    answer = client.get(place.format(article.public_id))

    assert int(answer["Cache-Control"].partition("max-age=")[2].split(",")[0]) <= 20
