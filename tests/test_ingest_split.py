from __future__ import annotations

import pytest

from articles.ingest.records import PartKind
from articles.ingest.split import split
from articles.ingest.split.heads import title_end
from tests.limits import at_most, takes_at_most_thrice
from tests.pages import STORY, articles, page, paged, pieces_of, post

RAIN = (
    "水文站说，上游的雨还要下三天，渡口的水位每小时涨一指，缆绳已经放长了两次。",
    "粮站把底层的麻袋搬到了二楼，搬运的人排成一行，从傍晚一直搬到半夜才停。",
)
SCHOOL = (
    "对岸小学只有九个学生，老师一个人教六门课，铃是他自己用锤子敲的，敲三下上课。",
    "新来的钢琴缺两个键，孩子们唱到那两个音就自己补上，补得比琴还准。",
)
BRIDGE = (
    "桥墩下住着一窝水獭，修桥的工人收工时总给它们留两条鱼，谁也没有说出去。",
    "等桥通车那天，剪彩的人发现红绸上有牙印，大家笑了很久，绸子就那样剪了。",
)
FAIR = (
    "集市从清晨摆到中午，卖竹器的老人把最小的一只篮子挂在竿头，谁问都说不卖。",
    "收摊的时候篮子里多了一张纸条，写的是欠他一碗茶，没有写名字。",
)


def titles(*lines: str) -> list[str]:
    return [title for title, _ in articles(page(*lines))]


# Numbered heads


def test_numbered_heads_open_articles_with_the_title_under_them():
    raw = page(
        "读书笔记三篇",
        "篇一",
        "雨季的水位",
        *RAIN,
        "篇二",
        "九个学生的学校",
        *SCHOOL,
        "篇三",
        *BRIDGE,
    )

    assert articles(raw) == [
        ("雨季的水位", list(RAIN)),
        ("九个学生的学校", list(SCHOOL)),
        ("", list(BRIDGE)),
    ]


def test_a_title_may_stand_behind_its_number():
    assert titles("第一篇：雨季的水位", *RAIN, "第二篇：九个学生的学校", *SCHOOL) == [
        "雨季的水位",
        "九个学生的学校",
    ]


def test_words_that_the_document_repeats_before_its_numbers_are_learned():
    text = f"江边观察随笔 江边观察随笔篇一{''.join(RAIN)}江边观察随笔篇二{''.join(SCHOOL)}"

    assert [lines for _, lines in articles(page(text))] == [["".join(RAIN)], ["".join(SCHOOL)]]


def test_only_the_words_that_all_heads_share_are_learned():
    text = f"甲说江边观察随笔篇一{RAIN[0]}乙写江边观察随笔篇二{SCHOOL[0]}"

    assert [lines for _, lines in articles(page(text))] == [[RAIN[0] + "乙写"], [SCHOOL[0]]]


def test_a_head_with_nothing_under_it_has_no_body():
    assert articles(page(f"【篇一】 【篇二】{SCHOOL[0]}"))[1][1] == [SCHOOL[0]]


def test_a_number_that_no_repeated_words_announce_is_text():
    text = f"{RAIN[0]}他说自己写过篇一，也写过别的，那篇二却丢了。{SCHOOL[0]}"

    assert len(articles(page(text))) == 1


def test_a_head_of_repeated_words_is_its_article_s_only_title():
    raw = page("江边观察500字篇7", *RAIN, "江边观察500字篇3", *SCHOOL)

    assert articles(raw) == [("江边观察500字篇7", list(RAIN)), ("江边观察500字篇3", list(SCHOOL))]


def test_one_head_counts_in_brackets_and_not_without():
    assert [lines for _, lines in articles(page(f"江边观察 【篇一】 {RAIN[0]}"))] == [[RAIN[0]]]
    assert len(articles(page("篇一", *RAIN))[0][1]) == 3


def test_a_long_text_before_the_first_head_is_an_article_of_its_own():
    long = [f"{index}、{RAIN[0]}{RAIN[1]}" for index in range(8)]
    raw = page(*long, "篇一", *SCHOOL, "篇二", *BRIDGE)

    assert len(articles(raw)) == 3


def test_what_stands_before_the_first_head_is_otherwise_left_out():
    raw = page(
        "读书笔记两篇", "下面是两篇范文，供大家写作时参考使用。", "篇一", *SCHOOL, "篇二", *BRIDGE
    )
    left = [raw.words(one.block) for one in pieces_of(raw).marked if one.reason == "lead_in"]

    assert "下面是两篇范文，供大家写作时参考使用。" in left


