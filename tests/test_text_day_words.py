"""What a line says happened on a day that it prints."""

from __future__ import annotations

import pytest

from articles.text.day_words import act_of_day, is_of_day, waits_for_day
from articles.text.lines import DATE
from tests.limits import at_most


def acts(line: str) -> list[str]:
    found = (act_of_day(line, *one.span()) for one in DATE.finditer(line))
    return [act or "" for act in found]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("发布于 2021-04-03 08:15", id="verb"),
        pytest.param("发布时间：2021年4月3日", id="time"),
        pytest.param("首次发表日期是2021年4月3日", id="date"),
        pytest.param("管理员于2021-04-03发布", id="behind"),
        pytest.param("2021-04-03 08:15 发布", id="behind-the-clock"),
        pytest.param("写于2021年4月3日", id="short-verb"),
        pytest.param("原载于2021年4月3日", id="where-it-was-printed"),
        pytest.param("创作时间：2021年4月3日", id="made"),
        pytest.param("发布：江边晚报 2021-04-03", id="a-name-between"),
        pytest.param("發佈於 2021-04-03", id="traditional"),
        pytest.param("published_at: 2021-04-03", id="a-program-s-name"),
        pytest.param("pubDate 2021-04-03", id="another-program-s-name"),
        pytest.param("Published on Saturday, April 3, 2021", id="weekday-between"),
        pytest.param("First published: 3 April 2021", id="adverb"),
        pytest.param("Date published: 3 April 2021", id="date-first"),
        pytest.param("Publication date 3 April 2021", id="noun"),
        pytest.param("Published by the Harbour Post April 3, 2021", id="english-name-between"),
    ],
)
def test_a_day_may_be_said_to_be_that_of_publication(line):
    assert acts(line) == ["published"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("更新时间：2021-04-03", id="time"),
        pytest.param("最后编辑于2021年4月3日", id="verb"),
        pytest.param("更新時間：2021-04-03", id="traditional"),
        pytest.param("2021-04-03 08:15 更新", id="behind"),
        pytest.param("Last updated: Sat, 3 Apr 2021", id="english"),
        pytest.param("Updated by the desk April 3, 2021", id="english-name-between"),
        pytest.param("April 3, 2021 (updated)", id="english-behind"),
        pytest.param("Last reviewed April 3, 2021", id="reviewed"),
    ],
)
def test_a_day_may_be_that_of_a_change(line):
    assert acts(line) == ["changed"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("抓取时间：2021-04-03 08:15", id="crawl"),
        pytest.param("页面归档于 2021-04-03", id="archive"),
        pytest.param("快照2021-04-03", id="glued"),
        pytest.param("擷取時間：2021-04-03", id="traditional"),
        pytest.param("【抓取时间】2021-04-03", id="in-brackets"),
        pytest.param("抓取时间 - 2021-04-03", id="dash"),
        pytest.param("抓取自江边晚报 2021-04-03", id="a-name-between"),
        pytest.param("2021年4月3日访问", id="glued-behind"),
        pytest.param("crawl_time=2021-04-03", id="a-program-s-name"),
        pytest.param("fetchedAt: 2021-04-03", id="another-program-s-name"),
        pytest.param("Snapshot of the page as it looked on 3 April 2021", id="words-between"),
        pytest.param("Saved to a folder on April 3, 2021", id="where-to"),
        pytest.param("The time is now 08:15 on April 3, 2021", id="clock"),
        pytest.param("2021-04-03 08:15:01 采集", id="behind"),
        pytest.param("打印：2021-04-03", id="button-with-a-colon"),
        pytest.param("本页下载于2021年4月3日", id="button-with-a-verb"),
        pytest.param("当前时间：2021-04-03", id="now"),
        pytest.param("今天是2021年4月3日 星期六", id="today"),
        pytest.param("截至2021年4月3日", id="until"),
        pytest.param("开渡时间：2021-04-03", id="a-time-nobody-listed"),
        pytest.param("工作时间：2021-04-03", id="a-word-that-ends-in-a-verb"),
        pytest.param("转载于2021-04-03", id="a-copy"),
        pytest.param("镌刻于2021年4月3日", id="a-verb-nobody-listed"),
        pytest.param("Crawled at 2021-04-03 08:15", id="crawled"),
        pytest.param("Retrieved Saturday, April 3, 2021", id="weekday-between"),
        pytest.param("Archived from the original on 3 April 2021", id="archived"),
        pytest.param("Printed from harbour.example on April 3, 2021", id="printed"),
        pytest.param("Access date: 3 April 2021", id="noun"),
        pytest.param("Snapshot: 3 April 2021", id="noun-alone"),
        pytest.param("Today is April 3, 2021", id="english-today"),
        pytest.param("As of April 3, 2021", id="as-of"),
        pytest.param("Launch party date: April 3, 2021", id="a-date-nobody-listed"),
        pytest.param("Date of birth: 3 April 2021", id="a-day-of-something"),
        pytest.param("Varnished on April 3, 2021", id="a-participle-nobody-listed"),
    ],
)
def test_a_day_may_be_that_of_anything_else(line):
    assert acts(line) == ["other"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2021-04-03", id="alone"),
        pytest.param("时间：2021-04-03", id="time"),
        pytest.param("文章日期：2021-04-03", id="of-the-text"),
        pytest.param("北京时间2021年4月3日8时", id="a-place-s-clock"),
        pytest.param("江边晚报 2021-04-03", id="a-name"),
        pytest.param("王小渡于2021-04-03", id="a-person"),
        pytest.param("来源：江边晚报时间：2021-04-03", id="a-name-before-a-label"),
        pytest.param("[打印] 2021-04-03", id="a-button-in-brackets"),
        pytest.param("Share | Print | April 3, 2021", id="english-buttons"),
        pytest.param("打印 2021-04-03", id="a-button"),
        pytest.param("阅读 123 2021-04-03", id="a-count"),
        pytest.param("2021-04-03 更新时间：08:15", id="the-label-of-what-follows"),
        pytest.param("2021-04-03 发布者：江边", id="another-label"),
        pytest.param("Date: 3 April 2021", id="date"),
        pytest.param("News date: 3 April 2021", id="date-of-the-text"),
        pytest.param("Local time: 3 April 2021", id="a-clock"),
        pytest.param("USA TODAY April 3, 2021", id="a-paper"),
        pytest.param("By Ada Fenwick on April 3, 2021", id="a-writer"),
        pytest.param("By Ada Reed April 3, 2021", id="a-name-like-a-participle"),
        pytest.param("Fenwick Reed: April 3, 2021", id="a-name-with-a-colon"),
        pytest.param("Saturday 3 April 2021", id="weekday"),
    ],
)
def test_a_line_may_say_nothing_of_its_day(line):
    assert acts(line) == [""]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("时间：2021年4月3日 14:00-16:00", id="clocks"),
        pytest.param("2021年4月3日（星期六）下午2点至4点", id="han-clocks"),
        pytest.param("April 3, 2021 2:00 to 4:00", id="english-clocks"),
        pytest.param("展期：2021年4月3日至5日", id="to-a-day"),
    ],
)
def test_what_lasts_is_an_event(line):
    assert acts(line) == ["other"]


