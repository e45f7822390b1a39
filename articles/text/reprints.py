"""Lines that say where a text stood first, and who wrote it: 转载自微信公众号“甲”，作者：乙."""

from __future__ import annotations

import re
from typing import NamedTuple

from articles.text.lexicon import SIMPLIFIED
from articles.text.names import names

LONGEST_LINE = 120
_ACCOUNT = r"(?:微信|公众号|订阅号|微博)"
_AUTHOR = (
    r"[,，;；、|｜/丨]?\s?(?P<label>原?作者)\s?[:：|｜/丨]?\s?(?P<author>[^,，。；;:：]{2,40}?)"
)
# No such line is without one of these, and most lines are; asking for all costs much more.
_SIGN = re.compile("[自于於源]")
# Books that a text is taken from are no sources: 选自, 摘自.
_REPRINT = re.compile(
    r"(?:本文|文章|原文|本篇|稿件|内容)?(?:[已系是经获,，\s]|授权|许可){0,6}"
    rf"(?:转载?自|(?<=[文章])来自|来自(?=\s?[:：]?\s?{_ACCOUNT})|首发[于自]|原[载刊]于|[刊载]于"
    r"|来源于?)\s?[:：]?\s?"
    rf"(?:{_ACCOUNT}{{0,2}}\s?[:：]?\s?[“\"「『《](?P<quoted>[^“”\"「」『』《》]{{2,30}})(?:[”\"」』》]|$)"
    rf"|{_ACCOUNT}{{1,2}}\s?[:：]?\s?(?P<bare>[\w·]{{2,16}}?)(?=[,，;；（(\s|｜。]|原?作者|$))"
    rf"{_ACCOUNT}{{0,2}}\s?(?:[（(][^（）()]{{1,40}}(?:[)）]|$))?\s?(?:{_AUTHOR})?\s?[。.]?"
)


class Reprint(NamedTuple):
    """Where a text stood first, and its writers with the word before them, as printed."""

    source: str
    label: str = ""
    authors: tuple[str, ...] = ()


def reprint(line: str) -> Reprint | None:
    """Return what a line says that is nothing but where its text stood first.

    >>> reprint("转载自微信公众号“渡口夜话”，作者：江小雨")
    Reprint(source='渡口夜话', label='作者', authors=('江小雨',))
    """
    bare = line.strip()
    may_be = len(bare) <= LONGEST_LINE and _SIGN.search(bare) is not None
    found = _REPRINT.fullmatch(bare.translate(SIMPLIFIED)) if may_be else None
    if found is None:
        return None
    source = bare[slice(*found.span("quoted" if found["quoted"] else "bare"))]
    if not found["author"]:
        return Reprint(source)
    return Reprint(
        source, bare[slice(*found.span("label"))], names(bare[slice(*found.span("author"))])
    )
