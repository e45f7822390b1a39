from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.counts import reading_minutes, word_count
from articles.text.language import language_of
from articles.text.slugs import slug
from tests.limits import growth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" ——！ ", "", id="no-words"),
        pytest.param("Rain, then Sun", "rain-then-sun", id="english"),
        pytest.param("市图书馆：延长开放", "市图书馆-延长开放", id="chinese"),
        pytest.param("ＡＩ写稿２.０", "ai写稿2-0", id="full-width"),
        pytest.param("Cafe\u0301 Öl", "café-öl", id="composed"),
        pytest.param("../a\\b<c>'\"&%00?#", "a-b-c-00", id="signs"),
        pytest.param("a\ud800\x00\u202eb", "a-b", id="forbidden"),
        pytest.param("__init__", "init", id="underscores"),
    ],
)
def test_a_slug_is_the_words_of_a_title(text, expected):
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("one two three", 13, "one-two-three", id="fits"),
        pytest.param("one two three", 12, "one-two", id="whole-words"),
        pytest.param("one two three", 7, "one-two", id="at-the-border"),
        pytest.param("a 市图书馆延长开放", 6, "a-市图书馆", id="half-would-be-lost"),
        pytest.param("abc def", 4, "abc", id="no-hyphen-at-the-end"),
        pytest.param("abc", 0, "", id="none"),
    ],
)
def test_a_long_slug_is_cut(text, limit, expected):
    assert slug(text, limit) == expected


@given(st.text(st.characters()))
def test_any_text_has_a_slug_that_stays_as_it_is(text):
    once = slug(text)

    assert slug(once) == once
    assert len(once) <= 80


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("，。 — !", 0, id="punctuation"),
        pytest.param("审稿人，在上海。", 6, id="chinese"),
        pytest.param("It doesn't cost $1,000.50 a well-kept day", 7, id="english"),
        pytest.param("5G网络 and AI", 5, id="mixed"),
        pytest.param("東京タワー", 5, id="japanese"),
        pytest.param("서울에서 열린 회의", 3, id="korean"),
    ],
)
def test_words_are_counted_once(text, words):
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("字", 1, id="one-character"),
        pytest.param("字" * 2_000, 5, id="chinese"),
        pytest.param("word " * 1_200, 5, id="english"),
        pytest.param("字" * 400 + "word " * 240, 2, id="mixed"),
    ],
)
def test_minutes_are_whole_and_one_at_least(text, minutes):
    assert reading_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("审稿人在上海", "", id="too-short"),
        pytest.param("编辑部今天公布了新的审稿办法，下月起试行。", "zh", id="chinese"),
        pytest.param(
            "编辑部用AI和5G做了一个 Python 网站，下月起试行。", "zh", id="chinese-with-words"
        ),
        pytest.param(
            "編輯部今天開會，討論這個國家的經濟問題和兩種對策。", "zh-Hant", id="traditional"
        ),
        pytest.param("编辑部今天开会，讨论这个国家的经济問題和兩種對策。", "zh", id="both-forms"),
        pytest.param("図書館は来週から夜も開いていますので、ご利用ください。", "ja", id="japanese"),
        pytest.param(
            "他最喜欢的店名里有一个字是の，我们都觉得有点怪。", "", id="chinese-with-kana"
        ),
        pytest.param("서울에서 열린 회의에서 새로운 규정이 발표되었습니다.", "ko", id="korean"),
        pytest.param(
            "The library will open at night from next week, and readers have asked for it.",
            "en",
            id="english",
        ),
        pytest.param(
            "Die Bibliothek ist in der Nacht offen, was viele Leser in der Stadt freut.",
            "",
            id="german",
        ),
        pytest.param("Rain Sun Wind Fog Snow Hail Ice Storm Heat Cold Mist Dew", "", id="a-list"),
        pytest.param("the " * 20, "", id="one-word"),
        pytest.param(
            "今天 the library of 上海 and the 图书馆 to 开放 that is", "", id="half-and-half"
        ),
        pytest.param(
            "Библиотека будет открыта и ночью, со следующей недели до самой осени.", "", id="ru"
        ),
        pytest.param("1 2 3 4 5 6 7 8 9 10 11 12 13 14", "", id="numbers"),
    ],
)
def test_a_language_is_named_only_where_it_is_clear(text, language):
    assert language_of(text) == language


@pytest.mark.limits
@pytest.mark.parametrize("piece", ["a", "中 ", "a-", "-", "\u0301\u0316", "Ｇ", "１,"])
@pytest.mark.parametrize("function", [slug, word_count])
def test_time_grows_with_the_text_and_no_faster(function, piece):
    assert growth(function, piece) < 3
