"""What the index of SQLite cannot say, because it knows no places: where phrases stand.

The index narrows a question with phrases to articles that hold all their tokens; a function that
every connection has then reads the text of each, and says exactly what places would.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from articles.search.index import LONGEST_LEAD, OPENING
from articles.search.questions import Rank
from articles.text.phrases import Text, are_among
from articles.text.tokens import Asked, Term

# Texts that one request of a reader may have read, each for one phrase: a few seconds' worth.
MOST_TEXTS = 100_000
# Characters of a text beyond which it counts as one more.
LONG_TEXT = 4_000
# How many are left of these, as the only member; without a limit none.
_LEFT: ContextVar[list[int] | None] = ContextVar("texts_left", default=None)


class TooManyTexts(BadRequest):
    """The words of a phrase stand in too many texts, and hardly ever side by side."""


@contextmanager
def reading_few_texts() -> Iterator[None]:
    """Raise `TooManyTexts` as soon as more than `MOST_TEXTS` are read within."""
    token = _LEFT.set([MOST_TEXTS])
    try:
        yield
    except OperationalError as error:
        if has_read_too_many():
            raise TooManyTexts(too_many()) from error
        raise
    finally:
        _LEFT.reset(token)


def has_read_too_many() -> bool:
    """Whether that is why the database has just ended a statement."""
    left = _LEFT.get()
    return left is not None and left[0] < 0


def too_many() -> str:
    """Return what a reader is told then."""
    return _(
        "These words stand in very many articles, but hardly ever side by side. Add a rarer word,"
        " or leave out the quotation marks."
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for in a text; whatever the index has said already need not be there."""

    rank: Rank | None
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


def is_phrase(term: Term) -> bool:
    """Whether a term is more than one token, so that it matters where they stand."""
    return len(term.tokens) > 1


@lru_cache(256)
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
    _count((len(sought.wanted) + len(sought.unwanted)) * (1 + len(body) // LONG_TEXT))
    article = _Article(title, subtitle, summary, body)
    # To tell a rank costs most, so it comes last.
    stands = article.title.holds if sought.rank == Rank.TITLE else article.holds
    return (
        all(map(stands, sought.wanted))
        and not any(map(article.holds, sought.unwanted))
        and _is_of_rank(sought, article)
    )


def _count(texts: int) -> None:
    left = _LEFT.get()
    if left is not None:
        left[0] -= texts
        if left[0] < 0:
            # SQLite ends the statement, and Django says `OperationalError`.
            raise TooManyTexts


class _Article:
    """The texts of an article that phrases stand in, none of them across two."""

    def __init__(self, title: str, subtitle: str, summary: str, body: str) -> None:
        self.title = Text(f"{title}\n{subtitle}")
        self.summary, self.body = Text(summary), Text(body)

    @property
    def lead(self) -> list[str]:
        """The tokens of `articles.search.index.Held.lead`."""
        return self.summary.first_tokens(LONGEST_LEAD) or self.body.first_tokens(OPENING)

    def holds(self, term: Term) -> bool:
        return self.body.holds(term) or self.title.holds(term) or self.summary.holds(term)


def _is_of_rank(sought: Sought, article: _Article) -> bool:
    """Whether words that the article holds, for the title in it, stand where a rank has them."""
    if sought.rank in (None, Rank.TITLE) or not sought.wanted:
        return True
    in_title = list(map(article.title.holds, sought.wanted))
    if all(in_title):
        return False
    on_top = any(in_title)
    if not on_top:
        lead = article.lead
        on_top = all(are_among(term, lead) for term in sought.wanted)
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
