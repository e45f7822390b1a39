"""Texts that were joined in one document without any order: cut, told of, or left whole."""

from __future__ import annotations

import pytest

from articles.ingest.split import joints, sliding
from tests.pages import articles, page, pieces_of
from tests.test_ingest_sections import FAIR, RIVER, SCHOOL, TITLES

HERON = (
    "白鹭飞回湿地的时候，芦苇刚刚抽穗，观鸟人趴在芦苇丛里数白鹭，数到四十就数乱了。",
    "湿地边的木栈道被潮水泡坏两段，观鸟人自己锯木板，把栈道一块一块补回去。",
    "傍晚白鹭落在栈道的栏杆上，芦苇丛安静下来，观鸟人收起望远镜，谁也没有出声。",
    "第二年春天，湿地多了三只黑脸琵鹭，观鸟人用望远镜看了一整天，忘了补栈道。",
    "孩子们问黑脸琵鹭从哪里来，观鸟人指着潮水的方向，说潮水知道，望远镜不知道。",
    "如今木栈道有了护栏，芦苇也留住了，白鹭和黑脸琵鹭各占湿地一头，互不打扰。",
)
BREAD = (
    "面包房凌晨三点点火，老烤炉要烧一个钟头的果木，面团这时正好醒透。",
    "学徒揉面团揉了半年，师傅还是摇头，说面团会告诉你几时够，烤炉也会。",
    "第一炉面包出来是五点，果木的香气顺着巷子走，邻居闻着果木味起床排队。",
    "学徒偷偷在面团里加了核桃，师傅尝了一口没说话，隔天面包房多进核桃两袋。",
    "停电那天烤炉照常烧果木，整条巷子只有面包房亮着，邻居端着蜡烛来买核桃面包。",
    "师傅退休以后，学徒接过面包房，烤炉没有换，果木还是从同一座山上拉来。",
)
LANTERN = (
    "The lantern at the harbour mouth was lit again after forty years of darkness.",
    "A keeper climbed the lantern stairs each evening and trimmed a wick by hand.",
    "Sailors steered by that lantern, and the keeper never missed an evening of fog.",
    "When the harbour bought electric lamps, the keeper locked the stairs and left.",
    "Now his granddaughter trims the wick, and sailors in the harbour salute her lantern.",
    "The stairs creak, the wick smokes, and the fog comes in as it always has come.",
)
ORCHARD = (
    "An orchard of crooked apple trees survived the drought because nobody watered it.",
    "Its roots had learned thirst, the botanist said, and the apples were small and sweet.",
    "Neighbours grafted branches of the orchard onto younger roots before the summer.",
    "The botanist measured every graft, and the apples of the grafted trees stayed sweet.",
    "Then drought came back, and only grafted branches carried apples into the autumn.",
    "The botanist keeps one crooked branch above her desk, and a bowl of sweet apples.",
)


def joint(*lines: str, blank: dict[int, int] | None = None) -> list[tuple[int, str, bool]]:
    counts = [(blank or {}).get(index, 0) for index in range(len(lines))]
    return [(one.opening.line, one.sign.why, one.is_sure) for one in joints.find(lines, counts)]


@pytest.mark.parametrize(
    ("between", "title"),
    [
        pytest.param(("", "面包房的果木"), "面包房的果木", id="headline-after-a-blank-line"),
        pytest.param(("面包房的果木",), "面包房的果木", id="headline"),
        pytest.param(("***",), "", id="divider"),
        pytest.param(("***", "面包房的果木"), "面包房的果木", id="divider-and-headline"),
        pytest.param(("", "", ""), "", id="blank-lines"),
    ],
)
def test_two_texts_are_cut_where_a_sign_stands_and_the_words_change(between, title):
    assert articles(page("湿地来客", *HERON, *between, *BREAD)) == [
        ("湿地来客", list(HERON)),
        (title, list(BREAD)),
    ]


def test_two_english_texts_are_cut_alike():
    found = articles(page(*LANTERN, "", "The orchard that learned thirst", *ORCHARD))

    assert [title for title, _ in found] == ["", "The orchard that learned thirst"]


def test_a_change_of_words_without_a_sign_is_only_told_of():
    pieces = pieces_of(page(*HERON, *BREAD))

    assert pieces.count == 1
    assert [(one.line, one.why) for one in pieces.boundaries] == [(7, "unlike_its_neighbours")]


@pytest.mark.parametrize(
    "opening",
    [
        "渡口日报讯（记者 江小雨）",
        "渡口社湿地4月5日电 ",
        "江边网消息：",
    ],
)
def test_a_report_begins_as_reports_do(opening):
    assert joint(*HERON, opening + BREAD[0], *BREAD[1:]) == [(6, "dateline", True)]


