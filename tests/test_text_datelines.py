"""Lines that say when something appeared without a whole day."""

from __future__ import annotations

import pytest

from articles.text.datelines import is_bare_dateline, is_dateline


@pytest.mark.parametrize(
    "line",
    [
        "昨天 08:15",
        "今天上午 9:05",
        "3小时前",
        "半小时前",
        "刚刚",
        "发布于 2天前",
        "更新时间：08:15",
        "[4月5日 08:15]",
        "Posted 3 hours ago",
        "3h ago",
        "an hour ago",
        "Yesterday at 8:15 am",
        "Last updated: 20 minutes ago",
        "Published April 2021",
        "Monday, 8:15 p.m.",
    ],
)
def test_hours_ago_a_clock_or_a_label_say_when(line):
    assert is_dateline(line)
    assert not is_bare_dateline(line)


@pytest.mark.parametrize(
    "line", ["2021年4月", "4月5日", "星期三", "April 2021", "5 April", "Monday"]
)
def test_a_month_a_day_or_a_weekday_alone_may_head_a_text_as_well(line):
    assert is_dateline(line)
    assert is_bare_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "昨",
        "3小时前我还在江边",
        "发布于江边日报",
        "星期三的早晨",
        "May I come in",
        "March on the river",
        "1 2 3",
        "12 boats",
        "4月5日 " * 12,
    ],
)
def test_a_line_that_says_more_is_none(line):
    assert not is_dateline(line)
    assert not is_bare_dateline(line)
