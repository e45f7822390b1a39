from __future__ import annotations

import pytest

from articles.ingest.describe.source import Source, copyright_holder, find_source
from tests.pages import STORY, page, paged, pieces_of
from tests.test_ingest_paged_text import PAGES, SHARE


def source_of(*lines: str) -> Source:
    raw = page(*lines)
    return find_source(raw, pieces_of(raw).marked)


FOOTER = ("相关新闻", "江ICP备12345678号", "Copyright © 2001-2020 江南早报社 版权所有")


def test_a_labelled_source_near_the_title_comes_first():
    found = source_of(
        "老船工的早晨", "2021-04-03 08:15 来源：晨江晚报", *STORY, "来源：江边参考", *FOOTER
    )

    assert (found.source, found.publisher) == ("晨江晚报", "江南早报社")
    assert found.evidence["source"].rule == "source_label"


def test_what_stands_behind_the_day_is_a_source():
    assert source_of("老船工的早晨", "2021-04-03 08:15 江边素材", *STORY).source == "江边素材"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        pytest.param("江边日报 2021-04-03", "江边日报", id="outlet"),
        pytest.param("来源丨渡口见闻", "渡口见闻", id="behind-a-stroke"),
        pytest.param("作者丨江小雨 来源丨渡口见闻", "渡口见闻", id="between-strokes"),
        pytest.param("本文来自微信公众号：渡口见闻，作者：江小雨", "渡口见闻", id="an-account"),
        pytest.param("转载自微信公众号“渡口见闻”，作者：江小雨", "渡口见闻", id="in-quotes"),
        pytest.param(
            "本文轉載自微信公眾號「渡口見聞」", "渡口見聞", id="in-traditional-characters"
        ),
        pytest.param("来源：渡口见闻（公众号），作者：江小雨", "渡口见闻", id="a-remark"),
        pytest.param("来源 / 渡口见闻", "渡口见闻", id="behind-a-slash"),
        pytest.param("2021-04-03 写于江边小城", None, id="where-it-was-written"),
        pytest.param("江边晚报讯 2021-04-03", "江边晚报", id="its-dispatch"),
        pytest.param("2021-04-03 08:15 雾里新知[整理]", "雾里新知", id="what-it-did"),
        pytest.param("原创 慢船 2021-04-03", "慢船", id="marked-as-its-own"),
        pytest.param("2021-04-03 RiverPost", "RiverPost", id="brand"),
        pytest.param("来源：渡口发布 2021-04-03", "渡口发布", id="a-name-that-ends-in-a-verb"),
        pytest.param("来源：雾里新知（ID：wuli）", "雾里新知", id="an-account-s-address"),
    ],
)
def test_a_name_beside_the_day_has_the_shape_of_one(line, source):
    assert source_of("老船工的早晨", line, *STORY).source == source


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("来源：", "江边日报"), id="under-its-label"),
        pytest.param(("2021-04-03 08:15", "江边日报"), id="under-the-day"),
    ],
)
def test_a_source_may_have_a_line_of_its_own(lines):
    assert source_of("老船工的早晨", *lines, *STORY).source == "江边日报"


def test_what_is_no_outlet_under_the_day_is_no_source():
    assert source_of("老船工的早晨", "2021-04-03 08:15", "雾里的人", "登录", *STORY).source is None


def test_an_account_below_the_body_is_a_source_and_one_above_is_the_site_s():
    lines = ("老船工的早晨_网", "江网微信公众号", "首页", "老船工的早晨", *STORY, "相关新闻")

    assert source_of(*lines, "慢船微信公众号").source == "慢船"
    assert source_of(*lines).source is None


def test_a_site_and_its_domain_stand_in_the_footer():
    found = source_of(
        "老船工的早晨", *STORY, "推荐阅读文章", "苇岸范文网 www.weian.example", FOOTER[1]
    )

    assert (found.source, found.domain) == ("苇岸范文网", "www.weian.example")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        pytest.param(
            "Harbour Gazette www.harbour-gazette.example", "Harbour Gazette", id="spelled"
        ),
        pytest.param("Visit www.harbour-gazette.example", None, id="a-verb"),
        pytest.param("harbour.example Store", None, id="a-part-of-the-site"),
        pytest.param("官方站点 www.weian.example", None, id="a-label"),
    ],
)
def test_a_name_beside_a_domain_is_an_outlet_s_or_spelled_in_it(line, source):
    assert source_of("老船工的早晨", *STORY, "推荐阅读文章", line, FOOTER[1]).source == source


def test_a_domain_alone_names_no_source():
    found = source_of("老船工的早晨", *STORY, "推荐阅读文章", "www.weian.example", FOOTER[1])

    assert (found.source, found.domain) == (None, "www.weian.example")


def test_a_copyright_line_may_hold_a_domain_and_no_holder():
    found = source_of("老船工的早晨", *STORY, "相关新闻", "Copyright © 2001 www.weian.example")

    assert (found.publisher, found.domain) == (None, "www.weian.example")


