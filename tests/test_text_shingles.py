"""Runs of eight characters, chosen by what they are."""

from __future__ import annotations

import random
import time

import pytest

from articles.text.shingles import (
    LEAST_SHARED,
    MOST_CHARACTERS,
    WINDOW,
    containment,
    is_same_place,
    shingles,
    squeezed,
)

ENGLISH = "The harbour committee chose a plan after two hours of talk about the costs of a bridge."
CHINESE = "老桥头的渡船停了三年以后，镇上的人又开始商量修一座新桥，从东岸的集市一直通到西岸的学校。"
MIXED = "AI 写的菜谱：把 250 克面粉和两个鸡蛋混在一起, bake for 40 minutes, 然后等它凉下来再切。"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        (ENGLISH, [("1c479b1b46", "074d4ec6", 18), ("0db78a1a1d", "33ad2379", 38),
                   ("0e10d1d7e8", "27636022", 40)]),
        (CHINESE, [("029d88aaa2", "1d6398e9", 11), ("01c44d30cc", "2edd8000", 23)]),
        (MIXED, [("318ec89fa2", "332439d5", 12), ("172576b9e9", "12962db2", 26),
                 ("0ceb823612", "2cadc3ea", 27)]),
    ],
    ids=["English", "Chinese", "mixed"],
)  # fmt: skip
def test_the_same_runs_are_chosen_on_every_machine(text, chosen):
    found = [(f"{s.hash:010x}", f"{s.around:08x}", s.place) for s in shingles(squeezed(text))]

    assert found == chosen


@pytest.mark.parametrize(
    "text",
    ["ＡＩ，写的　菜谱：把２５０克面粉", "ai写的菜谱把250克面粉", "Ai 写的“菜谱”——把 250 克面粉"],
    ids=["full width", "bare", "punctuated"],
)
def test_width_case_space_and_punctuation_make_no_difference(text):
    assert squeezed(text) == "ai写的菜谱把250克面粉"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("", 0), ("seven77", 0), ("eight888", 1), ("一" * 300, 2), ("ab" * 400, 2)],
    ids=["empty", "too short", "one run", "one character", "two characters"],
)
def test_a_short_or_monotonous_text_has_few_runs(text, chosen):
    assert len(shingles(text)) <= chosen
    assert bool(shingles(text)) is bool(chosen)


def chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (a pattern, not a secret)


def made_up(numbers: random.Random, length: int) -> str:
    return "".join(numbers.choices([chr(0x4E00 + n) for n in range(800)], k=length))


def test_no_passage_of_thirty_characters_is_missed():
    numbers = chance(30)
    for _ in range(300):
        one, other = made_up(numbers, 400), made_up(numbers, 400)
        start, at = numbers.randrange(400 - LEAST_SHARED), numbers.randrange(400)
        other = other[:at] + one[start : start + LEAST_SHARED] + other[at:]
        known = {shingle.hash: shingle.around for shingle in shingles(one)}

        met = [s for s in shingles(other) if s.hash in known]

        assert any(is_same_place(s.around, known[s.hash]) for s in met)


def test_one_run_in_twelve_is_chosen():
    text = made_up(chance(12), 20_000)

    assert len(shingles(text)) == pytest.approx(2 * len(text) / (WINDOW + 1), rel=0.05)


def test_runs_are_chosen_alike_at_the_seams_of_long_texts():
    text = made_up(chance(3), 9_000)

    first = {(s.hash, s.around, s.place) for s in shingles(text)}
    later = {(s.hash, s.around, s.place + 40) for s in shingles(text[40:])}

    inner = {one for one in first | later if 100 < one[2] < 8_900}
    assert inner <= first & later


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (5 << 15 | 7, 5 << 15 | 9, True),
        (5 << 15 | 7, 6 << 15 | 7, True),
        (5 << 15 | 7, 6 << 15 | 9, False),
        (7, 9, False),
        (5 << 15, 6 << 15, False),
    ],
    ids=["left", "right", "neither", "no left side", "no right side"],
)
def test_one_side_in_common_is_the_same_place(one, other, is_same):
    assert is_same_place(one, other) is is_same


def test_containment_is_the_share_of_the_shorter_text():
    half = CHINESE[:20]

    assert containment(squeezed(half), squeezed(CHINESE)) == 1.0
    assert containment(squeezed(ENGLISH), squeezed(CHINESE)) == 0.0
    assert containment("", squeezed(CHINESE)) == 0.0


@pytest.mark.limits
@pytest.mark.parametrize(
    "text",
    [
        "一" * (32 << 20),
        "老桥头的渡船停了三年以后" * 90_000,
        "a" * 1_000_000,
        "".join(map(chr, range(0x4E00, 0x9FA5))) * 50,
        "\u0301" * 1_000_000,
    ],
    ids=["32 MB of one character", "periodic", "one word", "long period", "marks"],
)
def test_a_hostile_text_is_sampled_within_two_seconds(text):
    started = time.process_time()

    found = shingles(squeezed(text))

    assert time.process_time() - started < 2
    assert len(found) < MOST_CHARACTERS / 8
