"""What a line says happened on a day that it prints: by the label before it or the word behind it.

A label that names an act nobody listed still says that the day is its own, not the text's: what
joins it to the day (时间, 于, `on`, a colon) shows that it is one.
"""

from __future__ import annotations

import re

from articles.text.lexicon import acts
from articles.text.lexicon.acts import Act
from articles.text.lexicon.both_ways import SIMPLIFIED
from articles.text.lines import DAY
from articles.text.names import is_han_name, is_outlet

# How far from a day words may stand and be said of it.
REACH = 60
LONGEST_LABEL, LONGEST_HAN_LABEL = 24, 6
_WEEKDAY = (
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|(?:星期|周|礼拜)[一二三四五六日天]"
)
_CLOCK = r"\d{1,2}[:：.]\d{2}(?:[:：]\d{2})?|[ap]\.?m\b\.?|(?:utc|gmt|[ecmp][sd]t)\b|[+-]\d\d:?\d\d"
_ZONE = rf"(?:{'|'.join(acts.CLOCKS)})时间"
_PREPOSITION = r"\b(?:on|at|in|of|from|the|is|was|this|from the original)\b"
# A full stop ends what was said; any other mark may join it to the day.
_FILLER = rf"[^\w.。!！?？;；+]|{_WEEKDAY}|{_CLOCK}|{_ZONE}|上午|下午|晚上?"
_BEFORE = re.compile(rf"(?:{_FILLER}|{_PREPOSITION})+$", re.IGNORECASE)
_AFTER = re.compile(rf"(?:{_FILLER}|\bat\b|[T日号)）])+", re.IGNORECASE)
_JOINED = re.compile(rf"[:：=]|{_PREPOSITION}", re.IGNORECASE)
# crawl_time, fetchedAt and Crawl-Date are words of a label too.
_GLUE = re.compile(r"_|(?<=[A-Za-z])-(?=[A-Za-z])|(?<=[a-z])(?=[A-Z][a-z]|At\b|On\b)")
_PARTED = re.compile(r"[|｜·•;；。\n\d>»]|\s{2,}")
_HAN = r"[\u3400-\u9fff]"
_TIME = r"(?:时间戳?|日期|时刻)"
_HOUR = r"\d{1,2}(?:[:：]\d{2}|[点时](?:半|\d{1,2}分?)?)"
_TO = r"\s*(?:[-–—~～至到]|\bto\b)\s*"
# What lasts from one clock or day to another is an event: 14:00-16:00, 4月3日至5日.
_CLOCKS = re.compile(rf"(?P<first>{_HOUR})(?P<to>{_TO})(?P<last>{_HOUR})")
_LASTS = re.compile(
    rf"(?:[^\w]|{_WEEKDAY}|上午|下午|晚上?)*(?={_HOUR}{_TO}\d)"
    rf"|(?P<to>{_TO})(?:{DAY}|(?:\d{{1,2}}月)?\d{{1,2}}[日号])",
    re.IGNORECASE,
)
_LASTED = re.compile(rf"{DAY}{_TO}$")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(words)


def _groups(of: dict[Act, str]) -> str:
    return "|".join(f"(?P<{act}>{words})" for act, words in of.items())


_HAN_ACTS = {act: _any(words) for act, words in acts.HAN_ACTS.items()}
_LONG_ACTS = {act: _any(tuple(w for w in ws if len(w) > 1)) for act, ws in acts.HAN_ACTS.items()}
_HAN_LABEL = re.compile(rf"(?:{_groups(_LONG_ACTS)}){_TIME}?[于在是为自]?$")
# One character before 时间 ends another word: 工作时间.
_HAN_JOINED = re.compile(rf"(?:{_groups(_HAN_ACTS)})于$")
_BUTTON = re.compile(rf"(?:{_any(acts.BUTTONS)})(?P<joint>{_TIME}[是为]?|于)?$")
_NOW = re.compile(rf"(?:{_any(acts.NOW)}){_TIME}?[是为到于在]?$")
_OF_TEXT = re.compile(rf"(?:{_any((*acts.CLOCKS, *acts.TEXTS))})?(?:的)?{_TIME}[是为]?$")
_OWN_TIME = re.compile(rf"(?P<act>{_HAN}{{1,8}}){_TIME}[是为]?$")
_OWN_DAY = re.compile(rf"(?P<act>{_HAN}{{1,8}})于$")
_HAN_BEHIND = re.compile(rf"(?:{_groups(_LONG_ACTS)})(?![于者人]|{_TIME}|{_HAN}|\s*[:：])")

