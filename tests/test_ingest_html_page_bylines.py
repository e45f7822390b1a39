"""When a page says its article was published, and by whom."""

from __future__ import annotations

import pytest

from articles.ingest.formats.html_page.names import is_person, split_names
from articles.ingest.printed_moments import moment_in
from tests.test_ingest_html_page import TEXT, json_ld, page
from tests.test_ingest_html_page_said import SITE, entry


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("2023-12-22T10:30:03-05:00", "2023-12-22T10:30:03-05:00", id="iso"),
        pytest.param("2023-12-20T15:29Z", "2023-12-20T15:29:00Z", id="no-seconds"),
        pytest.param("2024-01-23T11:15:00.5+0000", "2024-01-23T11:15:00Z", id="offset-in-digits"),
        pytest.param("2023-12-01T09:00:00", "2023-12-01", id="no-zone"),
        pytest.param("Fri, 22 Dec 2023 11:00:00 +0000", "2023-12-22T11:00:00Z", id="rfc"),
        pytest.param("Dec. 21, 2023 11:00 pm EST", "2023-12-21T23:00:00-05:00", id="named-zone"),
        pytest.param("Dec. 21, 2023 12:10 a.m. GMT", "2023-12-21T00:10:00Z", id="midnight"),
        pytest.param("Dec. 21, 2023 13:10 pm GMT", "2023-12-21", id="impossible-clock"),
        pytest.param("December 22nd, 2023 at 1:52 p.m.", "2023-12-22", id="english-day"),
        pytest.param("2019年09月05日 11:10", "2019-09-05", id="chinese"),
        pytest.param("2007-08-20-23:59:59", "2007-08-20", id="dashes"),
        pytest.param("20231222", "2023-12-22", id="compact"),
        pytest.param("20231222T101500Z", "2023-12-22T10:15:00Z", id="compact-instant"),
        pytest.param("1703224803", "2023-12-22T06:00:03Z", id="seconds"),
        pytest.param("1703224803000", "2023-12-22T06:00:03Z", id="milliseconds"),
        pytest.param("December 2023", "2023-12-01", id="month"),
        pytest.param("2024-02-30", None, id="no-such-day"),
        pytest.param("Marching 2023", None, id="no-month"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="too-old"),
        pytest.param("some time ago", None, id="words"),
    ],
)
def test_a_date_is_never_more_than_is_printed(text, said):
    found = moment_in(text)

    assert (str(found) if found else None) == said


def dates(html: str) -> list[tuple[str, str, float]]:
    return [(str(one.dated), one.rule, one.weight) for one in entry(html).dates]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param(
            page(head=json_ld(datePublished="2024-03-04T10:00:00Z")),
            ("2024-03-04T10:00:00Z", "json_ld", 0.95),
            id="json-ld",
        ),
        pytest.param(
            page(head='<meta name="pubdate" content="2024-03-04">'),
            ("2024-03-04", "meta_tag", 0.85),
            id="meta",
        ),
        pytest.param(
            page(head='<meta property="article:modified_time" content="2024-03-04">'),
            ("2024-03-04", "open_graph", 0.3),
            id="modified",
        ),
        pytest.param(
            page('<time datetime="2024-03-04">today</time>'),
            ("2024-03-04", "time_element", 0.76),
            id="time",
        ),
        pytest.param(
            page('<time pubdate datetime="2024-03-04">today</time>'),
            ("2024-03-04", "time_element", 0.8),
            id="time-of-publication",
        ),
        pytest.param(
            page('<time class="updated" datetime="2024-03-04">today</time>'),
            ("2024-03-04", "time_element", 0.3),
            id="time-of-change",
        ),
        pytest.param(
            page(text=TEXT + "<nav>x</nav>" * 9 + '<div><time datetime="2024-03-04">a</time>'),
            ("2024-03-04", "time_element", 0.2),
            id="time-elsewhere",
        ),
        pytest.param(
            page("<p>Published: 4 March 2024</p>"), ("2024-03-04", "date_line", 0.78), id="labelled"
        ),
        pytest.param(
            page("<p>成文日期：2024-03-04</p>"), ("2024-03-04", "drawn_up", 0.55), id="drawn-up"
        ),
        pytest.param(
            page('<p>成文日期：<time datetime="2024-03-04">周一</time></p>'),
            ("2024-03-04", "drawn_up", 0.55),
            id="time-of-drawing-up",
        ),
        pytest.param(
            page("<p>Updated: 4 March 2024</p>"), ("2024-03-04", "date_line", 0.3), id="changed"
        ),
        pytest.param(page("<p>4 March 2024</p>"), ("2024-03-04", "date_line", 0.72), id="line"),
        pytest.param(page("<p>March 2024</p>"), ("2024-03-01", "date_line", 0.45), id="month"),
        pytest.param(
            page(head='<link rel="canonical" href="https://q.example/2024/03/04/bell">'),
            ("2024-03-04", "address", 0.55),
            id="address",
        ),
        pytest.param(
            page(text=TEXT + "<footer>© 2019-2024 The Quay Post</footer>"),
            ("2019-01-01", "footer_year", 0.05),
            id="footer",
        ),
    ],
)
def test_every_date_of_a_page_is_a_candidate_with_its_weight(html, found):
    assert found in dates(html)


