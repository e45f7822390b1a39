"""What generators of feeds are wont to do to a text, and what is read of it."""

from __future__ import annotations

import json

import pytest

from articles.ingest import formats
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, PartKind, Place
from tests.feeds import rss

WORDS = "The lamp on the pier was lit again on Friday, and nobody had to be asked twice."


def reading(text: str) -> DocumentReading:
    data = text.encode()
    return read(Found(Place("", "feed"), data, len(data), ""), Known())


def feed(item: str) -> DocumentReading:
    return reading(f"<rss><channel><title>Lamp</title><item>{item}</item></channel></rss>")


def body(description: str) -> list[str]:
    raw = rss(f"<item><description>{description}</description></item>")
    return [raw.words(one.block) for one in raw.marked if one.kind is PartKind.BODY]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param(
            "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;",
            ["One.", "Two."],
            id="all-of-it",
        ),
        pytest.param(
            "&amp;lt;p&amp;gt; is a tag.", ["<p> is a tag."], id="a-text-that-begins-with-a-tag"
        ),
        pytest.param(
            "&lt;p&gt;The tags &amp;lt;p&amp;gt; and &amp;lt;/p&amp;gt;&lt;/p&gt;",
            ["The tags <p> and </p>"],
            id="tags-that-are-spoken-of",
        ),
    ],
)
def test_markup_that_was_escaped_twice_is_markup(written, words):
    assert body(written) == words


@pytest.mark.parametrize(
    ("trailer", "reason"),
    [
        pytest.param("The post <a>Lamp</a> appeared first on <a>Pier</a>.", "notice", id="one"),
        pytest.param("The post Lamp first appeared on Pier.", "notice", id="another"),
        pytest.param("The post office appeared.", None, id="a-sentence"),
    ],
)
def test_what_a_generator_puts_below_each_text_is_no_text(trailer, reason):
    found = feed(f"<description><![CDATA[<p>{WORDS}</p><p>{trailer}</p>]]></description>")

    assert {part.reason for part in found.parts if part.reason != "syntax"} == {None, reason}
    assert ("office" in found.articles[0].body_text) is (reason is None)


def test_a_picture_at_the_end_is_no_trailer():
    found = feed(
        "<description><![CDATA[The post A appeared first on B.<p><img src='https://a.example/p.png'>"
        "</p>]]></description>"
    )

    assert found.articles[0].body_text == "The post A appeared first on B."


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("May 3, 2024", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("2024/05/03 10:00", "2024-05-03"),
        ("2024.05.03", "2024-05-03"),
        ("2024", None),
        ("2024 in May", None),
        ("2024-W18", None),
        ("2024-13-01", None),
        ("10:00", None),
        ("12", None),
        ("05/03/2024", None),
        ("some day in May", None),
    ],
)
def test_a_date_is_what_is_printed_and_nothing_of_today(date, day):
    found = feed(f"<pubDate>{date}</pubDate><description>{WORDS}</description>")
    (article,) = found.articles

    assert (str(article.originally_published) if article.originally_published else None) == day


def test_an_entry_without_a_date_has_that_of_its_address():
    found = feed(
        f"<link>https://a.example/2024/05/03/lamp</link><description>{WORDS}</description>"
    )
    (article,) = found.articles

    assert str(article.originally_published) == "2024-05-03"
    assert article.evidence["originally_published_at"].rule == "url_day"


def test_a_picture_of_a_json_feed_may_have_a_relative_address():
    item = {"id": "1", "url": "https://a.example/b/c", "image": "../p.png", "content_text": WORDS}
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    (entry,) = formats.read(text.encode(), Place("", "feed")).entries

    assert [one.url for one in entry.pictures] == ["https://a.example/p.png"]
