"""What readers do not see changes neither what a search answers nor how many queries that takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.choices import CreditRole, Status
from articles.models import Credit
from articles.search import newest, rows
from articles.search.index import index_articles
from tests.builders import make_article, make_published, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
FAR = datetime(2099, 1, 1, tzinfo=UTC)
ADDRESSES = [
    "/api/v1/articles/?search=bridge",
    "/api/v1/articles/?search=nothing",
    "/api/v1/articles/?search=bridge&credit=Ann%20Doe",
    "/api/v1/articles/?search=bridge&credit=Bob%20Roe",
    "/api/v1/search/?q=bridge",
    "/api/v1/search/?q=%22old%20bridge%22",
    "/api/v1/search/?q=bridge%20-%22bridge%20draft%22&ordering=-published_at",
    "/api/v1/search/?q=bridge&credit=Bob%20Roe&ordering=-published_at",
    "/search/?q=bridge",
]


def credited(article, name):
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name=name)
    index_articles([article])


def answers(client):
    found = {}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as queries:
            body = client.get(address).content
        found[address] = (body, len(queries))
    return found


def a_draft_outside_of_the_hours():
    article = make_article("Old bridge", sort_at=datetime(1000, 1, 1, tzinfo=UTC))
    index_articles([article])
    if connection.vendor == "sqlite":
        assert article.search_rows.get().pk < rows.FIRST_HOUR


def one_to_come_by_somebody_nobody_has_heard_of():
    article = make_article("Bridge to come", status=Status.PUBLISHED, published_at=FAR)
    credited(article, "Ann Doe")
    shown(article)


def many_drafts_by_somebody_known():
    for number in range(newest.FEW + 5):
        credited(make_article(f"Bridge draft {number}"), "Bob Roe")


@pytest.mark.parametrize(
    "hide",
    [
        a_draft_outside_of_the_hours,
        one_to_come_by_somebody_nobody_has_heard_of,
        many_drafts_by_somebody_known,
    ],
    ids=lambda hide: hide.__name__,
)
def test_a_search_takes_as_many_queries_whatever_is_hidden(client, hide):
    for number in range(3):
        article = make_published(f"Bridge {number}")
        credited(article, "Bob Roe")
        shown(article)
    client.get(ADDRESSES[0])
    before = answers(client)

    hide()

    assert answers(client) == before
