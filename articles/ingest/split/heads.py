"""Numbered heads of a compilation: 篇一, 【篇2】, 心得体会篇三 and the title that may follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from articles.text.lines import CLOSERS, ends_sentence, is_headline, is_prose

_DIGIT = "[一二三四五六七八九]"
_NUMBER = rf"(?:\d{{1,3}}(?!\d)|{_DIGIT}?十{_DIGIT}?|{_DIGIT}|百)"
_HEAD = re.compile(rf"第\s?{_NUMBER}\s?篇(?!章)|篇\s?{_NUMBER}|范文(?:篇\s?)?{_NUMBER}")
_OPEN = re.compile(r"[【\[（(〖][ \u3000]*$")
_CLOSE = re.compile(r"[ \u3000]*(?P<bracket>[】\]）)〗])?[:：、.．]?")
LEAST_PREFIX, LONGEST_PREFIX = 4, 60
LONGEST_TITLE = 60
_STOPS = "，,；;：:、！!？?”"
# No compilation has as many; what looks like one is a text to keep whole.
MOST_HEADS = 1000
# A year in figures, with no mark or space before it, begins a sentence and continues no title.
_YEAR = re.compile(r"(?<=[^\W\d])(?:19|20)\d{2}年")
_GOES_ON = re.compile(r"[的地得和与及或等都也是在了中、,，。；;：:里上下为不有让要更之—]")


@dataclass(frozen=True, slots=True)
class Head:
    """Offsets into running text: the words that announce an article, and its title's."""

    start: int
    end: int
    title_start: int
    title_end: int


def find(text: str) -> list[Head]:
    """Return the numbered heads of running text, where a line break ends a line.

    A head counts in brackets, at the start of a line, or behind words which the document repeats
    before its other heads.
    """
    numbers = [_number(text, match) for match in islice(_HEAD.finditer(text), MOST_HEADS)]
    prefixes = _prefixes(text, numbers)
    found = [_head(text, number, prefixes) for number in numbers]
    heads = [head for head in found if head is not None]
    return heads if len(heads) > 1 or _is_bracketed(text, heads) else []


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that may announce an article, with the brackets and marks around it."""

    start: int
    end: int
    in_brackets: bool


def _number(text: str, match: re.Match[str]) -> _Number:
    bracket = _OPEN.search(text, max(0, match.start() - 3), match.start())
    closing = _CLOSE.match(text, match.end())
    start = bracket.start() if bracket else match.start()
    end = closing.end() if closing else match.end()
    return _Number(start, end, bool(bracket and closing and closing["bracket"]))


def _prefixes(text: str, numbers: Sequence[_Number]) -> frozenset[str]:
    """Return the endings of what stands before heads that at least two of them share."""
    before = [_before(text, number.start) for number in numbers]
    shared: Counter[str] = Counter()
    for words in before:
        if len(words) >= LEAST_PREFIX:
            shared[words[-LEAST_PREFIX:]] += 1
    return frozenset(
        _longest([words for words in before if words.endswith(ending)])
        for ending, times in shared.items()
        if times > 1
    )


def _before(text: str, start: int) -> str:
    stretch = text[max(0, start - LONGEST_PREFIX) : start]
    return re.split(r"[\n。！？!?；;]|(?<=[^\x00-\x7f])\s+", stretch)[-1]


def _longest(texts: list[str]) -> str:
    shared = min(texts, key=len)
    while not all(words.endswith(shared) for words in texts):
        shared = shared[1:]
    return shared


def _head(text: str, number: _Number, prefixes: frozenset[str]) -> Head | None:
    before = _before(text, number.start)
    prefix = max((p for p in prefixes if before.endswith(p)), key=len, default="")
    start = number.start - len(prefix)
    at_line_start = not text[max(0, start - 1) : start].strip("\n")
    if not (prefix or number.in_brackets or (at_line_start and _line_is_short(text, start))):
        return None
    return _titled(text, start, number.end, has_prefix=bool(prefix) and at_line_start)


def _line_is_short(text: str, start: int) -> bool:
    end = text.find("\n", start, start + LONGEST_TITLE + 24)
    return end >= 0 and not ends_sentence(text[start:end])


def _titled(text: str, start: int, end: int, *, has_prefix: bool) -> Head:
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    rest = text[end:stop]
    if rest.strip():
        length = len(rest) if _fills_line(rest, ends=stop < len(text)) else title_end(rest)
        return Head(start, end, end, end + length)
    after = text[stop + 1 : stop + 2 + LONGEST_TITLE].split("\n", maxsplit=1)[0]
    if is_headline(after) and _fills_line(after, ends=True):
        return Head(start, end, stop + 1, stop + 1 + len(after))
    if has_prefix:
        return Head(start, start, start, stop)
    return Head(start, end, end, end)


def _fills_line(words: str, *, ends: bool) -> bool:
    """Whether words up to the end of their line are a title: no sentence, or none that stops."""
    if len(words) > LONGEST_TITLE:
        return False
    return not is_prose(words) or (ends and "。" not in words and words.strip()[-1] not in _STOPS)


def title_end(text: str) -> int:
    """Return how many characters at the start of text that runs on are a title; 0 if none shows.

    The title ends with a quotation that nothing continues, or before a year in figures.

    >>> title_end('守好“平安门”近期，各地陆续启动……')
    7
    """
    clause = re.split(r"[,，。！？!?；;\n]", text[: LONGEST_TITLE * 2])[0]
    quotes = [
        m.end()
        for m in re.finditer("[”」》]", clause)
        if 4 <= m.end() <= LONGEST_TITLE
        and not _GOES_ON.match(clause, m.end())
        and clause[m.end() : m.end() + 1] not in CLOSERS + "“「《"
    ]
    year = _YEAR.search(clause, 4)
    if quotes and (quotes[-1] < len(clause) or len(clause) < len(text)):
        return quotes[-1]
    return year.start() if year and year.start() <= LONGEST_TITLE else 0


def _is_bracketed(text: str, heads: Sequence[Head]) -> bool:
    return len(heads) == 1 and text[heads[0].start : heads[0].start + 1] in "【[〖（("