def test_the_document_s_own_title_belongs_to_none_of_its_articles():
    raw = page("读书笔记两篇", "篇一", *SCHOOL, "篇二", *BRIDGE)
    first = pieces_of(raw).marked[0]

    assert (first.kind, first.article, first.reason) == (PartKind.METADATA, None, "document_title")


CHUNKS = (
    "江边随笔.doc",
    "1、江边随笔 江边随笔篇一守好“平安渡”近期,水位连续上涨,渡口停航两天,船工们把缆绳放长,"
    "把救生衣一件一件晾在栏杆上,过路的人都说没有见过这么整齐的栏杆,像要办什么喜事,其实只是怕潮,潮了就会发",
    "2、霉,发了霉就没有人肯穿。江边随笔篇二二〇二三年的竹竿2023年春天,老船工砍了一根新竹竿,"
    "比旧的那根长出一尺,他说水深了,竿子也要长,等水落下去再锯短,锯下来的那一截正好给孩子做一支笛",
)


def test_chunks_are_cut_at_heads_and_rejoined_without_a_seam():
    [(first, lines), (second, rest)] = articles(paged(*CHUNKS))

    assert first == "守好“平安渡”"
    assert "".join(lines).endswith("潮了就会发霉,发了霉就没有人肯穿。")
    assert second == "二〇二三年的竹竿"
    assert "".join(rest).startswith("2023年春天")


def test_an_article_that_stops_in_mid_sentence_is_cut_off():
    assert pieces_of(paged(*CHUNKS)).truncated == {1}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("守好“平安渡”近期,水位上涨。", "守好“平安渡”", id="quotation"),
        pytest.param(
            "让“慢船”和“快桥”都有去处2023年春天,", "让“慢船”和“快桥”都有去处", id="a-year"
        ),
        pytest.param("收网那天没有下雨2023年春天,", "收网那天没有下雨", id="a-year-behind-words"),
        pytest.param("收网那天没有下雨近日,水位上涨。", "", id="words-that-open-many-stories"),
        pytest.param("水声比眼睛可靠,雾越大越是如此。", "", id="neither"),
        pytest.param("守好“平安渡”", "", id="nothing-behind"),
        pytest.param("长" * 70 + "2023年,水位上涨。", "", id="too-long"),
        pytest.param("在“平安渡”“太平桥”之间走,", "", id="quotation-goes-on"),
    ],
)
def test_a_title_that_runs_into_its_text_ends_where_two_shapes_show_it(text, title):
    assert text[: title_end(text)] == title


# Lead-in formulas

FORMULA = "松江台消息（晚间报道）："


def bulletin(formula: str) -> list[str]:
    return [
        "雨季水位又涨一指", formula + RAIN[0], RAIN[1],
        "九个学生的学校", formula + SCHOOL[0], SCHOOL[1],
        "本地快讯", formula, "水獭偷吃红绸", BRIDGE[0], "竹篮仍然不卖", FAIR[0],
    ]  # fmt: skip


def test_a_formula_that_opens_most_stories_is_learned_from_the_document():
    assert titles(*bulletin(FORMULA)) == ["雨季水位又涨一指", "九个学生的学校", "本地快讯"]


def test_a_round_up_keeps_its_items():
    assert articles(page(*bulletin(FORMULA)))[2][1] == [
        FORMULA,
        "水獭偷吃红绸",
        BRIDGE[0],
        "竹篮仍然不卖",
        FAIR[0],
    ]


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("记者：", id="a-speaker"),
        pytest.param("今天（4月3日），", id="a-day"),
        pytest.param("据了解，", id="a-short-opening"),
        pytest.param("松江台", id="no-mark-behind-it"),
    ],
)
def test_other_openings_are_no_formula(formula):
    assert len(titles(*bulletin(formula))) == 1


def test_a_formula_may_end_in_a_comma():
    assert len(titles(*bulletin("松江台记者从晚间连线获悉，"))) == 3


def test_a_formula_that_comes_only_twice_proves_nothing():
    assert len(titles(*bulletin(FORMULA)[:6])) == 1


def test_a_formula_that_comes_late_belongs_to_one_story():
    lines = [f"第{index}天的水位还在上涨，缆绳又放长了一次。" for index in range(40)]

    assert len(titles(*lines, *bulletin(FORMULA))) == 1


def test_a_title_may_run_over_lines():
    lines = bulletin(FORMULA)

    assert titles("上游连日大雨", *lines)[0] == "上游连日大雨 雨季水位又涨一指"
    assert titles(*lines[:6], "对岸又来了", *lines[6:])[2] == "对岸又来了 本地快讯"


def test_too_many_headlines_in_a_row_are_no_title():
    lines = bulletin(FORMULA)
    notes = [f"第{index}号码头的告示" for index in range(5)]

    assert titles(*lines[:6], *notes, *lines[6:])[2] == "本地快讯"


