"""Keeps the search index in step with articles.

PostgreSQL keeps the tokens of an index row in a column of it (`vector`, which the model does not
show because SQLite has none), with all places; SQLite keeps them in the FTS5 table
`article_search` under the row's id, each once. Both know three parts of an article that a word
may stand in: title (with subtitle), lead and text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from django.db import connection, transaction

from articles.models import Article, SearchRow
from articles.search.rows import hour_of, is_in_place, new_ids
from articles.text.prepared import Prepared, words_of
from articles.text.tokens import IN_LEAD, IN_TITLE, SEAM, entry, parts, rules, tokens
from articles.text.vocabulary import vocabulary

# Tokens of the summary that make the lead; without a summary, as many of the text's first.
LONGEST_LEAD = 400
OPENING = 40
# Between title, lead and text on PostgreSQL, so that no phrase runs from one into the other.
GAP = 10
# Marks a row that is not its article's only one on PostgreSQL; no token looks like it.
PART = "#"
_COLUMNS = ["title", "subtitle", "summary", "body_text", "published_at", "sort_at"]


@dataclass(frozen=True, slots=True)
class Row:
    """What one index row holds: tokens separated by spaces."""

    id: int
    article: int
    part: int
    parts: int
    digest: int
    title: str
    lead: str
    body: str


@dataclass(frozen=True, slots=True)
class Held:
    """Tokens of an article by the place they stand in."""

    title: str
    lead: str
    body: str


# Within a batch no savepoint: SQLite would keep a copy of each page that is written, in memory.
@transaction.atomic(savepoint=False)
def index_articles(
    articles: Sequence[Article], prepared: Mapping[str, Prepared] | None = None
) -> None:
    """Let the index hold what these articles say; call it where their text has been written.

    What it holds already stays as it is. `prepared` may have what the index wants of some texts,
    by the text.
    """
    known = _known(articles)
    due = [article for article in articles if not is_right(article, known.get(article.pk))]
    if due:
        write(due, new_ids([hour_of(article) for article in due]), prepared or {})


def follow_dates(pks: Collection[int]) -> None:
    """Let the index follow the hours of publication of articles that have just been moved."""
    articles = Article.objects.filter(pk__in=pks).order_by("pk")
    ids = dict(SearchRow.objects.filter(article__in=pks, part=0).values_list("article", "id"))
    dated = articles.only("published_at", "sort_at")
    lost = [one.pk for one in dated if one.pk in ids and not is_in_place(ids[one.pk], one)]
    if lost:
        index_articles(list(articles.filter(pk__in=lost).only(*_COLUMNS)))


def texts() -> Iterable[str]:
    """Return the columns of an article that the index reads."""
    return tuple(_COLUMNS)


def is_right(article: Article, row: SearchRow | None) -> bool:
    """Whether an article's first index row says what it would be made to say today."""
    return (
        row is not None
        and row.rules == rules()
        and row.digest == digest(article)
        and is_in_place(row.id, article)
    )


def digest(article: Article) -> int:
    """Return 64 bits that differ where the words of articles do."""
    said = (article.title, article.subtitle, article.summary, article.body_text)
    text = "\0".join(said).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def held_of(article: Article, prepared: Prepared | None = None) -> Held:
    """Return the tokens of an article."""
    title = " ".join(tokens("\n".join((article.title, article.subtitle))))
    body = " ".join(words_of(article.body_text, prepared))
    summary = tokens(article.summary)
    if len(summary) > LONGEST_LEAD:
        body = " ".join((*summary, SEAM, body))
    lead = summary[:LONGEST_LEAD] or body.split(" ", OPENING)[:OPENING]
    return Held(title, " ".join(lead), body)


