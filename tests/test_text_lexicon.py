"""What a line is by its shape: added by a site, a headline, a sentence, keywords."""

from __future__ import annotations

import pytest

from articles.text import bylines, lines, names, role_labels
from articles.text.lexicon import (
    CREDIT_LABELS,
    FURNITURE,
    LABEL_ROLES,
    NO_NAMES,
    Kind,
    Role,
    furniture_kind,
    keyword_line,
)


def test_every_entry_says_on_what_kind_of_page_it_was_seen():
    assert all(entry.seen_on for entry in CREDIT_LABELS)
    assert all(entry.seen_on for entry in FURNITURE)


def test_every_role_has_a_label():
    assert {entry.role for entry in CREDIT_LABELS} == set(Role)


def test_no_label_gives_two_roles():
    words = [word.casefold() for entry in CREDIT_LABELS for word in entry.words]

    assert sorted(words) == sorted(LABEL_ROLES)
    assert not any(" " in word.strip() and not word.isascii() for word in words)
    assert "本网" in NO_NAMES


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("分享到：", Kind.SHARE_LINE, id="share"),
        pytest.param("Share this article", Kind.SHARE_LINE, id="english-share"),
        pytest.param("延伸阅读", Kind.RELATED_LINKS, id="related"),
        pytest.param("You may also like", Kind.RELATED_LINKS, id="english-related"),
        pytest.param("暂无评论，快来抢沙发", Kind.COMMENTS, id="comments"),
        pytest.param("1 2 3 下一页", Kind.PAGE_MARKER, id="pages"),
        pytest.param("- THE END -", Kind.END_MARK, id="end"),
        pytest.param("未经书面授权不得转载", Kind.LICENCE, id="licence"),
        pytest.param("版权声明：本刊文字归作者所有", Kind.LICENCE, id="statement"),
        pytest.param("江ICP备12345678号", Kind.FOOTER, id="licence-number"),
        pytest.param("当前位置：首页 > 社会 > 正文", Kind.NAVIGATION, id="where-one-is"),
        pytest.param("长按二维码识别", Kind.SIDE_BAR, id="account"),
        pytest.param("Cookie settings", Kind.SIDE_BAR, id="cookies"),
        pytest.param("资料图", Kind.PLACEHOLDER_IMAGE, id="placeholder"),
        pytest.param(
            "<image>data:image/png;base64,AAAA</image>", Kind.PLACEHOLDER_IMAGE, id="data"
        ),
        pytest.param("（原标题：老船工的冬天）", Kind.ORIGINAL_TITLE, id="original-title"),
        pytest.param("全文约1200字,请下载后阅读", Kind.NOTICE, id="download"),
    ],
)
def test_a_line_that_sites_add_has_a_kind(line, kind):
    assert furniture_kind(line) is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("分享到：", Kind.SHARE_LINE),
        ("延伸閱讀", Kind.RELATED_LINKS),
        ("相關新聞", Kind.RELATED_LINKS),
        ("未經書面授權不得轉載", Kind.LICENCE),
        (
            "渡口日報版權所有，任何人均不得以任何方式改寫或散布本刊所載的文字、照片、圖表與影音，"
            "違者必究，絕不寬貸，讀者如有疑問，歡迎來信",
            Kind.FOOTER,
        ),
        ("（原標題：老船工的冬天）", Kind.ORIGINAL_TITLE),
        ("下一頁", Kind.PAGE_MARKER),
        ("回首頁", Kind.NAVIGATION),
    ],
)
def test_so_has_one_in_traditional_characters(line, kind):
    assert furniture_kind(line) is kind


def test_keywords_are_read_in_traditional_characters():
    assert keyword_line("關鍵字：渡口、老船工") == "渡口、老船工"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "说明这件事并不简单",
        "渡口评论员昨天没有来，大家都说他去看船了，到晚上才回来",
        "许可证的事，老船工跑了三趟",
        "他把照片分享到了村里的群，又把点击量念给船客听，念完大家都笑了",
        "长" * 481,
    ],
)
def test_a_line_of_a_story_has_none(line):
    assert furniture_kind(line) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("关键词：渡口 江雾", "渡口 江雾", id="plain"),
        pytest.param("- 关 键 词:", "", id="spaced-and-empty"),
        pytest.param("Keywords: ferry, fog", "ferry, fog", id="english"),
        pytest.param("关键词是渡口", None, id="no-colon"),
        pytest.param("关键词：" + "渡" * 500, None, id="too-long"),
    ],
)
def test_a_line_of_keywords_is_known_by_its_label(line, words):
    assert keyword_line(line) == words