def test_an_event_of_several_days_has_two():
    assert acts("2021-04-03 至 2021-04-05") == ["other", "other"]
    assert acts("2021-04-03 - 2021-04-05") == ["other", "other"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2021-04-03 14:00-05:00", id="a-zone"),
        pytest.param("2021-04-03 - 08:15", id="a-clock-behind-a-dash"),
        pytest.param("阅读 123 - 2021-04-03", id="a-count-before-a-dash"),
    ],
)
def test_a_dash_by_a_day_is_no_event_alone(line):
    assert acts(line) == [""]


def test_each_day_of_a_line_has_its_own_word():
    assert acts("抓取时间：2021-04-05 08:15 发布时间：2021-04-03") == ["other", "published"]
    assert acts("April 3, 2021 | Updated April 5, 2021") == ["", "changed"]


@pytest.mark.parametrize(
    ("line", "waits"),
    [
        pytest.param("抓取时间：", True, id="colon"),
        pytest.param("页面抓取", True, id="han"),
        pytest.param("Archived on", True, id="english"),
        pytest.param("渡口公示栏的旧告示今日更新", False, id="a-headline"),
        pytest.param("Sunday", False, id="a-word"),
        pytest.param("抓取 3 次：", False, id="digits"),
        pytest.param("The Keepers of the Harbour Archived", False, id="long"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_label_may_wait_for_the_day_in_the_next_line(line, waits):
    assert waits_for_day(line) is waits


@pytest.mark.parametrize("name", ["The Sun", "The Monitor", "Money", "Sunrise", "正一网"])
def test_a_name_that_is_like_a_day_s_is_one(name):
    assert not is_of_day(name)


@pytest.mark.limits
def test_words_far_from_a_day_are_not_read():
    line = "updated " + "by the " * 20_000 + "2021-04-03" + " on" * 20_000

    with at_most(1):
        assert acts(line) == [""]
