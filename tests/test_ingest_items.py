"""Items of digests and bulletins, and the names of them all."""

from __future__ import annotations

import pytest

from tests.pages import articles, page, pieces_of
from tests.test_ingest_split import BRIDGE, FAIR, NEWS, RAIN, SCHOOL

ITEMS = {
    "渡口水位上涨": "渡口水位昨夜上涨一米二，" + RAIN[0],
    "小学迎来钢琴": "对岸小学昨天迎来一架钢琴，" + SCHOOL[1],
    "竹器集市搬家": "竹器集市本周搬家，" + FAIR[0],
    "桥墩下有水獭": "修桥的人说桥墩下有水獭，" + BRIDGE[0],
}
READ = [(title, [text]) for title, text in ITEMS.items()]


@pytest.mark.parametrize(
    "form", ["【{}】{}", "【{}】 {}", "〖{}〗{}", "【{}】\n{}", "【{}】\n\n{}"]
)
@pytest.mark.parametrize("head", [("今日要闻",), ()], ids=["named", "unnamed"])
def test_titles_in_brackets_open_the_items_of_a_digest(form, head):
    lines = [form.format(title, text) for title, text in ITEMS.items()]

    assert articles(page(*head, *lines)) == READ


def test_brackets_and_the_digest_s_name_are_no_article_s_text():
    raw = page("今日要闻", *(f"【{title}】{text}" for title, text in ITEMS.items()))
    pieces = pieces_of(raw).marked
    held = "".join(raw.words(one.block) for one in pieces)

    assert (pieces[0].article, pieces[0].reason) == (None, "document_title")
    assert {raw.words(one.block) for one in pieces if one.reason == "lead_in"} == {"【", "】"}
    assert "".join(held.split()) == "".join(raw.text.split())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([f"【{t}】{x}" for t, x in [*ITEMS.items()][:2]], id="two"),
        pytest.param([f"【编者的话】{text}" for text in ITEMS.values()], id="one-label"),
        pytest.param(
            [f"【{t}】{x}" for t, x in zip(ITEMS, (*SCHOOL, *FAIR), strict=True)], id="not-restated"
        ),
        pytest.param([f"【{title}】" for title in ITEMS], id="titles-alone"),
        pytest.param([*RAIN, *(f"【{t}】{x}" for t, x in ITEMS.items())], id="further-down"),
    ],
)
def test_brackets_alone_open_nothing(lines):
    assert all(title not in ITEMS for title, _ in articles(page(*lines)))


def test_a_bulletin_s_name_over_its_lead_in_alone_is_no_article():
    raw = page("本地快讯", "渡口广播（早间报道）：", *NEWS)
    left = {raw.words(one.block): one.reason for one in pieces_of(raw).marked if not one.article}

    assert [title for title, _ in articles(raw)] == NEWS[::3]
    assert (left["本地快讯"], left["渡口广播（早间报道）："]) == ("document_title", "lead_in")
