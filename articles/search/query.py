"""A reader's words to the articles that hold them; SQLite and PostgreSQL find the same."""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from articles.models import ArticleQuerySet
from articles.search.matching import matching
from articles.text.tokens import asked

# Characters.
LONGEST_SEARCH = 200


def search(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Return those of `articles` whose title, subtitle, summary or text hold all of the words.

    Any text is a valid search; one without a letter or digit finds nothing. The order of
    `articles` stays as it is.
    """
    question = asked(text)
    if not question.wanted:
        return articles.none()
    match = matching(question)
    statement = f"SELECT r.article_id FROM {match.table} WHERE {match.sql}"  # noqa: S608
    found = RawSQL(statement, match.values)  # noqa: S611  (words are parameters)
    return articles.filter(pk__in=found)
