"""Parts of a text that its own signs set apart, articles where their words change with them.

Dividers, numbers and headlines stand between the articles of a compilation and between the
sections of one essay alike. The words tell: sections of one text repeat the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.ingest.split import vocabulary
from articles.ingest.split.bulletin import Opening, is_story_headline
from articles.text.lines import is_headline, is_latin, is_prose, is_rule
from articles.text.names import is_han_name

LEAST_SECTIONS = 3
# Letters of running text; a Han character says as much as three.
LEAST_LENGTH = 300
LEAST_VERSES, LONGEST_VERSE = 4, 66
LONGEST_TITLE, LONGEST_SIGNATURE = 120, 60
_SIGNATURE = re.compile(
    r"[—–-]{0,2}\s?(?:(?:Dr|Prof|Mrs?|Ms|Rev|Sir)\.? )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}"
    r"(?:, [A-Z][\w .,'’-]{1,40})?"
)
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_WORDS = "one two three four five six seven eight nine ten".split()
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
_NUMBERED = re.compile(
    rf"(?P<open>[（(【\[]?)\s*(?P<label>第|文章|范文|Part|Article|Chapter|Section|Story|No\.?)?\s*"
    rf"(?P<number>\d{{1,3}}|{_HAN_NUMBER}|{'|'.join((*_WORDS, *reversed(_ROMAN)))})(?![\w])?\s*"
    r"(?P<unit>篇|章)?(?P<close>[）)】\]]?)(?P<mark>[、.．:：,，]?)(?P<space>\s*)",
    re.IGNORECASE,
)
_STYLE = ("open", "label", "unit", "close", "mark")


@dataclass(frozen=True, slots=True)
class Sections:
    """Where parts begin, and which sign sets them apart; `is_sure` where their words prove it."""

    openings: tuple[Opening, ...]
    why: str
    is_sure: bool


def find_set_apart(lines: Sequence[str], gaps: frozenset[int] = frozenset()) -> Sections | None:
    """Return the parts that dividers, numbers or blank lines set apart, or None.

    `gaps` are the lines above which one is blank.
    """
    for why, sure in (("signature", _signed(lines)), ("divider", _poems(lines, gaps))):
        if sure:
            return Sections(tuple(sure), why, is_sure=True)
    signs = (
        ("divider", _divided(lines)),
        ("number", _numbered(lines)),
        ("blank_lines", _spaced(lines, gaps)),
    )
    judged = (_judged(lines, why, openings) for why, openings in signs)
    return next((parts for parts in judged if parts is not None), None)


def _judged(lines: Sequence[str], why: str, openings: Sequence[Opening]) -> Sections | None:
    """Return the parts if their words change with them: for sure, or so that an editor may ask."""
    if len(openings) < LEAST_SECTIONS:
        return None
    texts = _texts(lines, openings)
    likeness = vocabulary.likeness(texts)
    if likeness is None and texts and _are_titled(openings):
        return Sections(tuple(openings), why, is_sure=False)
    if likeness is None or likeness > vocabulary.UNSURE:
        return None
    is_whole = not any(map(is_prose, lines[: openings[0].line]))
    most = vocabulary.UNLIKE_ENOUGH if _are_titled(openings) else vocabulary.UNLIKE
    return Sections(tuple(openings), why, is_whole and likeness <= most)


def _are_titled(openings: Sequence[Opening]) -> bool:
    """Whether every part has a title that signs set apart: essays have few such heads."""
    return all(one.title_lines for one in openings)


def _signed(lines: Sequence[str]) -> list[Opening]:
    """Return the headlines that stand over texts which all end in a signature, as letters do."""
    if len(lines) < LEAST_SECTIONS * 3 or not _is_signature(lines[-1]):
        return []
    ends = [i for i in range(1, len(lines)) if _is_signature(lines[i]) and is_prose(lines[i - 1])]
    first = next((i - 1 for i in range(1, len(lines)) if is_prose(lines[i])), 0)
    starts = [first, *(end + 1 for end in ends[:-1])]
    is_whole = len(ends) >= LEAST_SECTIONS and ends[-1] == len(lines) - 1 and first < 2
    if not is_whole or not all(_is_head(lines, start) for start in starts):
        return []
    return [Opening(start, 1, is_first=start == first > 0) for start in starts]


def _poems(lines: Sequence[str], gaps: frozenset[int]) -> list[Opening]:
    """Return the titles of poems that drawn dividers part: lines alone, with verse under each."""
    rules = [i for i, line in enumerate(lines) if is_rule(line)]
    starts = [0, *(i + 1 for i in rules)]
    ends = [*rules, len(lines)]
    parts = [lines[start + 1 : end] for start, end in zip(starts, ends, strict=True)]
    are_titled = all(i + 1 in gaps and is_headline(lines[i]) for i in starts if i < len(lines))
    is_verse = rules and are_titled and all(map(_is_verse, parts))
    return [Opening(start, 1) for start in starts] if is_verse else []


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are a poem's: several, and all of them short."""
    return len(lines) >= LEAST_VERSES and all(_length(line) <= LONGEST_VERSE for line in lines)


