from __future__ import annotations

import pytest

from articles.ingest.formats import paged_text
from articles.ingest.records import BlockKind
from tests.pages import PLACE, articles, became, marks, paged

TITLE = "摆渡工作半年小结.doc"
SHARE = (
    "《摆渡工作半年小结.doc》由会员分享,可在线阅读,"
    "更多相关《摆渡工作半年小结.doc》请在苇岸文库上搜索。"
)
PAGES = (
    "1、上半年渡口共开行六百一十二班,运送乘客七千余人次,没有发生一起安全事故。船只在三月完成检修,更换了缆绳、救生衣和两支船桨,检修费用由村里和乘客各承担一半,账目贴在渡口的墙上,谁都可以去看,也可以当面提出疑",
    "2、问。四月起,渡口实行新的时刻,早班提前到五点半,方便赶集的老人。五月涨水,停航三天,停航的通知提前一天贴出,并由船工逐户告知。下半年打算在对岸修一个能避雨的棚子,木料已经备好,只等水位退下去就可以动工,工期大",
    "3、约半个月。",
)


def looks_like(*lines: str) -> bool:
    return paged_text.looks_like("\n".join(lines)) > 0.5


def test_numbered_chunks_cut_in_mid_sentence_are_pages():
    assert looks_like(TITLE, SHARE, *PAGES)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((PAGES[0], PAGES[2]), id="numbers-not-consecutive"),
        pytest.param((PAGES[0],), id="one-chunk"),
        pytest.param((PAGES[0] + "问。", "2、" + PAGES[1][3:]), id="sentences-end"),
        pytest.param(("1、缆绳", "2、船桨", "3、救生衣"), id="short-items"),
        pytest.param((TITLE, "甲", "乙", "丙", "丁", *PAGES), id="late-and-no-share-line"),
    ],
)
def test_a_list_is_no_paged_text(lines):
    assert not looks_like(*lines)


def test_a_share_line_lets_the_pages_begin_late():
    assert looks_like(TITLE, "甲", "乙", SHARE, "丙", "丁", *PAGES)


def test_what_stands_between_chunks_belongs_to_them():
    raw = paged(TITLE, PAGES[0], "另起一行的话也在其中", PAGES[1], "页脚")

    assert [b.kind for b in raw.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.CHUNK,
        BlockKind.CHUNK,
        BlockKind.CHUNK,
        BlockKind.PARAGRAPH,
    ]


def test_text_that_is_not_paged_is_read_as_lines():
    raw = paged_text.read("渡口\n雾", PLACE)

    assert {b.kind for b in raw.blocks} == {BlockKind.PARAGRAPH}


def test_page_numbers_are_left_out_and_the_pages_meet_without_a_seam():
    raw = paged(TITLE, SHARE, *PAGES, "- 特殊限制:", "部分图片仅作示例,请勿另作他用。")

    assert became(raw, "1、") == "page_marker"
    assert became(raw, SHARE) == "share_line"
    assert became(raw, "- 特殊限制:") == "side_bar"
    [(title, lines)] = articles(raw)
    assert title == TITLE
    assert "".join(lines) == "".join(chunk[2:] for chunk in PAGES)


def test_a_page_that_holds_only_its_number_leaves_no_empty_body():
    raw = paged(TITLE, PAGES[0], "2、")

    assert [words for kind, words in marks(raw) if kind == "body"] == [PAGES[0][2:]]


def test_a_title_repeated_before_the_text_is_not_text():
    name = TITLE.removesuffix(".doc")
    raw = paged(TITLE, SHARE, f"1、{name}{name}1{PAGES[0][2:]}", *PAGES[1:])

    [(_, lines)] = articles(raw)
    assert lines[0].startswith("上半年渡口")


def test_a_list_between_pages_keeps_its_numbers():
    raw = paged(TITLE, PAGES[0], "7、缆绳", "接着说的话", PAGES[1])

    assert "7、缆绳" in [words for kind, words in marks(raw) if kind == "body"]
