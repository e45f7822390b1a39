"""Feeds and sitemaps are well formed and say what was meant, whatever the words are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.choices import CreditRole
from articles.models import Article, Credit
from articles.web.feeds import atom, json_feed, rss
from articles.web.feeds.entries import Entry
from articles.web.feeds.gone import Gone
from articles.web.feeds.subjects import Subject
from articles.web.xml import without_controls
from tests.builders import make_category, make_published, make_source, shown

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
CASES = [
    pytest.param("a ]]> b & c < d > \"e\" 'f'", id="marks"),
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("&amp;&lt;&#x41;", id="escaped"),
    pytest.param("桥\u2028河\u2029", id="separators"),
    pytest.param("\u202eright to left\u202c \u2067x\u2069", id="bidi"),
    pytest.param("👩‍🚒 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇫🇷", id="emoji"),
    pytest.param("עברית العربية हिन्दी ไทย 한국어 日本語", id="scripts"),
    pytest.param("\ufeff\u200b\xad", id="hidden"),
]
# What no text of an article holds, and what one may all the same have come to hold.
CONTROLS = "\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\x85\ud800\udfff\ufffe\uffff"
texts = st.text() | st.text(st.sampled_from(CONTROLS + "a<&>]\"'\t\n 桥")) | st.text(max_size=3)


def entry(text: str) -> Entry:
    return Entry(
        id="urn:newsroom:article:bcdfghjkmnpq",
        url="http://testserver/articles/bcdfghjkmnpq/",
        origin="",
        title=text,
        summary=text,
        content=text,
        language="zh",
        published=T,
        updated=T,
        authors=[text],
        contributors=[text],
        categories=[text],
        source=None,
        pictures=[],
    )


def written(write, text):
    gone = [Gone("bcdfghjkmnpq", T)]
    subject = Subject(name=text, about=text, rights=text)
    return write(subject, [entry(text)], gone, site="http://testserver", own="http://x.example/")


def read(text: str) -> str:
    """A text as an XML parser hands it on: line ends are all the same to it."""
    return without_controls(text).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_any_text_makes_a_well_formed_feed_that_says_it(text):
    feed = ElementTree.fromstring(written(atom.write, text))  # noqa: S314  (our own)
    channel = ElementTree.fromstring(written(rss.write, text))  # noqa: S314  (our own)
    item = json.loads(written(json_feed.write, text))["items"][0]

    said = [
        feed.find(f"{ATOM}entry/{ATOM}title"),
        feed.find(f"{ATOM}entry/{ATOM}author/{ATOM}name"),
        channel.find("channel/item/title"),
    ]
    assert [node.text or "" for node in said] == [read(text)] * 3
    assert item.get("title", "") == without_controls(text)


def make(text: str) -> Article:
    article = make_published(
        text, summary=text, source=make_source(text), categories=(make_category(text),)
    )
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name=text)
    return shown(article)


@pytest.mark.django_db
@pytest.mark.parametrize("text", CASES)
@pytest.mark.parametrize("ending", ["atom.xml", "rss.xml"])
@pytest.mark.parametrize("whole", ["", "?text=full"])
def test_such_a_feed_opens(text, ending, whole):
    article = make(text)
    for place in ("/feeds", f"/sources/{article.source.public_id}"):
        feed = feedparser.parse(Client().get(f"{place}/{ending}{whole}").content)

        assert feed.bozo == 0
        assert [one.id for one in feed.entries] == [f"urn:newsroom:article:{article.public_id}"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", [case for case in CASES if case.id not in {"script", "escaped"}])
def test_atom_reads_as_it_was_written(text):
    make(text)

    (one,) = feedparser.parse(Client().get("/feeds/atom.xml").content).entries

    assert one.title.split() == text.replace("\ufeff", "").split() or one.title == text
    assert one.author == text.strip() or one.author.split() == text.split()


@pytest.mark.django_db
@pytest.mark.parametrize("text", CASES)
@pytest.mark.parametrize("path", ["sitemap.xml", "sitemaps/pages.xml", "sitemaps/2024-01.xml"])
def test_such_a_sitemap_opens(text, path):
    make(text)

    ElementTree.fromstring(Client().get(f"/{path}").content)  # noqa: S314  (our own)
