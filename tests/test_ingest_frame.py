"""Pages of kinds that the rules were not made on: where their text begins, ends and is titled."""

from __future__ import annotations

import pytest

from tests.pages import STORY, TALE, became, body, marks, page

MENU = ("Home", "Harbour", "Weather", "Sign in", "Tides", "Markets", "Letters", "Puzzles")
TITLE = "The ferryman who listens before he looks"
LONG_TALE = (*TALE, *(f"{line} It was said again on the quay." for line in TALE))
LINKS = tuple(f"Harbour story number {number} that nobody asked for" for number in range(8))


def title(*lines: str) -> list[str]:
    return [words for kind, words in marks(page(*lines)) if kind == "title"]


def test_a_sentence_under_the_title_stays_and_what_stands_under_it_goes():
    raw = page(
        "Harbour Post",
        *MENU,
        TITLE,
        "He has crossed the river for forty years and never once blown a whistle.",
        "Our own writer",
        "By Ada Fenwick Mar 19, 2021, 10:00am EDT",
        "Share this story",
        "Pocket",
        "Share on Twitter",
        *LONG_TALE,
    )

    assert title(*[raw.words(block) for block in raw.blocks]) == [TITLE]
    assert became(raw, "By Ada Fenwick Mar 19, 2021, 10:00am EDT") == "credit"
    assert became(raw, "Pocket") == "navigation"
    assert became(raw, "Our own writer") == "navigation"
    assert body(raw)[1:] == list(LONG_TALE)


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(("Share this story", "Pocket"), id="no-writer-and-no-day"),
        pytest.param(("By Ada Fenwick", "Related stories"), id="another-text-follows"),
        pytest.param(("Pocket",), id="nothing-known"),
    ],
)
def test_lines_under_a_first_sentence_are_otherwise_judged_one_by_one(between):
    lines = body(page(TITLE, TALE[0], *between, *LONG_TALE))

    assert lines[0] == TALE[0]
    assert "Pocket" not in between or "Pocket" in lines


def test_a_banner_about_cookies_is_no_text():
    raw = page(
        "Harbour Post",
        "We use cookies and similar means, some of them needed, to remember what you read.",
        "By choosing Accept, you let the harbour remember you for a year and a day.",
        *MENU,
        TITLE,
        "By Ada Fenwick",
        *LONG_TALE,
    )

    assert body(raw) == list(LONG_TALE)
    assert became(
        raw, "By choosing Accept, you let the harbour remember you for a year and a day."
    ) == ("consent")


def test_what_a_site_sets_between_paragraphs_goes():
    raw = page(
        TITLE, "By Ada Fenwick", TALE[0], "RELATED: Fog closes the road", "Advertisement", TALE[1]
    )

    assert body(raw) == list(TALE)


@pytest.mark.parametrize(
    ("window", "heading"),
    [
        pytest.param(
            "The ferryman who doesn't look | Post", "The ferryman who doesn’t look", id="quotes"
        ),
        pytest.param(
            "All of the ferryman - Post", "He listens, the ferryman. Then he looks.", id="stops"
        ),
    ],
)
def test_a_heading_is_found_though_the_browser_s_title_is_written_otherwise(window, heading):
    assert title(window, *MENU, heading, "By Ada Fenwick", *LONG_TALE) == [heading]


def test_a_section_that_the_browser_s_title_begins_with_is_no_title():
    window = "What is a ferry? How one man crosses a river that has no bridge and never had one"

    assert title(
        window, *MENU, TITLE, "Ada Fenwick", *LONG_TALE[:2], "What is a ferry?", *TALE
    ) == [TITLE]


def test_the_line_that_the_browser_s_title_repeats_counts_before_the_nearest():
    lines = (
        "雾中渡口的老船工等了一夜|晨江网",
        *["首页"] * 3,
        "等了一夜的老船工在雾中渡口",
        "雾里来稿",
        *STORY,
    )

    assert title(*lines) == ["等了一夜的老船工在雾中渡口"]


