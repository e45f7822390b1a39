"""What a batch writes is kept in memory once: SQLite keeps pages for every savepoint to go back."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.cards import following as cards
from articles.copies import following as copies
from articles.search import index
from tests.builders import make_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "write",
    [
        lambda article: index.index_articles([article]),
        lambda article: copies.follow([article]),
        lambda article: cards.follow([article.pk]),
    ],
    ids=["words", "copies", "cards"],
)
def test_what_follows_articles_in_a_batch_makes_no_savepoint(write):
    article = make_published(body="<p>The bridge over the harbour opens at noon.</p>")

    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        write(article)

    assert captured.captured_queries
    assert not [one for one in captured.captured_queries if "SAVEPOINT" in one["sql"]]