@pytest.mark.parametrize(
    ("line", "is_prose"),
    [
        pytest.param("船上最多载十二个人，孩子坐中间。", True, id="sentence"),
        pytest.param("船到了。", False, id="too-short"),
        pytest.param("船工说：", False, id="announces"),
        pytest.param("船工在渡口对岸的茶棚里慢慢说道：", False, id="announces-longer"),
        pytest.param("老船工的一个早晨", False, id="headline"),
        pytest.param("雾" * 70, False, id="long-without-marks"),
        pytest.param("雾" * 70 + "。", True, id="long-sentence"),
        pytest.param(
            "雾大的时候先听水声，再看船头，最后才看对岸，这是他父亲教的，也是祖父教的",
            True,
            id="marks",
        ),
    ],
)
def test_running_text_is_told_from_what_is_not(line, is_prose):
    assert lines.is_prose(line) is is_prose


@pytest.mark.parametrize(
    ("line", "is_headline"),
    [
        pytest.param("老船工的一个早晨", True, id="plain"),
        pytest.param("谁来摆渡？", True, id="question"),
        pytest.param("雾大。", False, id="stops"),
        pytest.param("雾大。船慢", False, id="sentence-inside"),
        pytest.param("船", False, id="short"),
        pytest.param("……！！", False, id="no-letter"),
        pytest.param("长" * 121, False, id="too-long"),
    ],
)
def test_a_headline_has_its_shape(line, is_headline):
    assert lines.is_headline(line) is is_headline


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        pytest.param("2021-04-03 08:15", True, id="figures"),
        pytest.param("2021年4月3日 星期六", True, id="chinese"),
        pytest.param("3 April 2021", True, id="english"),
        pytest.param("Published April 3rd, 2021", True, id="american"),
        pytest.param("晨江晚报记者站发布于江边渡口 2021-04-03 08:15", True, id="clock"),
        pytest.param("他一直记得很清楚，那天江上起了很大的雾，2021-04-03", False, id="far-in"),
        pytest.param("2021年4月3日，渡口停航。", False, id="sentence"),
        pytest.param("2021年4月，渡口停航", False, id="no-day"),
        pytest.param("2021-04-03 " + "雾" * 160, False, id="too-long"),
    ],
)
def test_a_line_about_a_day_is_no_sentence_with_a_day(line, is_date):
    assert lines.is_date_line(line) is is_date


@pytest.mark.parametrize(
    ("line", "is_rule"),
    [("---", True), ("* * *", True), ("--", False), ("-a-", False), ("a--", False), ("", False)],
)
def test_a_rule_is_drawn(line, is_rule):
    assert lines.is_rule(line) is is_rule


@pytest.mark.parametrize(
    ("line", "is_info"),
    [
        pytest.param("作者：未知 来源：网络", True, id="nobody-named"),
        pytest.param("来源|江边参考、晨江晚报", True, id="source"),
        pytest.param("By Ada Fenwick", True, id="english"),
        pytest.param("", False, id="empty"),
        pytest.param("记者：您为什么一直没有离开？", False, id="speaker"),
        pytest.param("老船工的一个早晨", False, id="title"),
    ],
)
def test_an_information_line_holds_labels_and_short_values(line, is_info):
    assert bylines.is_info_line(line) is is_info


@pytest.mark.parametrize(
    ("line", "label"),
    [
        pytest.param("来源：", "来源", id="source"),
        pytest.param(") 稿件来源：", "稿件来源", id="after-a-bracket"),
        pytest.param("责任编辑:", "责任编辑", id="credit"),
        pytest.param("来源：江报", None, id="has-its-value"),
        pytest.param("他说：", None, id="no-label"),
        pytest.param(
            "渡口的人都说，这件事要问一个人，那个人住在对岸的棚子里，他在洗碗 作者：",
            None,
            id="sentence",
        ),
    ],
)
def test_a_label_may_stand_alone_on_its_line(line, label):
    assert role_labels.lone_label(line) == label


@pytest.mark.parametrize(
    ("words", "is_outlet"),
    [
        ("江边日报", True),
        ("松江在线", True),
        ("江小雨", False),
        ("2021晚报", False),
        ("他说，去看晚报", False),
    ],
)
def test_an_outlet_s_name_has_its_shape(words, is_outlet):
    assert names.is_outlet(words) is is_outlet