def test_the_holder_of_the_footer_is_publisher_and_the_last_choice_for_the_source():
    found = source_of("老船工的早晨", *STORY, *FOOTER)

    assert (found.source, found.publisher) == ("江南早报社", "江南早报社")


def test_a_share_line_names_the_site():
    raw = paged("摆渡工作半年小结.doc", SHARE, *PAGES)

    assert find_source(raw, pieces_of(raw).marked).source == "苇岸文库"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("来源：网络", id="the-web"),
        pytest.param("来源：本站", id="this-site"),
        pytest.param("来源：主办方", id="organiser"),
        pytest.param("2021-04-03 08:15", id="nothing"),
        pytest.param("2021-04-03 08:15 1234", id="no-letter"),
        pytest.param("2021年4月3日 星期六", id="weekday"),
        pytest.param("Saturday 2021-04-03", id="english-weekday"),
        pytest.param("农历二月廿二 2021-04-03", id="calendar"),
        pytest.param("2021-04-03 08:15 EST", id="zone"),
        pytest.param("2021-04-03 08:15 PM", id="half-of-the-day"),
        pytest.param("发布于 2021-04-03", id="verb"),
        pytest.param("镌刻于 2021-04-03", id="verb-nobody-listed"),
        pytest.param("Downloaded 2021-04-03", id="english-verb"),
        pytest.param("截至2021年4月3日", id="until"),
        pytest.param("2021-04-03 编辑", id="label"),
        pytest.param("来源：本报讯", id="own-dispatch"),
        pytest.param("来源： 发布时间：2021-04-03", id="label-behind-a-label"),
        pytest.param("2021-04-03 王小渡", id="person"),
        pytest.param("欧阳小渡 2021-04-03", id="person-of-four-characters"),
        pytest.param("清明节 2021-04-03", id="feast"),
        pytest.param("2021-04-03 要闻", id="section"),
        pytest.param("Opinion 2021-04-03", id="english-section"),
    ],
)
def test_what_names_nobody_is_no_source(line):
    assert source_of("老船工的早晨", line, *STORY) == Source()


def test_long_lines_of_a_footer_are_not_asked():
    line = "Copyright © 2001 江南早报社 " + "雾" * 200

    assert source_of("老船工的早晨", *STORY, "相关新闻", "登录", "注册", line).publisher is None


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        pytest.param("Copyright @1997-2023 江南早报社", "江南早报社", id="years"),
        pytest.param("© 1997-2020 江南公司版权所有", "江南公司", id="rights"),
        pytest.param("江网（旗下媒体）·1997-2021 版权所有", "江网", id="brackets"),
        pytest.param(
            "江南新媒体版权所有Copyright © 2019 River Media Limited All Rights Reserved.",
            "江南新媒体",
            id="two",
        ),
        pytest.param("© 2025 Harbour Post. All rights reserved.", "Harbour Post", id="english"),
        pytest.param("River.example All rights reserved.", None, id="domain-only"),
        pytest.param("Copyright © 2001 未经授权禁止转载", None, id="disclaimer"),
        pytest.param("版权所有 本站", None, id="no-name"),
        pytest.param("© 2021 设为首页", None, id="menu"),
    ],
)
def test_a_copyright_line_names_a_holder_only_where_a_name_remains(line, holder):
    assert copyright_holder(line) == holder


def test_the_site_that_the_browser_s_title_names_is_the_source_where_nothing_else_is():
    menu = ("首页",) * 9

    found = source_of("老船工的早晨_雾里新知", *menu, "老船工的早晨", "2021-04-03", *STORY)
    assert (found.source, found.evidence["source"].rule) == ("雾里新知", "source_window")
    assert (
        source_of("老船工的早晨-春", *menu, "老船工的早晨-春", "2021-04-03", *STORY).source is None
    )


def test_two_characters_behind_the_browser_s_title_are_a_section_unless_they_stand_again():
    menu = ("首页",) * 9
    lines = ("老船工的早晨-渡事", *menu, "老船工的早晨", "2021-04-03", *STORY)

    assert source_of(*lines).source is None
    assert source_of(*lines, "渡事 App").source == "渡事"


def test_who_posted_a_text_is_its_source():
    found = source_of(
        "老船工的早晨", *("首页",) * 9, "老船工的早晨", "雾里新知", "2021-04-03", *STORY
    )

    assert (found.source, found.evidence["source"].rule) == ("雾里新知", "source_under")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("原创 晨江晚报 2021-04-03 08:15", "晨江晚报", id="before-the-day"),
        pytest.param("2021-04-03 12:11来源：晨江网作者：江小雨", "晨江网", id="run-together"),
        pytest.param("Source: Harbour Post and agencies", "Harbour Post", id="english"),
    ],
)
def test_a_line_under_the_title_names_the_source(line, name):
    assert source_of("老船工的早晨", line, *STORY).source == name


@pytest.mark.parametrize("line", ["2024年2月18日", "2024-02-18", "2024年12月8日 10:05"])
def test_a_day_alone_names_no_source(line):
    assert source_of("老船工的早晨", line, *STORY).source is None
