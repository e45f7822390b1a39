from __future__ import annotations

import pytest

from articles.ingest.describe.credits import find_credits
from articles.ingest.describe.page_title import page_title
from tests.pages import STORY, TALE, of_article, page, post


def found(*lines: str) -> list[tuple[str, str, str]]:
    raw = page(*lines)
    return [(c.role, c.label, c.name) for c in find_credits(raw, of_article(raw)).credits]


def authors(*lines: str) -> tuple[str, ...]:
    raw = page(*lines)
    return find_credits(raw, of_article(raw)).authors


def test_a_line_under_the_title_and_lines_under_the_body_are_credits():
    lines = (
        "老船工的早晨",
        "2021-04-03 来源：江报 作者：江小雨",
        *STORY,
        "编辑：陈一苇",
        "责任编辑：陈一苇",
        "分享到：",
    )

    assert found(*lines) == [
        ("author", "作者", "江小雨"),
        ("editor", "编辑", "陈一苇"),
        ("editor", "责任编辑", "陈一苇"),
    ]
    assert authors(*lines) == ("江小雨",)


def test_the_same_credit_printed_twice_is_one():
    assert len(found("老船工的早晨", "作者：江小雨", *STORY, "作者：江小雨", "分享到：")) == 1


def test_bylines_in_the_body_count_at_its_ends():
    lines = ("【文/江报 江小雨】" + STORY[0], *STORY, *STORY, STORY[0] + "（记者何渡）")

    assert [name for *_, name in found(*lines)] == ["江小雨", "何渡"]
    assert authors(*lines) == ("江小雨", "何渡")


def test_a_byline_in_the_middle_is_somebody_else_s():
    assert found(*STORY, "他读过那篇报道（记者何渡），读了两遍，然后收进了抽屉里。", *STORY) == []


@pytest.mark.parametrize("name", ["江小雨", "欧阳一苇"])
def test_a_name_alone_between_title_and_day_wrote_it(name):
    assert authors("老船工的早晨", name, "2021-04-03 08:15", *STORY) == (name,)


def test_a_name_alone_that_a_label_names_too_is_one_credit():
    assert found("老船工的早晨", "江小雨", "2021-04-03", "执笔/江小雨、小船", *STORY) == [
        ("author", "执笔", "江小雨"),
        ("author", "执笔", "小船"),
    ]


def test_a_caption_s_photographer_is_a_credit():
    assert found("老船工的早晨", STORY[0], "▲江报图片记者江小雨、何渡摄", *STORY) == [
        ("photographer", "图片记者", "江小雨"),
        ("photographer", "图片记者", "何渡"),
    ]


def test_a_block_of_credits_in_markup_gives_each_its_role():
    raw = post(
        *STORY,
        "栏目主编：江小雨 文字编辑：何渡 题图来源：江边图库 图片编辑：陈一苇",
        title="老船工的早晨",
    )

    credits = find_credits(raw, of_article(raw))
    assert [(c.role, c.name) for c in credits.credits] == [
        ("column_editor", "江小雨"),
        ("text_editor", "何渡"),
        ("picture_source", "江边图库"),
        ("picture_editor", "陈一苇"),
    ]
    assert credits.authors == ()


def test_an_interviewer_is_no_credit():
    assert found("老船工的早晨", "记者：您为什么一直没有离开？", "何渡：因为水声。", *STORY) == []


def test_credits_show_the_line_that_gave_them():
    raw = page("老船工的早晨", *STORY, "责任编辑：江小雨", "分享到：")
    evidence = find_credits(raw, of_article(raw)).evidence

    assert evidence is not None
    assert (evidence.rule, evidence.line, evidence.text) == ("credit_line", 5, "责任编辑：江小雨")


def test_without_credits_there_is_no_evidence():
    raw = page("老船工的早晨", *STORY)

    assert find_credits(raw, of_article(raw)).evidence is None


def test_a_label_and_its_name_may_stand_on_two_lines():
    lines = ("老船工的早晨", "作者：", "江小雨", *STORY, "责任编辑:", "何渡", "分享到：")

    assert found(*lines) == [("author", "作者", "江小雨"), ("editor", "责任编辑", "何渡")]


