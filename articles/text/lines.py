"""What the shape of a line says, before anything is known about its words."""

from __future__ import annotations

import re

SENTENCE_ENDS = "。！？!?…"
CLOSERS = "”’」』）)》〉】]\"'"
# A writer's name in brackets may stand behind the last sentence.
_SENTENCE_END = re.compile(
    rf"[{SENTENCE_ENDS}.;；:：~～][{re.escape(CLOSERS)}]*(?:\s?[（(【\[][^（）()。]{{1,16}}[)）】\]])?$"
)
_SENTENCE_MARK = re.compile(r"[。！？；!?;]|[,，、].*[,，]|\.\s+[A-Z]", re.DOTALL)
_COMMA = re.compile(r"[,，;；]|[a-z]\s")
DAY = r"(?:19|20)\d{2}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}\s?日?"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
# A byline may run into the day: “By Ada FenwickDec. 21, 2023”.
_WORD_START = r"(?:\b|(?<=[a-z0-9])(?-i:(?=[A-Z])))"
_ENGLISH_DAY = rf"(?:{_NUMBER}\s{_MONTH},?|{_WORD_START}{_MONTH}\s{_NUMBER},?)"
_ENGLISH_DAY += r"\s(?:19|20)\d{2}"
# A page may print a day twice in one breath, once for readers and once for screen readers.
# A day begins with a digit or a month's first letter: to ask that first is nine times as fast.
_FIRST = rf"(?=[\d{''.join(sorted({name[0] for name in MONTHS}))}])"
# 3/14/2024 or 14/3/2024: which number is the month is for others to say.
NUMBERED_DAY = r"(?<![\d/.-])\d{1,2}(?P<joint>[/.-])\d{1,2}(?P=joint)(?:19|20)\d{2}(?![/.-]?\d)"
DATE = re.compile(
    rf"{_FIRST}(?<!\d)(?:{DAY}|{_ENGLISH_DAY}|{NUMBERED_DAY})(?:(?!\d)|(?=\d{{1,2}}\s{_MONTH}\s))",
    re.IGNORECASE,
)
# What word processors and spreadsheets end the names of their files with.
FILE_ENDING = re.compile(r"\.(?:docx?|pdf|txt|rtf|wps|pptx?|xlsx?)$", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
# A sentence of six English words is one with its full stop; without one, 25 are no headline.
LEAST_WORDS, MANY_WORDS = 6, 25
LEAST_ITEMS = 6
LEAST_PIECES, LONGEST_PIECE = 4, 3
LEAST_HEADLINE, LONGEST_HEADLINE = 4, 120
LONGEST_SAMPLE = 60
_DRAWN = "-=*_—─━~·#+ ＊－＝～※◆★☆○●"
EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# By how many tens of characters a line begins with: as many of Han, wherever they stand in them.
_SOME_HAN = [
    re.compile(rf"(?:[^{EAST_ASIAN}]*+[{EAST_ASIAN}]){{{n}}}")
    for n in range(LONGEST_SAMPLE // 10 + 1)
]
# English puts a byline or a place before the day.
LATEST_DAY, LONGEST_ENGLISH = 60, 120
_LETTER = re.compile(r"\w")


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written: three marks or more and no letter."""
    bare = line.strip()
    return len(bare) >= 3 and bare[0] in _DRAWN and not bare.strip(_DRAWN)


def ends_sentence(line: str) -> bool:
    """Whether a line stops as a sentence does, closing quotes and brackets aside."""
    return _SENTENCE_END.search(line.rstrip()[-40:]) is not None


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: long enough, with the marks of sentences.

    Latin words are longer than Han ones: a headline has as many characters as a sentence there.
    """
    bare = line.strip()
    if is_latin(bare):
        words = bare.count(" ") + 1
        ends = ends_sentence(bare) and bare[-1] not in ":：" and not bare.endswith("..")
        return (words >= LEAST_WORDS and ends) or (words >= MANY_WORDS and "," in bare)
    if len(bare) >= 60:
        return (_COMMA.search(bare) is not None or ends_sentence(bare)) and not is_menu(bare)
    if len(bare) < 8:
        return False
    if ends_sentence(bare) and bare[-1] not in ":：" and not bare.endswith(".."):
        return True
    return len(bare) >= 30 and _SENTENCE_MARK.search(bare) is not None


def is_latin(line: str) -> bool:
    """Whether hardly a character of a line's beginning is Han."""
    if line.isascii():
        return True
    length = min(len(line), LONGEST_SAMPLE)
    return _SOME_HAN[(length + 9) // 10].match(line, 0, length) is None


def is_menu(line: str) -> bool:
    """Whether a line of Han is a row of words: many spaces, short pieces, no full stop."""
    if "。" in line:
        return False
    pieces = line[:400].split()
    return len(pieces) >= LEAST_ITEMS and len(line[:400]) <= 12 * len(pieces)


def is_bar(line: str) -> bool:
    """Whether a line is a row of words with strokes between them: Home | News | Sport | More.

    One stroke parts a title from its site's name, two a section from both.
    """
    pieces = line.split("|")
    return len(pieces) >= LEAST_PIECES and all(len(one.split()) <= LONGEST_PIECE for one in pieces)


def is_headline(line: str) -> bool:
    """Whether a line may be a title: 4 to 120 characters that do not stop as a sentence."""
    bare = line.strip()
    if not LEAST_HEADLINE <= len(bare) <= LONGEST_HEADLINE:
        return False
    # A page cuts a long title short with dots; any other stop ends a sentence.
    if bare[-1] in "。，,;；：:、." and not bare.endswith(".."):
        return False
    return _LETTER.search(bare) is not None and "。" not in bare and not is_bar(bare)


def is_day_alone(line: str) -> bool:
    """Whether a line is a day, a clock perhaps, and nothing else."""
    bare = line.strip()
    found = DATE.match(bare)
    return found is not None and not _CLOCK.sub("", bare[found.end() :]).strip(" ,:：0123456789")


def is_date_line(line: str) -> bool:
    """Whether a line is about when something appeared, and not a sentence with a day in it."""
    bare = line.strip()
    has_year = len(bare) <= 160 and ("20" in bare or "19" in bare)
    found = DATE.search(bare) if has_year else None
    if found is None:
        return False
    if is_latin(bare):
        is_brief = len(bare) <= LATEST_DAY and bare[-1] != "."
        is_near = found.start() <= LATEST_DAY and len(bare) <= LONGEST_ENGLISH
        return is_near and (is_brief or not is_prose(bare))
    if bare[-1] in SENTENCE_ENDS:
        return False
    return found.start() <= 16 or _CLOCK.search(bare) is not None
