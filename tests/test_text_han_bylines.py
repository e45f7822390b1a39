"""Chinese bylines as newspapers print them: for whom, in what role, what each did."""

from __future__ import annotations

import pytest

from articles.text.bylines import credit_line, is_info_line
from articles.text.inner_bylines import inline_credits, is_byline
from articles.text.names import names as names_of
from articles.text.role_labels import role_of

JIANG, HE = "江小雨", "何渡"


def credits(line: str) -> list[tuple[str, str, str]]:
    return [(one.role.value, one.label, one.name) for one in credit_line(line)]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        pytest.param("本报驻京记者", "reporter", id="place"),
        pytest.param("本报驻北岛首席摄影记者", "photographer", id="what-it-ends-in"),
        pytest.param("特约撰稿人", "author", id="special"),
        pytest.param("见习文字编辑", "text_editor", id="desk"),
        pytest.param("执行主编", "editor", id="acting"),
        pytest.param("视频剪辑", "other", id="video"),
        pytest.param("编 辑", "editor", id="spaced"),
        pytest.param("photos by", "photographer", id="english"),
        pytest.param("渡口", None, id="none"),
    ],
)
def test_a_compound_label_gives_the_role_that_it_ends_in(label, role):
    assert role_of(label) == role


@pytest.mark.parametrize(
    ("line", "label"),
    [
        pytest.param("本报驻京记者 江小雨 实习生 何渡", "本报驻京记者", id="of-the-paper"),
        pytest.param("江边青年报·江边在线记者 江小雨 实习生 何渡", "记者", id="two-media"),
        pytest.param("江边时报（www.river.example）记者 江小雨 实习生 何渡", "记者", id="address"),
        pytest.param("7号渡口经济报道记者 江小雨 实习生何渡", "记者", id="number"),
        pytest.param("江边+见习记者 江小雨、实习生何渡", "见习记者", id="plus"),
        pytest.param("江视记者 江小雨 实习生 何渡 北岛报道", "记者", id="short-and-place"),
        pytest.param("江边日报 首席记者 江小雨 实习生 何渡", "首席记者", id="outlet-apart"),
        pytest.param("本报讯 记者江小雨 实习生何渡", "记者", id="wire"),
        pytest.param("记者：江小雨；实习生：何渡", "记者", id="semicolon"),
        pytest.param("江边社北岛4月3日电 记者 江小雨 实习生 何渡", "记者", id="wire-and-day"),
        pytest.param("记者/江小雨 实习生/何渡 发自北岛", "记者", id="strokes"),
        pytest.param("采写：江边记者江小雨 实习生何渡", "记者", id="behind-a-colon"),
        pytest.param("记 者 江小雨 实习生 何 渡", "记 者", id="spaced"),
    ],
)
def test_a_medium_and_a_place_around_a_reporter_are_no_names(line, label):
    assert credits(line) == [("reporter", label, JIANG), ("other", "实习生", HE)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "江小雨/文 何渡/图", [("author", "文", JIANG), ("photographer", "图", HE)], id="behind"
        ),
        pytest.param(
            "文/江小雨 图/何渡", [("author", "文", JIANG), ("photographer", "图", HE)], id="before"
        ),
        pytest.param(
            "文 江小雨 摄影 何渡",
            [("author", "文", JIANG), ("photographer", "摄影", HE)],
            id="spaces",
        ),
        pytest.param(
            "江小雨（文） 何渡（摄）",
            [("author", "文", JIANG), ("photographer", "摄", HE)],
            id="brackets",
        ),
        pytest.param(
            "文/图 江小雨",
            [("author", "文/图", JIANG), ("photographer", "文/图", JIANG)],
            id="both",
        ),
        pytest.param(
            "图文：江小雨",
            [("author", "图文", JIANG), ("photographer", "图文", JIANG)],
            id="both-in-one",
        ),
        pytest.param(
            "江小雨 文/图",
            [("author", "文/图", JIANG), ("photographer", "文/图", JIANG)],
            id="both-behind",
        ),
        pytest.param(
            "□ 本报记者 江小雨 文/图",
            [("reporter", "本报记者", JIANG), ("photographer", "文/图", JIANG)],
            id="a-reporter-s-pictures",
        ),
        pytest.param(
            "文/图 江边晚报记者 江小雨 通讯员 何渡",
            [
                ("reporter", "记者", JIANG),
                ("photographer", "文/图", JIANG),
                ("correspondent", "通讯员", HE),
                ("photographer", "文/图", HE),
            ],
            id="both-of-all",
        ),
        pytest.param(
            "记者 江小雨 文 何渡 摄",
            [("reporter", "记者", JIANG), ("photographer", "记者", HE)],
            id="reporters-each-his",
        ),
        pytest.param(
            "文/江边晚报记者 江小雨 图/何渡",
            [("reporter", "记者", JIANG), ("photographer", "图", HE)],
            id="a-reporter-and-another",
        ),
        pytest.param(
            "本报记者 江小雨 摄影报道",
            [("reporter", "本报记者", JIANG), ("photographer", "摄影报道", JIANG)],
            id="report-in-pictures",
        ),
        pytest.param("江小雨摄", [("photographer", "摄", JIANG)], id="joined"),
        pytest.param("记者江小雨摄", [("photographer", "记者", JIANG)], id="label-joined"),
        pytest.param("图/何渡", [("photographer", "图", HE)], id="a-person-s-picture"),
        pytest.param("图/江边社", [("picture_source", "图", "江边社")], id="an-agency-s-picture"),
        pytest.param(
            "图/受访者提供", [("picture_source", "图", "受访者")], id="somebody-s-picture"
        ),
    ],
)
def test_what_each_did_stands_before_the_name_or_behind(line, expected):
    assert credits(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("口述：江小雨 整理：何渡", [("author", "口述"), ("other", "整理")], id="told"),
        pytest.param(
            "记者：江小雨 摄像：何渡 视频剪辑：江小雨",
            [("reporter", "记者"), ("photographer", "摄像"), ("other", "视频剪辑")],
            id="video",
        ),
        pytest.param("监制 江小雨 场记 何渡", [("other", "监制"), ("other", "场记")], id="rare"),
        pytest.param(
            "监制：江小雨 场记：何渡", [("other", "监制"), ("other", "场记")], id="rare-colon"
        ),
        pytest.param(
            "策划/统筹：江小雨 海报：何渡",
            [("other", "策划"), ("other", "统筹"), ("other", "海报")],
            id="two-of-one",
        ),
    ],
)
def test_every_role_of_a_block_of_credits_is_kept(line, expected):
    assert [(role, label) for role, label, _ in credits(line)] == expected