def test_a_byline_in_brackets_on_its_own_line_is_no_text():
    raw = page("老船工的早晨", *STORY, "（实习生江小雨对此文亦有贡献）", STORY[0])
    names = [credit.name for credit in find_credits(raw, of_article(raw)).credits]

    assert names == ["江小雨"]


@pytest.mark.parametrize(
    ("line", "names", "story"),
    [
        pytest.param("本报驻京记者 江小雨 实习生 何渡", ["江小雨", "何渡"], STORY, id="posted"),
        pytest.param("江边青年报·江边在线记者 江小雨", ["江小雨"], STORY, id="two-media"),
        pytest.param("特约撰稿人 江小雨", ["江小雨"], STORY, id="special"),
        pytest.param("江小雨/文 何渡/图", ["江小雨", "何渡"], STORY, id="behind"),
        pytest.param("口述：江小雨 整理：何渡", ["江小雨", "何渡"], STORY, id="told"),
        pytest.param("监制 江小雨 制片 何渡", ["江小雨", "何渡"], STORY, id="video"),
        pytest.param("◎江小雨 何渡", ["江小雨", "何渡"], STORY, id="mark"),
        pytest.param("By the Editorial Board", ["the Editorial Board"], TALE, id="board"),
        pytest.param("Ada Fenwick, Special to the Quay", ["Ada Fenwick"], TALE, id="special-to"),
    ],
)
def test_a_byline_under_the_title_is_credits_and_neither_title_nor_text(line, names, story):
    raw = page("渡口的早晨" if story is STORY else "A Morning on the Quay", "", line, "", *story)
    marked = of_article(raw)

    assert [one.name for one in find_credits(raw, marked).credits] == names
    assert page_title(raw, marked).text in ("渡口的早晨", "A Morning on the Quay")
    assert [raw.words(one.block) for one in marked if one.kind == "body"] == list(story)


def test_what_a_writer_is_may_stand_under_the_byline():
    raw = page("A Morning on the Quay", "By Ada Fenwick", "Harbour Staff Writer", *TALE)
    kinds = [(raw.words(one.block), one.kind) for one in of_article(raw)][:3]

    assert kinds[2] == ("Harbour Staff Writer", "metadata")


def test_one_who_did_two_things_has_two_credits():
    assert found("老船工的早晨", "文/图 江小雨", *STORY) == [
        ("author", "文/图", "江小雨"),
        ("photographer", "文/图", "江小雨"),
    ]


def test_a_wire_s_byline_in_brackets_under_the_text_is_no_text():
    raw = page("老船工的早晨", *STORY, "（江边社北岛4月3日电 记者江小雨）")
    marked = of_article(raw)

    assert find_credits(raw, marked).authors == ("江小雨",)
    assert [raw.words(one.block) for one in marked if one.kind == "body"] == list(STORY)


def test_a_rare_role_under_a_credit_is_one_too():
    lines = (
        "老船工的早晨",
        *STORY,
        "监制：江小雨",
        "技术支持：何渡、江小雨",
        "地点：江边",
        "分享到：",
    )

    assert found(*lines) == [
        ("other", "监制", "江小雨"),
        ("other", "技术支持", "何渡"),
        ("other", "技术支持", "江小雨"),
    ]
    assert found("老船工的早晨", *STORY, "技术支持：何渡", "分享到：") == []


@pytest.mark.parametrize("line", ["技术支持：江边工作室", "技术支持：" + "何渡、" * 20, "支持"])
def test_a_rare_role_is_none_without_a_name_of_a_person(line):
    assert found("老船工的早晨", *STORY, "监制：江小雨", line, "分享到：") == [
        ("other", "监制", "江小雨")
    ]


def test_a_byline_right_above_the_title_is_the_article_s():
    assert authors("本报记者 江小雨", "老船工的早晨", *STORY) == ("江小雨",)
    assert authors("本报记者 江小雨", "渡口频道", "老船工的早晨", "2021-04-03", *STORY) == ()
