"""A question in the writing of PostgreSQL's text search."""

from __future__ import annotations

from collections.abc import Sequence

from articles.search.index import PART
from articles.search.questions import Match, Rank
from articles.text.tokens import Asked, Term


def matching(question: Asked, rank: Rank | None) -> Match:
    """Return the condition for articles that answer a question, or those of one rank.

    A row that is its article's only one answers by itself, several answer together.
    """
    terms = [tsquery(term) for term in question.wanted]
    in_title = " & ".join(tsquery(term, "A") for term in question.wanted)
    on_top = " | ".join(tsquery(term, "A") for term in question.wanted)
    on_top += f" | ({' & '.join(tsquery(term, 'AB') for term in question.wanted)})"
    include = [*terms, *{Rank.TITLE: [in_title], Rank.LEAD: [on_top]}.get(rank or Rank.TEXT, [])]
    others = {Rank.LEAD: [in_title], Rank.TEXT: [on_top]}.get(rank, []) if rank else []
    exclude = [*others, *(tsquery(term) for term in question.unwanted)]
    several = f"('{PART}' & {terms[0]})"
    parted, values = _of_several(include, exclude)
    return Match(
        "articles_searchrow r",
        f"r.vector @@ %s::tsquery AND (r.parts = 1 OR r.id IN ({parted}))",
        [f"({_alone(include, exclude)}) | {several}", *values],
    )


def one_row(question: Asked) -> str:
    """Return a question as one index row must answer it; parts of long articles do not."""
    return _alone(
        [tsquery(term) for term in question.wanted], [tsquery(term) for term in question.unwanted]
    )


def tsquery(term: Term, weight: str = "") -> str:
    """Return a term in PostgreSQL's own writing, always quoted.

    >>> tsquery(Term(("监管", "管法")), "A")
    "('监管':A <-> '管法':A)"
    """
    *first, last = term.tokens
    mark = f":{weight}" if weight else ""
    ending = f":*{weight}" if term.is_prefix else mark
    written = [*(f"'{word}'{mark}" for word in first), f"'{last}'{ending}"]
    return f"({' <-> '.join(written)})"


def _alone(include: Sequence[str], exclude: Sequence[str]) -> str:
    held = [f"({one})" for one in include]
    return " & ".join([*held, *(f"!({one})" for one in [*exclude, f"'{PART}'"])])


def _of_several(include: Sequence[str], exclude: Sequence[str]) -> tuple[str, list[str]]:
    """Return a query for one row each of the long articles that hold and lack what they must."""
    first, *more = include
    holding = "SELECT m.article_id FROM articles_searchrow m WHERE m.vector @@ %s::tsquery"
    conditions = [f"p.article_id IN ({holding})"] * len(more)
    conditions += [f"p.article_id NOT IN ({holding})"] * len(exclude)
    where = "".join(f" AND {condition}" for condition in conditions)
    return (
        "SELECT min(p.id) FROM articles_searchrow p"  # noqa: S608
        f" WHERE p.vector @@ %s::tsquery{where} GROUP BY p.article_id",
        [f"'{PART}' & ({one})" for one in (first, *more, *exclude)],
    )
