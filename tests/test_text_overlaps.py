"""The words that two texts have in common, as spans of both."""

from __future__ import annotations

import pytest

from articles.text.overlaps import Traced, overlaps, seeds_of, traced
from articles.text.shingles import MOST_CHARACTERS, shingles
from tests.limits import at_most

PASSAGE = "渡船停了三年以后镇上的人又开始商量修一座新桥从东岸的集市一直通到西岸的学校"
ONE = f"老桥头的早市散了。{PASSAGE}，木匠说图样已经画好。"
OTHER = f"本周议事：\n{PASSAGE}；谁来出钱却没有人说得清楚。"
WORDS = "twelve ordinary words that stand in one row are enough to be found"


def found(one: str, other: str) -> list[tuple[str, str]]:
    """Return the passages of two texts, in the words of each."""
    here, there = traced(one), traced(other)
    seeds = seeds_of(here.text, shingles(here.text).places)
    return [
        (one[o.start : o.end], other[o.other_start : o.other_end])
        for o in overlaps(here, there, seeds)
    ]


def test_a_passage_is_found_as_it_stands_in_each_text():
    assert found(ONE, OTHER) == [(PASSAGE, PASSAGE)]


@pytest.mark.parametrize(
    "other",
    [
        "，".join((PASSAGE[:12], PASSAGE[12:])),
        "\n".join(PASSAGE),
        PASSAGE.replace("三年", "三\u200b年"),
    ],
    ids=["punctuation", "line ends", "a character nobody sees"],
)
def test_what_nobody_reads_may_stand_between(other):
    assert found(ONE, f"从前{other}。") == [(PASSAGE, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cafe\u0301 du pont", "Café du pont"),
        ("ＡＢＣ　ｄｅｆ", "abc def"),
        ("ﬁne", "fine"),
        ("Straße", "STRASSE"),
    ],
    ids=["marks", "full width", "ligature", "sharp s"],
)
def test_other_forms_of_a_letter_are_the_same(one, other):
    assert found(f"{one} {WORDS}.", f"{other} {WORDS}!") == [(f"{one} {WORDS}", f"{other} {WORDS}")]


def test_a_text_in_another_script_keeps_its_places():
    words = "Мост через реку строили десять лет и открыли его только этой весной для всех жителей"

    assert found(f"Вчера. {words}, и точка", f"Сегодня. {words} города") == [(words, words)]


@pytest.mark.parametrize(
    ("words", "is_enough"),
    [
        (PASSAGE[:30], True),
        (PASSAGE[:29], False),
        (" ".join(WORDS.split()[:12]), True),
        (" ".join(WORDS.split()[:11]), False),
        (PASSAGE[:29] + "2026", False),
    ],
    ids=["thirty", "twenty-nine", "twelve words", "eleven words", "a number is one word"],
)
def test_thirty_characters_or_twelve_words_are_a_passage(words, is_enough):
    assert bool(found(f"甲甲。{words}。乙乙", f"丙丙。{words}。丁丁")) is is_enough


def test_a_passage_ends_where_a_word_ends():
    one, other = f"unearthly {WORDS} hereafter", f"motherly {WORDS} herein"

    assert found(one, other) == [(WORDS, WORDS)]


def test_two_passages_of_one_pair_are_two():
    second = "水位升到第三级台阶的时候孩子们把鞋子挂在栏杆上光着脚走过去再也没有人喊他们回来"
    one, other = f"{PASSAGE}。早上。{second}", f"{second}。晚上。{PASSAGE}"

    assert found(one, other) == [(PASSAGE, PASSAGE), (second, second)]


def test_a_seed_that_stands_in_neither_text_finds_nothing():
    assert overlaps(traced(ONE), traced(OTHER), ["别处的话"]) == []


def test_every_letter_knows_its_place():
    text = "Ａ b\u0301\u0302，中１。"

    assert traced(text) == Traced(text, "ab中1", [0, 2, 6, 7], [1, 5, 7, 8])


def test_of_a_very_long_text_only_the_beginning_is_traced():
    text = f"é{'a' * MOST_CHARACTERS}é{WORDS}"

    assert traced(text).text == f"é{'a' * (MOST_CHARACTERS - 1)}"


@pytest.mark.limits
@pytest.mark.parametrize(
    "text",
    ["一" * 200_000, "渡船停了三年" * 30_000, "a" * 1_000_000, "Straße " * 100_000],
    ids=["one character", "periodic", "one word", "other forms"],
)
def test_hostile_texts_are_compared_within_two_seconds(text):
    with at_most(2):
        found(text, text + "。" + text)