OTHER = ("other_day", 0.0)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param("<p>Crawled at 2024-03-04 08:15</p>", [OTHER], id="line"),
        pytest.param("<p>抓取时间：2024-03-04</p>", [OTHER], id="han"),
        pytest.param(
            '<p>Retrieved <time datetime="2024-03-04">Monday</time></p>', [OTHER], id="element"
        ),
        pytest.param(
            '<p>Saved on <time datetime="2024-03-04T08:15Z">4 March 2024</time></p>',
            [OTHER] * 3,
            id="element-with-a-day",
        ),
        pytest.param(
            '<p><time itemprop="startDate" datetime="2024-03-04">Monday</time></p>',
            [OTHER],
            id="of-an-event",
        ),
        pytest.param(
            "<ul class=meta><li>归档时间</li><li>2024-03-04</li></ul>", [OTHER], id="label-above"
        ),
        pytest.param(
            "<p>抓取时间：2024-03-05 发布时间：2024-03-04</p>",
            [OTHER, ("date_line", 0.78)],
            id="then-published",
        ),
        pytest.param(
            "<p>4 March 2024 | Updated 2024-03-05</p>",
            [("date_line", 0.72), ("date_line", 0.3)],
            id="then-changed",
        ),
        pytest.param(
            '<p>更新于 <time datetime="2024-03-04">周一</time></p>',
            [("time_element", 0.3)],
            id="element-of-a-change",
        ),
        pytest.param("<p>2024年2月30日</p>", [], id="no-such-day"),
    ],
)
def test_the_day_of_a_crawl_a_print_or_an_event_weighs_nothing(body, found):
    assert [told[1:] for told in dates(page(body))] == found


def test_a_long_line_around_a_time_says_nothing_of_it():
    body = f'<p>Saved for {"the lane and " * 14}<time datetime="2024-03-04">Monday</time></p>'

    assert dates(page(body)) == [("2024-03-04", "time_element", 0.76)]


def test_a_day_that_cannot_be_in_an_address_is_none():
    assert dates(page(head='<link rel="canonical" href="https://q.example/2024/02/31/b">')) == []


def test_of_several_statements_the_article_s_own_date_weighs_most():
    stated = '{"@type":"WebPage","datePublished":"2020-01-02"}'
    other = f'<script type="application/ld+json">{stated}</script>'
    found = dates(page(head=other + json_ld(datePublished="2024-03-04")))

    assert [weight for _, _, weight in found] == [0.95, 0.76]


def test_an_instant_is_given_in_the_zone_that_the_page_prints():
    html = page("<p>4 March 2024, 11:00 pm EST</p>", json_ld(datePublished="2024-03-05T04:00:00Z"))

    assert dates(html)[0][0] == "2024-03-04T23:00:00-05:00"


