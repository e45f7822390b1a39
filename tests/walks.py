"""Lists of the API that are walked from page to page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client

from articles.api.ordering import orderings
from articles.cards.following import follow
from articles.choices import Status
from articles.models import Article
from tests.builders import LONG_AGO

BY_DATE = orderings(Article, "-date", date="sort_at")["-date"]
BY_TITLE = orderings(Article, "title", title="title")["title"]


def make_crowd(count: int) -> list[Article]:
    """Published articles that share one date, in the fewest writes."""
    articles = Article.objects.bulk_create(
        Article(
            title=f"Article {number % 7}",
            status=Status.PUBLISHED,
            published_at=LONG_AGO,
            sort_at=LONG_AGO,
        )
        for number in range(count)
    )
    follow([article.pk for article in articles])
    return articles


def walk(client: Client, url: str, step: str = "next") -> Iterator[dict[str, Any]]:
    """Give page after page, as its links lead."""
    while url:
        page = client.get(url).json()
        yield page
        url = page[step]
