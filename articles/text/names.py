"""Names by their shape: of people, of newspapers and sites, of who posts; and lists of them."""

from __future__ import annotations

import re

from articles.text import lexicon
from articles.text.lexicon import OUTLETS, SURNAMES
from articles.text.lines import DATE
from articles.text.role_labels import PAIR, WRAPPING

LONGEST_NAME = 24
LONGEST_ACCOUNT = 12
HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:[·•][\u3400-\u9fff]{1,10})+")
# What no list of names holds: the marks of sentences, an address.
SENTENCE = re.compile(r"[。！？!?;；]|[,，].*[,，].*[,，]|https?:")
# Papers are called so, labels of days, who took a picture: 江报, 成文日期, 江小雨摄.
_NO_PERSON = (*"报報网網刊摄攝", "日期", "时间", "時間")
_BETWEEN = re.compile(r"[、,，&＆;；/／]|\s+and\s+|\s+和\s+")
_SIGN = re.compile(r"[:：|｜]")
_MARKED = re.compile(r"[□■◇◆○●◎▲△]\s*(?P<names>\S[^□■◇◆○●◎▲△]{1,30})")
_OUTLET_NAME = re.compile(rf"[\w·]{{2,14}}(?:{'|'.join(OUTLETS)})")
_ACCOUNT = re.compile(r"(?=.*[\u3400-\u9fff])[^\W\d][\w·]{1,11}")
# What stands in brackets behind a name says what the person is; the closing one may be stripped.
REMARK = re.compile(r"[（(][^（）()]{0,60}(?:[)）]|$)")
# Before a name it says where the person is from: [美] 约翰·史密斯.
_FROM = re.compile(r"[\[【〔][\u3400-\u9fff]{1,3}[\]】〕]\s*")
# Of pictures: who gave them, and that somebody did.
_GIVEN = re.compile(r"(?:\s\S{0,8}由\S{1,12})?(?:提供|供[图圖])$")


def is_han_name(text: str) -> bool:
    """Whether a text is shaped as a Chinese name and begins with a usual surname."""
    is_shaped = HAN_NAME.fullmatch(text) is not None and not text.endswith(_NO_PERSON)
    return is_shaped and (text[0] in SURNAMES or "·" in text)


def marked_names(line: str) -> tuple[str, ...]:
    """Return the writers' names that a newspaper sets behind a mark, or none: □ 甲乙 丙丁."""
    match = _MARKED.fullmatch(line.strip())
    found = re.split(r"[\s、]+", match["names"].strip()) if match else []
    return tuple(found) if all(is_han_name(name) for name in found) else ()


def is_outlet(text: str) -> bool:
    """Whether a text is shaped as the name of a newspaper, a site or a station."""
    return _OUTLET_NAME.fullmatch(text) is not None and not any(c.isdigit() for c in text)


def is_account(text: str) -> bool:
    """Whether a text may be the name of who posts: a short word of Han, no person's name."""
    is_short = len(text) <= LONGEST_ACCOUNT
    return is_short and _ACCOUNT.fullmatch(text) is not None and not is_han_name(text)


def names(value: str) -> tuple[str, ...]:
    """Return the names that a credit's value holds, or none where it is no list of names."""
    day = DATE.search(value) if value[-1:].isdecimal() else None
    value = _FROM.sub("", REMARK.sub(" ", value[: day.start() if day else None]))
    value = _GIVEN.sub("", value.strip()).strip(WRAPPING + ":：|｜/／")
    if not value or SENTENCE.search(value):
        return ()
    found: list[str] = []
    for piece in _BETWEEN.split(value):
        found += _spaced_names(piece.strip(WRAPPING))
    good = [name for name in found if is_name(name)]
    return tuple(dict.fromkeys(good)) if len(good) == len(found) else ()


def is_name(text: str) -> bool:
    """Whether a text may name a person or an organisation: short, with letters, naming someone."""
    bare = text.strip()
    return (
        0 < len(bare) <= LONGEST_NAME + 16 * bare.isascii()
        and bare.casefold() not in lexicon.NO_NAMES
        and any(c.isalpha() for c in bare)
        and not PAIR.match(bare)
        and not _SIGN.search(bare)
    )


def _spaced_names(piece: str) -> list[str]:
    """Return the names that spaces part, without the outlet before them: 江报 甲乙 丙丁."""
    words = piece.split()
    if len(words) > 1 and words[0].endswith(OUTLETS) and all(map(is_han_name, words[1:])):
        return words[1:]
    if len(words) > 1 and all(HAN_NAME.fullmatch(word) for word in words):
        return words
    return [" ".join(words)] if words else []
