"""Brings the search index up to date with the articles, and says where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from articles.models import Article, Card, Counter, SearchRow, SearchWord
from articles.search import index, rows
from articles.text.tokens import rules

PORTION = 200
# Pages of the index that are merged at a time: a tenth of a second's work.
STEP = 4_000
_ALL = "article_search"
_NEXT = "article_search_by_rules_"
# As migration 0018 has both.
_TABLE = "CREATE VIRTUAL TABLE {} USING fts5(words, content='', detail=none, tokenize=ascii)"
_OPTIONS = {"automerge": 16, "crisismerge": 32, "hashsize": 8 * 2**20, "pgsz": 1000}
Progress = Callable[[int], Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """What an index lacks or has too much, in articles and in rows."""

    articles: int
    missing: int  # no row
    outdated: int  # other words, other rules, or filed under another hour
    orphaned: int  # rows of what is gone; harmless, but they take room

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.outdated)


def check(progress: Progress = bool) -> Checked:
    """Compare every article with what the index holds of it; reads all texts."""
    articles = missing = outdated = 0
    for found, known in map(_read, _portions()):
        articles += len(found)
        missing += sum(one.pk not in known for one in found)
        outdated += sum(one.pk in known and not index.is_right(one, known[one.pk]) for one in found)
        progress(len(found))
    return Checked(articles, missing + rows.empty(), outdated, rows.former())


def rebuild(progress: Progress = bool) -> int:
    """Index what is missing or outdated, and return how many articles that were.

    Each portion stands by itself: whoever stops this and begins again goes on. Searches find
    what has been indexed meanwhile.
    """
    done = 0
    for found, known in map(_read, _portions()):
        due = [one.pk for one in found if not index.is_right(one, known.get(one.pk))]
        done += _index_locked(due) if due else 0
        progress(len(found))
    if done:
        _merge()
    return done


def rebuild_anew(progress: Progress = bool) -> int:
    """Make all tokens anew, without what edited and deleted articles left; see `rebuild`.

    Searches use the former index until the new one is whole.
    """
    if connection.vendor == "sqlite":
        table = _begin_next()
        done = _fill(table, progress)
        _take(table)
        done += rebuild()
        _merge()
        return done
    with transaction.atomic():
        SearchWord.objects.all().delete()
        SearchRow.objects.exclude(rules=0).update(rules=0)
        _note()
    return rebuild(progress)


def _merge() -> None:
    """Make one piece of the many that SQLite's index was written in, each of which is asked.

    In steps, so that whoever writes meanwhile waits for one of them at most; sqlite.org says how
    (FTS5, *The 'merge' Command*): the first number is less than zero, and the last step changes
    nothing.
    """
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    pages = -STEP
    with connection.cursor() as cursor:
        while True:
            before = connection.connection.total_changes
            cursor.execute(
                f"INSERT INTO {_ALL} ({_ALL}, rank) VALUES ('merge', %s)",  # noqa: S608
                [pages],
            )
            if connection.connection.total_changes - before < 2:
                return
            pages = STEP


def _portions() -> Iterator[list[int]]:
    keys = Article.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while found := list(keys.filter(pk__gt=last)[:PORTION]):
        last = found[-1]
        yield found


def _read(pks: Sequence[int]) -> tuple[list[Article], dict[int, SearchRow]]:
    """Return articles with what the index reads of them, and their first rows by article."""
    articles = Article.objects.filter(pk__in=pks).order_by("pk").only(*index.texts())
    rows_of_them = SearchRow.objects.filter(article__in=pks, part=0)
    return list(articles), {row.article_id: row for row in rows_of_them}


@transaction.atomic
def _index_locked(pks: Sequence[int]) -> int:
    """Index what articles say now; they are held, so that no older text replaces a newer one."""
    _hold(pks)
    found, _known = _read(pks)
    index.index_articles(found)
    _note_shown(pks)
    return len(found)


def _note_shown(pks: Collection[int]) -> None:
    """Note that articles have been indexed; where readers see none, it is nothing to them."""
    if Card.objects.published().filter(pk__in=pks).exists():
        _note()


def _note() -> None:
    """Let whoever keeps an answer know that searches may find something else."""
    counter, _is_new = Counter.objects.get_or_create(name=Counter.INDEX)
    Counter.objects.filter(pk=counter.pk).update(number=F("number") + 1)


def _hold(pks: Sequence[int]) -> None:
    """Lock articles as whoever changes them does, and in the same order."""
    held = Article.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    list(held.values_list("pk", flat=True))


@transaction.atomic
def _begin_next() -> str:
    """Return a second table, begun now unless it was before; one of other rules is dropped."""
    name = f"{_NEXT}{rules()}"
    known = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for other in known:
            if re.fullmatch(rf"{_NEXT}\d+", other) and other != name:
                cursor.execute(f"DROP TABLE {other}")
        if name not in known:
            SearchWord.objects.all().delete()
            _note()
            cursor.execute(_TABLE.format(name))
            for option, value in _OPTIONS.items():
                cursor.execute(
                    f"INSERT INTO {name} ({name}, rank) VALUES (%s, %s)",  # noqa: S608
                    [option, value],
                )
    return name


def _fill(table: str, progress: Progress) -> int:
    done = 0
    for pks in _portions():
        # Read within: another's row that came after the text would be given the former words.
        with transaction.atomic():
            found, known = _read(pks)
            done += _add(table, {known[one.pk].pk: one for one in found if one.pk in known})
        progress(len(found))
    return done


def _add(table: str, articles: dict[int, Article]) -> int:
    """Add the articles whose rows the second table lacks."""
    if not articles:
        return 0
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(articles))
        cursor.execute(f"SELECT id FROM {table}_docsize WHERE id IN ({marks})", list(articles))  # noqa: S608
        held = {number for (number,) in cursor.fetchall()}
    due = {number: article for number, article in articles.items() if number not in held}
    made = [index.row_of(due[number], number) for number in sorted(due)]
    index.insert_tokens(table, made)
    index.learn(made)
    # Of what was learned readers may be told already, though searches use the former table.
    _note_shown([article.pk for article in due.values()])
    return len(due)


def _take(table: str) -> None:
    """Let the second table be the index, with whatever has been indexed since it was filled."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id FROM articles_searchrow r"  # noqa: S608
            f" WHERE r.id NOT IN (SELECT id FROM {table}_docsize)"
        )
        late = SearchRow.objects.filter(pk__in=[number for (number,) in cursor.fetchall()])
        _add(table, {row.pk: row.article for row in late.select_related("article")})
        SearchRow.objects.exclude(rules=rules()).update(rules=rules())
        cursor.execute(f"DROP TABLE {_ALL}")
        cursor.execute(f"ALTER TABLE {table} RENAME TO {_ALL}")
        _note()
