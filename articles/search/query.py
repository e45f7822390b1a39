"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.models import ArticleQuerySet
from articles.text.tokens import Term, query_terms

# Characters; enough for any phrase that an index row holds whole.
LONGEST_SEARCH = 200

SQLITE = (
    "SELECT r.article_id FROM articles_searchrow r"
    " JOIN article_search ON article_search.rowid = r.id"
    " WHERE article_search MATCH %s"
)
POSTGRESQL = "SELECT article_id FROM articles_searchrow WHERE vector @@ %s::tsquery"


def search(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return those of `articles` whose title, subtitle, summary or text hold all of the words.

    Any text is a valid search; one without a letter or digit finds nothing. Words may stand in
    different parts of a long article. The order of `articles` stays as it is.
    """
    terms = query_terms(text)
    if not terms:
        return articles.none()
    is_sqlite = connection.vendor == "sqlite"
    for term in terms:
        match = fts5(term) if is_sqlite else tsquery(term)
        found = RawSQL(SQLITE if is_sqlite else POSTGRESQL, [match])  # noqa: S611  (a parameter)
        articles = articles.filter(pk__in=found)
    return articles


def fts5(term: Term) -> str:
    """Return a term in FTS5's own writing, always quoted.

    >>> fts5(Term(("监管", "管法")))
    '"监管 管法"'
    """
    return f'"{" ".join(term.tokens)}"' + ("*" if term.is_prefix else "")


def tsquery(term: Term) -> str:
    """Return a term in PostgreSQL's own writing, always quoted.

    >>> tsquery(Term(("监管", "管法")))
    "'监管' <-> '管法'"
    """
    return " <-> ".join(f"'{word}'" for word in term.tokens) + (":*" if term.is_prefix else "")