def test_a_browser_s_title_that_goes_on_and_on_is_like_nothing():
    assert title("渡口" * 200, *["首页"] * 3, "雾中渡口的一个早晨", "雾里来稿", *STORY) == [
        "雾里来稿"
    ]


def test_a_day_on_three_lines_is_one():
    raw = page("老船工的早晨", *["首页"] * 9, "老船工的早晨", "2021", "04/03", "19:02", *STORY)

    assert [kind for kind, words in marks(raw) if words in {"2021", "04/03", "19:02"}] == [
        "metadata"
    ] * 3
    assert body(raw) == list(STORY)


def test_a_day_above_the_title_is_kept():
    raw = page(*MENU, "December 22, 2023", "Editors' notes", TITLE, "By Ada Fenwick", *LONG_TALE)

    assert became(raw, "December 22, 2023") == "metadata"
    assert became(page("Sunday, December 24, 2023", *MENU, TITLE, "By A. Fen", *TALE), MENU[1]) == (
        "navigation"
    )


def test_a_cry_above_its_day_is_a_title():
    lines = (
        "江城",
        "首页 - 新闻",
        "渡口今天又开了！",
        "发布时间：2019-05-18 来源：江城学会",
        *STORY,
    )

    assert title(*lines) == ["渡口今天又开了！"]


def test_links_without_running_text_after_it_are_no_part_of_a_text():
    assert body(page(TITLE, "By Ada Fenwick", *LONG_TALE, *LINKS)) == list(LONG_TALE)


def test_as_much_text_after_many_lines_is_more_of_the_same():
    lines = (*LONG_TALE, *LINKS, *LONG_TALE)

    assert body(page(TITLE, "By Ada Fenwick", *lines)) == list(lines)


def test_heads_and_captions_between_paragraphs_stay():
    lines = (*LONG_TALE, "The winter", "On the ice", LONG_TALE[0], *LINKS)

    assert body(page(TITLE, "By Ada Fenwick", *lines)) == [
        *LONG_TALE,
        "The winter",
        "On the ice",
        LONG_TALE[0],
    ]


def test_a_row_of_menu_words_is_no_running_text():
    row = "首页 新闻 财经 体育 读书 天气 视频 房产 汽车 科技 文化 教育 健康 旅游 美食, 历史, 论坛"

    assert body(page("江城网", row, "老船工的早晨", "2021-04-03", *STORY)) == list(STORY)


@pytest.mark.parametrize(
    ("lines", "is_account"),
    [
        pytest.param(("2021-04-03", "雾里渡口", "企鹅号"), True, id="beside-its-day"),
        pytest.param(("雾里渡口", "雾里渡口", "2021-04-03"), True, id="twice"),
        pytest.param(("雾里渡口", "发布时间：10-08"), True, id="above-its-day"),
        pytest.param(("2021-04-03", "雾里渡口", "天气"), False, id="any-word"),
    ],
)
def test_who_posted_a_text_stands_under_its_title(lines, is_account):
    raw = page("老船工的早晨", *["首页"] * 9, "老船工的早晨", *lines, *STORY)

    assert ("metadata", "雾里渡口") in marks(raw) or not is_account
    assert (became(raw, "雾里渡口") == "metadata") is is_account


def test_what_is_said_of_a_writer_behind_a_text_is_left_out():
    end = "Ada Fenwick is a contributing writer at the Harbour Post."
    raw = page("Harbour Post", *MENU, TITLE, "By Ada Fenwick", "Mar 19, 2021", *LONG_TALE, end)

    assert body(raw) == list(LONG_TALE)
    assert became(raw, end) == "side_bar"


def test_numbers_that_count_the_parts_of_a_text_end_nothing():
    lines = (*STORY, "02", *STORY)
    raw = page(
        "Harbour", *MENU, "老船工的一个早晨", "2021年3月19日", *lines, "编辑：江小雨", "分享到："
    )

    assert body(raw) == list(lines)


