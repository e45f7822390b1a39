"""Search tokens: what an index row holds, and what a reader's words must match in it.

A word is a run of letters and digits. A run of Han characters, kana or Hangul becomes pairs of
neighbours and its last character alone, so that every word inside it is a row of adjacent pairs
and every character begins a token. Other scripts are words between spaces; Thai and its like,
which have no spaces, are found as they were printed only.

Tokens pass through FTS5's unicode61 (remove_diacritics 0) as they are and hold nothing that a
PostgreSQL lexeme would have to escape. A change here means: every index is to be built again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import add

from articles.text.folding import PAIRED, RUN, fold_fully, is_paired, runs

LONGEST_WORD = 64  # characters; index and query cut alike, so a longer word is found as well
MOST_TERMS = 32
_LONGEST_TOKEN = 6 * LONGEST_WORD + 1  # every letter spelled out, and a space

# A letter outside these may be unknown to SQLite's tables, which end at Unicode 6.1.
_PERHAPS_UNKNOWN = re.compile("[^\x00-\xff\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fa5\uac00-\ud7a3]")
_KNOWN_SINCE_3_2 = ((0x9FA6, 0x9FCC), (0x2A700, 0x2B734), (0x2B740, 0x2B81D))

_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')
# Signs that hold a word together: covid-19, don't, U.S., 3.5, AT&T.
_WORD = re.compile(rf"[{PAIRED}]+|[^\W_{PAIRED}]+(?:[-_.'’,&/+@:][^\W_{PAIRED}]+)*")


def tokens(text: str) -> list[str]:
    """Return the search tokens of `text`, in its order.

    >>> tokens("AI 监管法案")
    ['ai', '监管', '管法', '法案', '案']
    """
    return tokens_of(runs(text))


def tokens_of(folded: Sequence[str]) -> list[str]:
    """Return the search tokens of folded runs."""
    found: list[str] = []
    spelled = _spelled_out("".join(folded))
    for run in folded:
        if is_paired(run):
            units = [spelled.get(ord(unit), unit) for unit in run] if spelled else run
            found += map(add, units, units[1:])
            found.append(units[-1])
        else:
            word = run[:LONGEST_WORD]
            found.append(word.translate(spelled) if spelled else word)
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must stand side by side; with `is_prefix`, the last may be a token's start."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


def query_terms(text: str) -> list[Term]:
    """Return what a reader asked for: all terms must match. Any text is valid; none may be left.

    What stands in double quotes is one term, and so is a word held together by its own signs
    (covid-19). A change of script ends a term: Chinese is typed without spaces.

    >>> query_terms("台风 5G")
    [Term(tokens=('台风',), is_prefix=False), Term(tokens=('5g',), is_prefix=False)]
    >>> query_terms("国")
    [Term(tokens=('国',), is_prefix=True)]
    """
    phrases = dict.fromkeys(_phrases(fold_fully(text)))
    terms = dict.fromkeys(map(_term, islice(phrases, MOST_TERMS)))
    return list(terms)


def _phrases(text: str) -> Iterator[str]:
    for quoted, loose in _PHRASE.findall(text.replace("“", '"').replace("”", '"')):
        if RUN.search(quoted):
            yield quoted
        yield from _WORD.findall(loose)


def _term(phrase: str) -> Term:
    found = tokens(phrase)
    last_run = runs(phrase)[-1]
    if not is_paired(last_run):
        return Term(tuple(found))
    # The text may go on where the reader stopped: its last character then stands in a pair.
    if len(last_run) > 1:
        return Term(tuple(found[:-1]))
    return Term(tuple(found), is_prefix=True)


def chunks(found: Sequence[str], limit: int = 8_000, seam: int = 600) -> list[str]:
    """Return `found` as index rows of at most `limit` characters, tokens separated by a space.

    A row repeats the last `seam` characters of the one before it, so that a phrase up to that
    length stands whole in one of them: 600 hold a search of 200 Han characters. The limit keeps
    every row far below PostgreSQL's 16,383 positions.

    >>> chunks(["监管", "管"])
    ['监管 管']
    """
    if limit - seam < 2 * _LONGEST_TOKEN:
        raise ValueError(f"A limit of {limit} leaves no room for a seam of {seam}.")
    row = " ".join(found)
    rows = []
    start = 0
    while len(row) - start > limit:
        end = row.rfind(" ", start, start + limit + 1)
        rows.append(row[start:end])
        start = row.rfind(" ", start, end - seam + 1) + 1
    return [*rows, row[start:]] if row else []


def _spelled_out(text: str) -> dict[int, str]:
    """Return the letters that SQLite may take for spaces, each as five hexadecimal digits."""
    letters = filter(RUN.match, set(_PERHAPS_UNKNOWN.findall(text)))
    return {ord(c): f"u{ord(c):05x}" for c in letters if not _is_known_to_sqlite(c)}


def _is_known_to_sqlite(letter: str) -> bool:
    return unicodedata.ucd_3_2_0.category(letter)[0] in "LN" or any(
        first <= ord(letter) <= last for first, last in _KNOWN_SINCE_3_2
    )
