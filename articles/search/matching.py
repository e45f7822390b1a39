"""What a reader asked for, in the writing of each database.

An article is found where it holds all that must be found and nothing of what must not; where the
words stand makes its rank. Words reach a database as quoted tokens only, and only as parameters.
"""

from __future__ import annotations

from django.db import connection

from articles.search import fts5, tsquery
from articles.search.questions import Match, Rank
from articles.text.tokens import Asked


def matching(question: Asked, rank: Rank | None = None) -> Match:
    """Return the condition for articles that answer a question, or those of one rank."""
    if connection.vendor == "sqlite":
        return fts5.matching(question, rank)
    return tsquery.matching(question, rank)


def one_row(question: Asked) -> str:
    """Return a question as one index row must answer it; parts of long articles do not."""
    if connection.vendor == "sqlite":
        return fts5.one_row(question)
    return tsquery.one_row(question)
