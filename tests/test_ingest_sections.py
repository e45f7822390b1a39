"""Compilations whose parts only dividers, numbers, blank lines and their words set apart."""

from __future__ import annotations

import pytest

from articles.ingest.split import vocabulary
from articles.ingest.split.sections import find_set_apart
from tests.pages import articles, page, pieces_of, post

RIVER = (
    "水文站说上游的雨还要下三天，水文站的水位每小时涨一指，渡口的缆绳已经放长了两次。",
    "渡口的缆绳连着水位标尺，上游的雨一到，水文站的人就来读标尺，读完标尺再放缆绳。",
    "上游的雨停了，水位标尺退了三指，渡口又开了，水文站的人睡了一整天。",
)
SCHOOL = (
    "对岸小学只有九个学生，老师一个人教六门课，铃是老师用锤子敲的，敲三下上课。",
    "钢琴缺两个键，学生唱到缺的键就自己补上，老师说九个学生补得比钢琴还准。",
    "后来钢琴修好了，学生反而唱错，老师又把两个键拆了，铃照旧用锤子敲。",
)
FAIR = (
    "集市从清晨摆到中午，卖竹器的老人把最小的竹篮挂在竿头，谁问竹篮都说不卖。",
    "收摊的时候竹篮里多了纸条，纸条写的是欠老人一碗茶，卖竹器的老人笑了。",
    "第二天集市又摆到中午，竹篮还挂着，纸条换成了一包茶叶，老人没有卖竹篮。",
)
TEXTS = (RIVER, SCHOOL, FAIR)
TITLES = ("雨季的水位", "九个学生的学校", "卖竹器的老人")
READ = [(title, list(text)) for title, text in zip(TITLES, TEXTS, strict=True)]


def headed(*heads: str) -> list[str]:
    return [
        line for head, text in zip(heads, TEXTS, strict=True) for line in (*head.split("\n"), *text)
    ]


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(("(一) {}", "(二) {}", "(三) {}"), id="han-in-brackets"),
        pytest.param(("1. {}", "2. {}", "3. {}"), id="figures"),
        pytest.param(("【1】{}", "【2】{}", "【3】{}"), id="figures-in-brackets"),
        pytest.param(("文章一：{}", "文章二：{}", "文章三：{}"), id="a-word-before"),
        pytest.param(("Part One\n{}", "Part Two\n{}", "Part Three\n{}"), id="english-words"),
        pytest.param(("Story I: {}", "Story II: {}", "Story III: {}"), id="roman"),
        pytest.param(("No. 1\n{}", "No. 2\n{}", "No. 3\n{}"), id="title-below"),
        pytest.param(("\n{}\n", "\n{}\n", "\n{}\n"), id="blank-lines"),
        pytest.param(("{}", "* * *\n{}", "＊＊＊\n{}"), id="dividers"),
    ],
)
def test_titled_parts_of_unlike_words_are_articles(heads):
    filled = [head.format(title) for head, title in zip(heads, TITLES, strict=True)]

    assert articles(page(*headed(*filled))) == READ


def test_headlines_over_unlike_words_part_articles_too():
    assert articles(page(*headed(*TITLES))) == READ


def test_parts_without_titles_are_articles_where_dividers_and_words_agree():
    assert articles(page(*RIVER, "***", *SCHOOL, "***", *FAIR)) == [("", text) for _, text in READ]


def test_a_divider_belongs_to_none_of_the_articles_it_parts():
    raw = page(*RIVER, "***", *SCHOOL, "***", *FAIR)

    assert {one.reason for one in pieces_of(raw).marked if raw.words(one.block) == "***"} == {
        "end_mark"
    }


def test_numbers_without_titles_part_articles_too():
    found = articles(page("三篇", *headed("（1）", "（2）", "（3）")))

    assert found == [("", text) for _, text in READ]


def test_what_stands_above_the_first_number_opens_no_article():
    raw = page(
        "江边来信三篇", *headed(*(f"{n}、{t}" for n, t in zip("一二三", TITLES, strict=True)))
    )

    assert articles(raw) == READ


def test_sections_of_one_text_are_no_articles():
    days = ["".join((*RIVER[turn:], *RIVER[:turn])) for turn in range(3)]
    lines = [
        line for n, day in zip("一二三", days, strict=True) for line in (f"{n}、渡口又一天", day)
    ]

    assert len(articles(page("渡口三日", *lines))) == 1


def test_half_alike_parts_are_only_told_of():
    mixed = ((*RIVER, SCHOOL[1]), (*SCHOOL, FAIR[0]), (*FAIR, RIVER[0]))
    pieces = pieces_of(page(*mixed[0], "***", *mixed[1], "***", *mixed[2]))

    assert (pieces.count, [one.why for one in pieces.boundaries]) == (1, ["divider", "divider"])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("渡口", *RIVER, "***", *SCHOOL), id="two"),
        pytest.param((*RIVER, "***", *SCHOOL, "***", "未完"), id="a-short-one"),
        pytest.param(("***", *RIVER, "***", *SCHOOL, "***", *FAIR), id="begins-with-a-divider"),
        pytest.param((*RIVER, "1.5倍", *SCHOOL, "2.5倍", *FAIR, "3.5倍"), id="quantities"),
        pytest.param((*RIVER, "十十、甲", *SCHOOL, "三十三一、乙", *FAIR), id="no-such-numbers"),
    ],
)
def test_other_signs_part_nothing(lines):
    assert find_set_apart(lines) is None


