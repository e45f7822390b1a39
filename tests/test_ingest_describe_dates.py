from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.ingest.describe.dates import (
    date_warnings,
    header_date,
    printed_date,
    stated_date_warnings,
)
from articles.ingest.formats import front_matter, page_text
from articles.ingest.formats.exports.stamps import stamp
from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import Entry, Found, Marked, PartKind, Place, RawDocument, Warn

NOW = datetime(2022, 4, 2, 12, tzinfo=UTC)


def post(date: str) -> RawDocument:
    return front_matter.read(f"---\ntitle: x\ndate: {date}\n---\n", Place("", "post"))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        pytest.param("Sat, 02 Apr 2022 01:15:05 GMT", "2022-04-02T01:15:05Z", id="rfc-1123"),
        pytest.param("2 Apr 2022 09:15 +0800", "2022-04-02T01:15:00Z", id="rfc-2822"),
        pytest.param("Sat, 02 Apr 2022 01:15:05 -0000", "2022-04-02", id="rfc-without-zone"),
        pytest.param("2022-04-02T01:15:05Z", "2022-04-02T01:15:05Z", id="iso"),
        pytest.param("2022-04-02 01:15:05 +0800", "2022-04-01T17:15:05Z", id="hexo"),
        pytest.param("2022-04-02 01:15:05+08", "2022-04-01T17:15:05Z", id="postgresql"),
        pytest.param("2022-04-02 1:15 UTC", "2022-04-02T01:15:00Z", id="utc"),
        pytest.param("2022-04-02T01:15:05.123+08:00", "2022-04-01T17:15:05Z", id="fraction"),
        pytest.param("2022-04-02T01:15:05", "2022-04-02", id="iso-without-zone"),
        pytest.param("2022-4-2", "2022-04-02", id="day"),
    ],
)
def test_a_header_s_date_is_an_instant_or_the_day_it_prints(written, date):
    found = header_date(post(written))

    assert str(found.value) == date
    assert found.evidence is not None
    assert (found.evidence.line, found.evidence.text) == (3, written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("2021-03-22 08:20:42\nheadimg: x", "crawl_time", id="the-crawler-s-clock"),
        pytest.param("last week", "date_unread", id="words"),
        pytest.param("2021-13-41", "date_unread", id="no-such-day"),
        pytest.param("2021-03-22T28:20:42Z", "date_unread", id="no-such-hour"),
        pytest.param("Sat, 42 Apr 2022 01:15:05 GMT", "date_unread", id="no-such-rfc-day"),
        pytest.param("0001-01-01T00:00:00+14:00", "date_unread", id="before-time"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 -1200", "date_unread", id="after-time"),
        pytest.param("0001-01-01T00:00:00Z", "date_unread", id="a-machine-s-nothing"),
        pytest.param("9999-12-31T23:59:59Z", "date_unread", id="never"),
        pytest.param("1799-12-31", "date_unread", id="before-1800"),
        pytest.param("1800-01-01T00:00:00+01:00", "date_unread", id="before-1800-in-utc"),
        pytest.param("2022-04-03T12:00:01Z", "date_unread", id="more-than-a-day-ahead"),
        pytest.param("2022-04-04", "date_unread", id="more-than-a-day-ahead-by-the-day"),
        pytest.param("4 Apr 2022 12:00 -0000", "date_unread", id="ahead-without-zone"),
    ],
)
def test_a_date_that_says_nothing_sure_is_none_with_a_warning(written, code):
    found = header_date(post(written), NOW)

    assert found.value is None
    assert found.warning is not None
    assert (found.warning.code, found.warning.line) == (code, 3)


@pytest.mark.parametrize(
    "written", ["1800-01-01", "1800-01-01T00:00:00Z", "2022-04-03T12:00:00Z", "2022-04-03"]
)
def test_a_date_counts_from_1800_to_a_day_from_now(written):
    assert str(header_date(post(written), NOW).value) == written


def test_now_is_the_clock_s():
    assert header_date(post("2022-04-02")).value is not None
    assert header_date(post("2199-04-02")).value is None


def test_a_header_without_a_date_says_nothing():
    assert header_date(post("")).warning is None


