"""A byline where a name should stand is split by what each did, in whatever format it is."""

from __future__ import annotations

import json

import pytest

from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Found, Place
from articles.text.bylines import credit_line
from tests.test_ingest_html_page import json_ld, page

BODY = "The lamp on the pier was lit again on Friday, and nobody had to be asked twice."
NORA, SAM = ("author", "Nora Field"), ("photographer", "Sam Ash")
BYLINES = [
    pytest.param("By Nora Field | Photographs by Sam Ash", [NORA, SAM], id="stroke"),
    pytest.param("Words by Nora Field photographs by Sam Ash", [NORA, SAM], id="space"),
    pytest.param("Words by Nora Field, photos by Sam Ash", [NORA, SAM], id="comma"),
    pytest.param("Words by Nora Field and pictures by Sam Ash", [NORA, SAM], id="and"),
    pytest.param("Nora Field with photographs by Sam Ash", [NORA, SAM], id="with"),
    pytest.param("By Nora Field (photographs by Sam Ash)", [NORA, SAM], id="brackets"),
    pytest.param("Nora Field, photographs by Sam Ash", [NORA, SAM], id="no-by"),
    pytest.param("Photographs by Sam Ash", [SAM], id="photographer-alone"),
    pytest.param("Words and photographs by Nora Field", [NORA], id="both"),
    pytest.param("By Nora Field | Photographs by the club", [NORA], id="nobody"),
    pytest.param(
        "By A. Quill and Bo Lind | Photographs by Sam Ash",
        [("author", "A. Quill"), ("author", "Bo Lind"), SAM],
        id="two",
    ),
    pytest.param(
        "By Élodie Roux | Additional reporting by Åsa Lind",
        [("author", "Élodie Roux"), ("reporter", "Åsa Lind")],
        id="accents",
    ),
]


def credited(text: str, name: str = "a") -> list[tuple[str, str]]:
    data = text.encode()
    (article,) = read(Found(Place("", name), data, len(data), ""), Known()).articles
    writers = [one.name for one in article.credits if one.role in ("author", "reporter")]
    assert list(article.authors) == writers
    return [(str(one.role), one.name) for one in article.credits]


@pytest.mark.parametrize("key", ["by", "byline", "author"])
@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_in_the_header_of_a_post_is_split(key, byline, people):
    assert credited(f"---\ntitle: Lamp\n{key}: {byline}\n---\n\n{BODY}\n") == people


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_in_the_head_of_a_page_is_split(byline, people):
    assert credited(page(head=f'<meta name="author" content="{byline}">')) == people


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_that_a_page_prints_is_split(byline, people):
    assert credited(page(f'<p class="byline">{byline}</p>')) == people


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_that_a_page_states_is_split(byline, people):
    assert credited(page(head=json_ld(author={"name": byline}))) == people


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_in_a_feed_is_split(byline, people):
    feed = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay</title>'
        f"<item><title>Lamp</title><guid>1</guid><dc:creator>{byline}</dc:creator>"
        f"<description>{BODY * 3}</description></item></channel></rss>"
    )
    assert credited(feed) == people


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_byline_in_an_agency_s_item_is_split(byline, people):
    item = {"uri": "u:1", "type": "text", "headline": "Lamp", "byline": byline}
    assert credited(json.dumps({**item, "body_html": f"<p>{BODY}</p>"})) == people


def test_an_export_s_author_has_no_by_before_the_name():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay",
        "items": [{"id": "1", "content_text": BODY, "authors": [{"name": "By Nora Field"}]}],
    }
    assert credited(json.dumps(feed)) == [NORA]


def test_words_added_to_a_label_stay_with_it():
    found = credit_line("By Nora Field, additional reporting by Sam Ash")

    assert [(one.label, one.name) for one in found] == [
        ("By", "Nora Field"),
        ("additional reporting by", "Sam Ash"),
    ]
