"""Credits, bylines and captions as lines give them."""

from __future__ import annotations

import pytest

from articles.text import bylines, inner_bylines
from articles.text.lexicon import LABEL_ROLES, in_both


def _credits(line: str) -> list[tuple[str, str, str]]:
    return [(one.label, one.name, one.role.value) for one in bylines.credit_line(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("記者江小雨／渡口報導", [("記者", "江小雨", "reporter")], id="place"),
        pytest.param(
            "〔記者江小雨／渡口－江城報導〕", [("記者", "江小雨", "reporter")], id="two-places"
        ),
        pytest.param(
            "〔記者江小雨、黃一葦／綜合報導〕",
            [("記者", "江小雨", "reporter"), ("記者", "黃一葦", "reporter")],
            id="two-reporters",
        ),
        pytest.param(
            "〔編譯江小雨／綜合報導〕", [("編譯", "江小雨", "translator")], id="translator"
        ),
        pytest.param("特約撰述 江小雨", [("特約撰述", "江小雨", "author")], id="contributor"),
        pytest.param("採訪撰文：江小雨", [("採訪撰文", "江小雨", "reporter")], id="interviewer"),
        pytest.param("責任編輯：江小雨", [("責任編輯", "江小雨", "editor")], id="editor"),
        pytest.param("核稿編輯：江小雨", [("核稿編輯", "江小雨", "editor")], id="copy-editor"),
        pytest.param("攝影：陳一葦", [("攝影", "陳一葦", "photographer")], id="photographer"),
        pytest.param("記者陳一葦攝", [("記者", "陳一葦", "photographer")], id="behind-the-name"),
        pytest.param(
            "文／江小雨 圖／陳一葦",
            [("文", "江小雨", "author"), ("圖", "陳一葦", "photographer")],
            id="words-and-pictures",
        ),
        pytest.param("圖片來源：渡口報", [("圖片來源", "渡口報", "picture_source")], id="picture"),
        pytest.param("圖／渡口日報提供", [("圖", "渡口日報", "picture_source")], id="given"),
    ],
)
def test_labels_in_traditional_characters_give_the_same_roles_and_stay_as_printed(line, expected):
    assert _credits(line) == expected


def test_every_label_of_han_is_known_in_both_ways_of_writing():
    for word in ("编辑", "责任编辑", "记者", "译者", "校对", "摄影", "总编辑"):
        assert all(LABEL_ROLES[form] is LABEL_ROLES[word] for form in in_both([word]))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("责任编辑：江小雨", [("责任编辑", "江小雨", "editor")], id="colon"),
        pytest.param(
            "[责任编辑：江小雨 JX021]", [("责任编辑", "江小雨 JX021", "editor")], id="staff"
        ),
        pytest.param("编辑|江小雨", [("编辑", "江小雨", "editor")], id="bar"),
        pytest.param("编 辑：江小雨", [("编 辑", "江小雨", "editor")], id="spaced-label"),
        pytest.param(
            "执笔/小船、阿雾&慢桨",
            [("执笔", name, "author") for name in ("小船", "阿雾", "慢桨")],
            id="several",
        ),
        pytest.param(
            "文/图 江小雨 陈一苇",
            [
                ("文/图", name, role)
                for name in ("江小雨", "陈一苇")
                for role in ("author", "photographer")
            ],
            id="words-and-pictures",
        ),
        pytest.param(
            "见习编辑 江小雨 审读 陈一苇 二审 何渡 三审 马上舟",
            [
                ("见习编辑", "江小雨", "editor"),
                ("审读", "陈一苇", "reviewer"),
                ("二审", "何渡", "second_reviewer"),
                ("三审", "马上舟", "final_reviewer"),
            ],
            id="spaces",
        ),
        pytest.param(
            "记者 江小雨 陈一苇 通讯员 何渡",
            [
                ("记者", "江小雨", "reporter"),
                ("记者", "陈一苇", "reporter"),
                ("通讯员", "何渡", "correspondent"),
            ],
            id="reporters",
        ),
        pytest.param("记者 江小雨", [("记者", "江小雨", "reporter")], id="one-with-a-surname"),
        pytest.param("记者 文", [], id="what-was-done-and-nobody"),
        pytest.param("作者：记者江小雨", [("记者", "江小雨", "reporter")], id="label-in-the-value"),
        pytest.param("记者江小雨", [("记者", "江小雨", "reporter")], id="label-and-name-joined"),
        pytest.param(
            "晨江晚报记者 江小雨 编辑 何渡",
            [("记者", "江小雨", "reporter"), ("编辑", "何渡", "editor")],
            id="outlet-before-the-label",
        ),
        pytest.param(
            "2021-04-03 08:15 来源：晨江晚报 作者：江小雨 阅读：12",
            [("作者", "江小雨", "author")],
            id="information-line",
        ),
        pytest.param(
            "图片来源：江边图库", [("图片来源", "江边图库", "picture_source")], id="picture"
        ),
        pytest.param(
            "By Ada Fenwick and Luis de la Cruz",
            [("By", "Ada Fenwick", "author"), ("By", "Luis de la Cruz", "author")],
            id="english",
        ),
        pytest.param(
            "Words: Ada Fenwick. Pictures: Noor Hale.",
            [("Words", "Ada Fenwick", "author"), ("Pictures", "Noor Hale", "photographer")],
            id="english-pairs",
        ),
    ],
)
def test_a_credit_line_gives_labels_and_names_as_printed(line, expected):
    assert _credits(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="empty"),
        pytest.param("编辑：" + "江" * 300, id="too-long"),
        pytest.param("作者：未知", id="no-name"),
        pytest.param("作者：网络", id="the-web"),
        pytest.param("作者：１２３", id="no-letter"),
        pytest.param("来源：晨江晚报", id="source"),
        pytest.param("记者：您为什么一直没有离开这条江？", id="speaker"),
        pytest.param("记者：早上好，请坐，先喝茶，我们慢慢说", id="speaker-without-a-stop"),
        pytest.param("村里人都知道作者：他住在对岸", id="words-before"),
        pytest.param("记者 渡口在哪里", id="no-names-behind-a-space"),
        pytest.param("编辑 手册", id="no-surname"),
        pytest.param("记者手记", id="joined-without-a-surname"),
        pytest.param("今天 记者 江小雨", id="label-not-first"),
        pytest.param("By the river the boats wait", id="english-words"),
        pytest.param("By Ada Fenwick " + "and Noor Hale " * 12, id="english-too-long"),
        pytest.param("Words fail the ferryman", id="english-label-without-colon"),
        pytest.param("编辑：作者：", id="labels-only"),
    ],
)
def test_a_line_without_a_role_and_a_short_name_is_no_credit(line):
    assert _credits(line) == []


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        pytest.param("【文/晨江晚报 江小雨】雾还没有散。", ["江小雨"], id="outlet-before-the-name"),
        pytest.param("雾还没有散。（记者江小雨、陈一苇）", ["江小雨", "陈一苇"], id="reporters"),
        pytest.param("（实习生江小雨对本文亦有贡献）", ["江小雨"], id="contributed"),
        pytest.param("雾还没有散（记者在渡口看见的那样）。", [], id="no-name"),
        pytest.param("雾还没有散（老船工）。", [], id="no-label"),
    ],
)
def test_bylines_in_brackets_are_found_in_a_paragraph(paragraph, names):
    assert [one.name for one in inner_bylines.inline_credits(paragraph)] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("▲晨江晚报图片记者江小雨、陈一苇摄", ["江小雨", "陈一苇"], id="caption"),
        pytest.param("▲雾里的渡口", [], id="no-credit"),
        pytest.param("雾" * 81 + "记者江小雨摄", [], id="too-long"),
    ],
)
def test_a_caption_says_who_took_the_picture(line, names):
    assert [one.name for one in inner_bylines.caption_credits(line)] == names