# Repeats


def test_a_stretch_that_stands_twice_shows_where_articles_begin_and_end():
    raw = page(
        *("雨季的水位", *RAIN, *STORY),
        *SCHOOL,
        *("水獭与红绸", *BRIDGE),
        *("雨季的水位", *RAIN, *STORY),
        *("不卖的竹篮", *FAIR),
    )

    assert articles(raw) == [
        ("雨季的水位", [*RAIN, *STORY]),
        ("", list(SCHOOL)),
        ("水獭与红绸", list(BRIDGE)),
        ("雨季的水位", [*RAIN, *STORY]),
        ("不卖的竹篮", list(FAIR)),
    ]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param((RAIN[1],), id="one-line"),
        pytest.param(("雨季的水位", "水位。"), id="short"),
        pytest.param(("雨季的水位", SCHOOL[0]), id="not-the-same"),
    ],
)
def test_less_than_a_stretch_shows_nothing(again):
    assert len(titles("雨季的水位", *RAIN, "水位。", "水獭与红绸", *BRIDGE, *again)) == 1


def test_a_stretch_may_follow_itself():
    assert len(titles(*("雨季的水位", *RAIN, *STORY) * 3)) == 3


def test_a_long_paragraph_unlike_its_neighbours_may_be_an_article_without_a_title():
    long = "江边的人说起那一年，" * 35 + "都不再往下说。"
    rain = ("雨季的水位", *RAIN, *FAIR)
    raw = page(*rain, *SCHOOL, "水獭与红绸", *BRIDGE, long, *rain)

    [boundary] = pieces_of(raw).boundaries
    assert boundary.line == 11
    assert boundary.why == "unlike_its_neighbours"


# Headlines whose words come back in their own story

NEWS = [
    "雨季水位三天上涨一米二", "水文站说，雨季水位三天来上涨一米二，渡口已经停航。", RAIN[1],
    "对岸小学迎来第十名学生", "对岸小学昨天迎来第十名学生，铃多敲了一下。", SCHOOL[1],
    "竹器集市移到堤内摆摊", "竹器集市本周起移到堤内摆摊，老人仍旧占着最靠边的位置。", FAIR[1],
    "修桥工地发现一窝水獭", "修桥工地上月发现一窝水獭，工人们把鱼放在桥墩下。", BRIDGE[1],
    "老船工获评年度摆渡人", "老船工何渡昨天获评年度摆渡人，奖品是一件雨衣。", STORY[1],
]  # fmt: skip


def test_a_bulletin_without_a_formula_is_cut_at_its_headlines():
    assert titles(*NEWS) == NEWS[::3]


def test_an_essay_with_heads_is_one_article():
    words = "慢船的好处"
    heads = [
        line
        for index in range(6)
        for line in (f"{words}之其{index}回", f"{words}第{index}回，{words}说也说不完。")
    ]

    assert len(titles(*heads)) == 1


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(NEWS[:12], id="too-few-headlines"),
        pytest.param([RAIN[0], RAIN[1], *NEWS], id="text-before-the-first"),
        pytest.param(
            [f"{i}、{w}" if i % 3 == 0 else w for i, w in enumerate(NEWS, 3)], id="numbered"
        ),
        pytest.param([w[:6] if i % 3 == 0 else w for i, w in enumerate(NEWS)], id="short-heads"),
        pytest.param(
            [f"{i}{STORY[0]}" if i % 3 == 1 else w for i, w in enumerate(NEWS)],
            id="not-restated",
        ),
        pytest.param([NEWS[0], "2021-04-03 08:15", *NEWS[1:]], id="a-day-under-the-title"),
    ],
)
def test_headlines_that_lack_a_sign_cut_nothing(lines):
    assert len(titles(*lines)) == 1


def test_a_round_up_in_a_bulletin_keeps_items_of_one_paragraph():
    items = ("本地快讯", "竹篮终于卖出", FAIR[0], "琴键补齐两个", SCHOOL[0])
    raw = page(*NEWS[:6], *items, *NEWS[6:])

    assert [title for title, _ in articles(raw)] == [*NEWS[:6:3], "本地快讯", *NEWS[6::3]]


def test_the_round_up_that_closes_a_bulletin_keeps_all_that_follows():
    raw = page(*NEWS, "本地快讯", "竹篮终于卖出", FAIR[0], "琴键补齐两个", *SCHOOL)

    assert [title for title, _ in articles(raw)][5:] == ["本地快讯"]


def test_a_head_that_the_story_s_headline_announced_is_inside_it():
    raw = page(*NEWS, "江边人物：何渡摆渡 林小雨教书", *STORY, "林小雨教书", *SCHOOL)

    assert len(articles(raw)) == 6


