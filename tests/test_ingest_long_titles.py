"""A title runs over another line where something shows it; what says who or when is none of it."""

from __future__ import annotations

import pytest

from articles.ingest.describe.credits import find_credits
from articles.ingest.describe.page_title import page_title
from tests.pages import STORY, TALE, of_article, page


def title(*lines: str) -> str:
    raw = page(*lines)
    return page_title(raw, of_article(raw)).text


@pytest.mark.parametrize(
    ("first", "second", "story"),
    [
        pytest.param("雾中的渡口，", "只有一个老船工", STORY, id="comma"),
        pytest.param("老船工的早晨：", "一条江和三十年", STORY, id="colon"),
        pytest.param("读《老船工", "的早晨》想到的", STORY, id="bracket"),
        pytest.param("老船工的早晨", "——渡口三十年纪事", STORY, id="dash"),
        pytest.param("A morning on the", "Far Side of the River", TALE, id="the"),
        pytest.param("A Morning on the River", "and an evening away from it", TALE, id="small"),
        pytest.param("A Morning on the River", "— A Ferryman Looks Back", TALE, id="english-dash"),
    ],
)
def test_a_second_line_is_of_the_title_that_the_first_leaves_open(first, second, story):
    assert title(first, second, *story) == f"{first} {second}"


@pytest.mark.parametrize(
    ("first", "second", "byline", "story"),
    [
        pytest.param("雾中的渡口，", "只有一个老船工", "作者：江小雨", STORY, id="comma"),
        pytest.param("老船工的早晨", "——渡口三十年纪事", "记者 江小雨", STORY, id="dash"),
        pytest.param("A Morning on the", "Far Side of It", "By Ada Fenwick", TALE, id="english"),
    ],
)
def test_a_title_over_two_lines_may_stand_over_a_byline(first, second, byline, story):
    assert title(first, second, byline, *story) == f"{first} {second}"


def test_a_second_line_is_of_the_title_that_stands_elsewhere_in_one_line():
    lines = ("渡口停航第三天", "船工修起了老钟", *STORY)

    assert title(*lines) == "渡口停航第三天"
    assert title(*lines, "上一篇：渡口停航第三天 船工修起了老钟") == "渡口停航第三天 船工修起了老钟"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("江边副刊", id="section"),
        pytest.param("春天的渡口总是很忙", id="sentence"),
        pytest.param("——江小雨", id="name-behind-a-dash"),
        pytest.param("本报驻江城的江小雨", id="unknown-byline"),
    ],
)
def test_a_line_that_nothing_ties_to_the_title_is_text(line):
    raw = page("老船工的早晨", line, *STORY)
    marked = of_article(raw)

    assert page_title(raw, marked).text == "老船工的早晨"
    assert any(one.kind == "body" and raw.words(one.block) == line for one in marked)


@pytest.mark.parametrize("line", ["— Ada Fenwick", "Ada Fenwick", "The Morning Desk"])
def test_an_english_line_that_nothing_ties_to_the_title_is_none_of_it(line):
    assert title("A Morning on the River", line, *TALE) == "A Morning on the River"


def test_a_window_s_title_that_names_the_writer_does_not_make_the_byline_title():
    lines = ("老船工的早晨 作者：江小雨", "老船工的早晨", "作者：江小雨", *STORY)
    raw = page(*lines)

    assert title(*lines) == "老船工的早晨"
    assert find_credits(raw, of_article(raw)).authors == ("江小雨",)


@pytest.mark.parametrize(
    "line", ["2021年4月", "昨天 08:15", "发布于 3小时前", "Posted 3 hours ago", "April 2021"]
)
def test_a_line_that_says_when_is_neither_title_nor_text(line):
    raw = page("老船工的早晨", line, *STORY)
    marked = of_article(raw)

    assert page_title(raw, marked).text == "老船工的早晨"
    assert [one.kind for one in marked if raw.words(one.block) == line] == ["metadata"]


def test_months_that_head_the_parts_of_a_text_stay_in_it():
    raw = page("老船工的早晨", "2021年4月", *STORY, "2021年5月", *STORY)
    kinds = {raw.words(one.block): one.kind for one in of_article(raw)}

    assert (kinds["2021年4月"], kinds["2021年5月"]) == ("body", "body")


def test_the_line_that_begins_a_document_is_its_title_over_an_english_deck():
    assert title("The Ferry Runs Again", "Slow, but Nobody Minds It", "By Ada Fenwick", *TALE) == (
        "The Ferry Runs Again"
    )
