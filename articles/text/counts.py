"""How long a text is to a reader, where spaces do not tell."""

from __future__ import annotations

import re

from articles.text.folding import HAN, KANA

# Silent reading of news and of plain prose, rounded: 238 English words a minute (Brysbaert
# 2019, 190 studies); for Chinese, studies give 250 to 500 characters.
WORDS_A_MINUTE = 240
CHARACTERS_A_MINUTE = 400

_CHARACTERS = re.compile(f"[{HAN}{KANA}]+")
_WORD = re.compile(rf"[^\W_{HAN}{KANA}]+(?:[-.,'’][^\W_{HAN}{KANA}]+)*")


def word_count(text: str) -> int:
    """Return the number of words, where each Han character and each kana is one.

    >>> word_count("AI 监管法案 doesn't wait")
    7
    """
    return _characters(text) + _words(text)


def reading_minutes(text: str) -> int:
    """Return whole minutes, one at least; 0 for a text without words."""
    minutes = _characters(text) / CHARACTERS_A_MINUTE + _words(text) / WORDS_A_MINUTE
    return max(1, round(minutes)) if minutes else 0


def _characters(text: str) -> int:
    return sum(map(len, _CHARACTERS.findall(text)))


def _words(text: str) -> int:
    return len(_WORD.findall(text))
