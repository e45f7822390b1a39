"""Lines that say where a text stood first, and who wrote it."""

from __future__ import annotations

import pytest

from articles.text.bylines import credit_line, is_info_line
from articles.text.reprints import reprint


@pytest.mark.parametrize(
    "line",
    [
        "转载自微信公众号“渡口夜话”，作者：江小雨",
        "转载自微信公众号「渡口夜话」，作者 江小雨",
        "本文经授权转载自微信公众号“渡口夜话”，作者：江小雨。",
        "本文来自微信公众号“渡口夜话”（ID：dukou），作者：江小雨",
        "转自公众号“渡口夜话”，作者江小雨",
        "本文转自公众号：渡口夜话（ID：dukou） 作者：江小雨",
        "来源：微信公众号渡口夜话 作者：江小雨",
        "本文首发于《渡口夜话》，原作者：江小雨",
        "本文转载自：渡口夜话，作者：江小雨",
    ],
)
def test_the_author_is_named_with_the_label_before_him(line):
    label = "原作者" if "原作者" in line else "作者"

    assert [(one.label, one.name) for one in credit_line(line)] == [(label, "江小雨")]
    assert is_info_line(line)


def test_a_line_may_name_the_source_alone():
    assert reprint("转载自微信公众号“渡口夜话”") == ("渡口夜话", "", ())
    assert is_info_line("转载自微信公众号“渡口夜话”")
    assert credit_line("转载自微信公众号“渡口夜话”") == ()


@pytest.mark.parametrize(
    "line",
    [
        "来自“远方的渡口”",
        "来自《渡口夜话》的读者写信问船几点开。",
        "本文选自《渡口来信》，渡口出版社出版",
        "转载自渡口夜话的文章他都读过。",
        "本文" * 40,
    ],
)
def test_other_lines_say_nothing_of_it(line):
    assert reprint(line) is None
