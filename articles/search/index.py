"""Keeps the search index in step with articles.

An index row is a chunk of an article's tokens. PostgreSQL keeps them in a column of the row
(`vector`, which the model does not show because SQLite has none); SQLite keeps them in the FTS5
table `article_search` under the row's id. That table has no content of its own and FTS5 of
SQLite 3.40 cannot delete from such a table: a row that is gone leaves tokens that lead nowhere,
until `rebuild` clears them. Ids are never used twice (AUTOINCREMENT).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from articles.models import Article, SearchRow
from articles.text.prepared import Prepared, words_of
from articles.text.tokens import chunks, tokens

# Raise when `text.tokens` changes what it returns; `rebuild_search` then brings rows up to date.
RULES = 1
# Between title and text, so that no phrase runs from one into the other.
GAP = 10
# Index rows in one statement of SQLite, which takes 999 values.
MOST_ROWS = 300
_ROWS = "INSERT INTO articles_searchrow (article_id, chunk, rules)"


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one index row holds: tokens separated by spaces; only an article's first has a title."""

    article: int
    number: int
    title: str
    body: str


def index_articles(
    articles: Sequence[Article], prepared: Mapping[str, Prepared] | None = None
) -> None:
    """Replace the index rows of these articles; call it where their text has been written.

    `prepared` may have what the index wants of some texts, by the text.
    """
    of_text = prepared or {}
    rows = [
        chunk
        for article in articles
        for chunk in chunks_of(article, of_text.get(article.body_text))
    ]
    with transaction.atomic():
        SearchRow.objects.filter(article__in=[article.pk for article in articles]).delete()
        _write(rows)


def chunks_of(article: Article, prepared: Prepared | None = None) -> Iterator[Chunk]:
    """Cut an article's searchable text into index rows, at least one."""
    title = " ".join(tokens("\n".join((article.title, article.subtitle))))
    texts = chunks([*tokens(article.summary), *words_of(article.body_text, prepared)]) or [""]
    for number, body in enumerate(texts):
        yield Chunk(article.pk, number, "" if number else title, body)


def rebuild(progress: Callable[[int], Any] = bool, *, batch: int = 200) -> int:
    """Build the index anew, in batches that each stand by themselves; return how many articles.

    `progress` is told after each batch how many more are done.
    """
    _clear()
    articles = Article.objects.order_by("pk").only("title", "subtitle", "summary", "body_text")
    last = done = 0
    while found := list(articles.filter(pk__gt=last)[:batch]):
        index_articles(found)
        last = found[-1].pk
        done += len(found)
        progress(len(found))
    return done


def missing() -> int:
    """Return how many articles have no index row of the present rules."""
    return Article.objects.exclude(search_rows__rules=RULES).count()


def _clear() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        SearchRow.objects.all().delete()
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO article_search(article_search) VALUES ('delete-all')")


def _write(rows: Sequence[Chunk]) -> None:
    if connection.vendor == "sqlite":
        _write_sqlite(rows)
    else:
        _write_postgresql(rows)


def _write_sqlite(rows: Sequence[Chunk]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), MOST_ROWS):
            few = rows[start : start + MOST_ROWS]
            marks = ", ".join(["(%s, %s, %s)"] * len(few))
            given = [value for row in few for value in (row.article, row.number, RULES)]
            cursor.execute(f"{_ROWS} VALUES {marks} RETURNING id", given)
            pks = [pk for (pk,) in cursor.fetchall()]
            cursor.executemany(
                "INSERT INTO article_search(rowid, title, body) VALUES (%s, %s, %s)",
                [(pk, row.title, row.body) for pk, row in zip(pks, few, strict=True)],
            )


def _write_postgresql(rows: Sequence[Chunk]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_searchrow (article_id, chunk, rules, vector)"
            " VALUES (%s, %s, %s, %s::tsvector)",
            [(row.article, row.number, RULES, vector(row.title, row.body)) for row in rows],
        )


def vector(title: str, body: str) -> str:
    """Return a tsvector in PostgreSQL's own writing: each token with its places.

    >>> vector("bridge", "new bridge")
    "'bridge':1A,13 'new':12"
    """
    places: dict[str, list[str]] = defaultdict(list)
    words = title.split()
    for place, word in enumerate(words, 1):
        places[word].append(f"{place}A")
    for place, word in enumerate(body.split(), len(words) + GAP + 1):
        places[word].append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in sorted(places.items()))