def test_a_headline_may_run_over_lines_in_a_bulletin_too():
    assert titles(*NEWS[:3], "上游连日大雨下个不停造成道路多处中断", *NEWS[3:])[1].startswith(
        "上游连日大雨"
    )


def test_a_last_headline_without_text_stays():
    assert titles(*NEWS, "明天的天气预报") == [*NEWS[::3], "明天的天气预报"]


# What is beside the articles, and what is cut off


def test_a_page_of_one_story_gives_it_its_day_and_credits():
    raw = page("雨季的水位", "2021-04-03 08:15", *RAIN, "责任编辑：江小雨", "分享到：")

    assert {one.article for one in pieces_of(raw).marked if one.kind != "left_out"} == {0}


def test_credits_inside_a_compilation_belong_to_the_story_above_them():
    raw = page(
        "篇一",
        "雨季的水位",
        *RAIN,
        "责任编辑：江小雨",
        "篇二",
        "学校",
        *SCHOOL,
        "责任编辑：何渡",
        "分享到：",
    )
    found = {raw.words(o.block): o.article for o in pieces_of(raw).marked if o.kind == "credit"}

    assert found == {"责任编辑：江小雨": 0, "责任编辑：何渡": None}


def test_an_index_holds_no_article():
    raw = page("首页", "社会", "财经", "体育", "读书", "天气", "视频", "登录")

    assert pieces_of(raw).count == 0


def test_a_header_with_a_title_and_nothing_under_it_is_an_article():
    assert pieces_of(post(title="雨季的水位")).count == 1
    assert pieces_of(page("")).count == 0


def test_markup_is_split_by_formula_and_not_by_its_headlines():
    assert pieces_of(post(*bulletin(FORMULA))).count == 3
    assert pieces_of(post(*NEWS)).count == 1


@pytest.mark.parametrize("html", [True, False], ids=["markup", "lines"])
def test_a_header_names_one_article_though_a_formula_repeats_in_it(html):
    assert pieces_of(post(*bulletin(FORMULA), title="晚间报道", html=html)).count == 1
    assert pieces_of(post("篇一", *RAIN, "篇二", *SCHOOL, title="读书笔记", html=html)).count == 2


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        pytest.param("水位还在涨,渡口的人把缆绳又放长了一些,然后所有人都", True, id="mid-sentence"),
        pytest.param("水位还在涨,渡口的人把缆绳又放长了一些。", False, id="sentence"),
        pytest.param("谁来收这一竿水声", False, id="verse"),
    ],
)
def test_a_last_line_that_does_not_end_is_cut_off(last, cut):
    assert pieces_of(page("雨季的水位", *RAIN, last)).truncated == ({0} if cut else frozenset())


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        pytest.param("1/3", True, id="first-of-three"),
        pytest.param("3/3", False, id="last-of-three"),
        pytest.param("余下全文", True, id="rest"),
        pytest.param("全文约1200字,请下载后阅读", True, id="download"),
        pytest.param("上一页", False, id="menu"),
    ],
)
def test_a_page_that_says_there_is_more_is_cut_off(line, cut):
    assert pieces_of(page("雨季的水位", *RAIN, line, "分享到：")).truncated == (
        {0} if cut else frozenset()
    )


def test_every_visible_character_stays_in_order():
    for raw in (
        page(*bulletin(FORMULA)),
        page(*NEWS),
        paged(*CHUNKS),
        page("篇一", *RAIN, "篇二", *SCHOOL),
    ):
        held = "".join(raw.words(one.block) for one in pieces_of(raw).marked)

        assert "".join(held.split()) == "".join(raw.text.split())


@pytest.mark.limits
@pytest.mark.parametrize(
    "unit",
    [
        "篇一",
        "【篇一】",
        "心得篇一\n",
        "“”",
        "编辑：江小雨 ",
        "（记者",
        "2021-04-03\n",
        "标题与正文\n",
        "。",
        "重复的一行，重复的一行。\n",
        "【渡口水位】水位上涨，渡口停航。\n",
        "***\n水声比眼睛可靠，雾大的时候更是。\n",
    ],
)
def test_twice_the_text_takes_less_than_three_times_as_long(unit):
    once, twice = ((unit * size)[:size] for size in (1 << 15, 1 << 16))

    takes_at_most_thrice(lambda text: pieces_of(page(text)), once, twice)


@pytest.mark.limits
def test_a_line_of_a_megabyte_is_read_in_two_seconds():
    raw = page("江边随笔篇一" + "水声比眼睛可靠，" * 120_000)

    with at_most(2):
        assert split(raw, pieces_of(raw).marked).count == 1
