"""The words before a name that say what it did, plain or compound: 记者, 本报驻京首席记者."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text import lexicon
from articles.text.lexicon import LABEL_ROLES, Role

# What joins a label to what it is the label of.
SIGN = r"[:：/／|｜丨]"
WRAPPING = "[]【】〔〕()（）<>《》「」-—*·▲△●■◆□◇○◎ \t\u3000"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as printed, with the words before it and the role they give."""

    role: Role
    label: str
    name: str


def _alternatives(words: list[str]) -> str:
    """Return a pattern of the words, longer ones first, those that begin alike tried together."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest = re.escape(word[1:])
        is_spaced = len(word) == 2 and not word.isascii()
        groups.setdefault(re.escape(word[0]), []).append(rf"\s?{rest}" if is_spaced else rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


_CREDIT_WORDS = [word for entry in lexicon.CREDIT_LABELS for word in entry.words]
_WORDS = [*_CREDIT_WORDS, *lexicon.SOURCE_LABELS, *lexicon.INFO_LABELS]
_LONG = [word for word in _CREDIT_WORDS if len(word) > 1 and not word.isascii()]
_FIRSTS = "".join(sorted({re.escape(word[0]) for word in (*_WORDS, *lexicon.LABEL_MODIFIERS)}))
_MODIFIER = _alternatives([*lexicon.LABEL_MODIFIERS])
# 驻 and a place, as correspondents are called.
_POSTED = rf"[驻駐][\u3400-\u9fff]{{1,5}}?\s?(?:(?:{_MODIFIER})\s?){{0,2}}"
_BEFORE = rf"(?:(?:{_MODIFIER})\s?){{0,4}}(?:{_POSTED})?"
LONG_LABEL = rf"{_BEFORE}(?:{_alternatives(_LONG)})"
REPORTER = rf"{_BEFORE}(?:{'|'.join(lexicon.REPORTERS)})"
HAN_LABEL = rf"(?:{LONG_LABEL}|{_alternatives([w for w in _CREDIT_WORDS if not w.isascii()])})"
ANY_LABEL = rf"(?:{LONG_LABEL}|{_alternatives(_WORDS)})"
BOTH = r"(?:文\s?[/／、&＆]\s?[图圖摄攝]|[图圖摄攝]\s?[/／、&＆]\s?文)"
# To ask for the first letter alone spares most places the labels: 10 µs a line instead of 180.
PAIR = re.compile(
    rf"(?=[驻駐{_FIRSTS}])"
    rf"(?:(?P<both>{BOTH})\s*{SIGN}?\s*|(?P<label>{ANY_LABEL})\s*{SIGN}\s*)",
    re.IGNORECASE,
)
_LONE = re.compile(rf"(?:^|[\s)）])(?P<label>{ANY_LABEL})\s*[:：]$", re.IGNORECASE)
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")


def role_of(label: str) -> Role | None:
    """Return the role that a label gives: its own, or that of the longest label it ends in.

    >>> role_of("本报驻京摄影记者")
    <Role.PHOTOGRAPHER: 'photographer'>
    """
    bare = _GAP.sub("", label).casefold()
    if bare.isascii():
        return LABEL_ROLES.get(bare)
    return next((LABEL_ROLES[bare[i:]] for i in range(len(bare)) if bare[i:] in LABEL_ROLES), None)


def printed(label: str) -> str:
    """Return a label as printed, its white space aside."""
    return _SPACES.sub(" ", label).strip()


def lone_label(line: str) -> str | None:
    """Return the label that a line ends in without a value, which then stands on the next line."""
    bare = line.strip()
    if not bare.endswith((":", "：")):
        return None
    bare = bare.lstrip(WRAPPING)
    match = _LONE.search(bare[-24:])
    return match["label"] if match is not None and (match.start() == 0 or len(bare) <= 32) else None