def write(
    articles: Sequence[Article], ids: Sequence[int], prepared: Mapping[str, Prepared]
) -> None:
    """Replace the index rows of these articles by others that begin with these ids."""
    rows = [
        row
        for article, pk in zip(articles, ids, strict=True)
        for row in _rows_of(article, pk, prepared.get(article.body_text))
    ]
    SearchRow.objects.filter(article__in=[article.pk for article in articles]).delete()
    # FTS5 writes what it has gathered to disk whenever an id is less than the one before.
    _insert(sorted(rows, key=lambda row: row.id))
    learn(rows)


def row_of(article: Article, pk: int) -> Row:
    """Return the one row that an article has on SQLite, where a row has room for any text."""
    return next(_rows_of(article, pk, None))


def vector(row: Row) -> str:
    """Return what PostgreSQL reads a tsvector from: tokens, each with its place and its weight.

    Those of the title and the lead are there once more behind a mark: the index itself knows no
    weights. The server sorts and joins what is there twice in a quarter of our time.

    >>> vector(Row(1, 1, 0, 1, 0, "", "", "new bridge"))
    "'new':21 'bridge':22"
    """
    marked = chain(map(IN_TITLE.__add__, row.title.split()), map(IN_LEAD.__add__, row.lead.split()))
    written = [f"'{word}'" for word in marked]
    place = 1
    for weight, text in (("A", row.title), ("B", row.lead), ("", row.body)):
        words = text.split()
        written += [f"'{word}':{at}{weight}" for at, word in enumerate(words, place)]
        place += len(words) + GAP
    return " ".join([*written, f"'{PART}'"] if row.parts > 1 else written)


def _known(articles: Iterable[Article]) -> dict[int, SearchRow]:
    rows = SearchRow.objects.filter(article__in=[article.pk for article in articles], part=0)
    return {row.article_id: row for row in rows}


def _rows_of(article: Article, pk: int, prepared: Prepared | None) -> Iterator[Row]:
    held, number = held_of(article, prepared), digest(article)
    if connection.vendor == "sqlite":
        yield Row(pk, article.pk, 0, 1, number, held.title, held.lead, held.body)
        return
    first, *more = parts(held.body.split(), f"{held.title} {held.lead}".split())
    count = 1 + len(more)
    yield Row(pk, article.pk, 0, count, number, held.title, held.lead, " ".join(first))
    for part, (one, other) in enumerate(zip(new_ids([0] * len(more)), more, strict=True), 1):
        yield Row(one, article.pk, part, count, number, "", "", " ".join(other))


def _insert(rows: Sequence[Row]) -> None:
    own = [(row.id, row.article, row.part, row.parts, rules(), row.digest) for row in rows]
    columns = "id, article_id, part, parts, rules, digest"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            statement = f"INSERT INTO articles_searchrow ({columns})"
            cursor.executemany(f"{statement} VALUES (%s, %s, %s, %s, %s, %s)", own)
            insert_tokens("article_search", rows)
            return
        with cursor.copy(f"COPY articles_searchrow ({columns}, vector) FROM STDIN") as copy:
            for known, row in zip(own, rows, strict=True):
                copy.write_row((*known, vector(row)))


def insert_tokens(table: str, rows: Iterable[Row]) -> None:
    """Write tokens into a table of FTS5."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (rowid, words) VALUES (%s, %s)",  # noqa: S608
            [(row.id, entry(row.title, row.lead, row.body)) for row in rows],
        )


def learn(rows: Iterable[Row]) -> None:
    """Remember words for whoever mistypes one; those that are new, in one order everywhere."""
    words = {word for row in rows for word in vocabulary(f"{row.title} {row.lead} {row.body}")}
    if not words:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT OR IGNORE INTO articles_searchword (word) VALUES (%s)",
                [(word,) for word in sorted(words)],
            )
            return
        cursor.execute(
            "INSERT INTO articles_searchword (word) SELECT word FROM unnest(%s::text[]) word"
            " WHERE NOT EXISTS (SELECT 1 FROM articles_searchword k WHERE k.word = word.word)"
            # Or two writers may each wait for a word of the other's.
            " ORDER BY word ON CONFLICT DO NOTHING",
            [sorted(words)],
        )
