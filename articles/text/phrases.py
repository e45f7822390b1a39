"""Words side by side in a text: whether its tokens hold a term, without making them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from articles.text.folding import PAIRED, RUN, fold_fully, is_paired, is_plain
from articles.text.tokens import LONGEST_WORD, Term, tokens_of
from articles.text.variants import forms

_LETTER = rf"[^\W_{PAIRED}]"
# A character that no Unicode has yet may be none of a word, and is one of a script all the same.
_SIGN = rf"(?:(?![{PAIRED}])[\W_])"

# Han characters, but for those that are another in disguise.
_UNCHANGED = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U0003fffd]+")


class Text:
    """A text to look for terms in; it is folded once, and only where that matters."""

    def __init__(self, said: str) -> None:
        self._said = said
        self._is_plain: bool | None = None
        self._folded: str | None = None

    def holds(self, term: Term) -> bool:
        """Whether the tokens of the text hold those of a term side by side.

        >>> Text("新５Ｇ网络").holds(Term(("5g", "网"), is_prefix=True, runs=("5g", "网")))
        True
        """
        sought = pattern(term.runs)
        if _is_settled(term.runs):
            stands = sought.search(self._said) is not None
            if (stands and len(term.runs) == 1) or self.is_plain:
                return stands
        return sought.search(self.folded) is not None

    def first_tokens(self, most: int) -> list[str]:
        found: list[str] = []
        for run in RUN.finditer(self.folded):
            if len(found) >= most:
                break
            found += tokens_of([run[0]])
        return found[:most]

    @property
    def is_plain(self) -> bool:
        if self._is_plain is None:
            self._is_plain = is_plain(self._said)
        return self._is_plain

    @property
    def folded(self) -> str:
        if self._folded is None:
            self._folded = self._said.lower() if self.is_plain else fold_fully(self._said)
        return self._folded


def are_among(term: Term, found: Sequence[str]) -> bool:
    """Whether these tokens hold those of a term side by side.

    >>> are_among(Term(("5g", "网"), is_prefix=True), ["新", "5g", "网络", "络"])
    True
    """
    sought = f" {' '.join(term.tokens)}" + ("" if term.is_prefix else " ")
    return sought in f" {' '.join(found)} "


@lru_cache(256)
def _is_settled(runs: tuple[str, ...]) -> bool:
    """Whether folding changes none of these characters, and makes none of them of a plain text.

    Nor does it put anything between those of one run.
    """
    return all(_UNCHANGED.fullmatch("".join(map(forms, run))) for run in runs)


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
