"""Search tokens: what an index row holds, and what a reader's words must match in it.

A word is a run of letters and digits. A run of Han characters, kana or Hangul becomes pairs of
neighbours and its last character alone, so that every word inside it is a row of adjacent pairs
and every character begins a token. Other scripts are words between spaces; Thai and its like,
which have no spaces, are found as they were printed only. Traditional characters count as
simplified ones where the extra `opencc` is installed.

Tokens pass through FTS5's tokenizer `ascii` as they are and hold nothing that a PostgreSQL lexeme
would have to escape. A change here means: every index is to be built again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from operator import add

from articles.text.folding import PAIRED, RUN, fold_fully, is_paired, runs
from articles.text.variants import is_installed, simplified

# Raise when what this module makes of the same text changes.
RULES = 3
LONGEST_WORD = 64  # characters; index and query cut alike, so a longer word is found as well
MOST_TERMS = 32
# Stands between texts that no phrase may run across: longer than any word of a query.
SEAM = "x" * (LONGEST_WORD + 1)
# Before a token that stands in the title, or in the lead. No word holds such a character.
IN_TITLE, IN_LEAD = "\ue000", "\ue001"

_PAIRED = re.compile(f"[{PAIRED}]")
# A minus counts where a word begins with it, and nowhere within one (covid-19).
_PHRASE = re.compile(r'(?<!\S)([-\u2212])?(?:"([^"]*)"|([^\s"]+))|"([^"]*)"|([^\s"]+)')
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
    variants = simplified()
    for run in folded:
        if is_paired(run):
            units = run.translate(variants) if variants else run
            found += map(add, units, units[1:])
            found.append(units[-1])
        else:
            found.append(run[:LONGEST_WORD])
    return found


def entry(title: str, lead: str, body: str) -> str:
    """Return what an index is given of tokens separated by spaces; it keeps each once.

    That is each token, each character of a script without spaces alone, and those of the title
    and the lead once more behind a mark.

    >>> sorted(set(entry("", "", "ai 监管 管").split()))
    ['ai', '监', '监管', '管']
    """
    said = [*title.split(), *_characters(title)]
    begun = [*lead.split(), *_characters(lead)]
    marked = [*map(IN_TITLE.__add__, said), *map(IN_LEAD.__add__, begun)]
    return " ".join((body, *_characters(body), *said, *begun, *marked))


def rules() -> int:
    """Return what tokens depend on besides their text, as one number."""
    return 2 * RULES + is_installed()


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must stand side by side; with `is_prefix`, the last may be a token's start.

    `runs` are the words behind the tokens, for whoever looks for them in a text.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    runs: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be found, and what must not."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()


@lru_cache(256)
def asked(text: str) -> Asked:
    """Return what a reader asked for. Any text is valid; nothing may be wanted.

    All terms must match. What stands in double quotes is one term, and so is a word held together
    by its own signs (covid-19). A change of script ends a term: Chinese is typed without spaces.
    A minus before a word or a phrase wants articles without it.

    >>> asked("台风 5G").wanted
    (Term(tokens=('台风',), is_prefix=False), Term(tokens=('5g',), is_prefix=False))
    >>> asked("国").wanted
    (Term(tokens=('国',), is_prefix=True),)
    >>> asked('台风 -"5G 网"').unwanted
    (Term(tokens=('5g', '网'), is_prefix=True),)
    """
    terms: dict[tuple[bool, str], Term] = {}
    phrases = dict.fromkeys(_phrases(fold_fully(text)))
    for is_wanted, phrase in islice(phrases, MOST_TERMS):
        terms[is_wanted, phrase] = _term(phrase)
    wanted = dict.fromkeys(term for (is_wanted, _), term in terms.items() if is_wanted)
    unwanted = dict.fromkeys(term for (is_wanted, _), term in terms.items() if not is_wanted)
    return Asked(tuple(wanted), tuple(unwanted))


def _characters(found: str) -> list[str]:
    """Return the characters of runs among tokens, each of which begins one."""
    return _PAIRED.findall("".join({token[0] for token in found.split()}))


def _phrases(text: str) -> Iterator[tuple[bool, str]]:
    """Yield phrases of at least one word, and whether each is wanted."""
    for minus, *groups in _PHRASE.findall(text.replace("“", '"').replace("”", '"')):
        quoted, loose = groups[0] or groups[2], groups[1] or groups[3]
        if RUN.search(quoted):
            yield not minus, quoted
        words = _WORD.findall(loose)
        if minus and words:
            yield False, loose
        else:
            yield from ((True, word) for word in words)


def _term(phrase: str) -> Term:
    found = tokens(phrase)
    words = tuple(runs(phrase))
    if not is_paired(words[-1]):
        return Term(tuple(found), runs=words)
    # The text may go on where the reader stopped: its last character then stands in a pair.
    if len(words[-1]) > 1:
        return Term(tuple(found[:-1]), runs=words)
    return Term(tuple(found), is_prefix=True, runs=words)


# What one row of PostgreSQL keeps: places up to 16,383, and 255 of each word.
MOST_PLACES = 12_000
MOST_OF_ONE = 250
# Words that a part repeats of the one before, so that any phrase stands whole in one: a search
# of 200 characters has no more.
OVERLAP = 200


def parts(found: Sequence[str], before: Sequence[str] = ()) -> list[Sequence[str]]:
    """Return tokens as parts that PostgreSQL keeps whole, nearly always one.

    `before` are those that the first part holds besides.
    """
    held = len(before)
    if len(found) + held <= MOST_PLACES and _most_of_one([*before, *found]) <= MOST_OF_ONE:
        return [found]
    made = []
    start, counted = 0, Counter(before)
    for place, token in enumerate(found):
        if place - start + held >= MOST_PLACES or counted[token] >= MOST_OF_ONE:
            made.append(found[start:place])
            start, held = max(place - OVERLAP, start), 0
            counted = Counter(found[start:place])
        counted[token] += 1
    return [*made, found[start:]]


def _most_of_one(found: Sequence[str]) -> int:
    return max(Counter(found).values(), default=0)
