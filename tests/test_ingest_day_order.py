"""Days in numbers: what the numbers or the document tell is taken, nothing else."""

from __future__ import annotations

import json

import pytest

from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, Place

BODY = (
    "The pump in Quay Street was oiled on Friday, which it had not been since the spring, and "
    "nobody who stood by was surprised.\n\nIt goes again, said the keeper, and went home.\n"
)
LAST = "The last time was {}, says the keeper's own book, and nobody has a better one.\n"


def reading(text: str) -> DocumentReading:
    data = text.encode()
    return read(Found(Place("", "page"), data, len(data), ""), Known())


def page(line: str, more: str = "") -> DocumentReading:
    return reading(f"The pump is oiled again\n{line}\n\n{BODY}{more}")


def day(found: DocumentReading) -> str | None:
    (article,) = found.articles
    return str(article.originally_published) if article.originally_published else None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        pytest.param("Posted 3/14/2024 10:05 AM", "2024-03-14", id="month-first"),
        pytest.param("Posted 14/3/2024", "2024-03-14", id="day-first"),
        pytest.param("Posted 14.03.2024", "2024-03-14", id="points"),
        pytest.param("Posted 3-14-2024", "2024-03-14", id="dashes"),
        pytest.param("Posted 4/4/2024", "2024-04-04", id="both-alike"),
        pytest.param("Posted 31/2/2024", None, id="no-such-day"),
        pytest.param("Posted 3/4/2024", None, id="ambiguous"),
        pytest.param("Updated 3/14/2024", None, id="of-a-change"),
        pytest.param("Version 1.3.4.2024", None, id="no-day"),
    ],
)
def test_a_day_in_numbers_is_taken_where_it_can_be_but_one(line, date):
    assert day(page(line)) == date


@pytest.mark.parametrize(
    ("more", "date"),
    [
        pytest.param(LAST.format("12/31/2023"), "2024-03-04", id="another-with-the-month-first"),
        pytest.param(LAST.format("31/12/2023"), "2024-04-03", id="another-with-the-day-first"),
        pytest.param("It rained on March 4, 2024.", "2024-03-04", id="the-same-day-in-words"),
        pytest.param(
            "It rained on the quay all of 2024-04-03.",
            "2024-04-03",
            id="the-same-day-of-a-standard",
        ),
        pytest.param(LAST.format("12/31/2023 or 31/12/2023"), None, id="both-ways"),
        pytest.param("It rained on March 4, 2024 and 3 April 2024.", None, id="both-days"),
        pytest.param("It rained on 5 May 2024.", None, id="another-day"),
    ],
)
def test_the_rest_of_a_document_tells_the_order(more, date):
    found = page("Posted 3/4/2024", more)

    assert day(found) == date
    assert [w.code for w in found.warnings] == ([] if date else ["ambiguous_day"])


def test_a_day_that_nothing_tells_is_shown_with_its_line_and_not_taken():
    found = page("Posted 3/4/2024")
    (article,) = found.articles
    (candidate,) = article.dates
    (warning,) = found.warnings

    assert (candidate.rule, candidate.dated, candidate.weight) == ("ambiguous_day", None, 0.2)
    assert (candidate.line, candidate.text) == (2, "Posted 3/4/2024")
    assert (warning.line, warning.params) == (2, {"value": "Posted 3/4/2024"})


def test_a_day_whose_order_was_told_says_so():
    (article,) = page("Posted 3/4/2024", LAST.format("12/31/2023")).articles

    assert article.evidence["originally_published_at"].rule == "numbered_day"


@pytest.mark.parametrize(
    ("header", "date"),
    [
        pytest.param("date: 3/14/2024", "2024-03-14", id="one-reading"),
        pytest.param("date: 3/4/2024", None, id="two-readings"),
        pytest.param("date: 3/4/2024\nlang: en-US", "2024-03-04", id="region"),
        pytest.param("date: 3/4/2024\nlanguage: en_GB", "2024-04-03", id="other-region"),
        pytest.param("date: 3/4/2024\nlang: en", None, id="no-region"),
        pytest.param("date: 3/4/2024\nupdated: 3/14/2024", "2024-03-04", id="another-key"),
        pytest.param("date: March 4, 2024", "2024-03-04", id="in-words"),
        pytest.param("date: 4 March 2024, 10:00", "2024-03-04", id="in-words-with-a-clock"),
        pytest.param("date: 2024/3/4 10:00:00", "2024-03-04", id="strokes"),
        pytest.param("date: 2024/3/4 10:00:00 +0800", "2024-03-04T02:00:00Z", id="with-a-zone"),
        pytest.param("date: 2024年3月4日", "2024-03-04", id="han"),
        pytest.param("date: 2024年13月4日", None, id="no-such-month"),
        pytest.param("date: last March", None, id="no-date"),
        pytest.param("date: 2024/3/4 10:00:00\nheadimg: ''", None, id="a-crawler-s-clock"),
    ],
)
def test_a_header_s_date_may_be_in_numbers_or_words(header, date):
    found = reading(f"---\ntitle: The pump\n{header}\n---\n\n{BODY}")

    assert day(found) == date
    assert len(found.warnings) == (date is None)


