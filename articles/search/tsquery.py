"""A question in the writing of PostgreSQL's text search."""

from __future__ import annotations

from collections.abc import Sequence

from articles.search.index import PART
from articles.search.questions import Match, Rank
from articles.text.tokens import IN_LEAD, IN_TITLE, Asked, Term

# What the places of a word weigh that stands there.
_WEIGHTS = {"": "", IN_TITLE: "A", IN_LEAD: "B"}


def matching(question: Asked, rank: Rank | None) -> Match:
    """Return the condition for articles that answer a question, or those of one rank.

    A row that is its article's only one answers by itself, several answer together.
    """
    terms = [tsquery(term) for term in question.wanted]
    titles = [tsquery(term, IN_TITLE) for term in question.wanted]
    in_title = " & ".join(titles)
    on_top = [
        f"({title} | {tsquery(term, IN_LEAD)})"
        for title, term in zip(titles, question.wanted, strict=True)
    ]
    top = " | ".join([*titles, f"({' & '.join(on_top)})"])
    include = [*terms, *{Rank.TITLE: [in_title], Rank.LEAD: [top]}.get(rank or Rank.TEXT, [])]
    others = {Rank.LEAD: [in_title], Rank.TEXT: [top]}.get(rank, []) if rank else []
    exclude = [*others, *(tsquery(term) for term in question.unwanted)]
    several = f"('{PART}' & {terms[0]})"
    parted, values = _of_several(include, exclude)
    return Match(
        "articles_searchrow r",
        f"r.vector @@ %s::tsquery AND (r.parts = 1 OR r.id IN ({parted}))",
        [f"({_alone(include, exclude)}) | {several}", *values],
        reads_places=any(len(term.tokens) > 1 for term in [*question.wanted, *question.unwanted]),
    )


def one_row(question: Asked) -> str:
    """Return a question as one index row must answer it; parts of long articles do not."""
    return _alone(
        [tsquery(term) for term in question.wanted], [tsquery(term) for term in question.unwanted]
    )


def tsquery(term: Term, mark: str = "") -> str:
    """Return a term in PostgreSQL's own writing, always quoted; a mark says where it must stand.

    Of several tokens the places count, and for these PostgreSQL reads every row that has them:
    the marks leave fewer.

    >>> tsquery(Term(("监管", "管法")))
    "(('监管' <-> '管法'))"
    """
    if len(term.tokens) == 1:
        return _weighed(f"{mark}{term.tokens[0]}", "*" if term.is_prefix else "")
    weight, start = _WEIGHTS[mark], "*" if term.is_prefix else ""
    *first, last = term.tokens
    phrase = [*(_weighed(word, weight) for word in first), _weighed(last, f"{start}{weight}")]
    marked = [*(_weighed(f"{mark}{word}") for word in first), _weighed(f"{mark}{last}", start)]
    held = [*(marked if mark else []), f"({' <-> '.join(phrase)})"]
    return f"({' & '.join(held)})"


def _weighed(word: str, marks: str = "") -> str:
    return f"'{word}':{marks}" if marks else f"'{word}'"


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
