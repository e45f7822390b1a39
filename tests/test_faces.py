"""One article in all its forms: which one is given, and what none of them gives away."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from articles.choices import CreditRole, Status
from articles.ingest.formats.markdown import markdown_html
from articles.models import Article, ArticleImage, Credit
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
)
from tests.builders import shown as known
from tests.faces import SUFFIXES, TYPES, address, bare_article, full_article, text

pytestmark = pytest.mark.django_db
HOSTILE = "</script><img src=x onerror=alert(1)> # * [a](b) \"'&lt;"


class TestChoosing:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_address_or_the_request_names_the_form(self, client, suffix):
        article = full_article()

        by_suffix = client.get(address(article, suffix), headers={"Accept": "image/png"})
        by_accept = client.get(address(article), headers={"Accept": TYPES[suffix]})

        assert by_suffix.content == by_accept.content
        assert by_suffix["Content-Type"].split(";")[0] == TYPES[suffix]
        assert by_accept["Content-Type"] == by_suffix["Content-Type"]
        assert "Accept" in by_accept["Vary"].split(", ")
        assert not {"", "Accept"} & {*by_suffix["Vary"].split(", ")}
        assert by_suffix["ETag"] != by_accept["ETag"]

    @pytest.mark.parametrize(
        ("accept", "chosen"),
        [
            (None, "json"),
            ("", "json"),
            ("*/*", "json"),
            ("application/*", "json"),
            ("text/*", "md"),
            ("application/ld+json, */*", "jsonld"),
            ("text/plain;q=0.5, text/markdown;q=0.9", "md"),
            ("application/json;q=0.1, application/ninjs+json", "ninjs"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ],
    )
    def test_what_is_asked_for_is_weighed(self, client, accept, chosen):
        headers = {} if accept is None else {"Accept": accept}

        response = client.get(address(bare_article()), headers=headers)

        assert response["Content-Type"].split(";")[0] == TYPES[chosen]

    @pytest.mark.parametrize(
        "accept",
        [
            *("image/png", "text/xml", "application/json;q=0"),
            pytest.param("*/*" + ",a/b" * 500, id="longer than anybody's"),
        ],
    )
    def test_a_form_that_there_is_not_is_refused(self, client, accept):
        response = client.get(address(bare_article()), headers={"Accept": accept})

        assert response.status_code == 406
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("suffix", ["xml", "JSON", "json.md", "api"])
    def test_an_ending_that_there_is_not_is_nowhere(self, client, suffix):
        assert client.get(address(bare_article(), suffix)).status_code == 404

    def test_each_form_tells_of_the_others(self, client):
        article = bare_article()

        for suffix in SUFFIXES:
            links = client.get(address(article, suffix))["Link"]
            found = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', links))
            assert found == {
                f"http://testserver{address(article, other)}": TYPES[other]
                for other in SUFFIXES
                if other != suffix
            }

    @pytest.mark.parametrize(
        ("query", "passed_on"),
        [
            ("fields=title", ""),
            ("include=source&fields=title", ""),
            ("at=2026-01-01T08:00:00%2B00:00", "at=2026-01-01T08%3A00%3A00%2B00%3A00"),
        ],
    )
    def test_the_others_are_there_whatever_was_asked_of_one(self, client, query, passed_on):
        with time_machine.travel(LONG_AGO):
            article = full_article()

        links = client.get(f"{address(article)}?{query}")["Link"]

        for found in re.findall(r"<([^>]+)>", links):
            assert found.partition(".")[2].partition("?")[2] == passed_on
            assert client.get(found).status_code == 200

    def test_the_page_tells_of_all(self, client):
        article = bare_article()

        page = client.get(article.get_absolute_url()).content.decode()

        for suffix in SUFFIXES:
            assert (
                f'<link rel="alternate" type="{TYPES[suffix]}" '
                f'href="http://testserver{address(article, suffix)}">'
            ) in page

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_head_says_what_get_would(self, client, suffix):
        article = full_article()
        got, head = (getattr(client, m)(address(article, suffix)) for m in ("get", "head"))

        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Type"] == got["Content-Type"]
        assert head["ETag"] == got["ETag"]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_who_has_a_form_already_is_told_so_until_the_article_changes(self, client, suffix):
        article = full_article()
        etag = client.get(address(article, suffix))["ETag"]

        def again() -> int:
            headers = {"If-None-Match": etag}
            status: int = client.get(address(article, suffix), headers=headers).status_code
            return status

        assert again() == 304
        article.title = "Other"
        article.save()
        known(article)
        assert again() == 200

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_costs_a_fixed_number_of_queries(self, client, suffix):
        article = full_article()
        for number in range(20):
            Credit.objects.create(article=article, role=CreditRole.AUTHOR, name=f"N {number}")
            ArticleImage.objects.create(article=article, image=make_image())
            article.categories.add(make_category())
        known(article)

        def cost(one: Article) -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(address(one, suffix))
            return len(captured)

        small = make_published(source=make_source(), categories=(make_category(),))
        assert cost(article) == cost(small) <= 7


@pytest.mark.parametrize("suffix", SUFFIXES)
class TestRefusals:
    def test_a_withdrawn_article_is_its_notice_alone(self, client, suffix):
        article = make_article(
            "Gone", body="<p>quicksilver</p>", status=Status.WITHDRAWN,
            published_at=datetime(2024, 1, 1, tzinfo=UTC), withdrawal_notice="A name was wrong.",
        )  # fmt: skip

        response = client.get(address(article, suffix))

        assert response.status_code == 410
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["detail"] == "A name was wrong."
        assert b"quicksilver" not in response.content

    def test_a_draft_is_not_there(self, client, suffix):
        response = client.get(address(make_article("quicksilver"), suffix))

        assert response.status_code == 404
        assert response.content == client.get("/api/v1/articles/bbbbbbbbbbbb.md").content

    def test_unknown_parameters_are_refused(self, client, suffix):
        assert client.get(address(bare_article(), suffix), {"a": "b"}).status_code == 400


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_value_becomes_markup(client, suffix):
    article = full_article(
        subtitle=HOSTILE, summary=HOSTILE, original_title=HOSTILE, publisher=HOSTILE,
        keywords=[HOSTILE], language='en" onload="alert(1)', source=make_source(HOSTILE),
        canonical_url=f"https://x.example/{HOSTILE}",
    )  # fmt: skip
    article.title = HOSTILE
    article.save()
    Credit.objects.filter(article=article).update(label=HOSTILE[:60], name=HOSTILE)
    known(article)

    found = text(client, article, suffix)

    if suffix == "md":
        found = markdown_html(found)
    if suffix in {"md", "html"}:
        assert "<img src=x" not in found
        assert "<script" not in found
        assert LexborHTMLParser(found).css_first("img[src=x], [onload], script") is None
    elif suffix != "txt":
        assert HOSTILE in json.dumps(json.loads(found), ensure_ascii=False).replace('\\"', '"')
