from __future__ import annotations

from dataclasses import replace

import pytest

from articles.ingest.clean import furniture
from articles.ingest.records import PartKind, Picture
from tests.pages import STORY, TALE, became, body, marks, page, post

MENU = ("首页", "社会", "财经", "体育", "读书", "天气", "视频", "登录", "注册")
TITLE = "老船工的一个早晨"
END = ("责任编辑：江小雨", "分享到：", "微信好友", "相关新闻")


def test_a_page_is_cut_down_to_title_day_and_story():
    raw = page(
        f"{TITLE}_江边_晨江网",
        *MENU,
        TITLE,
        "2021-04-03 08:15 来源：晨江晚报",
        "字号",
        *STORY,
        *END,
    )

    assert body(raw) == list(STORY)
    assert became(raw, f"{TITLE}_江边_晨江网") == "window_title"
    assert became(raw, TITLE) == "title"
    assert became(raw, "2021-04-03 08:15 来源：晨江晚报") == "metadata"
    assert became(raw, "责任编辑：江小雨") == "credit"
    assert became(raw, "社会") == "navigation"


def test_an_english_page_is_cut_down_too():
    raw = page(
        "The ferryman who listens - Harbour Post",
        "Skip to main content", "News", "Sign in",
        "The ferryman who listens", "By Ada Fenwick", "3 April 2021", "Share this article",
        *TALE,
        "Related stories", "Fog closes the upper road", "Privacy",
    )  # fmt: skip

    assert body(raw) == list(TALE)
    assert became(raw, "By Ada Fenwick") == "credit"
    assert became(raw, "Fog closes the upper road") == "related_links"


def test_text_without_a_site_around_it_is_all_body():
    assert body(page(*STORY)) == list(STORY)


def test_a_headline_above_running_text_is_its_title():
    assert marks(page(TITLE, *STORY))[0] == ("title", TITLE)


def test_a_title_is_found_above_its_day_though_nothing_repeats_it():
    raw = page("晨江网 首页", TITLE, "2021-04-03 08:15", *STORY)

    assert became(raw, TITLE) == "title"
    assert became(raw, "晨江网 首页") == "navigation"


def test_a_day_with_no_headline_near_it_makes_no_title():
    raw = page("江小雨", "2021-04-03", *STORY)

    assert not [kind for kind, _ in marks(raw) if kind == "title"]
    assert body(raw) == list(STORY)


def test_a_title_may_stand_twice_over_two_lines():
    raw = page(
        "雾中的渡口没有汽笛，", "只有一个老船工", "雾中的渡口没有汽笛，", "只有一个老船工", *STORY
    )

    kinds = [kind for kind, _ in marks(raw)]
    assert kinds == ["window_title", "window_title", "title", "title", "body", "body", "body"]


def test_a_title_may_run_over_the_lines_that_the_browser_s_title_joins():
    raw = page(
        "雾中的渡口没有汽笛 只有一个老船工 - 晨江网",
        "首页",
        "雾中的渡口没有汽笛",
        "只有一个老船工",
        *STORY,
    )

    assert [words for kind, words in marks(raw) if kind == "title"] == [
        "雾中的渡口没有汽笛",
        "只有一个老船工",
    ]


def test_of_several_repeats_the_dated_one_is_the_title():
    raw = page(
        f"{TITLE}_晨江网",
        "首页",
        TITLE,
        "读书",
        "评论",
        "视频",
        "体育",
        TITLE,
        "2021-04-03",
        *STORY,
    )

    assert [kind for kind, words in marks(raw) if words == TITLE] == ["navigation", "title"]


def test_a_first_line_that_comes_back_after_running_text_is_no_browser_s_title():
    raw = page(TITLE, *STORY, TITLE, *STORY)

    assert marks(raw)[0] == ("title", TITLE)
    assert len(body(raw)) == 7


def test_a_name_between_title_and_day_is_a_credit():
    assert became(page(TITLE, "江小雨", "2021-04-03 08:15", *STORY), "江小雨") == "credit"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((TITLE, "字号", "江小雨", "关注", "2021-04-03"), id="beside-neither"),
        pytest.param((TITLE, "雾里的人", "2021-04-03"), id="no-surname"),
    ],
)
def test_another_short_line_there_is_none(lines):
    assert "credit" not in [kind for kind, _ in marks(page(*lines, *STORY))]


def test_marks_between_day_and_story_are_widgets():
    assert body(page(TITLE, "2021-04-03", "T", "+", *STORY)) == list(STORY)


def test_a_title_that_fills_the_page_is_read_to_its_end():
    assert body(page("雾中的渡口没有汽笛", "首页", "雾中的渡口没有汽笛")) == []


def test_a_short_page_under_a_menu_begins_with_its_text():
    assert body(page("首页", "登录", *STORY)) == list(STORY)


# An end needs two signs: a line that may end a body, and company or place.


def test_an_ending_line_with_company_ends_the_body():
    raw = page(
        TITLE,
        *STORY,
        "延伸阅读",
        "上游的桥",
        "相关新闻",
        "登录",
        "桥墩下住着一窝水獭，村里人每天早晨都去看它们，谁也不靠近。",
    )

    assert body(raw) == list(STORY)


def test_an_ending_line_inside_the_story_ends_nothing():
    raw = page(TITLE, STORY[0], "分享到：", *STORY[1:], *STORY)

    assert "分享到：" in body(raw)


def test_company_without_an_ending_line_ends_nothing():
    raw = page(TITLE, STORY[0], "上游的桥", "下游的坝", "对岸的棚", *STORY[1:])

    assert "对岸的棚" in body(raw)


