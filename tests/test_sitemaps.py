"""Sitemaps by the rules of sitemaps.org: an index, stable parts, the news of two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from articles.choices import Precision, Status
from articles.models import Article
from articles.web import sitemaps, sitemaps_parts
from tests.builders import LONG_AGO, edit, make_article, make_category, make_published, make_source

pytestmark = pytest.mark.django_db

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = "http://testserver"
SECRET = "Quietword"
T = datetime(2026, 3, 1, 12, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "scheduled": {"status": Status.PUBLISHED, "published_at": FUTURE},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": FUTURE},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
}
OF_NEWS = ["publication", "publication_date", "title"]


def opened(path: str) -> ElementTree.Element:
    """A sitemap, checked by the rules of the protocol."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    content = response.content
    assert len(content) <= 50 * 1024 * 1024
    root = ElementTree.fromstring(content)  # noqa: S314  (our own)
    child = {f"{MAPS}urlset": f"{MAPS}url", f"{MAPS}sitemapindex": f"{MAPS}sitemap"}[root.tag]
    assert len(root) <= 50_000
    for node in root:
        assert node.tag == child
        assert_valid(node)
    addresses = locations(root)
    assert len(set(addresses)) == len(addresses)
    return root


def assert_valid(node: ElementTree.Element) -> None:
    tags = [one.tag for one in node]
    assert tags[0] == f"{MAPS}loc"
    assert set(tags[1:]) <= {f"{MAPS}lastmod", f"{NEWS}news"}
    assert len(set(tags)) == len(tags)
    address = node.findtext(f"{MAPS}loc", "")
    assert address.isascii()
    assert len(address) < 2048
    assert address.startswith(f"{SITE}/")
    if lastmod := node.findtext(f"{MAPS}lastmod"):
        assert datetime.fromisoformat(lastmod).utcoffset() == timedelta(0)


def locations(root: ElementTree.Element) -> list[str]:
    return [node.findtext(f"{MAPS}loc").removeprefix(SITE) for node in root]


def lastmods(root: ElementTree.Element) -> dict[str, str]:
    return {
        node.findtext(f"{MAPS}loc", "").removeprefix(SITE): node.findtext(f"{MAPS}lastmod", "")
        for node in root
    }


def told() -> list[str]:
    """All articles of all parts that the index names."""
    parts = [path for path in locations(opened("/sitemap.xml")) if path != "/sitemaps/pages.xml"]
    return [address for part in parts for address in locations(opened(part))]


def seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class TestParts:
    def test_an_article_stands_in_the_month_in_which_readers_first_saw_it(self):
        early = make_published(
            "桥 & co", published_at=datetime(2024, 1, 31, 23, 59, 59, tzinfo=UTC)
        )
        late = make_published(published_at=LONG_AGO, embargo_until=datetime(2024, 2, 1, tzinfo=UTC))

        assert locations(opened("/sitemap.xml")) == [
            "/sitemaps/pages.xml", "/sitemaps/2024-01.xml", "/sitemaps/2024-02.xml",
        ]  # fmt: skip
        assert locations(opened("/sitemaps/2024-01.xml")) == [early.get_absolute_url()]
        assert locations(opened("/sitemaps/2024-02.xml")) == [late.get_absolute_url()]

    def test_says_when_each_last_changed(self, chief):
        with time_machine.travel(T, tick=False):
            first = make_published()
            shown_later = make_published(embargo_until=T + timedelta(hours=2))
        with time_machine.travel(T + timedelta(hours=1), tick=False):
            edit(first, by=chief, title="Another bridge")

        with time_machine.travel(T + timedelta(hours=3), tick=False):
            index = lastmods(opened("/sitemap.xml"))
            part = lastmods(opened("/sitemaps/2024-01.xml"))
            later = lastmods(opened("/sitemaps/2026-03.xml"))
        address = Article.objects.get(pk=first.pk).get_absolute_url()
        assert part == {address: seconds(T + timedelta(hours=1))}
        assert later == {shown_later.get_absolute_url(): seconds(T + timedelta(hours=2))}
        assert index["/sitemaps/2024-01.xml"] == seconds(T + timedelta(hours=1))
        assert index["/sitemaps/2026-03.xml"] == seconds(T + timedelta(hours=2))

    def test_a_crowded_month_is_cut_by_public_ids_into_parts_that_hold_everything_once(
        self, monkeypatch
    ):
        monkeypatch.setattr(sitemaps_parts, "CROWDED", 9)
        made = [make_published() for _ in range(10)]
        alone = make_published(published_at=LONG_AGO - timedelta(days=60))

        names = locations(opened("/sitemap.xml"))

        firsts = sorted({article.public_id[0] for article in made})
        parts = [f"/sitemaps/2024-01-{first}.xml" for first in firsts]
        assert names == ["/sitemaps/pages.xml", "/sitemaps/2023-11.xml", *parts]
        assert sorted(told()) == sorted(a.get_absolute_url() for a in [*made, alone])

    def test_a_month_that_is_not_crowded_is_whole(self, monkeypatch):
        monkeypatch.setattr(sitemaps_parts, "CROWDED", 3)
        for _ in range(3):
            make_published()

        assert locations(opened("/sitemap.xml"))[1:] == ["/sitemaps/2024-01.xml"]

    def test_no_part_has_more_addresses_than_the_protocol_allows(self, monkeypatch):
        monkeypatch.setattr(sitemaps, "MOST", 2)
        for _ in range(3):
            make_published()

        assert len(opened("/sitemaps/2024-01.xml")) == 2

    @pytest.mark.parametrize(
        "name",
        ["2024-02", "2024-01-B", "2024-13", "2024-00", "0000-01", "9999-12", "2024-1", "x",
         "２０２４-01", "2024-01-", "2024-01-bc"],
    )  # fmt: skip
    def test_a_part_that_holds_nothing_is_unknown(self, name):
        make_published()

        assert Client().get(f"/sitemaps/{name}.xml").status_code == 404

    def test_costs_as_many_queries_for_one_article_as_for_many(self, django_assert_num_queries):
        make_published()
        for path, queries in (("/sitemap.xml", 4), ("/sitemaps/2024-01.xml", 2)):
            with django_assert_num_queries(queries):
                Client().get(path)
        for number in range(30):
            make_published(published_at=LONG_AGO + timedelta(days=20 * number))
        for path, queries in (("/sitemap.xml", 4), ("/sitemaps/2024-01.xml", 2)):
            with django_assert_num_queries(queries):
                Client().get(path)


class TestPages:
    def test_names_what_has_something_to_read(self):
        above = make_category("Region", slug="region")
        city = make_category("City", parent=above, slug="city")
        source = make_source()
        make_published(source=source, categories=(city,))
        make_article(SECRET, source=make_source(), categories=(make_category("Quiet"),))

        assert locations(opened("/sitemaps/pages.xml")) == [
            "/",
            f"/sections/{city.public_id}/city/",
            f"/sections/{above.public_id}/region/",
            f"/sources/{source.public_id}/",
        ]

    def test_stands_in_an_empty_newsroom(self):
        assert locations(opened("/sitemap.xml")) == ["/sitemaps/pages.xml"]
        assert locations(opened("/sitemaps/pages.xml")) == ["/"]


class TestNews:
    def test_tells_what_is_not_two_days_old_newest_first(self):
        made = {
            hours: make_published(f"Story & {hours}", published_at=T - timedelta(hours=hours))
            for hours in (47, 49, 1)
        }

        with time_machine.travel(T, tick=False):
            root = opened("/news-sitemap.xml")

        assert locations(root) == [made[1].get_absolute_url(), made[47].get_absolute_url()]
        news = root[0].find(f"{NEWS}news")
        assert [node.tag.removeprefix(NEWS) for node in news] == OF_NEWS
        assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Newsroom"
        assert news.findtext(f"{NEWS}publication_date") == "2026-03-01T11:00:00Z"
        assert news.findtext(f"{NEWS}title") == "Story & 1"

    @pytest.mark.parametrize(
        ("tag", "expected"),
        [("zh", "zh-cn"), ("zh-Hant", "zh-tw"), ("zh-TW", "zh-tw"), ("en-GB", "en"), ("", "en")],
    )
    def test_names_languages_as_the_protocol_does(self, tag, expected):
        with time_machine.travel(T, tick=False):
            make_published(published_at=T, language=tag)
            (node,) = opened("/news-sitemap.xml")

        said = node.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language")
        assert said == expected

    @pytest.mark.parametrize(
        ("precision", "expected"),
        [
            (Precision.TIME, ["2026-03-01T00:00:00Z"]),
            (Precision.DAY, ["2026-03-01"]),
            (Precision.MONTH, []),
            (Precision.YEAR, []),
        ],
    )
    def test_says_no_more_of_a_date_than_is_known(self, precision, expected):
        day = T.replace(hour=0)
        make_published(published_at=T, originally_published_at=day, original_precision=precision)

        with time_machine.travel(T, tick=False):
            root = opened("/news-sitemap.xml")

        assert [n.findtext(f"{NEWS}news/{NEWS}publication_date") for n in root] == expected

    def test_an_old_text_is_no_news_when_it_is_published_here(self):
        make_published(published_at=T, originally_published_at=LONG_AGO)

        with time_machine.travel(T, tick=False):
            assert len(opened("/news-sitemap.xml")) == 0

    def test_tells_a_thousand_at_most(self, monkeypatch):
        monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
        made = [make_published(published_at=T - timedelta(minutes=n)) for n in range(3)]

        with time_machine.travel(T, tick=False):
            root = opened("/news-sitemap.xml")

        assert locations(root) == [article.get_absolute_url() for article in made[:2]]

    def test_takes_as_many_queries_for_one_as_for_many(self, django_assert_num_queries):
        with time_machine.travel(T, tick=False):
            for count in (1, 10):
                for _ in range(count):
                    make_published(published_at=T)
                with django_assert_num_queries(2):
                    Client().get("/news-sitemap.xml")


