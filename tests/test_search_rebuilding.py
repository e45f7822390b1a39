"""The index can be brought up to date, made anew, stopped on the way, and compared."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, SearchRow, SearchWord
from articles.search import index, rebuilding
from articles.search.desk import search
from articles.search.rebuilding import Checked, check, rebuild, rebuild_anew
from articles.text import tokens, variants
from tests.builders import make_article

pytestmark = pytest.mark.django_db


class Stopped(Exception):
    pass


def stop(_done: int) -> None:
    raise Stopped


def count(words: str) -> int:
    return search(Article.objects.all(), words).count()


def edit(article: Article, title: str) -> None:
    article.title = title
    article.save()
    index.index_articles([article])


class Between:
    """Somebody else who edits an article right after the first reading of some columns."""

    def __init__(self, article: Article, columns: str) -> None:
        self.article, self.columns = article, columns
        self.is_read = self.is_done = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if self.is_read and not self.is_done:
            self.is_done = True
            edit(self.article, "Lighthouse")
        self.is_read |= 'FROM "articles_article"' in sql and self.columns in sql
        return execute(sql, *rest)


@pytest.fixture
def articles(monkeypatch) -> list[Article]:
    monkeypatch.setattr(rebuilding, "PORTION", 2)
    made = [make_article(f"Bridge {number}", body="<p>A ferry</p>") for number in range(5)]
    index.index_articles(made)
    return made


def test_an_index_in_step_lacks_nothing(articles):
    assert check() == Checked(articles=5, missing=0, outdated=0, orphaned=0)
    assert rebuild() == 0


def test_what_is_missing_or_says_something_else_is_counted_and_mended(articles):
    make_article("Island")
    Article.objects.filter(pk=articles[0].pk).update(title="Lighthouse")
    SearchRow.objects.filter(article=articles[1]).update(rules=1)

    assert check() == Checked(articles=6, missing=1, outdated=2, orphaned=0)
    assert rebuild() == 3

    found = check()
    assert found.is_right
    assert (count("island"), count("lighthouse"), count("ferry")) == (1, 1, 5)


def test_an_article_under_another_day_is_outdated_where_days_count(articles):
    Article.objects.filter(pk=articles[0].pk).update(published_at="2001-01-01T00:00Z")

    assert check().outdated == (connection.vendor == "sqlite")


def test_other_characters_folded_are_other_rules(articles, monkeypatch):
    monkeypatch.setattr(tokens, "is_installed", lambda: not variants.is_installed())

    assert check().outdated == 5


def test_who_was_stopped_goes_on(articles):
    SearchRow.objects.update(rules=1)

    with pytest.raises(Stopped):
        rebuild(stop)

    assert rebuild() == 3


@pytest.mark.parametrize("begun", [False, True], ids=["at-once", "stopped-and-gone-on"])
def test_anew_leaves_nothing_of_what_is_gone(articles, begun):
    articles[0].delete()
    articles[1].title = "Island"
    articles[1].save()
    index.index_articles([articles[1]])
    SearchWord.objects.create(word="nobody")
    former = check().orphaned
    assert former == (2 if connection.vendor == "sqlite" else 0)

    if begun:
        with pytest.raises(Stopped):
            rebuild_anew(stop)
        # Searches go on meanwhile, and so do edits.
        assert (count("bridge"), count("island")) == (3, 1)
        articles[2].title = "Lighthouse"
        articles[2].save()
        index.index_articles([articles[2]])
    rebuild_anew()

    found = check()
    assert (found.articles, found.missing, found.outdated) == (4, 0, 0)
    assert found.orphaned == (1 if begun and connection.vendor == "sqlite" else 0)
    assert (count("bridge"), count("island"), count("ferry")) == (2 if begun else 3, 1, 4)
    assert not SearchWord.objects.filter(word="nobody").exists()
    assert SearchWord.objects.filter(word="island").exists()


@pytest.mark.parametrize(
    ("work", "columns"), [(rebuild, '"body_text"'), (rebuild_anew, "SELECT")], ids=["due", "anew"]
)
def test_who_edits_meanwhile_is_found_by_the_newer_text(articles, work, columns):
    SearchRow.objects.update(rules=1)
    article = Article.objects.get(pk=articles[1].pk)

    with connection.execute_wrapper(Between(article, columns)):
        work()

    assert check().is_right
    assert (count("lighthouse"), count("bridge")) == (1, 4)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_whoever_is_just_editing_is_waited_for(articles):
    SearchRow.objects.update(rules=1)
    has_edited, article = threading.Event(), Article.objects.get(pk=articles[1].pk)

    def write() -> None:
        try:
            with transaction.atomic():
                edit(Article.objects.select_for_update().get(pk=article.pk), "Lighthouse")
                has_edited.set()
                threading.Event().wait(0.3)
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    has_edited.wait(5)
    rebuild()
    other.join()

    assert check().is_right
    assert (count("lighthouse"), count("bridge")) == (1, 4)


def test_anew_never_writes_all_of_an_index_at_once(articles, django_assert_max_num_queries):
    with django_assert_max_num_queries(200) as asked:
        rebuild_anew()

    assert not [query for query in asked if "optimize" in query["sql"]]


def test_anew_makes_an_empty_index_whole():
    make_article("Island")

    assert rebuild_anew() == 1
    assert rebuild_anew() == 1
    assert count("island") == 1


def test_the_command_says_what_the_index_lacks_and_mends_it(capsys):
    make_article("Not yet indexed")

    with pytest.raises(SystemExit, match="1"):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search")
    with pytest.raises(SystemExit, match="0"):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search", anew=True)

    assert capsys.readouterr().out.splitlines() == [
        "1 article: 1 missing, 0 outdated; 0 former rows.",
        "1 article was indexed.",
        "1 article: 0 missing, 0 outdated; 0 former rows.",
        "1 article was indexed.",
    ]


def pieces() -> int:
    """Return how many pieces SQLite's index lies in: what each word is looked for in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM article_search_idx")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("work", [rebuild, rebuild_anew])
def test_an_index_that_has_been_rebuilt_is_one_piece(articles, work):
    edit(articles[0], "Lighthouse")
    edit(articles[1], "Lighthouse")
    SearchRow.objects.update(digest=0)

    work()

    assert count("lighthouse") == 2
    assert count("ferry") == 5
    if connection.vendor == "sqlite":
        assert pieces() == 1


def test_rows_that_were_filed_under_a_day_are_filed_anew_after_an_upgrade():
    upgrade = import_module("articles.migrations.0020_search_rows_by_hour")
    index.index_articles([make_article("A bridge")])
    SearchRow.objects.update(id=upgrade.FIRST_DAY + 5)

    upgrade.mark(apps, SimpleNamespace(connection=connection))

    is_due = connection.vendor == "sqlite"
    assert check().outdated == is_due
    assert rebuild() == is_due
    assert check().is_right
    assert count("bridge") == 1