_ENGLISH = _groups(acts.ENGLISH_ACTS)
_ENGLISH_LABEL = re.compile(
    rf"(?<![\w-])(?:{_ENGLISH})(?: (?:date|time|online))?$"
    rf"|(?<![\w-])(?:{acts.ENGLISH_ACTS[Act.OTHER]}) (?:by|from|via|with|to|in) [^,|]{{1,40}}$",
    re.IGNORECASE,
)
_ENGLISH_NOUN = re.compile(
    rf"^(?:{acts.ENGLISH_NOUNS})$|\b(?:{acts.ENGLISH_NOUNS}) (?:date|time)$", re.IGNORECASE
)
_OWN_DATE = re.compile(
    r"^(?:[a-z]+ ){0,3}(?P<what>[a-z]+) (?:date|time)$|^date (?:of )?(?P<done>[a-z]+)$",
    re.IGNORECASE,
)
_NO_ACT = frozenset(
    "local eastern pacific central mountain standard the"
    " article story news post press blog report document page paper entry".split()
)
_OWN_PARTICIPLE = re.compile(
    r"^(?:(?:last|first|page|article|text|copy|story|it|has|been|content|data|site|website|file"
    r"|recently|automatically|also) )*[a-z]{3,}ed$",
    re.IGNORECASE,
)
_ENGLISH_BEHIND = re.compile(rf"(?:{_ENGLISH})\s*(?:[)\]|]|$)", re.IGNORECASE)
_HAN_PRESSED = re.compile(rf"(?:最后|再次|最后一次)?(?:{_any(acts.BUTTONS)})\s*$")
# Words that are nothing but that: no name is, though a name may end in one.
_SAID = re.compile(
    rf"(?:最后|最近|首次|再次)?(?:{'|'.join(_HAN_ACTS.values())}|{_any(acts.BUTTONS)}"
    rf"|{_any(acts.NOW)}){_TIME}?[于在是为自到]?|(?:{'|'.join(_HAN_ACTS.values())})于{_HAN}+|{_HAN}*(?:{_TIME}|于)"
    rf"|(?:(?:last|first|originally) )?(?:{'|'.join(acts.ENGLISH_ACTS.values())}"
    rf"|{acts.ENGLISH_NOUNS})(?: (?:date|time|by))?",
    re.IGNORECASE,
)
# So papers are called that have a weekday's short name: The Sun.
_ARTICLE = "The "
_CALENDAR = re.compile(
    r"农历|[初廿][一二三四五六七八九十]|[正腊]月|\d{1,2}月\d{1,2}日|第\d+[期版号]"
)
# With other words between the act and the day: `Published by the Harbour Post, 5 April`.
_DISTANT = re.compile(
    r".*(?:(?P<published>发布|发表|刊发|\b(?:published|posted)\b)"
    r"|(?P<changed>更新|修改|\b(?:updated|modified)\b)"
    r"|(?P<other>抓取|爬取|快照|\b(?:crawled|snapshot|screenshot|cached?)\b))",
    re.IGNORECASE,
)


def act_of_day(line: str, start: int, end: int) -> Act | None:
    """Return what a line says happened on the day between two places of it; None if nothing.

    >>> line = "抓取时间：2023-04-05"
    >>> act_of_day(line, 5, len(line))
    <Act.OTHER: 'other'>
    """
    before = line[max(0, start - REACH) : start]
    label, joint = _label(before)
    behind = line[end : end + REACH].translate(SIMPLIFIED)
    if (act := _listed(label, joint)) is not None:
        return act
    if _LASTED.search(before) or _lasts(behind):
        return Act.OTHER
    return _behind(behind) or _unlisted(label, joint)