def _is_signature(line: str) -> bool:
    """Whether a line is a name, a place behind it perhaps: no headline begins with a whole name."""
    return len(line) <= LONGEST_SIGNATURE and (
        _SIGNATURE.fullmatch(line) is not None or is_han_name(line.strip("—－-（）() \u3000"))
    )


def _spaced(lines: Sequence[str], gaps: frozenset[int]) -> list[Opening]:
    """Return the lines that blank lines set apart above and below, where few others are."""
    alone = [i for i in range(len(lines) - 1) if (i == 0 or i in gaps) and i + 1 in gaps]
    few = len(gaps) <= 2 * len(alone)
    return [Opening(i, 1) for i in alone if len(lines[i]) <= LONGEST_TITLE] if few else []


def _texts(lines: Sequence[str], openings: Sequence[Opening]) -> list[str]:
    """Return the running text of each part; none at all where one of them is short."""
    starts = [one.line + one.title_lines for one in openings]
    ends = [*(one.line for one in openings[1:]), len(lines)]
    texts = ["\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return texts if all(_length(text) >= LEAST_LENGTH for text in texts) else []


def _length(text: str) -> int:
    return len(text) if is_latin(text) else len(text) * 3


def _divided(lines: Sequence[str]) -> list[Opening]:
    """Return what stands behind each drawn divider, and first of all."""
    rules = [i for i, line in enumerate(lines) if is_rule(line)]
    if not rules or rules[0] == 0:
        return []
    starts = [0, *(i + 1 for i in rules if i + 1 < len(lines) and not is_rule(lines[i + 1]))]
    titled = [start for start in starts if _is_head(lines, start)]
    return [Opening(start, int(start in titled)) for start in starts]


def _is_head(lines: Sequence[str], index: int) -> bool:
    below = lines[index + 1 : index + 3]
    return is_story_headline(lines[index]) and any(map(is_prose, below))


def _numbered(lines: Sequence[str]) -> list[Opening]:
    """Return the lines that count from one in one style, with their titles behind or below."""
    by_style: dict[tuple[str, ...], list[Opening]] = {}
    for index, line in enumerate(lines):
        match = _NUMBERED.match(line) if len(line) <= 120 else None
        if match is None or not _is_number(match, line):
            continue
        style = tuple((match[name] or "").casefold() for name in _STYLE)
        found = by_style.setdefault((*style, _kind(match["number"])), [])
        if _value(match["number"]) == len(found) + 1:
            found.extend(_opening(lines, index, match.end()))
    good = [found for found in by_style.values() if len(found) >= LEAST_SECTIONS]
    return max(good, key=len, default=[])


def _is_number(match: re.Match[str], line: str) -> bool:
    """Whether a number announces something: it stands alone, or with a mark, word or bracket."""
    if match.end() == len(line):
        return True
    is_marked = bool(match["mark"] or match["label"] or match["close"])
    return is_marked and (bool(match["space"]) or not line[match.end()].isdigit())


def _opening(lines: Sequence[str], index: int, end: int) -> Iterator[Opening]:
    if end < len(lines[index]):
        if not lines[index].endswith(("。", "；", ";", "，")):
            yield Opening(index, 1, end)
    elif index + 1 < len(lines) and is_story_headline(lines[index + 1]):
        yield Opening(index, 2, end)
    else:
        yield Opening(index, 1, end)


def _kind(number: str) -> str:
    return "figures" if number.isdecimal() else "words"


def _value(number: str) -> int:
    word = number.casefold()
    if word.isdecimal():
        return int(word)
    for names in (_WORDS, _ROMAN):
        if word in names:
            return names.index(word) + 1
    return _han_value(word)


def _han_value(number: str) -> int:
    """Return the value of a number up to 99 in Han characters; 0 where it is written wrongly."""
    digits = "零一二三四五六七八九"
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    tenfold = (digits.index(tens) if tens else 1) * 10 if ten else 0
    return tenfold + (digits.index(ones) if ones else 0)
