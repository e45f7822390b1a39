"""Texts that are joined under their headlines: a byline or a day beneath, credits at their ends."""

from __future__ import annotations

import pytest

from tests.pages import articles, page, pieces_of
from tests.test_ingest_joints import BREAD, HERON, LANTERN, ORCHARD

# Another text of the same writer's, who is fond of some words: a headline alone is no proof here.
TIDE = (*BREAD[:5], "潮水涨上来那天，学徒在湿地的栈道上揉面团，潮水退了，观鸟人来买面包。")
QUAY = "渡口的潮水表"


def titles(*lines: str) -> list[str]:
    return [title for title, _ in articles(page(*lines))]


def told(*lines: str) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in pieces_of(page(*lines)).boundaries]


def headed(title: str, beneath: str, text: tuple[str, ...]) -> tuple[str, ...]:
    return (title, beneath, *text)


@pytest.mark.parametrize(
    "beneath",
    ["作者：何渡", "记者 何渡", "2024年3月6日 08:15 来源：渡口报", "作者：何渡 2024-03-06"],
)
def test_a_headline_over_a_byline_or_a_source_begins_a_text_whose_words_hardly_change(beneath):
    first = headed("湿地来客", "作者：江小雨", HERON)

    assert titles(*first, QUAY, beneath, *TIDE) == ["湿地来客", QUAY]


def test_what_stands_under_a_headline_is_its_text_s():
    second = (QUAY, "2024-03-06", "来源：渡口报", *BREAD)
    pieces = pieces_of(page("湿地来客", "2024-03-05", *HERON, *second))
    raw = page("湿地来客", "2024-03-05", *HERON, *second)

    assert [(one.kind, raw.words(one.block)) for one in pieces.marked if one.article == 1][:3] == [
        ("title", QUAY),
        ("metadata", "2024-03-06"),
        ("metadata", "来源：渡口报"),
    ]


def test_a_question_over_a_byline_is_a_headline():
    lines = (*headed("湿地来客", "作者：江小雨", HERON), "潮水究竟去了哪里？", "作者：何渡", *TIDE)

    assert titles(*lines) == ["湿地来客", "潮水究竟去了哪里？"]


@pytest.mark.parametrize("divider", [(), ("---",)])
def test_english_texts_are_cut_at_a_headline_over_a_byline(divider):
    first = ("The lantern is lit again", "By Ada Fenwick", *LANTERN)
    second = ("The orchard that learned thirst", "By Tom Larkin", *ORCHARD)

    assert titles(*first, *divider, *second) == [first[0], second[0]]


def test_a_text_behind_a_divider_and_under_its_writer_begins_with_whatever_it_has():
    """A round-up has no running text in its first lines, which a page's footer has not either."""
    items = ("渡口早间快讯", "作者：何渡", "渡口消息", "果木涨价", *BREAD)

    assert titles(*headed("湿地来客", "作者：江小雨", HERON), "---", *items)[1:] == ["渡口早间快讯"]


@pytest.mark.parametrize(
    "end",
    ["（作者：江小雨）", "(作者单位:渡口学院)", "（本文作者系渡口学院讲师）", "责任编辑：江小雨"],
)
def test_a_text_ends_where_it_says_who_wrote_it_and_a_headline_follows(end):
    assert titles("湿地来客", *HERON, end, QUAY, *BREAD) == ["湿地来客", QUAY]


def test_two_signs_are_proof_where_texts_are_too_short_for_their_words():
    short = (HERON[0] + HERON[1], HERON[2], "（作者：江小雨）")
    lines = ("湿地来客", *short, QUAY, "作者：何渡", *TIDE[:3])

    assert titles(*lines) == ["湿地来客", QUAY]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(("湿地来客", "作者：江小雨", *HERON[:2]), id="byline"),
        pytest.param(("湿地来客", "记者 江小雨 报道", HERON[0]), id="reporter"),
    ],
)
def test_a_second_headline_with_a_byline_is_no_deck_and_told_of_in_short_texts(first):
    lines = (*first, QUAY, first[1].replace("江小雨", "何渡"), *HERON[3:5])

    assert titles(*lines) == ["湿地来客"]
    assert told(*lines) == [(len(first) + 1, "byline")]


def test_a_day_under_a_second_headline_is_told_of_where_the_words_hardly_change():
    lines = ("湿地来客记", "2024-03-05", *HERON, "渡口的潮水账本", "2024-03-06", *TIDE)

    assert titles(*lines) == ["湿地来客记"]
    assert told(*lines) == [(9, "day")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ("湿地来客", "记者 江小雨", *HERON[:2], "湿地的春天", *HERON[2:]),
            id="subheadings",
        ),
        pytest.param(
            ("湿地来客", "作者：江小雨", "湿地来客", "作者：江小雨", *HERON),
            id="head-printed-twice",
        ),
        pytest.param(
            ("湿地来客", "作者：江小雨", *HERON[:3], "湿地来客", "作者：江小雨", *HERON[3:]),
            id="head-printed-again-further-down",
        ),
        pytest.param(
            ("湿地来客", "作者：江小雨", *HERON[:3], "湿地的春天来了", "江小雨 摄", *HERON[3:]),
            id="caption",
        ),
        pytest.param(
            ("湿地来客", "记者 江小雨", *[x for line in HERON for x in ("问：后来？", line)]),
            id="interview",
        ),
        pytest.param(
            (
                "湿地来客记",
                "2024-03-05",
                *[x for line in HERON for x in ("湿地的一天 " + line[:4], "2024-03-05", line)],
            ),
            id="diary",
        ),
    ],
)
def test_one_text_stays_whole(lines):
    assert pieces_of(page(*lines)).count == 1


def test_readers_over_their_comments_head_no_text():
    comments = ("江边客", "2024-03-06 10:15", HERON[1], "老船工", "2024-03-06 11:20", HERON[2])

    assert pieces_of(page("湿地来客", "2024-03-05", *HERON, *comments)).count == 1


def test_the_title_of_a_text_that_stands_twice_is_its_title_both_times():
    again = ("又一个渡口", "2024-03-07", *HERON)

    assert titles("湿地来客", "2024-03-05", *HERON, QUAY, "2024-03-06", *BREAD, *again) == [
        "湿地来客",
        QUAY,
        "又一个渡口",
    ]
