"""What is not published shows nowhere; what is shows the same to everybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.choices import CreditRole, Status
from articles.models import Credit
from articles.search.index import index_articles
from tests.builders import LONG_AGO, make_article, make_category, make_published, make_source, shown
from tests.clocks import whole_minute  # noqa: F401  (a fixture)
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db

UNKNOWN = "bcdfghjkmnpq"
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
SECRET = "Quietword"
HIDDEN = {
    "draft": {"status": Status.DRAFT},
    "in_review": {"status": Status.IN_REVIEW},
    "approved": {"status": Status.APPROVED},
    "scheduled": {"status": Status.PUBLISHED, "published_at": FUTURE},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": FUTURE},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
}
WEB = Path(__file__).parent.parent / "articles" / "web"


def public_paths(article):
    category, source = article.categories.get(), article.source
    return [
        "/",
        f"/?before={2**40}.{UNKNOWN}",
        "/feed.atom",
        "/search/",
        f"/search/?q={SECRET}",
        "/search/?q=bridge",
        article.get_absolute_url(),
        f"/articles/{article.public_id}/",
        f"/articles/{UNKNOWN}/",
        f"/sections/{category.public_id}/",
        f"/sections/{category.public_id}/city/",
        f"/sources/{source.public_id}/",
        f"/sources/{UNKNOWN}/",
        "/people/Ada/",
        "/people/Nobody/",
        *("/archive/", "/archive/2024/", "/archive/2024/01/", "/archive/2024/01/01/"),
        "/archive/2099/01/01/",
        "/corrections/",
        f"/media/images/{UNKNOWN}/card/",
        "/robots.txt",
        "/favicon.ico",
    ]


def answer(path, user=None, **headers):
    client = Client(headers=headers)
    if user is not None:
        client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return response.status_code, response.content, dict(response.headers), len(queries)


@pytest.fixture
def article():
    article = make_published(
        categories=(make_category("City", slug="city"),), source=make_source("Harbour Post")
    )
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Ada")
    index_articles([article])
    return shown(article)


class TestWhatIsNotPublished:
    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_answers_like_an_id_that_never_was(self, values):
        hidden = make_article(SECRET, **values)

        for path in (hidden.get_absolute_url(), f"/articles/{hidden.public_id}/"):
            assert answer(path) == answer(path.replace(hidden.public_id, UNKNOWN))

    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_changes_no_byte_and_no_cost_of_any_page(self, article, values):
        paths = public_paths(article)
        before = [answer(path) for path in paths]
        for _ in range(50):
            hidden = make_article(
                f"{SECRET} bridge",
                source=article.source,
                categories=tuple(article.categories.all()),
                **values,
            )
            index_articles([hidden])

        assert [answer(path) for path in paths] == before

    def test_a_source_of_drafts_only_is_unknown(self):
        source = make_source(SECRET)
        make_article(source=source)

        assert answer(f"/sources/{source.public_id}/") == answer(f"/sources/{UNKNOWN}/")

    def test_a_withdrawn_article_is_in_no_list(self, article):
        gone = make_article(
            SECRET, status=Status.WITHDRAWN, source=article.source,
            categories=tuple(article.categories.all()),
        )  # fmt: skip
        index_articles([gone])

        for path in public_paths(article)[:8]:
            if "q=" not in path:
                assert SECRET.encode() not in answer(path)[1]

    @pytest.mark.parametrize(
        "text",
        [
            "1",
            "１２３４５６７８９０１２",
            "1e3",
            "-0",
            str(2**63),
            "1%00",
            "BCDFGHJKMNPQ",
            "bcdfghjkmnpq%0A",
        ],
    )
    def test_what_can_be_no_id_costs_no_query_of_articles(self, text):
        status, _content, _headers, _queries = answer(f"/articles/{text}/")

        assert status == 404


class TestSchedule:
    T = datetime(2026, 3, 1, 12, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("field", "before", "after"),
        [("published_at", 404, 200), ("embargo_until", 404, 200), ("expires_at", 200, 404)],
    )
    @pytest.mark.parametrize("seconds", [-1, 0, 1])
    def test_a_page_turns_at_its_second(self, field, before, after, seconds):
        image = keep_image()
        with time_machine.travel(self.T - timedelta(days=1), tick=False):
            article = make_published(SECRET, **{field: self.T}, lead=image)
            index_articles([article])
        expected = after if seconds >= 0 else before

        with time_machine.travel(self.T + timedelta(seconds=seconds), tick=False):
            page = answer(article.get_absolute_url())
            picture = Client().get(image.rendition_url("card"))
            lists = [answer(p)[1] for p in ("/", "/feed.atom", f"/search/?q={SECRET}")]

        assert page[0] == picture.status_code == expected
        shown = [len(re.findall(article.public_id.encode(), content)) > 0 for content in lists]
        assert shown == [expected == 200] * 3

    @pytest.mark.parametrize(("seconds", "age"), [(3600, 60), (61, 1), (20, 20), (1, 1)])
    def test_no_copy_outlives_what_it_shows(self, seconds, age):
        article = make_published(expires_at=self.T)

        with time_machine.travel(self.T - timedelta(seconds=seconds), tick=False):
            for path in (article.get_absolute_url(), "/"):
                assert f"max-age={age}" in answer(path)[2]["Cache-Control"].split(", ")

    def test_the_etag_turns_with_the_page(self):
        with time_machine.travel(self.T - timedelta(seconds=1), tick=False):
            make_published(SECRET, published_at=self.T)
            etag = answer("/")[2]["ETag"]

        with time_machine.travel(self.T, tick=False):
            assert answer("/", **{"If-None-Match": etag})[0] == 200


class TestEverybodySeesTheSame:
    def test_a_page_does_not_depend_on_who_asks(self, article, publisher):
        for path in public_paths(article)[:-3]:
            assert answer(path, user=publisher)[:3] == answer(path)[:3], path

    def test_a_page_does_not_depend_on_a_cookie(self, article):
        cookies = "django_language=zh-hans; sessionid=x; csrftoken=y; messages=z"

        for path in public_paths(article)[:-3]:
            assert answer(path, Cookie=cookies)[:3] == answer(path)[:3], path

    def test_a_page_sets_no_cookie_and_varies_by_language_only(self, article):
        for path in public_paths(article):
            headers = answer(path)[2]
            assert "Set-Cookie" not in headers
            if "/media/" not in path:
                assert "Cookie" not in headers.get("Vary", "")
                assert "Origin" not in headers.get("Vary", "")

    def test_a_page_may_be_kept_for_a_minute(self, article):
        for path in public_paths(article):
            status, _content, headers, _queries = answer(path)
            kept = headers.get("Cache-Control") == "public, max-age=60"
            assert kept == (status in {200, 301, 302}), path

    def test_a_page_that_is_known_is_not_sent_again(self, article):
        for path in ("/", article.get_absolute_url(), "/feed.atom"):
            etag = answer(path)[2]["ETag"]
            status, content, headers, _queries = answer(path, **{"If-None-Match": etag})
            assert (status, content) == (304, b"")
            assert headers["Cache-Control"] == "public, max-age=60"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_page_is_only_asked_for(self, article, method):
        for path in public_paths(article):
            assert getattr(Client(), method)(path).status_code == 405

    def test_pages_speak_the_language_that_is_asked_for(self, article):
        headers = answer("/", **{"Accept-Language": "zh-CN,zh;q=0.9"})[2]

        assert headers["Content-Language"] == "zh-hans"

    def test_nobody_of_the_newsroom_is_named(self, publisher):
        article = make_published(created_by=publisher)

        for path in (article.get_absolute_url(), "/", "/feed.atom"):
            assert b"publisher" not in answer(path)[1].replace(b'"publisher": {', b"")


def test_one_module_alone_says_what_is_markup():
    trusting = {
        path.name
        for path in WEB.rglob("*.py")
        if re.search(r"SafeString\(|mark_safe|SafeText", path.read_text("utf-8"))
    }

    assert trusting == {"trusted.py"}


def test_no_template_trusts_what_it_prints():
    templates = Path(__file__).parent.parent / "templates"
    for path in [*templates.rglob("web/*.html"), *templates.glob("*.html")]:
        assert not re.search(
            r"\|\s*safe|autoescape|request\.user|\buser\.", path.read_text("utf-8")
        )