def test_the_words_of_a_picture_over_a_text_are_no_text():
    caption = ("The ferryman waits for the fog to lift on Thursday.", "Nils Odd, The Harbour Post")
    raw = page("Harbour", *MENU, TITLE, "By Ada Fenwick", "Mar 19, 2021", *caption, *LONG_TALE)

    assert body(raw) == list(LONG_TALE)


def test_a_caption_that_says_whose_picture_it_is_interrupts_a_text():
    caption = "The ferry in the fog. Photograph: Nils Odd"
    raw = page("Harbour", *MENU, TITLE, "Mar 19, 2021", *LONG_TALE[:3], caption, *LONG_TALE[3:])

    assert body(raw) == list(LONG_TALE)


def test_who_posted_a_text_stands_behind_who_wrote_it():
    raw = page(
        "Harbour", *MENU, "老船工的一个早晨", "原创 陈露白", "白纸灯", "2021年3月19日", *STORY
    )

    assert became(raw, "原创 陈露白") == "credit"
    assert became(raw, "白纸灯") != "credit"


def test_a_writer_behind_a_mark_is_no_title():
    raw = page("第07版：副刊", *MENU, "老船工的一个早晨", "□ 许望舒", *STORY)

    assert became(raw, "老船工的一个早晨") == "title"
    assert became(raw, "□ 许望舒") == "credit"


@pytest.mark.parametrize("first", ["Rope", "a rope,"], ids=["title", "verse"])
def test_short_lines_that_no_site_adds_are_all_text(first):
    poem = (first, *(f"and bell number {number}" for number in range(9)))
    raw = page(*poem, "* * *", *poem[1:], *LONG_TALE[:1])

    assert len(marks(raw)) == len(body(raw)) + (first == "Rope")


def test_a_local_paper_s_widgets_and_links_are_no_text():
    end = ("Got a story? Email ada@post.example", "Most read", "A gull votes", "Promoted stories")
    inside = "Sign up to our daily newsletter"
    lines = (*LONG_TALE[:3], inside, *LONG_TALE[3:], *end, LONG_TALE[0], "© Harbour Post 2021")
    raw = page("Harbour Post", *MENU, TITLE, "By Ada Fenwick", "Mar 19, 2021", *lines)

    assert body(raw) == list(LONG_TALE)


def test_a_bar_of_sections_is_no_title():
    bar = "Home | News | Opinion | Sport"
    lines = (TITLE, "By Ada Fenwick", "Published 19 March 2021", *LONG_TALE)

    assert title(bar, *lines) == [TITLE]
    assert became(page(bar, *lines), bar) == "navigation"


def test_an_official_paper_s_table_stands_under_its_title():
    title = "江城渡口管理办法的通知"
    table = ("索引号：0123/2021-44", "发布机构：江城渡口局", "发布日期：2021-04-03")
    raw = page(title, *table, *STORY)

    assert became(raw, title) == "title"
    assert body(raw) == list(STORY)


def test_what_readers_say_is_dated_and_no_text():
    said = ("阿渡 2021-04-05 08:15", f"好。{STORY[0]}", "江客 2021-04-06 09:15", STORY[1])
    raw = page("老船工的一个早晨", "2021-04-03", *STORY, "网友评论(3)", *said)

    assert body(raw) == list(STORY)


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        pytest.param(("渡口", "文/白露"), ["title", "credit"], id="writer"),
        pytest.param(("春", "2021-04-03"), ["title", "metadata"], id="day"),
        pytest.param(("许望舒", "2021-04-03"), ["navigation", "navigation"], id="a-name"),
        pytest.param(("体育", "老船工"), ["body", "body"], id="neither"),
        pytest.param(("Rope", "2021-04-03"), ["title", "metadata"], id="english"),
    ],
)
def test_a_title_of_a_character_or_two_stands_over_its_writer_or_its_day(lines, kinds):
    assert [kind for kind, _ in marks(page(*lines, *STORY))[:2]] == kinds
