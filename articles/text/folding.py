"""One form for texts that differ only in width, case and characters nobody sees."""

from __future__ import annotations

import re
import unicodedata

# Scripts written without spaces, and Hangul, whose particles are glued to its words: the choice
# of Lucene's bigram filter too. 々 and 〇 stand inside Chinese words (二〇二二年).
HAN = "\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29"
HAN += "\U00020000-\U0003fffd"
KANA = "\u3031-\u3035\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff"
HANGUL = "\uac00-\ud7a3"
PAIRED = HAN + KANA + HANGUL

# A run of such characters, or a word of any other script.
RUN = re.compile(rf"[{PAIRED}]+|[^\W_{PAIRED}]+")
is_paired = re.compile(f"[{PAIRED}]").match

# What folding cannot turn into another word: these scripts, and punctuation that stays
# punctuation, full width included. Most Chinese texts hold nothing else and skip NFKC, which
# costs more than cutting the words out.
_PLAIN = (
    "\x00-\x7f\xa0\xa1\xa6\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf\xd7\xf7"
    "\u2010-\u2027\u2030-\u2043\u2045-\u205e\u2190-\u21ff\u2500-\u26ff"
    "\u3000-\u3003\u3005\u3007-\u3020\u3030\u3041-\u3096\u30a1-\u30fe"
    "\u3400-\u4db5\u4e00-\u9fa5\uac00-\ud7a3\ue000-\uf8ff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3f\uff5b-\uff64\uffe5"
)
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
# What has another form, with the character before it, which a mark may join.
CLUSTER = re.compile(f".?[^{_PLAIN}]+", re.DOTALL)

# UAX 15 (stream-safe text) allows as many; without a limit NFKC sorts them in quadratic time.
_MOST_MARKS = 30


def fold(text: str) -> str:
    """Return `text` lower-cased, its letters and digits in one width and composed.

    Punctuation may keep its width: whoever reads the result takes words from it, not marks.

    >>> fold("ＣＯＶＩＤ-19，Cafe\u0301")
    'covid-19,café'
    """
    if is_plain(text):
        return text.lower()
    return fold_fully(text)


def runs(text: str) -> list[str]:
    """Return the words of `text`, folded; of a script without spaces whole stretches.

    >>> runs("AI 监管：10 国")
    ['ai', '监管', '10', '国']
    """
    return RUN.findall(fold(text))


def fold_fully(text: str) -> str:
    """Return `text` in NFKC and case-folded, without format characters and loose marks."""
    rare = set(_NOT_PLAIN.findall(text))
    text = _without(rare, text, {"Cf"})
    text = unicodedata.normalize("NFKC", with_few_marks(text))
    text = unicodedata.normalize("NFKC", text.casefold())
    return _without(set(_NOT_PLAIN.findall(text)), text, {"Mn", "Mc", "Me", "Cf"})


def is_plain(text: str) -> bool:
    """Whether no letter of `text` has another form, and no mark joins another."""
    return _NOT_PLAIN.search(text) is None


def with_few_marks(text: str) -> str:
    """Return `text` with at most thirty combining marks in a row, which no writing exceeds."""
    marks = "".join(sorted(filter(_joins_what_precedes, set(_NOT_PLAIN.findall(text)))))
    if not marks:
        return text
    kind = f"[{re.escape(marks)}]"
    return re.sub(f"({kind}{{{_MOST_MARKS}}}){kind}++", r"\1", text)


def _without(rare: set[str], text: str, categories: set[str]) -> str:
    dropped = [character for character in rare if unicodedata.category(character) in categories]
    return text.translate(dict.fromkeys(map(ord, dropped))) if dropped else text


def _joins_what_precedes(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0
