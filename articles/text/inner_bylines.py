"""Bylines that stand in a text: in brackets at its ends, under a picture."""

from __future__ import annotations

import re

from articles.text.bylines import credit_line
from articles.text.han_bylines import han_names
from articles.text.lexicon import Role, in_both
from articles.text.names import is_han_name, names
from articles.text.role_labels import HAN_LABEL, REPORTER, SIGN, WRAPPING, Named, role_of

LONGEST_CAPTION, LONGEST_PARAGRAPH = 80, 20_000
# Where and when it was sent may stand before the label: （江报江城4月3日电 记者甲乙）.
_INLINE = re.compile(
    rf"[（(【〔\[]\s*(?:[\w·]{{2,20}}[电電讯訊]\s*)?(?:[\w·+]{{2,16}}?(?={REPORTER}))?(?P<label>{HAN_LABEL})"
    rf"(?:\s*{SIGN}\s*|\s+|(?=[\u3400-\u9fff]))(?P<value>[^（）()【】〔〕\[\]。！？]{{2,60}})[）)】〕\]]"
)
_CAPTION = re.compile(
    rf"(?P<label>{'|'.join(in_both('图片记者 摄影记者 本报记者 记者 通讯员'.split()))})\s*"
    r"(?P<value>[\u3400-\u9fff·、，,& ]{2,40}?)\s*[/／]?\s*(?:[摄攝]影?|供[图圖])\s*$"
)
# Behind what a picture shows, who took it: 图为渡口。江小雨 摄.
_SHOWN = re.compile(
    r"[图圖](?:[为為]|[：:]).{2,60}(?:[。！？”）)\s]|(?=[（(]))[（(]?(?P<name>[\u3400-\u9fff]{2,4}?)\s?(?P<label>[摄攝]影?)[）)]?"
)
_OUTLET = re.compile(
    r"(?:.{1,16}?(?:网|網|报|報|社|台|刊|客户端|客戶端|新闻|新聞|频道|頻道|杂志|雜誌|中心))\s*"
)
_CONTRIBUTED = re.compile(r"对(?:此|本)文[亦也]?有(?:所)?贡献$")


def inline_credits(paragraph: str) -> tuple[Named, ...]:
    """Return the credits that stand in brackets inside a paragraph: （记者 甲 乙）."""
    found: list[Named] = []
    for match in _INLINE.finditer(paragraph[:LONGEST_PARAGRAPH]):
        role = role_of(match["label"]) or Role.OTHER
        alone = [Named(role, match["label"], n) for n in _inline_names(match["value"])]
        found += han_names(match[0].strip(WRAPPING)) or alone or credit_line(match[0])
    return tuple(found)


def caption_credits(line: str) -> tuple[Named, ...]:
    """Return who took the picture that a short line stands under: 记者甲、乙摄."""
    bare = line.strip() if len(line) <= LONGEST_CAPTION else ""
    match, shown = _CAPTION.search(bare), _SHOWN.fullmatch(bare)
    if match is None and shown is not None and is_han_name(shown["name"]):
        return (Named(Role.PHOTOGRAPHER, shown["label"], shown["name"]),)
    if match is None:
        return ()
    label = match["label"]
    return tuple(
        Named(Role.PHOTOGRAPHER, label, n) for n in names(match["value"]) if is_han_name(n)
    )


def _inline_names(value: str) -> list[str]:
    value = _CONTRIBUTED.sub("", value)
    outlet = _OUTLET.match(value)
    if outlet is not None and outlet.end() < len(value):
        value = value[outlet.end() :]
    return [name for name in names(value) if is_han_name(name)]


def is_byline(line: str) -> bool:
    """Whether a line is nothing but a byline in brackets."""
    match = _INLINE.fullmatch(line.strip())
    return match is not None and bool(inline_credits(line))


def leading_byline(paragraph: str) -> str:
    """Return the byline in square brackets that a paragraph begins with, brackets included."""
    match = _INLINE.match(paragraph) if paragraph.startswith(("【", "〔", "[")) else None
    return match[0] if match is not None and inline_credits(match[0]) else ""
