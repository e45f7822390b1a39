"""One article or a hundred: every list for readers asks the database as often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Credit, Image
from articles.search.index import index_articles
from tests.builders import make_category, make_image, make_published, make_source, shown
from tests.plans import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]

PATHS = [
    *("/api/v1/changes/", "/api/v1/sources/", "/api/v1/categories/", "/api/v1/images/"),
    *("/api/v1/articles/", "/api/v1/articles/?search=bridge"),
    "/api/v1/articles/?search=%22bridge%20for%22&ordering=date",
    *(
        "/api/v1/search/?q=bridge",
        "/api/v1/search/?q=%22bridge%20for%22",
        "/api/v1/search/?q=bridge&ordering=-published_at",
    ),
    *("/search/?q=bridge", "/search/?q=bridge&order=newest", "/corrections/"),
    *("/sitemap.xml", "/sitemaps/pages.xml", "/news-sitemap.xml"),
    *("/feeds/rss.xml?text=full", "/feeds/atom.xml", "/feeds/feed.json"),
    *("/sources/{source}/rss.xml", "/sections/{category}/atom.xml", "/people/Lin/feed.json"),
    *("/", "/sources/{source}/", "/sections/{category}/news/", "/people/Lin/"),
    *("/archive/", "/archive/{now:%Y}/", "/archive/{now:%Y}/{now:%m}/"),
]


@pytest.fixture
def publish():
    source, category = make_source("Post"), make_category("News", slug="news")
    now = timezone.now()

    def made(first: int, behind: int) -> dict[str, object]:
        for number in range(first, behind):
            image: Image = make_image()
            article = make_published(
                f"Bridge {number}",
                source=source,
                categories=(category, *([make_category()] if number else [])),
                lead=image,
                published_at=now - timedelta(seconds=number),
            )
            Credit.objects.create(article=article, role="author", name="Lin")
            index_articles([shown(article)])
        return {"source": source.public_id, "category": category.public_id, "now": now}

    return made


def test_a_hundred_rows_cost_as_many_queries_as_one(client, publish):
    def counts() -> dict[str, int]:
        return {path: len(asked(client, path.format(**values))) for path in PATHS}

    values = publish(0, 1)
    one = counts()
    publish(1, 101)

    assert counts() == one
