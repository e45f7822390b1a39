"""A question in the writing of FTS5, the index of SQLite."""

from __future__ import annotations

from articles.search.questions import Match, Rank
from articles.text.tokens import Asked, Term


def matching(question: Asked, rank: Rank | None) -> Match:
    """Return the condition for articles that answer a question, or those of one rank."""
    return Match(
        "article_search s CROSS JOIN articles_searchrow r ON r.id = s.rowid",
        "s.article_search MATCH %s",
        [fts5(question, rank)],
    )


def fts5(question: Asked, rank: Rank | None = None) -> str:
    """Return a question in FTS5's own writing.

    >>> fts5(Asked((Term(("监管", "管法")),), (Term(("ai",)),)))
    '("监管 管法") NOT (("ai"))'
    """
    terms = list(map(_phrase, question.wanted))
    every, some = f"({' AND '.join(terms)})", f"({' OR '.join(terms)})"
    in_title = f"(title : {every})"
    on_top = f"((title : {some}) OR ({{title lead}} : {every}))"
    wanted = {
        Rank.TITLE: in_title,
        Rank.LEAD: f"({every} AND {on_top})",
    }.get(rank or Rank.TEXT, every)
    others = {Rank.LEAD: [in_title], Rank.TEXT: [on_top]}.get(rank, []) if rank else []
    unwanted = [*others, *(f"({_phrase(term)})" for term in question.unwanted)]
    return f"{wanted} NOT ({' OR '.join(unwanted)})" if unwanted else wanted


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_prefix else "")
