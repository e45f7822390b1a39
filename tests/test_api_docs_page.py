from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from selectolax.lexbor import LexborHTMLParser

LINKS = {"link": "href", "script": "src", "a": "href", "img": "src"}


@pytest.fixture
def page(client):
    response = client.get("/api/v1/docs/")
    assert response.status_code == 200
    return LexborHTMLParser(response.content)


def links(page):
    found = [page.css(f"{tag}[{name}]") for tag, name in LINKS.items()]
    return [node.attributes[LINKS[node.tag]] for nodes in found for node in nodes]


def test_the_page_takes_everything_from_this_host(page):
    assert {link for link in links(page) if not re.match("/[^/]", link)} == set()


def test_every_file_of_the_page_is_there(page):
    files = [link.removeprefix("/static/") for link in links(page) if link.startswith("/static/")]

    assert len(files) == 5
    assert [name for name in files if finders.find(name) is None] == []


def test_the_page_has_a_picture_for_its_tab(page):
    assert page.css_first('link[rel="icon"]').attributes["href"].startswith("/static/")


def test_the_page_runs_and_styles_nothing_but_files(page):
    assert page.css("style") == []
    assert page.css("[style]") == []
    assert [node.text() for node in page.css("script")] == ["", ""]


def test_the_page_is_held_by_the_policy_of_the_site(client):
    policy = client.get("/api/v1/docs/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_shows_the_schema_of_this_api(page):
    assert page.css_first("#swagger-ui").attributes["data-schema"] == "/api/v1/schema/"


def test_the_page_without_script_leads_to_the_schema(page):
    assert page.css_first("#swagger-ui a").attributes["href"] == "/api/v1/schema/"


def test_the_page_speaks_the_language_of_who_asks(client):
    response = client.get("/api/v1/docs/", headers={"Accept-Language": "zh-hans"})

    assert 'lang="zh-hans"' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


def test_the_page_sets_no_cookie(client):
    response = client.get("/api/v1/docs/")

    assert not response.cookies
    assert "Cookie" not in response["Vary"]


def test_the_page_can_only_be_read(client):
    assert client.post("/api/v1/docs/").status_code == 405
