"""Pages for readers: what they show, in what order, at what cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from articles.choices import CreditRole, ImageRole, Precision
from articles.models import ArticleImage, Credit
from articles.search.index import index_articles
from articles.web.front import PICTURED
from articles.web.listing import PAGE_SIZE
from tests.builders import LONG_AGO, make_category, make_image, make_published, make_source
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db


def queries_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def dress(article):
    """Give an article one of everything that a list or a page shows."""
    article.categories.add(make_category())
    ArticleImage.objects.create(article=article, image=keep_image(), role=ImageRole.LEAD)
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Ada Quill")
    return article


def older_link(text):
    found = re.search(r'rel="next" href="([^"]+)"', text)
    return found[1] if found else ""


class TestFrontPage:
    def test_shows_the_newest_article_first(self, client):
        make_published("Older", published_at=LONG_AGO)
        make_published("Newer", published_at=LONG_AGO + timedelta(days=1))

        text = client.get("/").content.decode()

        assert text.index("Newer") < text.index("Older")

    def test_greets_while_nothing_is_published(self, client):
        assert "Nothing has been published yet." in client.get("/").content.decode()

    def test_leads_with_the_newest_story_that_has_a_picture(self, client):
        make_published("Without")
        for number in range(PICTURED + 2):
            make_published(
                f"Pictured {number:02}",
                published_at=LONG_AGO - timedelta(days=number),
                lead=keep_image(),
            )

        text = client.get("/").content.decode()

        assert re.findall(r">(Pictured \d+|Without)<", text) == [
            *[f"Pictured {number:02}" for number in range(PICTURED)],
            "Without",
            *[f"Pictured {number:02}" for number in range(PICTURED, PICTURED + 2)],
        ]

    def test_takes_another_picture_where_the_lead_is_not_kept_here(self, client):
        image = keep_image()
        article = make_published(lead=make_image())
        ArticleImage.objects.create(article=article, image=image, position=1)

        assert image.rendition_url("lead") in client.get("/").content.decode()

    def test_leads_to_older_articles_until_there_are_none(self, client):
        for number in range(PAGE_SIZE * 2 + 1):
            make_published(f"Story {number:03}")  # all of one date: the id decides
        seen, path, pages = [], "/", 0
        while path:
            text = client.get(path).content.decode()
            seen += re.findall(r">(Story \d+)<", text)
            older = older_link(text)
            path = "/" + older if older else ""
            pages += 1

        assert (pages, len(seen), len(set(seen))) == (3, PAGE_SIZE * 2 + 1, PAGE_SIZE * 2 + 1)

    def test_a_page_behind_the_last_article_says_so(self, client):
        text = client.get("/", {"before": "0.bcdfghjkmnpq"}).content.decode()

        assert "There is nothing older." in text
        assert 'href="/">Newest</a>' in text

    def test_a_place_in_the_list_stays_when_its_article_goes(self, client):
        articles = [
            make_published(f"Story {n:02}", published_at=LONG_AGO - timedelta(days=n))
            for n in range(PAGE_SIZE + 1)
        ]
        older = older_link(client.get("/").content.decode())
        articles[PAGE_SIZE - 1].delete()

        assert f"Story {PAGE_SIZE:02}" in client.get("/" + older).content.decode()

    @pytest.mark.parametrize(
        "cursor",
        ["1", "1.x", "x.bcdfghjkmnpq", "9" * 18 + ".bcdfghjkmnpq", "１.bcdfghjkmnpq", "cD0yMDI0"],
    )
    def test_what_is_no_place_in_a_list_is_not_found(self, client, cursor):
        assert client.get("/", {"before": cursor}).status_code == 404

    def test_a_picture_of_a_card_has_a_size_before_it_is_loaded(self, client):
        make_published(lead=keep_image(90, 60))

        assert 'width="90" height="60"' in client.get("/").content.decode()

    def test_a_card_without_summary_shows_how_the_text_begins(self, client):
        make_published(body=f"<p>The first line.</p><p>{'word ' * 100}</p>")

        text = client.get("/").content.decode()

        assert "The first line. word" in text
        assert "word…" in text

    @pytest.mark.parametrize("address", ["/", "/feed.atom?text=summary"])
    def test_a_teaser_neither_repeats_the_title_nor_runs_cells_together(self, client, address):
        cells = "<table><tbody><tr><td>Pier</td><td>06:10</td></tr></tbody></table>"
        make_published("The ebb", body=f"<h2>The Ebb.</h2>{cells}<p>It has begun.</p>")

        assert "Pier · 06:10 · It has begun." in client.get(address).content.decode()

    def test_the_description_of_a_page_does_not_repeat_its_title(self, client):
        article = make_published("The ebb", body="<h2>The ebb</h2><p>It has begun.</p>")

        page = client.get(article.get_absolute_url()).content.decode()

        assert 'name="description" content="It has begun."' in page

    def test_a_card_dates_its_article_to_the_day(self, client):
        make_published(originally_published_at=datetime(2022, 4, 2, 1, 15, tzinfo=UTC))
        make_published(
            originally_published_at=datetime(2021, 3, 1, tzinfo=UTC),
            original_precision=Precision.MONTH,
        )

        text = client.get("/").content.decode()

        assert '<time datetime="2022-04-02T01:15:00+00:00">April 2, 2022</time>' in text
        assert '<time datetime="2021-03">March 2021</time>' in text

    def test_a_card_prefers_the_summary(self, client):
        make_published(summary="In short: a bridge.")

        text = client.get("/").content.decode()

        assert "In short: a bridge." in text
        assert "voted for" not in text


class TestCost:
    @pytest.mark.parametrize("path", ["/", "/feed.atom", "/search/?q=bridge"])
    def test_a_list_takes_as_many_queries_for_one_article_as_for_thirty(self, client, path):
        dress(make_published())
        index_articles([make_published()])
        few = queries_of(client, path)
        index_articles([dress(make_published()) for _ in range(30)])

        assert queries_of(client, path) == few

    def test_so_does_a_section(self, client):
        category = make_category("City", slug="city")
        path = f"/sections/{category.public_id}/city/"
        dress(make_published(categories=(category,)))
        few = queries_of(client, path)
        for _ in range(30):
            dress(make_published(categories=(category,)))

        assert queries_of(client, path) == few

    def test_so_does_a_source(self, client):
        source = make_source()
        path = f"/sources/{source.public_id}/"
        dress(make_published(source=source))
        few = queries_of(client, path)
        for _ in range(30):
            dress(make_published(source=source))

        assert queries_of(client, path) == few

    def test_an_article_takes_as_many_with_one_credit_as_with_ten(self, client):
        plain, rich = dress(make_published()), dress(make_published())
        for number in range(10):
            Credit.objects.create(article=rich, role=CreditRole.EDITOR, name=f"Editor {number}")
            rich.categories.add(make_category())
            ArticleImage.objects.create(article=rich, image=make_image())

        assert queries_of(client, rich.get_absolute_url()) == queries_of(
            client, plain.get_absolute_url()
        )

    def test_no_list_counts_its_articles(self, client):
        make_published()
        with CaptureQueriesContext(connection) as queries:
            client.get("/")

        assert not any("COUNT(" in query["sql"] for query in queries)

    def test_a_page_without_pictures_is_small(self, client):
        article = make_published(body="<p>word</p>" * 20)

        assert len(client.get("/").content) < 60_000
        assert len(client.get(article.get_absolute_url()).content) < 60_000


class TestSections:
    def test_a_section_holds_what_stands_under_it(self, client):
        city = make_category("City", slug="city")
        make_published("Late trams", categories=(make_category("Transport", parent=city),))
        make_published("Elsewhere")

        text = client.get(f"/sections/{city.public_id}/city/").content.decode()

        assert "Late trams" in text
        assert "Elsewhere" not in text
        assert ">Transport</a>" in text

    def test_a_section_names_the_one_above(self, client):
        child = make_category("Transport", parent=make_category("City"))

        text = client.get(f"/sections/{child.public_id}/transport/").content.decode()

        assert 'class="kicker"><a href="/sections/' in text

    @pytest.mark.parametrize("slug", ["", "wrong/"])
    def test_a_section_is_found_by_its_id(self, client, slug):
        category = make_category("城市")

        response = client.get(f"/sections/{category.public_id}/{slug}")

        assert response.status_code == 301
        assert client.get(response["Location"]).status_code == 200

    def test_a_section_whose_name_has_no_word_has_an_address(self, client):
        category = make_category("!!!")

        assert client.get(f"/sections/{category.public_id}/").status_code == 200

    def test_a_source_lists_its_articles_only(self, client):
        source = make_source("Harbour Post", homepage="https://harbour.example/", rights="Ask.")
        make_published("Ours", source=source)
        make_published("Theirs", source=make_source())

        text = client.get(f"/sources/{source.public_id}/").content.decode()

        assert "Ours" in text
        assert "Theirs" not in text
        assert "https://harbour.example/" in text

    def test_every_page_names_the_first_sections(self, client):
        make_category("City", slug="city")

        assert ">City</a>" in client.get("/search/").content.decode()


class TestSearch:
    def test_finds_two_han_characters(self, client):
        found = make_published("轮渡夏季时刻表", body="<p>往返外岛的航班增加。</p>")
        index_articles([found])
        make_published("Elsewhere")

        text = client.get("/search/", {"q": "外岛"}).content.decode()

        assert "轮渡夏季时刻表" in text
        assert "Elsewhere" not in text

    def test_says_that_nothing_was_found(self, client):
        assert "No article holds" in client.get("/search/", {"q": "zebra"}).content.decode()

    def test_asks_for_words_where_there_are_none(self, client):
        text = client.get("/search/").content.decode()

        assert "What are you looking for?" in text
        assert "No article holds" not in text

    @pytest.mark.parametrize("text", ["a" * 201, "word " * 2000])
    def test_refuses_a_search_that_is_too_long(self, client, text):
        response = client.get("/search/", {"q": text})

        assert response.status_code == 400
        assert "up to 200 characters" in response.content.decode()

    @pytest.mark.parametrize(
        "text",
        ["'\";--", "a\0b", "NEAR(", "*", "\ud83d".encode("utf-8", "surrogatepass"), "x " * 100],
        ids=["quotes", "nul", "operator", "star", "surrogate", "hundred-words"],
    )
    def test_any_short_text_is_a_search(self, client, text):
        make_published()

        assert client.get("/search/", {"q": text}).status_code == 200

    def test_keeps_the_words_on_the_way_to_older_articles(self, client):
        index_articles([make_published(f"Bridge & {n}") for n in range(PAGE_SIZE + 1)])
        text = client.get("/search/", {"q": "bridge &"}).content.decode()
        last = client.get("/search/" + older_link(text).replace("&amp;", "&")).content.decode()

        assert last.count('<article class="card') == 1
        assert 'href="/search/?q=bridge%20%26"' in last


class TestOtherAddresses:
    def test_crawlers_are_told_what_to_leave(self, client):
        response = client.get("/robots.txt")

        assert response["Content-Type"] == "text/plain"
        assert "Disallow: /search/" in response.content.decode()

    def test_the_sign_of_the_site_has_its_usual_address(self, client):
        assert client.get("/favicon.ico")["Location"].endswith("web/icon.svg")

    def test_the_feed_names_articles_by_their_public_ids(self, client):
        article = dress(make_published(summary="In short.", source=make_source("Harbour Post")))

        feed = ElementTree.fromstring(client.get("/feed.atom").content)  # noqa: S314  (our own)

        entry = feed.find("{http://www.w3.org/2005/Atom}entry")
        assert entry is not None
        ids = [node.text for node in entry.findall("{http://www.w3.org/2005/Atom}id")]
        assert ids == [f"urn:newsroom:article:{article.public_id}"]

    @pytest.mark.parametrize("status", [400, 403, 404, 500])
    def test_every_refusal_has_a_page_of_its_own(self, rf, status):
        assert "<h1>" in render_to_string(f"{status}.html", request=rf.get("/"))
