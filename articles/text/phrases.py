"""Words side by side in a text: whether its tokens hold a term, without making them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from articles.text.folding import PAIRED, RUN, is_paired
from articles.text.tokens import LONGEST_WORD, Term, tokens_of
from articles.text.variants import forms

_LETTER = rf"[^\W_{PAIRED}]"
# A character that no Unicode has yet may be none of a word, and is one of a script all the same.
_SIGN = rf"(?:(?![{PAIRED}])[\W_])"


def holds(folded: str, term: Term) -> bool:
    """Whether the tokens of a folded text hold those of a term side by side.

    >>> holds("法监管 案", Term(("管", "案"), is_prefix=True, runs=("管", "案")))
    True
    """
    return pattern(term.runs).search(folded) is not None


def are_among(term: Term, found: Sequence[str]) -> bool:
    """Whether these tokens hold those of a term side by side.

    >>> are_among(Term(("5g", "网"), is_prefix=True), ["新", "5g", "网络", "络"])
    True
    """
    sought = f" {' '.join(term.tokens)}" + ("" if term.is_prefix else " ")
    return sought in f" {' '.join(found)} "


def first_tokens(folded: str, most: int) -> list[str]:
    """Return the first tokens of a folded text."""
    return tokens_of([run[0] for run in islice(RUN.finditer(folded), most)])[:most]


@lru_cache(256)
def pattern(runs: tuple[str, ...]) -> re.Pattern[str]:
    """Return what a term looks like in a folded text: its words, with signs between them."""
    made = ""
    for before, run in zip((None, *runs), runs, strict=False):
        if before is not None:
            # Two words of a kind are two because something stands between them.
            made += _SIGN + ("+" if bool(is_paired(before)) == bool(is_paired(run)) else "*")
        made += _stretch(run) if is_paired(run) else _word(run)
    return re.compile(made)


def _stretch(run: str) -> str:
    """Return characters in any of their forms: a text is long, and what is asked for short."""
    of_each = map(forms, run)
    return "".join(f"[{some}]" if len(some) > 1 else re.escape(some) for some in of_each)


def _word(run: str) -> str:
    """Return a word on its own; what stands before it comes second, which is ten times faster."""
    begun = re.escape(run[:LONGEST_WORD])
    rest = f"{_LETTER}*" if len(run) >= LONGEST_WORD else ""
    return f"{begun}(?<!{_LETTER}{begun}){rest}(?!{_LETTER})"