def test_an_ending_line_with_nothing_running_on_below_ends_the_body():
    assert body(page(TITLE, *STORY, "延伸阅读", "上游的桥", "下游的坝")) == list(STORY)


def test_a_rule_and_what_follows_it_are_no_text():
    raw = page(TITLE, *STORY, "---", "(更新时间戳: 1617408000)")

    assert body(raw) == list(STORY)
    assert became(raw, "(更新时间戳: 1617408000)") == "notice"


def test_credits_between_stories_do_not_end_the_page():
    raw = page(
        TITLE,
        *STORY,
        *STORY,
        "责任编辑：江小雨",
        "上游的桥",
        *STORY,
        *STORY,
        "责任编辑：江小雨",
        "相关新闻",
        "登录",
    )

    assert len(body(raw)) == 13


def test_credits_far_below_the_body_are_another_text_s():
    far = [f"上游的桥第{index}段" for index in range(12)]
    raw = page(TITLE, *STORY, "相关新闻", "登录", *far, "责任编辑：陈一苇")

    assert became(raw, "责任编辑：陈一苇") == "metadata"


def test_keywords_below_the_body_are_kept_with_their_values():
    raw = page(TITLE, *STORY, "相关新闻", "关键词:", "渡口 江雾", "登录")

    assert became(raw, "渡口 江雾") == "metadata"
    assert became(raw, "登录") == "navigation"


def test_an_original_title_is_kept_above_and_below_the_body():
    raw = page(TITLE, "（原标题：雾中的船）", *STORY, "(原标题《雾中的人》)", "相关新闻")

    assert became(raw, "（原标题：雾中的船）") == "metadata"
    assert became(raw, "(原标题《雾中的人》)") == "metadata"
    assert (
        became(
            page(TITLE, STORY[0], "（原标题：雾中的船）", *STORY[1:], *STORY),
            "（原标题：雾中的船）",
        )
        == "metadata"
    )


def test_a_picture_s_placeholder_and_a_caption_s_credit_are_no_text():
    raw = page(TITLE, STORY[0], "资料图", "▲晨江晚报图片记者江小雨摄", *STORY[1:])

    assert became(raw, "资料图") == "placeholder_image"
    assert became(raw, "▲晨江晚报图片记者江小雨摄") == "credit"


def test_an_interview_keeps_its_speakers():
    raw = page(
        TITLE, "记者：您为什么一直没有离开这条江？", "何渡：因为水声。", "记者：何渡", *STORY
    )

    assert "记者：何渡" in body(raw)


def test_the_same_line_is_a_credit_where_nobody_speaks():
    raw = page(TITLE, STORY[0], "记者：何渡", *STORY[1:], *STORY)

    assert became(raw, "记者：何渡") == "credit"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(MENU, id="menu"),
        pytest.param(
            ("购物车", "商品", "数量", "小计", "运费", "合计", "优惠券", "提交订单"), id="checkout"
        ),
    ],
)
def test_an_index_or_a_form_is_no_article(lines):
    assert {kind for kind, _ in marks(page(*lines))} >= {"no_article"} or not body(page(*lines))
    assert body(page(*lines)) == []


def test_a_short_report_under_a_title_and_a_day_is_an_article():
    raw = page(
        "晨江网", *MENU, "渡口今天停航", "2021-04-03 08:15", "因大雾，渡口今天停航。", "登录"
    )

    assert body(raw) == ["因大雾，渡口今天停航。"]


def test_a_few_words_alone_are_an_article():
    assert body(page("渡口今天停航", "明天照常")) == ["渡口今天停航", "明天照常"]


def test_an_empty_document_has_no_marks():
    assert furniture.mark(page("")) == ()


def test_an_essay_in_markup_loses_only_what_closes_it():
    raw = post(*STORY, "责任编辑：江小雨", "版权声明：本刊文字归作者所有", title=TITLE)

    assert [kind for kind, _ in marks(raw)] == [
        "title",
        "body",
        "body",
        "body",
        "credit",
        "licence",
    ]


def test_a_picture_among_the_closing_lines_stays():
    raw = post(STORY[0], "资料图", title=TITLE)
    pictured = replace(raw.blocks[2], pictures=(Picture("https://pictures.example/a.png"),))
    raw = replace(raw, blocks=(*raw.blocks[:2], pictured))

    assert [one.kind for one in furniture.mark(raw)][1:] == [PartKind.BODY, PartKind.BODY]


def test_header_lines_without_a_title_are_metadata():
    raw = post(*STORY, title=TITLE)
    raw = replace(raw, header=(replace(raw.header[0], key="author"),))

    assert furniture.mark(raw)[0].kind is PartKind.METADATA


def test_a_byline_that_opens_a_paragraph_is_a_credit_and_its_markup_goes_with_it():
    raw = post("【文/江小雨】" + STORY[0], *STORY[1:])
    byline, rest = furniture.mark(raw)[:2]

    assert raw.words(byline.block) == "【文/江小雨】"
    assert byline.kind is PartKind.CREDIT
    assert rest.block.html == f"<p>{STORY[0]}</p>"


def test_a_byline_that_its_markup_breaks_up_stays_in_the_text():
    raw = post("【文/江小雨】" + STORY[0])
    broken = replace(raw.blocks[0], html=f"<p>【<b>文</b>/江小雨】{STORY[0]}</p>")

    assert len(furniture.mark(replace(raw, blocks=(broken,)))) == 1