def is_span(words: str) -> bool:
    """Whether words begin with the clock at which something begins and that at which it ends.

    What is earlier behind a dash is a zone.

    >>> is_span("14:00-16:00"), is_span("14:00-05:00")
    (True, False)
    """
    found = _CLOCKS.match(words)
    if found is None:
        return False
    is_zone = found["to"] == "-" and found["last"].zfill(5) <= found["first"].zfill(5)
    return not is_zone


def is_of_day(words: str) -> bool:
    """Whether words say something of a day and name nobody: 星期三, 发布于, `Updated`, `EST`.

    >>> is_of_day("发布于"), is_of_day("渡口发布")
    (True, False)
    """
    if words.startswith(_ARTICLE):
        return False
    words = words.translate(SIMPLIFIED)
    filler = _BEFORE.search(words)
    bare = words[: filler.start()] if filler else words
    return not bare or _SAID.fullmatch(bare) is not None or _CALENDAR.search(bare) is not None


def waits_for_day(line: str) -> bool:
    """Whether a line is the label of a day that stands in the next one."""
    bare = line.strip()
    if not bare or len(bare) > LONGEST_LABEL or any(char.isdigit() for char in bare):
        return False
    label, joint = _label(bare)
    is_act = len(label) <= (LONGEST_LABEL if label.isascii() else LONGEST_HAN_LABEL)
    return bare[-1] in ":：" or (is_act and _listed(label, joint) is not None)


def _label(before: str) -> tuple[str, str]:
    """Return the words before a day that may be its label, and what stands between the two."""
    words = _GLUE.sub(" ", before.translate(SIMPLIFIED))
    filler = _BEFORE.search(words)
    label = words[: filler.start()] if filler else words
    return _PARTED.split(label)[-1].strip(), filler[0] if filler else ""


def _listed(label: str, joint: str) -> Act | None:
    if not label:
        return None
    if label.isascii():
        found = _ENGLISH_LABEL.search(label)
        if found is not None:
            return Act(found.lastgroup or Act.OTHER)
        is_noun = _ENGLISH_NOUN.search(label) and (_JOINED.search(joint) or not joint.strip(" ,"))
        return Act.OTHER if is_noun else None
    found = _HAN_LABEL.search(label) or _HAN_JOINED.search(label)
    if found is not None:
        return Act(found.lastgroup or "")
    return Act.OTHER if _NOW.search(label) or _is_pressed(label, joint) else None


def _is_pressed(label: str, joint: str) -> bool:
    button = _BUTTON.search(label)
    return button is not None and bool(button["joint"] or not joint or _JOINED.search(joint))


def _lasts(behind: str) -> bool:
    found = _LASTS.match(behind)
    return found is not None and (found["to"] is not None or is_span(behind[found.end() :]))


def _behind(words: str) -> Act | None:
    filler = _AFTER.match(words)
    rest = words[filler.end() :] if filler else words
    found = _HAN_BEHIND.match(rest) or _ENGLISH_BEHIND.match(rest)
    if found is not None:
        return Act(found.lastgroup or "")
    return Act.OTHER if _HAN_PRESSED.match(words) else None


def _unlisted(label: str, joint: str) -> Act | None:
    distant = _DISTANT.match(label)
    if distant is not None:
        return Act(distant.lastgroup or "")
    is_other = _is_english_act(label, joint) if label.isascii() else _is_han_act(label)
    return Act.OTHER if is_other else None


def _is_han_act(label: str) -> bool:
    own = _OWN_TIME.search(label) or _OWN_DAY.search(label)
    is_named = own is not None and (is_han_name(own["act"]) or is_outlet(own["act"]))
    return own is not None and not is_named and _OF_TEXT.fullmatch(own[0]) is None


def _is_english_act(label: str, joint: str) -> bool:
    if not _JOINED.search(joint):
        return False
    own = _OWN_DATE.match(label)
    if own is not None:
        return (own["what"] or own["done"]).casefold() not in _NO_ACT
    return _OWN_PARTICIPLE.match(label) is not None
