from __future__ import annotations

import pytest

from articles.text.fingerprint import fingerprint, is_like, likeness
from tests.limits import growth

ENGLISH = (
    "The harbour board voted on Monday to keep the old ferry running for another winter, after"
    " islanders said that the new one could not dock at low tide."
)
CHINESE = (
    "港务部门周一决定，旧渡轮再运行一个冬天。岛上居民此前反映，新船在退潮时无法靠岸，"
    "老人和学生出行不便；部门负责人表示，改造码头的工程将在明年春天开始。"
)
MIXED = "本次测试使用5G网络和AI模型，" + CHINESE + "The test ends in May."


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        pytest.param(ENGLISH, "4f17dec79dbd4f19a1055be79bd7bb1d", id="english"),
        pytest.param(CHINESE, "3d385a9955656444b37c925f3f4b6e0b", id="chinese"),
        pytest.param(MIXED, "77abaec0853f10703bec3bddf461cd95", id="mixed"),
    ],
)
def test_pinned_fingerprints_change_only_with_a_migration(text, digits):
    assert fingerprint(text) == digits


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        pytest.param(CHINESE, CHINESE.replace("，", ",").replace("。", "."), id="half-width"),
        pytest.param(CHINESE, CHINESE.replace("。", "。\n\n\u3000\u3000"), id="paragraphs"),
        pytest.param(MIXED, MIXED.replace("5G", "５Ｇ").replace("AI", "ＡＩ"), id="full-width"),
        pytest.param(ENGLISH, ENGLISH.upper(), id="case"),
        pytest.param(ENGLISH, ENGLISH.replace(" ", "\n"), id="line-breaks"),
        pytest.param(ENGLISH, ENGLISH.replace("tide", "ti\xadde\u200b"), id="soft-hyphen"),
        pytest.param(ENGLISH + "é", ENGLISH + "e\u0301", id="composition"),
    ],
)
def test_copies_have_one_fingerprint(text, copy):
    assert fingerprint(copy) == fingerprint(text) != ""


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(CHINESE, CHINESE.replace("周一", "周二"), id="one-character"),
        pytest.param(ENGLISH, ENGLISH.replace("old", "odd"), id="one-letter"),
        pytest.param(CHINESE, CHINESE.replace("学", "學"), id="traditional"),
    ],
)
def test_other_texts_have_another_fingerprint(text, other):
    assert fingerprint(other) != fingerprint(text)


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        pytest.param("", False, id="empty"),
        pytest.param("——！？" * 40, False, id="punctuation"),
        pytest.param("字" * 39, False, id="39-characters"),
        pytest.param("字" * 40, True, id="40-characters"),
        pytest.param("，".join("字" * 40), True, id="40-separate-characters"),
        pytest.param("word " * 19, False, id="19-words"),
        pytest.param("word " * 20, True, id="20-words"),
        pytest.param("字" * 39 + "word " * 19, False, id="both-too-few"),
    ],
)
def test_too_little_text_has_no_fingerprint(text, is_enough):
    assert bool(fingerprint(text)) is is_enough


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, MIXED], ids=["english", "chinese", "mixed"])
def test_a_text_is_wholly_like_itself_and_its_beginning(text):
    assert likeness(text, text) == 1
    assert likeness(text[: len(text) // 2], text) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(
            CHINESE, CHINESE.replace("周一", "星期一").replace("春天", "三月"), id="chinese"
        ),
        pytest.param(ENGLISH, ENGLISH.replace("Monday", "Tuesday"), id="english"),
    ],
)
def test_a_corrected_text_is_like_the_first(text, other):
    assert likeness(text, other) == likeness(other, text) >= 0.7
    assert is_like(text, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(ENGLISH, CHINESE, id="languages"),
        pytest.param(
            CHINESE, "市图书馆下周起延长开放时间，读者可以在晚间借书和自习。", id="chinese"
        ),
        pytest.param(ENGLISH, "The library will open at night from next week on.", id="english"),
        pytest.param("", "", id="empty"),
        pytest.param("", CHINESE, id="one-empty"),
        pytest.param("港务", CHINESE, id="a-word-of-it"),
    ],
)
def test_other_texts_are_unlike(text, other):
    assert likeness(text, other) < 0.1
    assert not is_like(text, other)


def test_few_words_are_like_their_equals_only():
    assert likeness("Harbour news", "harbour  NEWS!") == 1
    assert likeness("Harbour news", "harbour notes") == 0


@pytest.mark.limits
@pytest.mark.parametrize("piece", ["中", "a ", "中文a b c d", "é", "0123456789中文字"])
@pytest.mark.parametrize("function", [fingerprint, lambda text: likeness(text, text)])
def test_time_grows_with_the_text_and_no_faster(function, piece):
    assert growth(function, piece) < 3
