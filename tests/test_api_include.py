"""`include`: whole objects where others are only named, and what there is around an article."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.api.shapes import INCLUDES
from articles.choices import CreditRole, Status
from articles.models import (
    Article,
    ArticleImage,
    Credit,
    Document,
    Origin,
    Passage,
)
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_copies,
    make_image,
    make_published,
    make_source,
    shown,
)

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"


def rows(client, **query):
    answer = client.get(ARTICLES, query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def found_at(article: Article, path: str = "dump/secret-path.md", **values: Any) -> Origin:
    now = timezone.now()
    document = Document.objects.create(
        root="/srv/dumps", path=path, first_seen_at=now, last_seen_at=now, source=article.source
    )
    return Origin.objects.create(
        article=article, document=document, index=0, action="create", **values
    )


def share(one: Article, other: Article) -> None:
    first, second = sorted((one, other), key=lambda article: article.pk)
    Passage.objects.create(article=first, other=second, start=0, end=9, other_start=0, other_end=9)


def test_sources_and_categories_are_as_at_their_own_addresses(client):
    source = make_source("Post", rights="All")
    above = make_category("News")
    below = make_category("Local", parent=above)
    make_published(source=source, categories=(above, below))

    (row,) = rows(client, include="source,categories")

    assert row["source"] == client.get(f"/api/v1/sources/{source.public_id}/").json()
    assert row["categories"] == [
        client.get(f"/api/v1/categories/{one.public_id}/").json() for one in (below, above)
    ]


def test_one_may_be_whole_and_the_other_named(client):
    source, category = make_source("Post"), make_category("News")
    make_published(source=source, categories=(category,))

    (row,) = rows(client, include="source")

    assert row["source"]["rights"] == ""
    assert row["categories"] == [{"id": category.public_id, "name": "News"}]


def test_lists_tell_credits_and_pictures_where_asked(client):
    article = make_published(lead=make_image())
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
    ArticleImage.objects.create(article=article, image=make_image(), position=1)
    shown(article)
    whole = client.get(f"{ARTICLES}{article.public_id}/").json()

    (row,) = rows(client, include="credits,images")

    assert row["credits"] == whole["credits"]
    assert len(row["images"]) == 2
    assert row["images"] == whole["images"]
    assert row["title"] == whole["title"]


def test_what_is_included_is_added_to_what_is_chosen(client):
    make_published(source=make_source("Post"))

    (row,) = rows(client, fields="id", include="source,related")

    assert set(row) == {"id", "source", "related"}


def test_related_are_the_family_and_who_shares_a_passage(client):
    one = make_published("One")
    copy = make_published("Copy", published_at=LONG_AGO + timedelta(days=1))
    make_copies(one, copy)
    other = make_published("Other")
    share(one, other)
    share(one, copy)

    related = {row["title"]: row["related"] for row in rows(client, include="related")}

    assert [(r["title"], r["relation"]) for r in related["One"]] == [
        ("Copy", "family"),
        ("Other", "passage"),
    ]
    assert related["Other"] == [
        {
            "id": one.public_id,
            "uri": f"http://testserver{ARTICLES}{one.public_id}/",
            "url": f"http://testserver{one.get_absolute_url()}",
            "title": "One",
            "relation": "passage",
        }
    ]
    own = client.get(f"{ARTICLES}{one.public_id}/?include=related").json()
    assert own["related"] == related["One"]


HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "embargoed": {
        "status": Status.PUBLISHED,
        "embargo_until": timezone.now() + timedelta(days=9),
    },
}


@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_nothing_tells_of_what_is_related_and_not_public(client, values):
    one = make_published("One")
    before = costs(client)

    hidden = make_article("Hidden", **values)
    make_copies(one, hidden)
    other = make_article("Also hidden", **values)
    share(one, other)
    share(one, hidden)

    assert costs(client) == before
    assert rows(client, family=one.public_id)[0]["title"] == "One"
    assert len(rows(client, family=one.public_id)) == 1
    assert rows(client, family=hidden.public_id) == []


def costs(client):
    with CaptureQueriesContext(connection) as captured:
        content = client.get(ARTICLES, {"include": ",".join(INCLUDES)}).content
    return content, len(captured)


def test_a_family_is_listed_by_any_of_its_articles(client):
    members = [make_published(f"{number}") for number in range(3)]
    make_copies(*members)
    alone = make_published("Alone")

    for member in members:
        assert {row["title"] for row in rows(client, family=member.public_id)} == {"0", "1", "2"}
    assert [row["title"] for row in rows(client, family=alone.public_id)] == ["Alone"]
    assert rows(client, family="bbbbbbbbbbbb") == []


def test_origins_tell_the_source_and_the_address_and_no_path(client):
    article = make_published(source=make_source("Post"))
    found_at(article, canonical_url="https://post.example/1")
    found_at(article, "b.md", is_current=False)

    answer = client.get(ARTICLES, {"include": "origins"})

    (origin,) = answer.json()["results"][0]["origins"]
    assert origin.pop("found_at")
    assert origin == {
        "source": {"id": article.source.public_id, "name": "Post"},
        "canonical_url": "https://post.example/1",
    }
    assert b"secret-path" not in answer.content
    assert b"/srv" not in answer.content


@pytest.mark.parametrize("name", ["body", "source,", "credit", "created_by"])
def test_what_cannot_be_included_is_refused(client, name):
    answer = client.get(ARTICLES, {"include": name})

    assert answer.status_code == 400
    assert "related" in answer.json()["errors"][0]["detail"]


def make_full(count: int) -> None:
    for _number in range(count):
        article = make_published(
            source=make_source(),
            categories=(make_category(parent=make_category()),),
            lead=make_image(),
        )
        Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
        make_copies(article, make_published(source=article.source, language="zh"))
        found_at(shown(article), f"{article.pk}.md")


PARAMETERS = {
    **{f"include {name}": {"include": name} for name in INCLUDES},
    "everything included": {"include": ",".join(INCLUDES)},
    "fields": {"fields": "title,source,body_text"},
    "exactly counted": {"count": "exact"},
    "about counted": {"count": "estimate"},
    "several filters": {"has_image": "true", "credit": "Lin", "truncated": "false"},
    "changed since": {"updated_since": "2024-01-01"},
    "a span": {"published_after": "2023-01-01", "ordering": "-date"},
    "a search": {"search": "bridge"},
}


@pytest.mark.parametrize("query", PARAMETERS.values(), ids=PARAMETERS)
def test_no_parameter_costs_more_queries_for_100_rows_than_for_one(client, query):
    make_full(1)
    for_one = queries(client, query)
    make_full(9)

    for_all = queries(client, query)

    assert for_all == for_one


def queries(client, query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ARTICLES, {"page_size": 100, **query}).status_code == 200
    return len(captured)


def test_an_id_that_is_not_public_opens_no_family(client):
    hidden = make_article("Hidden")
    make_copies(make_published("One"), hidden)

    assert rows(client, family=hidden.public_id) == []