class TestPrivacy:
    @pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN.keys())
    def test_what_is_not_published_changes_no_byte(self, values, monkeypatch):
        monkeypatch.setattr(sitemaps_parts, "CROWDED", 3)
        category, source = make_category("City"), make_source()
        for published in (LONG_AGO, T):
            make_published(published_at=published, categories=(category,), source=source)
        paths = [
            *("/sitemap.xml", "/sitemaps/pages.xml", "/news-sitemap.xml", "/sitemaps/2026-03.xml"),
            "/sitemaps/2024-01.xml",
        ]

        with time_machine.travel(T, tick=False):
            before = [(r.content, dict(r.headers)) for r in map(Client().get, paths)]
            for _ in range(10):
                make_article(SECRET, source=make_source(), categories=(make_category(),), **values)
            after = [(r.content, dict(r.headers)) for r in map(Client().get, paths)]

        assert after == before

    @pytest.mark.parametrize(
        ("field", "before"), [("published_at", 0), ("embargo_until", 0), ("expires_at", 1)]
    )
    @pytest.mark.parametrize("second", [-1, 0, 1])
    def test_an_article_comes_and_goes_in_its_second(self, field, before, second):
        start = T - timedelta(hours=1)
        values: dict[str, Any] = {"published_at": start, field: T}
        with time_machine.travel(start, tick=False):
            article = make_published(**values)

        with time_machine.travel(T + timedelta(seconds=second), tick=False):
            found = [told(), locations(opened("/news-sitemap.xml"))]

        is_there = before if second < 0 else not before
        assert found == [[article.get_absolute_url()] * is_there] * 2


def test_head_and_conditions_are_understood():
    make_published()
    for path in ("/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/2024-01.xml"):
        response = Client().head(path)
        again = Client().get(path, headers={"If-None-Match": response["ETag"]})
        assert (response.status_code, response.content, again.status_code) == (200, b"", 304)


def test_crawlers_are_told_where_the_sitemaps_are_and_what_to_leave(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /search/"} <= set(lines)
    named = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    assert [urlsplit(address).path for address in named] == ["/sitemap.xml", "/news-sitemap.xml"]
    for address in named:
        assert client.get(address).status_code == 200


def test_a_browser_learns_how_to_search_here(client, settings):
    settings.NEWSROOM_SITE_NAME = "The Harbour & Valley Post"
    name = "{http://a9.com/-/spec/opensearch/1.1/}"

    response = client.get("/opensearch.xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314  (our own)

    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert root.tag == f"{name}OpenSearchDescription"
    assert root.findtext(f"{name}ShortName") == "The Harbour & Va"
    assert len(root.findtext(f"{name}Description", "")) <= 1024
    search, own = root.findall(f"{name}Url")
    assert search.attrib == {
        "type": "text/html", "template": "http://testserver/search/?q={searchTerms}",
    }  # fmt: skip
    assert own.attrib["rel"] == "self"
    front = client.get("/").content.decode()
    assert f'<link rel="search" type="{own.attrib["type"]}"' in front
    assert 'href="/opensearch.xml"' in front
