"""What an import adds to PostgreSQL's index is sorted in beside it; searches miss nothing."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article, SearchRow
from articles.search import sorting
from articles.search.rebuilding import check

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_after_an_import_with_workers_nothing_is_left_to_be_sorted(samples):
    call_command("import_articles", samples / "feed_dumps", workers=2, stdout=io.StringIO())
    assert Article.objects.count() == SearchRow.objects.count() > 0
    assert check().is_right
    assert sorting.sort_in() == 0


def test_an_import_without_workers_leaves_sorting_to_who_writes(samples):
    call_command("import_articles", samples / "feed_dumps", stdout=io.StringIO())
    assert sorting.sort_in() > 0


def test_only_meanwhile_may_the_index_gather_more():
    before = limit()
    with sorting.sorted_beside():
        assert limit() == sorting.LIMIT != before
    assert limit() == before


def test_a_role_that_does_not_own_the_index_leaves_it_as_it_is():
    before = limit()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_writer")
        cursor.execute("SET ROLE plain_writer")
        try:
            with sorting.sorted_beside():
                assert limit() == before
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE plain_writer")


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW gin_pending_list_limit")
        return cursor.fetchone()[0]