@pytest.mark.parametrize("before", ["", "本报", "江边晚报"])
def test_a_name_may_run_into_the_label_of_the_next(before):
    assert [one for *_, one in credits(f"{before}记者江小雨通讯员何渡")] == [JIANG, HE]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("作者：江小雨（江边大学教授）", JIANG, id="a-post-behind-the-name"),
        pytest.param("江小雨（作者系江边大学教授）", JIANG, id="who-the-author-is"),
        pytest.param("本报评论员", "本报评论员", id="a-paper-s-commentator"),
        pytest.param("江边日报编辑部", "江边日报编辑部", id="a-paper-s-editors"),
        pytest.param("文/江边网 江小雨", JIANG, id="outlet"),
    ],
)
def test_who_wrote_is_named_without_what_he_is(line, name):
    assert [(role, one) for role, _, one in credits(line)] == [("author", name)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("记者在渡口 江小雨", id="words-behind-a-label"),
        pytest.param("副总编辑 江小雨", id="an-editor-of-nothing-known"),
        pytest.param("女记者 江小雨", id="a-heading"),
        pytest.param("江边城市报道", id="a-column"),
        pytest.param("编辑 手册 江小雨", id="a-rare-name-alone"),
        pytest.param("江边日报", id="an-outlet"),
        pytest.param("江小雨 何渡", id="names-without-a-role"),
        pytest.param("记者 江小雨 " + "何渡 " * 40, id="too-many"),
        pytest.param("渡口评论员", id="nobody-s-commentator"),
        pytest.param("渡口（作者系江边人）", id="no-name"),
        pytest.param("文 图", id="acts-alone"),
        pytest.param("采访 时间", id="work-and-a-word-like-a-name"),
        pytest.param("整理 房间", id="work-before-a-word-like-a-name"),
        pytest.param("策划/统筹：", id="labels-alone"),
    ],
)
def test_a_line_that_is_no_byline_names_nobody(line):
    assert credits(line) == []


def test_a_byline_without_a_colon_is_information():
    assert is_info_line("本报驻京记者 江小雨 实习生 何渡")
    assert not is_info_line("渡口的早晨")


@pytest.mark.parametrize(
    "line",
    [
        "（江边社北岛4月3日电 记者江小雨）",
        "（江边日报记者 江小雨）",
        "（江边日报全媒体记者江小雨）",
        "（本报北岛4月3日讯 记者 江小雨）",
    ],
)
def test_a_byline_in_brackets_may_begin_with_the_medium_and_the_day(line):
    assert [one.name for one in inline_credits(line)] == [JIANG]
    assert is_byline(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("【文/江报 江小雨】", [JIANG]),
        ("【文/江边晚报江小雨】", [JIANG]),
        ("（文字：江小雨 摄像：何渡）", [JIANG, HE]),
        ("（记者 江小雨 何渡 摄）", [JIANG, HE]),
    ],
)
def test_a_byline_in_brackets_names_persons_only(line, names):
    assert [one.name for one in inline_credits(line)] == names


def test_an_outlet_before_names_is_none_of_them():
    assert names_of("江边晚报 江小雨 何渡") == (JIANG, HE)
    assert names_of("江边晚报 渡口网") == ("江边晚报", "渡口网")
