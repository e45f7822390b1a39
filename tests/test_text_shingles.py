"""Runs of eight characters, chosen by what they are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.shingles import (
    AROUND,
    LEAST_SHARED,
    LENGTH,
    MOST_CHARACTERS,
    WINDOW,
    containment,
    is_same_place,
    shingles,
    squeezed,
)
from tests.limits import at_most

ENGLISH = "The harbour committee chose a plan after two hours of talk about the costs of a bridge."
CHINESE = "老桥头的渡船停了三年以后，镇上的人又开始商量修一座新桥，从东岸的集市一直通到西岸的学校。"
MIXED = "AI 写的菜谱：把 250 克面粉和两个鸡蛋混在一起, bake for 40 minutes, 然后等它凉下来再切。"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        (ENGLISH, [("0e9e75567b", "00007513", 9), ("0f44f20d00", "161fc351", 12),
                   ("0842d5968e", "23d0a7df", 33), ("035f9b365a", "228d8a0b", 49)]),
        (CHINESE, [("17ffb1b9da", "26989c51", 11), ("169d666e63", "0ab88000", 24)]),
        (MIXED, [("05ee67f888", "1133b65f", 11), ("18e72df11c", "27468000", 29),
                 ("090b6fa54b", "37078000", 35), ("07bac87e94", "2df68000", 38)]),
    ],
    ids=["English", "Chinese", "mixed"],
)  # fmt: skip
def test_the_same_runs_are_chosen_on_every_machine(text, chosen):
    found = [
        (f"{number:010x}", f"{around:08x}", place)
        for number, around, place in zip(*shingles(squeezed(text)), strict=True)
    ]

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
    [("", 0), ("seven77", 0), ("eight888", 1), ("一" * 300, 3), ("ab" * 400, 3)],
    ids=["empty", "too short", "one run", "one character", "two characters"],
)
def test_a_short_or_monotonous_text_has_few_runs(text, chosen):
    assert len(shingles(text).hashes) <= chosen
    assert bool(shingles(text).hashes) is bool(chosen)


def chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (a pattern, not a secret)


def made_up(numbers: random.Random, length: int) -> str:
    return "".join(numbers.choices([chr(0x4E00 + n) for n in range(800)], k=length))


def meet(one: str, other: str) -> bool:
    """Whether an index of one text tells that the other has some of its words."""
    known = list(zip(*shingles(one), strict=True))
    return any(
        number == there and is_same_place(around, beside)
        for number, around, _place in zip(*shingles(other), strict=True)
        for there, beside, _at in known
    )


def test_no_passage_of_thirty_characters_is_missed():
    numbers = chance(30)
    for _ in range(300):
        one, other = made_up(numbers, 400), made_up(numbers, 400)
        start, at = numbers.randrange(400 - LEAST_SHARED), numbers.randrange(400)

        assert meet(one, other[:at] + one[start : start + LEAST_SHARED] + other[at:])


# Few letters, so that runs and whole windows come again, and letters of two and of three bytes.
LETTERS = st.text("ab桥河é7", max_size=60)


@given(LETTERS, LETTERS, LETTERS, LETTERS, st.text("ab桥河é7", min_size=30, max_size=50))
@settings(max_examples=300)
def test_a_passage_is_found_wherever_it_stands(before, after, ahead, behind, shared):
    assert meet(before + shared + after, ahead + shared + behind)


def numbers_of(text: str) -> list[int]:
    """Return what decides between runs, one run at a time."""
    runs = [text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1)]
    return [next(iter(shingles(run).hashes)) >> 25 for run in runs]


@given(st.text("ab桥河é7", min_size=LENGTH, max_size=150))
@settings(max_examples=300)
def test_the_smallest_of_every_window_are_chosen_and_no_others(text):
    numbers = numbers_of(text)
    window = min(WINDOW, len(numbers))
    smallest = set()
    for start in range(len(numbers) - window + 1):
        least = min(numbers[start : start + window])
        smallest |= {at for at in range(start, start + window) if numbers[at] == least}

    found = shingles(text)

    runs = {text[place : place + LENGTH] for place in found.places}
    assert runs == {text[place : place + LENGTH] for place in smallest}
    assert smallest >= set(found.places)
    assert found.places == sorted(found.places)
    around = {text[max(at - AROUND, 0) : at + LENGTH + AROUND] for at in smallest}
    assert len(found.places) <= len(around)


def test_one_run_in_twelve_is_chosen():
    text = made_up(chance(12), 20_000)

    assert len(shingles(text).places) == pytest.approx(2 * len(text) / (WINDOW + 1), rel=0.05)


def test_runs_are_chosen_alike_at_the_seams_of_long_texts():
    text = made_up(chance(3), 9_000)

    first = set(zip(*shingles(text), strict=True))
    moved = shingles(text[40:])
    later = set(zip(moved.hashes, moved.arounds, [at + 40 for at in moved.places], strict=True))

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
    with at_most(2):
        found = shingles(squeezed(text))
    assert len(found.places) < MOST_CHARACTERS / 8