@pytest.mark.parametrize(
    ("html", "names"),
    [
        pytest.param(
            page(head=json_ld(author={"name": "Ada Fenwick"})), ["Ada Fenwick"], id="json-ld"
        ),
        pytest.param(page(head=json_ld(creator=["Ada Fenwick", 7])), ["Ada Fenwick"], id="creator"),
        pytest.param(
            page(head='<meta name="author" content="By Ada Fenwick and Tom Hale">'),
            ["Ada Fenwick", "Tom Hale"],
            id="meta",
        ),
        pytest.param(
            page('<p><a rel="author" href="/a">Ada Fenwick</a></p>'), ["Ada Fenwick"], id="rel"
        ),
        pytest.param(
            page('<div itemprop="author">Ada Fenwick</div>'), ["Ada Fenwick"], id="itemprop"
        ),
        pytest.param(
            page(
                '<div class="author">Ada Fenwick The Quay Post</div>'
                '<div class="author-name">Ada Fenwick</div>'
            ),
            ["Ada Fenwick"],
            id="longer",
        ),
        pytest.param(
            page('<div class="author">作者：未知 责任编辑：罗一苇</div>'), [], id="labels"
        ),
        pytest.param(page(head='<meta name="author" content="ada@quay.example">'), [], id="mail"),
        pytest.param(
            page(head='<meta name="author" content="https://quay.example/ada">'), [], id="link"
        ),
        pytest.param(
            page(head='<meta name="author" content="The Quay Post">' + SITE), [], id="site"
        ),
        pytest.param(
            page(head='<meta name="author" content="Quay Post Online">' + SITE), [], id="site-else"
        ),
        pytest.param(
            page(head=json_ld(author="The Tide", publisher={"name": "Tide Media"})),
            [],
            id="publisher",
        ),
        pytest.param(
            page(
                head='<meta name="author" content="汐网"><meta name="application-name"'
                ' content="汐网订阅">'
            ),
            [],
            id="application",
        ),
        pytest.param(
            page(
                head='<meta name="author" content="Tidewatch">'
                '<link rel="canonical" href="https://www.tidewatch.example/a/bell">'
            ),
            [],
            id="host",
        ),
        pytest.param(
            page(
                '<p><a rel="author" href="/a">Ada Fenwick</a></p>',
                json_ld(author="Harbour Council"),
            ),
            ["Ada Fenwick"],
            id="organisation-and-a-byline",
        ),
        pytest.param(
            page('<p><a rel="author" href="/a">Harbour Council</a></p>'),
            ["Harbour Council"],
            id="organisation-that-signs",
        ),
        pytest.param(
            page(head='<meta name="author" content="Ada Fenwick, Ada Fenwick">'),
            ["Ada Fenwick"],
            id="twice",
        ),
    ],
)
def test_authors_come_from_the_first_witness_that_names_any(html, names):
    assert [one.value for one in entry(html).authors] == names


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        pytest.param("George T. Conway III", True, id="initial"),
        pytest.param("闻小渡", True, id="chinese"),
        pytest.param("汐州日报", False, id="paper"),
        pytest.param("汐州网", False, id="site"),
        pytest.param("Updated 3 hours ago", False, id="clock"),
        pytest.param("A Name Of More Than Six Words Here", False, id="long"),
        pytest.param("admin", False, id="nobody"),
        pytest.param("Staff picks", False, id="label"),
        pytest.param("—·—", False, id="marks"),
    ],
)
def test_a_name_is_a_person_s_or_it_is_none(name, is_one):
    assert is_person(name) is is_one


def test_roles_behind_names_are_no_names():
    assert split_names("By Ann Lee, Senior Editor and Tom Hale Columnist") == [
        "Ann Lee",
        "Tom Hale",
    ]


def test_an_author_may_be_named_by_reference_and_stay_unknown():
    graph = json_ld(author={"@id": "#nobody"})

    assert entry(page(head=graph)).authors == ()
