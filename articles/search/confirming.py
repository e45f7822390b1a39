"""What the index of SQLite cannot say, because it knows no places: where phrases stand.

The index narrows a question with phrases to articles that hold all their tokens; a function that
every connection has then reads the text of each, and says exactly what places would.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from articles.search.index import LONGEST_LEAD, OPENING
from articles.search.questions import Rank
from articles.text.folding import fold
from articles.text.phrases import are_among, first_tokens, holds
from articles.text.tokens import Asked, Term


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for in a text; whatever the index has said already need not be there."""

    rank: Rank | None
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


def is_phrase(term: Term) -> bool:
    """Whether a term is more than one token, so that it matters where they stand."""
    return len(term.tokens) > 1


def written(question: Asked, rank: Rank | None = None) -> str:
    """Return what the text must be asked; nothing where the index answers by itself."""
    phrases = tuple(filter(is_phrase, question.wanted))
    unwanted = tuple(filter(is_phrase, question.unwanted))
    if not phrases and not unwanted:
        return ""
    # Beside a phrase in the title a word in the title counts; without ranks it is enough that
    # the index has it.
    wanted = question.wanted if phrases and rank else phrases
    terms = ([_told(term) for term in some] for some in (wanted, unwanted))
    return json.dumps([rank, *terms], ensure_ascii=False)


def register(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a connection that has just been made the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("article_holds", 5, article_holds, deterministic=True)


def article_holds(question: str, title: str, subtitle: str, summary: str, body: str) -> bool:
    """Whether an article answers a question, and with the rank that it asks for."""
    sought = _read(question)
    text = _Text(title, subtitle, summary, body)
    return (
        _is_of_rank(sought, text)
        and all(map(text.holds, sought.wanted))
        and not any(map(text.holds, sought.unwanted))
    )


class _Text:
    """An article, of which is read what a question needs."""

    def __init__(self, title: str, subtitle: str, summary: str, body: str) -> None:
        self._columns = {"title": f"{title}\n{subtitle}", "summary": summary, "body": body}

    @cached_property
    def title(self) -> str:
        return fold(self._columns["title"])

    @cached_property
    def summary(self) -> str:
        return fold(self._columns["summary"])

    @cached_property
    def body(self) -> str:
        return fold(self._columns["body"])

    @cached_property
    def lead(self) -> list[str]:
        """The tokens of `articles.search.index.Held.lead`."""
        return first_tokens(self.summary, LONGEST_LEAD) or first_tokens(self.body, OPENING)

    def holds(self, term: Term) -> bool:
        return holds(self.title, term) or holds(self.summary, term) or holds(self.body, term)


def _is_of_rank(sought: Sought, text: _Text) -> bool:
    """Whether words that the article holds stand where a rank has them."""
    if sought.rank is None or not sought.wanted:
        return True
    in_title = [holds(text.title, term) for term in sought.wanted]
    if all(in_title) or sought.rank == Rank.TITLE:
        return all(in_title) and sought.rank == Rank.TITLE
    on_top = any(in_title) or all(are_among(term, text.lead) for term in sought.wanted)
    return on_top == (sought.rank == Rank.LEAD)


def _told(term: Term) -> list[Any]:
    return [term.tokens, term.is_prefix, term.runs]


@lru_cache(256)
def _read(question: str) -> Sought:
    rank, *terms = json.loads(question)
    wanted, unwanted = (
        tuple(Term(tuple(tokens), is_prefix, tuple(runs)) for tokens, is_prefix, runs in some)
        for some in terms
    )
    return Sought(Rank(rank) if rank else None, wanted, unwanted)
