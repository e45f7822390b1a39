from __future__ import annotations

import pytest

from articles.ingest.describe.keywords import find_keywords
from tests.pages import STORY, page, pieces_of


def keywords(*lines: str) -> tuple[str, ...]:
    raw = page("老船工的早晨", *STORY, "相关新闻", *lines, "登录")
    return find_keywords(raw, pieces_of(raw).marked)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(("关键词：渡口、江雾；竹竿",), ("渡口", "江雾", "竹竿"), id="same-line"),
        pytest.param(("- 关 键 词:", "- 2021 渡口 江雾"), ("2021", "渡口", "江雾"), id="next-line"),
        pytest.param(("Keywords: ferry, fog, ferry",), ("ferry", "fog"), id="each-once"),
        pytest.param(("关键词：渡口 " + "雾" * 25,), ("渡口",), id="too-long-for-a-word"),
        pytest.param(("来源：江报", "关键词：渡口"), ("渡口",), id="after-other-lines"),
        pytest.param(("渡口 江雾",), (), id="no-label"),
    ],
)
def test_keywords_stand_behind_their_label_or_under_it(lines, words):
    assert keywords(*lines) == words


def test_a_label_at_the_end_has_no_keywords():
    raw = page("老船工的早晨", *STORY, "相关新闻", "关键词:")

    assert find_keywords(raw, pieces_of(raw).marked) == ()