@pytest.mark.parametrize(
    ("paragraph", "label"),
    [
        pytest.param("记者：您为什么一直没有离开这条江？", "记者", id="question"),
        pytest.param("记者：" + "一直" * 50, "记者", id="long"),
        pytest.param("记者：江小雨", None, id="credit"),
        pytest.param("老船工：因为水声。", None, id="no-label"),
    ],
)
def test_a_label_that_heads_speech_is_a_speaker(paragraph, label):
    assert bylines.speaker(paragraph) == label


@pytest.mark.parametrize(
    ("paragraph", "byline"),
    [
        pytest.param("【文/江小雨】雾还没有散。", "【文/江小雨】", id="square"),
        pytest.param("（记者江小雨）雾还没有散。", "", id="round"),
        pytest.param("【江边】雾还没有散。", "", id="no-label"),
        pytest.param("【记者手记】雾还没有散。", "", id="no-name"),
    ],
)
def test_a_byline_that_opens_a_paragraph_can_be_cut_off(paragraph, byline):
    assert inner_bylines.leading_byline(paragraph) == byline


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [("（记者江小雨）", True), ("（老船工）", False), ("雾散了（记者江小雨）", False)],
)
def test_a_line_may_be_a_byline_in_brackets(line, is_byline):
    assert inner_bylines.is_byline(line) is is_byline


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("图为渡口的早晨。江小雨 摄", "摄"),
        ("图为渡口的早晨。 江小雨摄", "摄"),
        ("图为渡口的早晨（江小雨 摄）", "摄"),
        ("圖為渡口的早晨。江小雨攝影", "攝影"),
    ],
)
def test_a_caption_names_who_took_the_picture_without_a_role(line, label):
    assert [
        (one.label, one.name, one.role.value) for one in inner_bylines.caption_credits(line)
    ] == [(label, "江小雨", "photographer")]


@pytest.mark.parametrize("line", ["图为渡口的早晨。渡口报 摄", "图为老人在拍摄", "图为渡口。"])
def test_a_caption_without_a_name_credits_nobody(line):
    assert inner_bylines.caption_credits(line) == ()


def test_a_name_that_runs_into_what_was_done_is_a_photographer_s_and_no_author_s():
    assert _credits("江小雨摄") == [("摄", "江小雨", "photographer")]
