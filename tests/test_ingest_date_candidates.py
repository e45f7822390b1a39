"""Every date a document could mean, weighed, and which of them is its publication."""

from __future__ import annotations

import pytest

from articles.ingest.dated import DateCandidate
from articles.ingest.describe.dates import all_dates, choose, printed_date
from articles.ingest.formats import front_matter, page_text
from articles.ingest.records import Marked, PartKind, Place, RawDocument
from articles.text.lexicon import Kind
from tests.limits import at_most
from tests.pages import STORY

METADATA, BODY, TITLE = PartKind.METADATA, PartKind.BODY, PartKind.TITLE


def candidates(*lines: tuple[PartKind, str], address: str = "") -> list[DateCandidate]:
    raw, marked = page(*lines)
    return list(all_dates(raw, marked, has_header=False, address=address))


def page(*lines: tuple[PartKind, str]) -> tuple[RawDocument, list[Marked]]:
    raw = page_text.read("\n".join(words for _, words in lines), Place("", "page"))
    kinds = [kind for kind, _ in lines]
    reasons = [Kind.FOOTER if kind is PartKind.LEFT_OUT else None for kind in kinds]
    return raw, [
        Marked(block, kind, 0, reason)
        for block, kind, reason in zip(raw.blocks, kinds, reasons, strict=True)
    ]


def told(one: DateCandidate) -> tuple[str, str, str]:
    return one.rule, str(one.dated) if one.dated else "", one.precision


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        pytest.param(
            [(METADATA, "2021-04-03 08:15")], [("day_line", "2021-04-03", "day")], id="day"
        ),
        pytest.param(
            [(METADATA, "2021年4月")], [("month_line", "2021-04-01", "month")], id="month"
        ),
        pytest.param(
            [(METADATA, "Issue: April 2021")], [("month_line", "2021-04-01", "month")], id="issue"
        ),
        pytest.param(
            [(METADATA, "2021"), (METADATA, "04/03"), (METADATA, "19:02")],
            [("day_line", "2021-04-03", "day")],
            id="three-lines",
        ),
        pytest.param(
            [(METADATA, "Updated April 3, 2021")],
            [("updated_line", "2021-04-03", "day")],
            id="a-change",
        ),
        pytest.param(
            [(METADATA, "抓取时间：2021-04-03 08:15")],
            [("other_day", "2021-04-03", "day")],
            id="a-crawl",
        ),
        pytest.param(
            [(METADATA, "Retrieved April 3, 2021")],
            [("other_day", "2021-04-03", "day")],
            id="an-english-crawl",
        ),
        pytest.param(
            [(METADATA, "归档时间："), (METADATA, "2021-04-03")],
            [("other_day", "2021-04-03", "day")],
            id="under-its-label",
        ),
        pytest.param(
            [(PartKind.CREDIT, "抓取时间：2021-04-05 发布时间：2021-04-03")],
            [("day_line", "2021-04-03", "day")],
            id="a-crawl-then-published",
        ),
        pytest.param([(METADATA, "抓取时间：2021年4月")], [], id="the-month-of-a-crawl"),
        pytest.param(
            [(METADATA, "2021年2月30日")], [("date_unread", "", "none")], id="no-such-day"
        ),
        pytest.param([(METADATA, "Crawled at 2021-02-30")], [], id="no-such-day-of-a-crawl"),
        pytest.param([(METADATA, "Updated on Tuesday")], [], id="a-change-some-day"),
        pytest.param([(METADATA, "更新时间：2021年4月")], [], id="the-month-of-a-change"),
        pytest.param(
            [(METADATA, "April 3, 2021 | Updated April 5, 2021")],
            [("day_line", "2021-04-03", "day")],
            id="published-then-changed",
        ),
        pytest.param(
            [(METADATA, "April 3, 2021"), (TITLE, "The ferry")],
            [("day_above_title", "2021-04-03", "day")],
            id="above-the-title",
        ),
        pytest.param(
            [(BODY, "新华社江城2021年4月3日电 渡口今天开了。")],
            [("dateline", "2021-04-03", "day")],
            id="dateline",
        ),
        pytest.param(
            [(BODY, "EASTMOUTH, April 3, 2021 -- The ferry left on time.")],
            [("dateline", "2021-04-03", "day")],
            id="english-dateline",
        ),
        pytest.param(
            [(BODY, "新华社江城4月3日电 渡口今天开了。")],
            [("dateline_without_year", "", "none")],
            id="dateline-without-a-year",
        ),
        pytest.param(
            [(BODY, "EASTMOUTH, a town of two ferries -- and a bridge.")], [], id="a-place"
        ),
        pytest.param([(BODY, "去年4月3日渡口开了。")], [], id="a-sentence"),
        pytest.param(
            [(PartKind.LEFT_OUT, "© 2019-2021 江城网")],
            [("footer_year", "2021-01-01", "year")],
            id="footer",
        ),
        pytest.param([(PartKind.LEFT_OUT, "© 江城网")], [], id="footer-without-a-year"),
        pytest.param(
            [(METADATA, "2021-04-03"), (METADATA, "2021-04-03")],
            [("day_line", "2021-04-03", "day")],
            id="twice",
        ),
        pytest.param([(METADATA, "9999-04-03")], [], id="never"),
        pytest.param(
            [(METADATA, "成文日期：2021-01-05"), (METADATA, "发布日期：2021-04-03")],
            [("drawn_up", "2021-01-05", "day"), ("day_line", "2021-04-03", "day")],
            id="drawn-up-and-published",
        ),
        pytest.param(
            [(METADATA, "印发日期：2021-01-05 发布时间：2021-04-03")],
            [("day_line", "2021-04-03", "day")],
            id="drawn-up-and-published-in-one-line",
        ),
        pytest.param(
            [(METADATA, "成文日期：2021年4月3日")],
            [("drawn_up", "2021-04-03", "day")],
            id="drawn-up-alone",
        ),
    ],
)
def test_what_a_page_prints_is_a_date_by_a_rule(lines, rules):
    assert [told(one) for one in candidates(*lines)] == rules