def test_an_address_tells_the_order():
    found = reading(f"---\nlink: https://a.example/2024/04/03/pump\ndate: 3/4/2024\n---\n\n{BODY}")

    assert day(found) == "2024-04-03"


def rss(*dates: str, language: str = "en") -> DocumentReading:
    """Return what is read of a feed with an item for each date."""
    items = (
        f"<item><title>Ferry {at}</title><link>https://quay.example/{at}</link>"
        f"<pubDate>{date}</pubDate><description>{BODY}</description></item>"
        for at, date in enumerate(dates)
    )
    head = f"<title>The Quay</title><language>{language}</language>"
    return reading(f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>')


def days(found: DocumentReading) -> list[str | None]:
    stated = (one.originally_published for one in found.articles)
    return [str(one) if one else None for one in stated]


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        pytest.param(["14/03/2024"], ["2024-03-14"], id="day-first"),
        pytest.param(["03/14/2024 10:20"], ["2024-03-14"], id="month-first-with-a-clock"),
        pytest.param(["Thu, 14.03.2024 10:20:00 GMT"], ["2024-03-14"], id="behind-a-weekday"),
        pytest.param(["03/04/2024", "14/03/2024"], ["2024-04-03", "2024-03-14"], id="told"),
        pytest.param(["03/04/2024"], [None], id="untold"),
        pytest.param(["03/04/2024", "1/13/2024", "13/1/2024"], [None, "2024-01-13", "2024-01-13"],
                     id="both-ways"),
        pytest.param(["31/02/2024"], [None], id="no-such-day"),
        pytest.param(["14/03/2099"], [None], id="ahead"),
        pytest.param(["3/14/24"], [None], id="a-year-of-two-numbers"),
    ],
)  # fmt: skip
def test_a_feed_s_days_in_numbers_are_read_where_the_feed_shows_their_order(dates, read):
    assert days(rss(*dates)) == read


def test_what_language_a_feed_says_it_is_in_tells_no_order():
    assert days(rss("03/04/2024", language="en-us")) == [None]


def test_a_feed_s_days_that_nothing_tells_are_reported_apart_from_what_is_no_date():
    found = rss("14/03/2024", "soon", "1/13/2024", "03/04/2024", "05/04/2024")

    assert [(one.code, one.params) for one in found.warnings] == [
        ("date_unread", {"value": "soon", "count": 1}),
        ("ambiguous_day", {"value": "03/04/2024", "count": 2}),
    ]
    assert [(one.dates[0].rule, one.dates[0].weight) for one in found.articles] == [
        ("numbered_day", 1.0),
        ("date_unread", 0.0),
        ("numbered_day", 1.0),
        ("ambiguous_day", 0.0),
        ("ambiguous_day", 0.0),
    ]


def test_a_day_in_numbers_of_a_change_is_no_publication():
    item = {"id": "1", "content_text": BODY, "date_modified": "14/03/2024"}
    version = "https://jsonfeed.org/version/1.1"
    found = reading(json.dumps({"version": version, "title": "The Quay", "items": [item]}))

    assert days(found) == [None]
    assert str(found.articles[0].dates[0].dated) == "2024-03-14"


@pytest.mark.parametrize(
    ("head", "more", "read", "warned"),
    [
        pytest.param(
            '<meta property="article:published_time" content="14/03/2024">',
            "",
            "2024-03-14",
            [],
            id="meta",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The pump",'
            ' "datePublished": "03/04/2024 10:20"}</script>',
            "It rained on 3 April 2024.",
            "2024-04-03",
            [],
            id="json-ld-and-the-same-day-in-words",
        ),
        pytest.param(
            '<meta name="pubdate" content="03/04/2024">', "", None, ["ambiguous_day"], id="untold"
        ),
        pytest.param('<meta name="pubdate" content="some day">', "", None, [], id="no-day"),
    ],
)
def test_a_page_s_stated_days_in_numbers_are_read_too(head, more, read, warned):
    paragraphs = "".join(f"<p>{BODY} It is pump number {at}, {more}</p>" for at in range(6))
    found = reading(
        f"<!DOCTYPE html><html><head><title>The pump is oiled</title>{head}</head>"
        f"<body><article><h1>The pump is oiled</h1>{paragraphs}</article></body></html>"
    )

    assert days(found) == [read]
    assert [one.code for one in found.warnings] == warned
