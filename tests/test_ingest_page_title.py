from __future__ import annotations

from datetime import date

import pytest

from articles.ingest.describe.page_date import printed_day
from articles.ingest.describe.page_title import document_title, page_title
from tests.pages import STORY, marks, of_article, page, paged, pieces_of, post
from tests.test_ingest_split import CHUNKS, RAIN, SCHOOL


def title_of(*lines: str) -> tuple[str, str]:
    raw = page(*lines)
    title = page_title(raw, of_article(raw))
    return title.text, title.original


def test_the_title_line_is_the_title():
    assert title_of("老船工的早晨", *STORY) == ("老船工的早晨", "老船工的早晨")


def test_a_page_without_a_title_line_takes_the_original_title_it_names():
    assert (
        title_of(*STORY, "(原标题《老船工的早晨》)", "责任编辑：江小雨", "分享到：")[0]
        == "老船工的早晨"
    )


@pytest.mark.parametrize(
    ("line", "title"),
    [
        pytest.param("（原标题：老船工的早晨）", "老船工的早晨", id="bare"),
        pytest.param("本文原标题：《老船工的早晨》", "老船工的早晨", id="book-marks"),
        pytest.param("（原标题：“老船工的早晨”）", "老船工的早晨", id="quotes"),
        pytest.param("（原标题：读《老船工》与《雾》）", "读《老船工》与《雾》", id="marks-inside"),
    ],
)
def test_an_original_title_is_named_in_many_ways(line, title):
    assert title_of(*STORY, line, "责任编辑：江小雨", "分享到：")[0] == title


def test_a_title_that_was_cut_short_is_completed_from_the_original():
    lines = (
        "老船工的早晨没有雾...",
        "2021-04-03",
        "（原标题：老船工的早晨没有雾，也没有汽笛）",
        *STORY,
    )

    assert title_of(*lines) == ("老船工的早晨没有雾，也没有汽笛", "老船工的早晨没有雾...")


def test_a_title_that_was_not_cut_short_stays():
    lines = ("老船工的早晨", "2021-04-03", "（原标题：老船工的早晨没有雾）", *STORY)

    assert title_of(*lines)[0] == "老船工的早晨"


def test_a_title_that_another_original_does_not_continue_stays():
    assert (
        title_of("老船工的早晨…", "2021-04-03", "（原标题：雾中的人）", *STORY)[0]
        == "老船工的早晨…"
    )


def test_nothing_is_made_up_for_a_page_that_names_no_title():
    raw = page(*STORY)
    title = page_title(raw, of_article(raw))

    assert (title.text, title.evidence) == ("", None)


def test_a_title_over_two_lines_is_one_and_a_chunk_s_seam_is_none():
    assert title_of("雾中的渡口，", "只有一个老船工", "雾中的渡口，", "只有一个老船工", *STORY)[
        0
    ] == ("雾中的渡口， 只有一个老船工")
    raw = paged(
        CHUNKS[0], CHUNKS[1] + "江边随笔篇二半截", "2、竹竿" + CHUNKS[2].partition("的竹竿")[2]
    )
    assert page_title(raw, of_article(raw, 1)).text == "半截竹竿"


def test_a_document_s_file_name_loses_its_ending():
    raw = paged(*CHUNKS)

    assert document_title(raw, pieces_of(raw).marked) == "江边随笔"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(("江边随笔.doc", *RAIN), "江边随笔", id="file-name"),
        pytest.param(("江边随笔", *RAIN), None, id="an-article-s-own"),
        pytest.param(
            ("江边随笔两篇", "篇一", *RAIN, "篇二", *SCHOOL), "江边随笔两篇", id="compilation"
        ),
        pytest.param(RAIN, None, id="none"),
    ],
)
def test_a_document_has_a_title_of_its_own_where_it_is_not_its_article_s(lines, title):
    raw = page(*lines)

    assert document_title(raw, pieces_of(raw).marked) == title


def test_a_header_s_title_is_not_the_page_s():
    raw = post(*STORY, title="老船工的早晨")

    assert page_title(raw, of_article(raw)).text == ""
    assert document_title(raw, pieces_of(raw).marked) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("2021-04-03 08:15 来源：江报", date(2021, 4, 3), id="figures"),
        pytest.param("2021年4月3日", date(2021, 4, 3), id="chinese"),
        pytest.param("Published 3rd April 2021", date(2021, 4, 3), id="english"),
        pytest.param("Sept. 12, 2021", date(2021, 9, 12), id="american"),
        pytest.param("Updated 3 May 2021", None, id="a-later-change"),
        pytest.param("© 2021-04-03 江报", None, id="copyright"),
        pytest.param("2021-02-30", None, id="no-such-day"),
        pytest.param("2021年4月", None, id="no-day"),
        pytest.param("202x年4月3日", None, id="masked"),
        pytest.param("2021-04-03" + "雾" * 160, None, id="a-story"),
    ],
)
def test_a_day_is_what_is_printed(line, day):
    assert printed_day(line) == day


def test_the_label_of_a_day_in_a_line_of_its_own_is_neither_title_nor_name():
    raw = page("渡口管理办法", "成文日期", "2024-01-05", "发布时间", "2024-03-08", *STORY)

    assert marks(raw)[0] == ("title", "渡口管理办法")
    assert not any(kind == "credit" for kind, _ in marks(raw))
