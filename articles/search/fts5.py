"""A question in the writing of FTS5, the index of SQLite.

It knows which tokens an article holds, which of them in the title and which in the lead, but no
places: phrases are narrowed here and confirmed by the text (`articles.search.confirming`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from articles.search.confirming import is_phrase, written
from articles.search.questions import Match, Rank
from articles.text.tokens import IN_LEAD, IN_TITLE, Asked, Term


def matching(question: Asked, rank: Rank | None) -> Match:
    """Return the condition for articles that answer a question, or those of one rank."""
    return Match(
        "article_search s CROSS JOIN articles_searchrow r ON r.id = s.rowid",
        "s.article_search MATCH %s",
        [fts5(question, rank)],
        written(question, rank),
    )


def one_row(question: Asked) -> str:
    """Return a question to the index and one to the text, as JSON."""
    return json.dumps([fts5(question), written(question)], ensure_ascii=False)


@lru_cache(256)
def fts5(question: Asked, rank: Rank | None = None) -> str:
    """Return a question in FTS5's own writing, as far as the index can answer it.

    >>> fts5(Asked((Term(("监管",)), Term(("5g", "网"), is_prefix=True)), (Term(("ai",)),)))
    '("监管" AND ("5g" AND "网")) NOT "ai"'
    """
    exact = [term for term in question.wanted if not is_phrase(term)]
    has_phrases = len(exact) < len(question.wanted)
    every = _all(_at("", question.wanted))
    in_title = _all(_at(IN_TITLE, question.wanted))
    places = zip(_at(IN_TITLE, question.wanted), _at(IN_LEAD, question.wanted), strict=True)
    on_top = _any([*_at(IN_TITLE, question.wanted), _all(map(_any, places))])
    # What must not be there, of what the index knows for certain.
    unwanted = _at("", (term for term in question.unwanted if not is_phrase(term)))
    if rank == Rank.TITLE:
        every = in_title
    elif rank == Rank.LEAD:
        every = _all([every, on_top])
        unwanted += [] if has_phrases else [in_title]
    elif rank == Rank.TEXT:
        unwanted += _at(IN_TITLE, exact) if has_phrases else [on_top]
    return f"{every} NOT {_any(unwanted)}" if unwanted else every


def _at(mark: str, terms: Iterable[Term]) -> list[str]:
    """Return terms at a place, each as all of its tokens."""
    return [_all(f'"{mark}{token}"' for token in dict.fromkeys(term.tokens)) for term in terms]


def _all(some: Iterable[str]) -> str:
    return _joined(" AND ", some)


def _any(some: Iterable[str]) -> str:
    return _joined(" OR ", some)


def _joined(sign: str, some: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(some))
    return f"({sign.join(distinct)})" if len(distinct) > 1 else distinct[0]
