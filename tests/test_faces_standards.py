"""Each form of an article says all there is, in the words of its standard."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.choices import Precision
from articles.ingest.formats.markdown import markdown_html
from articles.ingest.formats.ninjs import looks_like, read
from articles.ingest.records import Place
from articles.models import Image
from articles.text.html import clean_html, text_of
from tests.builders import shown as known
from tests.faces import BODY, address, bare_article, full_article, text
from tests.ninjs_schema import faults

pytestmark = pytest.mark.django_db


class TestNinjs:
    @pytest.mark.parametrize("make", [full_article, bare_article])
    def test_is_what_the_standard_asks_for(self, client, make):
        assert faults(json.loads(text(client, make(), "ninjs"))) == []

    def test_the_check_finds_faults(self):
        assert faults({}) == ["$: 'uri' is a required property"]
        assert faults({"uri": "no address", "byline": ""}) != []
        for uri in ("https://a.example/渡", "https://a.example/[1]", "https://a.example/%zz"):
            assert faults({"uri": uri}) != []
        assert faults({"uri": "https://u@[::1]:80/a?b#c"}) == []
        assert faults({"uri": "urn:a", "expires": "2024-01-01 07:30:00Z"}) != []

    def test_addresses_of_pictures_are_written_as_the_standard_wants_them(self, client):
        article = full_article()
        Image.objects.filter(file="").update(url="https://图片.example/渡 {1}|[2].jpg?w=9%#a#b")

        found = text(client, known(article), "ninjs")

        assert faults(json.loads(found)) == []
        assert "/%E6%B8%A1%20%7B1%7D%7C%5B2%5D.jpg?w=9%25#a%23b" in found

    def test_says_all_there_is(self, client):
        found = json.loads(text(client, full_article(), "ninjs"))

        assert found["headlines"][0] == {
            "role": "main", "contentType": "text/plain", "value": "Ferry returns",
        }  # fmt: skip
        assert found["by"] == "Lin Wei"
        assert found["bodies"][0]["value"] == BODY
        assert found["contentCreated"] == "2024-01-01T07:30:00+00:00"
        assert {"name": "Ada Quill", "rel": "editor"} in found["people"]
        assert found["organisations"] == [{"name": "Harbour Archive", "rel": "picture_source"}]
        assert [s["name"] for s in found["infoSources"]] == ["Valley Post", "Valley Group"]
        assert [s["name"] for s in found["subjects"]] == ["Local", "ferry", "渡轮"]
        lead, other = found["associations"]
        assert (lead["rel"], lead["by"]) == ("lead", "Photo: Mo")
        assert {r["name"] for r in lead["renditions"]} >= {"lead", "thumb"}
        assert other["renditions"] == [
            {"name": "original", "href": "https://pictures.example/b.jpg"}
        ]

    def test_a_date_known_to_the_day_is_no_moment(self, client):
        article = full_article(original_precision=Precision.DAY)

        assert "contentCreated" not in json.loads(text(client, article, "ninjs"))

    def test_the_import_reads_it(self, client):
        said = text(client, full_article(), "ninjs")

        (entry,) = read(said, Place(root=".", path="a.json")).entries
        assert looks_like(said) == 1.0
        assert "ferry" in str(entry)


class TestSchemaOrg:
    # Google: Article structured data; none is required, these are recommended.
    RECOMMENDED = {"author", "dateModified", "datePublished", "headline", "image"}

    def test_says_what_search_engines_ask_for(self, client):
        found = json.loads(text(client, full_article(), "jsonld"))

        assert found["@context"] == "https://schema.org"
        assert found["@type"] == "NewsArticle"
        assert found.keys() >= self.RECOMMENDED
        assert found["author"] == [{"@type": "Person", "name": "Lin Wei"}]
        assert found["editor"] == [{"@type": "Person", "name": "Ada Quill"}]
        assert [p["name"] for p in found["contributor"]] == ["Sam", "Harbour Archive"]
        assert found["publisher"]["@type"] == "Organization"
        assert found["publisher"]["url"] == "http://testserver/"
        assert datetime.fromisoformat(found["dateModified"]).tzinfo is not None
        assert found["datePublished"] <= found["dateModified"]
        assert found["isBasedOn"] == "https://valley.example/ferry"
        assert found["articleBody"] == text_of(BODY)

    def test_pictures_have_whole_addresses_and_sizes(self, client):
        images = json.loads(text(client, full_article(), "jsonld"))["image"]

        assert [image["@type"] for image in images] == ["ImageObject"] * 2
        for image in images:
            assert image["url"].startswith("http://testserver/media/images/")
            assert image["width"] > 0 < image["height"]
            assert image["creditText"] == "Photo: Mo"
            assert client.get(image["url"]).status_code == 200

    def test_the_page_says_the_same_without_the_text(self, client):
        article = full_article()
        page = client.get(article.get_absolute_url()).content.decode()
        on_page = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        alone = json.loads(text(client, article, "jsonld"))

        assert on_page
        assert json.loads(on_page[1]) == {k: v for k, v in alone.items() if k != "articleBody"}

    def test_nobody_is_made_up(self, client):
        found = json.loads(text(client, bare_article(), "jsonld"))

        assert not found.keys() & {"author", "image", "sourceOrganization", "isBasedOn"}


class TestDocuments:
    @pytest.mark.parametrize("suffix", ["md", "txt", "html"])
    def test_says_all_there_is(self, client, suffix):
        found = text(client, full_article(truncated=True), suffix)

        for said in (
            *("Ferry returns", "After ten years", "Lin Wei", "Valley Post", "2024-01-01"),
            *("渡轮", "FERRY RETURNS", "Valley Group", "Ada Quill", "Photo: Mo"),
            *("All rights reserved.", "https://valley.example/ferry", "http://testserver/"),
            "The source had only part of this text.",
        ):
            assert said in found

    def test_markdown_is_read_back_as_the_article(self, client):
        again = clean_html(markdown_html(text(client, full_article(), "md")))

        assert again.startswith("<h2>Ferry returns</h2>")
        assert BODY in again

    def test_plain_text_has_no_markup(self, client):
        found = text(client, full_article(), "txt")

        assert found.startswith("Ferry returns\n\nAfter ten years\n\nLin Wei · Valley Post · 2024")
        assert "渡轮 & ferry\n\nThe ferry is back. More\n\none\n\n" in found

    def test_html_can_do_nothing(self, client):
        response = client.get(address(full_article(), "html"))

        assert response["Content-Security-Policy"] == (
            "sandbox; default-src 'none'; img-src 'self'"
        )
        assert response["X-Content-Type-Options"] == "nosniff"
        tree = LexborHTMLParser(response.content.decode())
        assert tree.css_first("html").attributes["lang"] == "en"
        assert tree.css_first("h1").text() == "Ferry returns"
        assert BODY in response.content.decode()

    def test_speaks_the_readers_language(self, client):
        article = full_article()
        chinese = text(client, article, "txt", **{"Accept-Language": "zh-hans"})

        assert "Original title" not in chinese
        assert "FERRY RETURNS" in chinese
