"""Over every public address and every parameter: nothing tells of what is not published."""

from __future__ import annotations

import string

import pytest
from django.db import connection

from articles.models import Article, Passage, Revision
from articles.search.index import index_articles
from tests.addresses import SECRET, asked
from tests.builders import LONG_AGO, edit, make_article, make_copies
from tests.clocks import whole_minute  # noqa: F401  (a fixture)
from tests.test_api_privacy import Newsroom, answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]


def hide(newsroom: Newsroom) -> None:
    """Add articles that readers may not see, with a past, copies and words of their own."""
    hidden = newsroom.hide(56)
    for article in hidden[:14]:
        edit(article, subtitle=f"{SECRET} again")
    Revision.objects.filter(article__in=hidden).update(correction=SECRET, visible_from=LONG_AGO)
    # More words than are looked at, each one letter from what is asked for.
    letters = string.ascii_lowercase
    words = (f"{a}{b}{c}" for a, c in [("fe", "rr"), ("fer", "r")] for b in letters)
    index_articles([make_article(" ".join(words), source=newsroom.source)])
    first, second, third = newsroom.articles[:3]
    make_copies(first, hidden[0], second)
    Passage.objects.bulk_create(_passage(third, article) for article in hidden[:6])


def _passage(article: Article, other: Article) -> Passage:
    return Passage(article=article, other=other, start=0, end=9, other_start=0, other_end=9)


def test_a_newsroom_with_hidden_articles_answers_as_one_without(client):
    newsroom = Newsroom()
    connection.check_constraints()  # as at the commit, where changes get their numbers
    urls = asked(newsroom.articles[2])
    before = answers(client, urls)

    hide(newsroom)
    connection.check_constraints()
    after = answers(client, urls)

    assert b'"suggestions":["ferry"]' in before["/api/v1/search/?q=ferr"][2]
    assert before.keys() == after.keys()
    assert {url: after[url] for url in after if after[url] != before[url]} == {}
    told = [url for url, (_, _, body, _) in after.items() if SECRET.encode() in body]
    assert [url for url in told if SECRET not in url] == []
