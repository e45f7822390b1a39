"""Lines that say when something appeared without giving a whole day: a month, an hour ago."""

from __future__ import annotations

import re

from articles.text.lines import MONTHS

LONGEST_DATELINE = 48
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?"
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNIT = (
    r"(?:秒钟?|分钟|个?小时|天|周|个?星期|个?月|年)[之以]?前"
    r"|\s?(?:s|m|h|d|w|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\sago"
)
_AGO = rf"(?:\d{{1,3}}\+?|an?|半)\s?(?:{_UNIT})|刚刚|just now"
_NEAR = r"今[天日早晚]|昨[天日晚]|前[天日]|今[晨晚]|today|yesterday|上午|下午|凌晨|晚上?|中午"
_DAY = (
    rf"\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|\d{{1,2}}-\d{{1,2}}|{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}"
)
_YEARS_MONTH = rf"(?:19|20)\d{{2}}\s?年\s?\d{{1,2}}\s?月份?|{_MONTH},?\s(?:19|20)\d{{2}}"
_LABEL = (
    r"(?:(?:发布|发表|刊发|更新|修改|编辑)(?:于|时间|日期)?|时间|日期"
    r"|(?:First |Last |Originally )?(?:Posted|Published|Updated|Modified)(?: on| at)?|Date)"
)
_BETWEEN = r"[\s,，·•|/-]*"
# Each piece once or more, in any order: no two begin alike, so that none is tried twice.
_PIECES = rf"(?:(?:{_AGO}|{_YEARS_MONTH}|{_DAY}|{_NEAR}|{_WEEKDAY}|{_CLOCK}|at\b){_BETWEEN}){{1,5}}"
_LINE = re.compile(rf"(?P<label>{_LABEL}\s?[:：]?\s?)?{_PIECES}", re.IGNORECASE)
_TOLD = re.compile(rf"{_AGO}|{_CLOCK}", re.IGNORECASE)


def is_dateline(line: str) -> bool:
    """Whether a line is nothing but when something appeared: a month, hours ago, a clock.

    A whole day is for `lines.is_date_line` to know.
    """
    return _dateline(line) is not None


def is_bare_dateline(line: str) -> bool:
    """Whether it is a month, a day or a weekday alone, which may head a part of a text as well."""
    found = _dateline(line)
    return found is not None and not found["label"] and not _TOLD.search(line)


def _dateline(line: str) -> re.Match[str] | None:
    bare = line.strip(" \t\u3000[]【】()（）")
    return _LINE.fullmatch(bare) if 2 <= len(bare) <= LONGEST_DATELINE else None