@pytest.mark.parametrize(
    ("line", "date"),
    [
        pytest.param("2021-04-03T08:15:00+08:00", "2021-04-03T08:15:00+08:00", id="offset"),
        pytest.param("Published 2021-04-03 08:15Z", "2021-04-03T08:15:00Z", id="utc"),
        pytest.param("2021年4月3日 08:15 +0800", "2021-04-03T08:15:00+08:00", id="han"),
        pytest.param("April 3, 2021 8:15 p.m. EDT", "2021-04-03T20:15:00-04:00", id="named"),
        pytest.param("2021-04-03T08:15:00", "2021-04-03", id="no-zone"),
        pytest.param("2021-04-03T28:15:00Z", "2021-04-03", id="no-such-hour"),
        pytest.param("2021-04-03 Updated 2021-04-05T08:15Z", "2021-04-03", id="of-a-change"),
    ],
)
def test_a_printed_moment_keeps_its_time_where_it_has_a_zone(line, date):
    (found,) = candidates((METADATA, line))

    assert (found.rule, str(found.dated)) == ("day_line", date)
    assert found.precision == ("time" if "T" in date else "day")


@pytest.mark.parametrize(
    ("address", "day"),
    [
        pytest.param("https://a.example/2021/04/03/ferry.html", "2021-04-03", id="folders"),
        pytest.param("https://a.example/t20210403_1.html", "2021-04-03", id="figures"),
        pytest.param("https://a.example/2021/44/03/ferry.html", None, id="no-such-month"),
        pytest.param("https://a.example/12021040312", None, id="a-number"),
    ],
)
def test_an_address_may_hold_a_day(address, day):
    found = [one for one in candidates((BODY, STORY[0]), address=address) if one.rule == "url_day"]

    assert [str(one.dated) for one in found] == ([day] if day else [])


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        pytest.param(
            [(METADATA, "2021年4月"), (BODY, "新华社江城2021年4月3日电 渡口开了。")],
            "2021-04-01",
            id="a-line-before-a-dateline",
        ),
        pytest.param([(METADATA, "Updated April 3, 2021")], None, id="a-change-is-none"),
        pytest.param([(PartKind.LEFT_OUT, "© 2021 江城网")], None, id="a-footer-s-year-is-none"),
        pytest.param(
            [(BODY, "新华社江城4月3日电 渡口开了。")], None, id="a-day-without-a-year-is-none"
        ),
    ],
)
def test_the_heaviest_is_the_date_and_what_weighs_too_little_is_none(lines, date):
    best = choose(candidates(*lines))

    assert (str(best.dated) if best else None) == date
    assert (str(printed_date(*page(*lines)).value) if best else None) == date


def test_a_crawler_s_clock_is_shown_and_never_taken():
    raw = front_matter.read(
        "---\ntitle: x\ndate: 2021-03-22 08:20:42\nheadimg: ''\n---\n", Place("", "post")
    )
    dates = all_dates(raw, (), has_header=True)

    assert [(told(one), one.weight, one.line) for one in dates] == [
        (("crawl_time", "", "none"), 0.0, 3)
    ]
    assert choose(dates) is None


def test_a_header_s_date_counts_before_all_others():
    text = "---\ntitle: x\ndate: 2021-03-22\n---\nText\n"
    raw = front_matter.read(text, Place("", "post"))
    dates = all_dates(raw, (), has_header=True, address="https://a.example/2020/01/02/x")

    assert [one.rule for one in dates] == ["header_iso", "url_day"]
    assert str(choose(dates).dated) == "2021-03-22"


def test_a_header_without_a_date_gives_none():
    assert (
        all_dates(front_matter.read("---\ntitle: x\n---\n", Place("", "p")), (), has_header=True)
        == ()
    )


@pytest.mark.limits
def test_a_thousand_days_in_numbers_are_read_by_one_look_at_the_rest():
    with at_most(1):
        found = candidates(*[(METADATA, f"Posted 3/4/20{n % 90 + 10}") for n in range(1_000)])

    assert {one.rule for one in found} == {"ambiguous_day"}