def marked(*lines: tuple[PartKind, str]) -> tuple[RawDocument, list[Marked]]:
    raw = page_text.read("\n".join(words for _, words in lines), Place("", "page"))
    kinds = [kind for kind, _ in lines]
    return raw, [Marked(b, kind) for b, kind in zip(raw.blocks, kinds, strict=True)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("2022年4月2日 来源：某报", "2022-04-02", id="chinese"),
        pytest.param("2022-04-02 09:15:05", "2022-04-02", id="clock-without-zone"),
        pytest.param("Posted 2022/4/2", "2022-04-02", id="slashes"),
    ],
)
def test_a_line_about_the_text_gives_its_day(line, day):
    found = printed_date(*marked((PartKind.TITLE, "A title"), (PartKind.METADATA, line)))

    assert str(found.value) == day
    assert found.evidence is not None
    assert (found.evidence.rule, found.evidence.line) == ("day_line", 2)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        pytest.param(PartKind.BODY, "2022年4月2日", id="in-the-body"),
        pytest.param(PartKind.LEFT_OUT, "2022-04-02", id="left-out"),
        pytest.param(PartKind.METADATA, "© 2022-04-02 The Post", id="copyright"),
        pytest.param(PartKind.METADATA, "since 2022", id="a-year"),
        pytest.param(PartKind.METADATA, "2022-04-02 " + "x" * 200, id="a-long-line"),
        pytest.param(PartKind.METADATA, "12022-04-02", id="a-number"),
    ],
)
def test_other_lines_give_no_day(kind, line):
    assert printed_date(*marked((kind, line))).value is None


def test_a_line_with_a_reason_of_its_own_gives_no_day():
    raw, (one,) = marked((PartKind.METADATA, "2022-04-02"))

    assert printed_date(raw, [Marked(one.block, one.kind, reason="window_title")]).value is None


def test_a_day_that_does_not_exist_is_none():
    assert printed_date(*marked((PartKind.METADATA, "2022-02-31 09:00"))).value is None


def test_a_day_ahead_is_passed_over_for_one_that_can_be():
    lines = ((PartKind.METADATA, "Opens 2022-05-01"), (PartKind.METADATA, "2022-04-02"))
    found = printed_date(*marked(*lines), NOW)

    assert (str(found.value), found.warning) == ("2022-04-02", None)


def test_a_page_that_prints_only_a_day_ahead_has_none_and_a_warning():
    found = printed_date(
        *marked((PartKind.TITLE, "A title"), (PartKind.METADATA, "2022-05-01")), NOW
    )

    assert found.value is None
    assert found.warning is not None
    assert (found.warning.code, found.warning.line) == ("date_unread", 2)


def test_a_page_that_prints_a_day_that_is_none_has_a_warning_with_it():
    found = printed_date(*marked((PartKind.METADATA, "2021年2月30日")), NOW)

    assert found.value is None
    assert found.warning == Warn("date_unread", 1, {"value": "2021年2月30日"})


def test_each_article_of_a_page_has_its_own_warning():
    raw, (first, second) = marked(
        (PartKind.METADATA, "2098-05-01"), (PartKind.METADATA, "2099-05-01")
    )
    pieces = [
        Marked(first.block, first.kind, article=0),
        Marked(second.block, second.kind, article=1),
    ]

    assert [warning.line for warning in date_warnings(raw, pieces)] == [1, 2]


@pytest.mark.parametrize(
    ("dates", "warned"),
    [
        pytest.param(["soon", "2022-04-02", "31 Feb"], [(3, "soon", 2)], id="unread"),
        pytest.param(["2022-04-02", "9999-01-01"], [(4, "9999-01-01", 1)], id="ahead"),
        pytest.param(["2022-04-02"], [], id="fine"),
        pytest.param([], [], id="none"),
    ],
)
def test_an_export_s_dates_that_cannot_be_are_told_once_with_the_first(dates, warned):
    stamped = (
        stamp(text, rule="export_published", weight=1.0, line=line)
        for line, text in enumerate(dates, 3)
    )
    entries = tuple(Entry(dates=(date,)) for date in stamped if date)
    raw = RawDocument(Place("", "feed"), "feed", "utf-8", "", (), entries=entries)

    assert [
        (one.line, one.params["value"], one.params["count"]) for one in stated_date_warnings(raw)
    ] == warned


def test_a_feed_with_a_date_that_cannot_be_read_is_read_with_a_warning():
    items = "<item><title>A</title><pubDate>soon</pubDate><description>Text.</description></item>"
    text = f"<rss><channel><title>Quay</title>{items}</channel></rss>"
    found = read(Found(Place("", "feed.xml"), text.encode(), len(text), ""), Known())

    assert [(one.code, one.line, one.params["count"]) for one in found.warnings] == [
        ("date_unread", 1, 1)
    ]
    assert "soon" in str(found.warnings[0].params["value"])


def test_the_header_of_an_only_article_speaks_for_its_lines_too():
    raw = front_matter.read("---\ntitle: x\n---\n2099-05-01\n", Place("", "post"))
    (line,) = (one for one in raw.blocks if one.line == 4)

    assert date_warnings(raw, [Marked(line, PartKind.METADATA, article=0)]) == ()