@pytest.mark.parametrize(
    ("head", "is_head"),
    [("1、水位。", False), ("1、水位", True)],
)
def test_a_number_before_a_sentence_counts_a_list(head, is_head):
    lines = headed(head, head.replace("1", "2"), head.replace("1", "3"))
    found = find_set_apart(lines)

    assert (found is not None) is is_head


@pytest.mark.parametrize(
    ("numbers", "count"),
    [(("九", "十", "十一"), 0), (("一", "二", "三"), 3), (("i", "ii", "iii"), 3)],
)
def test_numbers_count_from_one(numbers, count):
    found = find_set_apart(headed(*(f"{n}、{t}" for n, t in zip(numbers, TITLES, strict=True))))

    assert len(found.openings if found else ()) == count


def test_a_text_of_markup_is_not_parted():
    assert pieces_of(post(*RIVER, "***", *SCHOOL, "***", *FAIR)).count == 1


def test_too_few_repeated_words_say_nothing():
    assert vocabulary.likeness(["渡口", "学校"]) is None
    assert vocabulary.likeness(["\n".join(RIVER)]) is None
    assert vocabulary.likeness(["\n".join(RIVER)] * 2) == 1.0


def test_english_words_are_told_apart_too():
    text = "harbour ferry lantern whistle anchor captain " * 2

    assert vocabulary.likeness([text, text.replace("r", "l") + "x" * 6]) == pytest.approx(1 / 3)


LETTERS = (
    ("Keep the bell", "Ada Fenwick, Harbour Road"),
    ("Rope and rhyme", "— Nils Odd"),
    ("A word for herons", "Dr Imogen Farrow, Church Street"),
)
SAID = (
    "Your report says that nobody has rung the bell since the spring of the great fog.",
    "I rang it in June, and so did eleven others, and we drew a crowd of forty and one dog.",
    "Those who want to know what a bell is for might come on a Sunday, and bring a chair.",
)


def letters(*names: str) -> list[str]:
    signed = zip(LETTERS, names or [name for _, name in LETTERS], strict=True)
    return [line for (title, _), name in signed for line in (title, *SAID, name)]


def test_letters_are_told_by_what_they_are_signed_with():
    found = articles(page("Letters to the editor", *letters()))

    assert [title for title, _ in found] == [title for title, _ in LETTERS]
    assert [text[-1] for _, text in found] == [name for _, name in LETTERS]


def test_letters_need_no_name_over_them_all():
    assert [one.line for one in find_set_apart(letters()).openings] == [0, 5, 10]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(letters("Ada Fenwick", "and so on.", "Nils Odd"), id="one-unsigned"),
        pytest.param([*SAID, "x", *letters()], id="text-above"),
        pytest.param(letters()[:5], id="one-letter"),
    ],
)
def test_texts_that_are_not_all_signed_are_no_letters(lines):
    found = find_set_apart(lines)

    assert found is None or found.why != "signature"


def test_a_name_over_a_bulletin_of_short_reports_is_the_bulletin_s():
    news = [
        "雨季水位三天上涨一米二", "水文站说，雨季水位三天来上涨一米二，渡口已经停航。",
        "对岸小学迎来第十名学生", "对岸小学昨天迎来第十名学生，铃多敲了一下。",
        "竹器集市移到堤内摆摊", "竹器集市本周起移到堤内摆摊，老人仍旧占着最靠边的位置。",
        "修桥工地发现一窝水獭", "修桥工地上月发现一窝水獭，工人们把鱼放在桥墩下。",
        "老船工获评年度摆渡人", "老船工何渡昨天获评年度摆渡人，奖品是一件雨衣。",
    ]  # fmt: skip

    assert [title for title, _ in articles(page("渡口早间简讯", *news))] == news[::2]


POEM = ("The harbour keeps its ledger wet,", "a column in,", "a column out,", "and every debt")


def poems(*second: str) -> list[str]:
    return ["Tide table", "", *POEM, "", "* * *", "", "A kitchen", "", *second]


def test_poems_under_titles_are_parted_by_a_drawn_divider():
    found = articles(
        page(
            *poems(
                *POEM, "The moon has paid it all in full.", "The keeper counts the same nine bells."
            )
        )
    )

    assert [title for title, _ in found] == ["Tide table", "A kitchen"]


def test_a_divider_before_running_text_parts_no_poems():
    assert len(articles(page(*poems(*SAID)))) == 1


def test_titled_parts_that_say_too_little_are_told_of():
    more = "There are boxes for chairs that cost nine pounds, and can be hung within an hour."
    lines = [line for n in (1, 2, 3) for line in (f"{n}. A word for herons", *SAID, more)]
    parts = find_set_apart(lines)

    assert parts.why == "number"
    assert not parts.is_sure
