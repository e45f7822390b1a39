"""A page that a browser saved says in a comment at its top where it was."""

from __future__ import annotations

import pytest

from articles.ingest.formats.html_page.saved import saved_from
from tests.test_ingest_html_page import page, raw, reading

URL = "https://quay.example/2024/bell.html"
SAVED = f"<!-- saved from url=(0035){URL} -->"
LINKS = '<p>See <a href="heron.html">the heron</a>.<img src="/p/bell.png"></p>'


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param(f"{SAVED}\n<html>", (URL, 1), id="first"),
        pytest.param(f"<!DOCTYPE html>\n{SAVED}\n<html>", (URL, 2), id="below-the-doctype"),
        pytest.param(f"<!--saved FROM url=(0035){URL}-->", (URL, 1), id="without-spaces"),
        pytest.param("<!-- saved from url=(0022)file:///C:/bell.htm -->", ("", 0), id="a-file"),
        pytest.param("<!-- saved from url=(0014)about:internet -->", ("", 0), id="no-page"),
        pytest.param("<!-- saved from url=(0001)https://? -->", ("", 0), id="no-host"),
        pytest.param("x" * 2_000 + SAVED, ("", 0), id="far-below"),
        pytest.param("<html>", ("", 0), id="none"),
    ],
)
def test_the_comment_gives_the_address_and_its_line(source, found):
    assert saved_from(source) == found


@pytest.mark.parametrize("is_first", [True, False], ids=["above-the-doctype", "below-it"])
def test_a_saved_page_is_of_where_it_was_saved_from(is_first):
    html = page(LINKS)
    html = f"{SAVED}\n{html}" if is_first else html.replace("<html>", f"\n{SAVED}\n<html>")
    found = reading(html)
    (article,) = found.articles
    shown = article.evidence["canonical_url"]

    assert (article.canonical_url, found.domain) == (URL, "quay.example")
    assert (shown.rule, shown.line) == ("saved_from", 1 if is_first else 2)
    assert [one.url for one in article.pictures] == ["https://quay.example/p/bell.png"]
    assert any('href="https://quay.example/2024/heron.html"' in b.html for b in raw(html).blocks)


@pytest.mark.parametrize(
    ("head", "address", "link"),
    [
        pytest.param(
            '<link rel="canonical" href="https://a.example/news/bell">',
            "https://a.example/news/bell",
            "https://a.example/news/heron.html",
            id="canonical",
        ),
        pytest.param(
            '<base href="/old/">', URL, "https://quay.example/old/heron.html", id="relative-base"
        ),
        pytest.param(
            '<link rel="canonical" href="app://x">',
            URL,
            "https://quay.example/2024/heron.html",
            id="canonical-of-no-site",
        ),
    ],
)
def test_what_the_page_itself_says_counts_more(head, address, link):
    html = f"{SAVED}{page(LINKS, head)}"
    (article,) = reading(html).articles

    assert article.canonical_url == address
    assert any(f'href="{link}"' in block.html for block in raw(html).blocks)
