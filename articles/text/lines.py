"""What the shape of a line says, before anything is known about its words."""

from __future__ import annotations

import re

SENTENCE_ENDS = "。！？!?…"
CLOSERS = "”’」』）)》〉】]\"'"
_SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}.;；:：~～][{re.escape(CLOSERS)}]*$")
_SENTENCE_MARK = re.compile(r"[。！？；!?;]|[,，、].*[,，]|\.\s+[A-Z]", re.DOTALL)
_COMMA = re.compile(r"[,，;；]|[a-z]\s")
DAY = r"(?:19|20)\d{2}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}\s?日?"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH_DAY = rf"(?:{_NUMBER}\s{_MONTH},?|\b{_MONTH}\s{_NUMBER},?)\s(?:19|20)\d{{2}}"
DATE = re.compile(rf"(?<!\d)(?:{DAY}|{_ENGLISH_DAY})(?!\d)", re.IGNORECASE)
# What word processors and spreadsheets end the names of their files with.
FILE_ENDING = re.compile(r"\.(?:docx?|pdf|txt|rtf|wps|pptx?|xlsx?)$", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_LETTER = re.compile(r"\w")


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written: three marks or more and no letter."""
    bare = line.strip()
    return len(bare) >= 3 and not bare.strip("-=*_—─━~·#+ ")


def ends_sentence(line: str) -> bool:
    """Whether a line stops as a sentence does, closing quotes and brackets aside."""
    return _SENTENCE_END.search(line.rstrip()[-12:]) is not None


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: long enough, with the marks of sentences."""
    bare = line.strip()
    if len(bare) >= 60:
        return _COMMA.search(bare) is not None or ends_sentence(bare)
    if len(bare) < 8:
        return False
    if ends_sentence(bare) and bare[-1] not in ":：" and not bare.endswith(".."):
        return True
    return len(bare) >= 30 and _SENTENCE_MARK.search(bare) is not None


def is_headline(line: str) -> bool:
    """Whether a line may be a title: 4 to 120 characters that do not stop as a sentence."""
    bare = line.strip()
    if not 4 <= len(bare) <= 120:
        return False
    # A page cuts a long title short with dots; any other stop ends a sentence.
    if bare[-1] in "。，,;；：:、." and not bare.endswith(".."):
        return False
    return _LETTER.search(bare) is not None and "。" not in bare


def is_date_line(line: str) -> bool:
    """Whether a line is about when something appeared, and not a sentence with a day in it."""
    bare = line.strip()
    has_year = len(bare) <= 160 and ("20" in bare or "19" in bare)
    found = DATE.search(bare) if has_year else None
    if found is None or bare[-1] in SENTENCE_ENDS:
        return False
    return found.start() <= 16 or _CLOCK.search(bare) is not None