def test_a_headline_over_a_report_is_where_its_text_begins():
    lines = (*HERON, "面包房的果木", "渡口日报讯 " + BREAD[0], *BREAD[1:])

    assert joint(*lines) == [(6, "headline", True)]


@pytest.mark.parametrize("sign", [("***",), ("湿地的春天",), ("",), ()])
def test_a_text_that_keeps_its_words_is_left_whole(sign):
    pieces = pieces_of(page("湿地来客", *HERON[:3], *sign, *HERON[3:]))

    assert (pieces.count, pieces.boundaries) == (1, ())


def test_headlines_over_short_items_are_only_told_of():
    items = ("邻居与蜡烛", BREAD[4], "师傅与学徒", BREAD[1])

    assert joint(*HERON, *items, *BREAD) == [(6, "headline", False)]


def test_blank_lines_count_where_there_are_more_than_between_paragraphs():
    spaced = "\n\n".join(HERON) + "\n\n\n\n" + "\n\n".join(BREAD)

    assert [text for _, text in articles(page(spaced))] == [list(HERON), list(BREAD)]


def test_a_sign_that_is_sure_at_most_places_is_sure_at_all():
    half = (*SCHOOL[:2], BREAD[0], SCHOOL[2])
    lines = (*HERON, *BREAD, *half, *RIVER)
    at = (6, 12, 16)
    alike = {line: likeness for line, likeness, _ in sliding.likenesses(lines)}

    assert [alike[line] <= joints.GAP.cuts for line in at] == [True, False, True]
    assert joint(*lines, blank=dict.fromkeys(at, 2)) == [(line, "gap", True) for line in at]


def test_texts_of_three_are_cut_at_headlines_alone():
    lines = [line for pair in zip(TITLES, (RIVER, SCHOOL, FAIR), strict=True) for line in pair]
    flat = [one for line in lines for one in ([line] if isinstance(line, str) else line)]

    assert [title for title, _ in articles(page(*flat))] == list(TITLES)


def test_a_page_of_one_story_is_cut_where_that_is_sure_and_not_told_of_weak_signs():
    head = ("湿地来客", "2021-04-03 08:15", *HERON, "责任编辑：江小雨")

    assert articles(page(*head, "面包房的果木", *BREAD)) == [
        ("湿地来客", list(HERON)),
        ("面包房的果木", list(BREAD)),
    ]
    assert pieces_of(page(*head[:-1], *BREAD)).boundaries == ()


@pytest.mark.parametrize("sign", [("***",), ()])
def test_letters_of_other_scripts_have_words_too(sign):
    light = (
        "Смотритель маяка каждый вечер поднимался по лестнице и проверял фонарь маяка.",
        "Лестница скрипела, фонарь коптил, но смотритель гавани никогда не опаздывал.",
        "Корабли заходили в гавань по огню маяка, и капитаны махали смотрителю шляпами.",
        "Однажды фонарь погас, и смотритель всю ночь звонил в колокол над гаванью.",
        "Капитаны услышали колокол, корабли остановились, и гавань дождалась рассвета.",
        "Теперь фонарь маяка электрический, а лестница скрипит для внуков смотрителя.",
        "Внуки зовут корабли по именам, и капитаны отвечают им в колокол из гавани.",
        "Смотритель слушает колокол и чистит старый фонарь, будто вечером зажигать маяк.",
    )
    pieces = pieces_of(page(*light[:4], *sign, *light[4:]))

    assert (pieces.count, pieces.boundaries) == (1, ())


@pytest.mark.parametrize(
    ("between", "count"),
    [pytest.param(("***",), 4, id="divider"), pytest.param((), 3, id="headline-alone")],
)
def test_a_text_without_the_formula_of_the_others_is_cut_at_a_better_sign(between, count):
    lead = "渡口广播（早间报道）："
    led = [
        line
        for title, text in zip(TITLES, (FAIR, SCHOOL, HERON), strict=True)
        for line in (title, lead + text[0], *text[1:])
    ]
    pieces = pieces_of(page(*led, *between, "面包房的果木", *BREAD))

    assert pieces.count == count
    assert len(pieces.boundaries) == 4 - count


def test_too_little_text_says_nothing():
    assert joint(HERON[0], "***", BREAD[0]) == []
    assert joint("渡口") == []


def test_a_long_paragraph_stands_in_what_is_compared_and_no_other():
    long = "".join(HERON) * 20
    lines = (long, *BREAD, *LANTERN)

    assert next(line for line, _, _ in sliding.likenesses(lines)) == 1


def test_every_character_stays_where_texts_are_cut():
    raw = page("湿地来客", *HERON, "***", *BREAD, "", "灯塔", *RIVER)
    held = "".join(raw.words(one.block) for one in pieces_of(raw).marked)

    assert "".join(held.split()) == "".join(raw.text.split())
