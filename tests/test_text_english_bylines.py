from __future__ import annotations

import pytest

from articles.text.bylines import credit_line, is_info_line
from articles.text.english_bylines import english_names
from articles.text.inner_bylines import inline_credits
from articles.text.lines import is_date_line, is_day_alone, is_prose
from articles.text.names import is_account


def credits(line: str) -> list[tuple[str, str, str]]:
    return [
        (one.role.value, one.label, one.name) for one in inline_credits(line) or credit_line(line)
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By Ada Fenwick", [("author", "By", "Ada Fenwick")]),
        (
            "By Ada Fenwick and Tom Hale",
            [("author", "By", "Ada Fenwick"), ("author", "By", "Tom Hale")],
        ),
        ("By Ada Fenwick, Staff Writer", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick for The Post", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick | Harbour Post", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick on December 22, 2023", [("author", "By", "Ada Fenwick")]),
        ("By Ada FenwickDec. 21, 2023 11:00 pm", [("author", "By", "Ada Fenwick")]),
        ("by University of Eastmouth", [("author", "by", "University of Eastmouth")]),
        (
            "Reporting by Ada Fenwick in Eastmouth; Editing by Tom Hale",
            [("reporter", "Reporting by", "Ada Fenwick"), ("editor", "Editing by", "Tom Hale")],
        ),
        ("Additional reporting by Tom Hale", [("reporter", "Additional reporting by", "Tom Hale")]),
        ("By Dr. Ada van der Fenwick", [("author", "By", "Dr. Ada van der Fenwick")]),
        (
            "By St. John Hale. Photos by Ada Fenwick",
            [
                ("author", "By", "St. John Hale"),
                ("photographer", "Photos by", "Ada Fenwick"),
            ],
        ),
        ("By the Editorial Board", [("author", "By", "the Editorial Board")]),
        ("By Harbour staff", [("author", "By", "Harbour staff")]),
        ("By staff reports", []),
        ("By ADA FENWICK, Associated Press", [("author", "By", "ADA FENWICK")]),
        (
            "By Ada Fenwick, The Quay and Tom Hale",
            [
                ("author", "By", "Ada Fenwick"),
                ("author", "By", "Tom Hale"),
            ],
        ),
        ("By Ada Fenwick, Harbour Staff Writer", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick Staff Writer", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick, Special to the Quay", [("author", "By", "Ada Fenwick")]),
        ("By Ada Fenwick Special to the Quay", [("author", "By", "Ada Fenwick")]),
        ("Ada Fenwick, Special to the Quay", [("author", "Special to the Quay", "Ada Fenwick")]),
        ("Ada Fenwick | Staff Writer", [("author", "Staff Writer", "Ada Fenwick")]),
        ("Analysis by Ada Fenwick", [("author", "Analysis by", "Ada Fenwick")]),
        ("Ada Fenwick, the ferry's pilot", []),
        ("Illustrations by Tom Hale", [("other", "Illustrations by", "Tom Hale")]),
        ("By the time they came home", []),
        ("By , and", []),
        ("By Ada Fenwick, " * 12, []),
    ],
)
def test_an_english_byline_gives_its_names(line, found):
    assert credits(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "本报记者 江小雨 通讯员 何渡 文/图",
            [
                ("reporter", "本报记者", "江小雨"),
                ("photographer", "文/图", "江小雨"),
                ("correspondent", "通讯员", "何渡"),
                ("photographer", "文/图", "何渡"),
            ],
        ),
        (
            "（记者 江小雨 通讯员 何渡）",
            [("reporter", "记者", "江小雨"), ("correspondent", "通讯员", "何渡")],
        ),
        ("记者江小雨 何渡报道", [("reporter", "记者", "江小雨"), ("reporter", "记者", "何渡")]),
        ("记者江小雨摄", [("photographer", "记者", "江小雨")]),
        ("采写：江都见习记者 江小雨", [("reporter", "见习记者", "江小雨")]),
        (
            "翻译：江小雨 | 校译：何渡",
            [("translator", "翻译", "江小雨"), ("translator", "校译", "何渡")],
        ),
        ("2019-09-26 12:11来源：晨江网作者：江小雨", [("author", "作者", "江小雨")]),
        (
            "编辑：江小雨 | 顾问：何渡",
            [("editor", "编辑", "江小雨"), ("other", "顾问", "何渡")],
        ),
        ("编辑：江小雨 | 地点：江苏", [("editor", "编辑", "江小雨")]),
        ("记者江上有雾", []),
    ],
)
def test_a_chinese_byline_gives_its_names(line, found):
    assert credits(line) == found


def test_what_an_english_page_says_beside_a_text_is_information():
    assert is_info_line("Journal information: Annals of Ferries")
    assert is_info_line("Source: Harbour Post")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("雾里渡口", True),
        ("江小雨", False),
        ("Harbour", False),
        ("2021年4月", False),
        ("雾", False),
    ],
)
def test_an_account_is_a_short_word_and_no_person(text, is_one):
    assert is_account(text) is is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Fog closes the upper road and the lower one and the bridge as well", False),
        ("Fog closes the upper road again.", True),
        ("Fog closes it.", False),
        ("fog " * 26 + ", and so on", True),
        (
            "首页 新闻 财经 体育 读书 天气 视频 房产 汽车 科技 文化 教育 健康 旅游 美食,历史",
            False,
        ),
    ],
)
def test_running_text_has_sentences(line, is_one):
    assert is_prose(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By Ada Fenwick on December 22, 2023", True),
        ("Tom Hale December 22, 2023 Comment Now!", True),
        ("Published On 9 Oct 20239 Oct 2023", True),
        ("The ferry that sank on December 22, 2023 was old.", False),
        ("渡口是2021年4月3日开的吗？", False),
    ],
)
def test_a_line_with_a_day_is_about_the_text_or_a_sentence(line, is_one):
    assert is_date_line(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("December 22, 2023", True),
        ("2021-04-03 08:15", True),
        ("2021-04-03 星期六", False),
        ("x", False),
    ],
)
def test_a_day_alone_has_nothing_beside_it_but_a_clock(line, is_one):
    assert is_day_alone(line) is is_one


def test_a_label_before_a_day_alone_names_nobody():
    assert english_names("By 3 April 2021") == ()
