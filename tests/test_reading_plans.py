"""By which index every list for readers is read, as the database itself tells; on both databases.

The lists of articles in their orders have more tests of their own (`test_api_plans`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.cards import lists
from articles.models import Card
from articles.search.rebuilding import rebuild_anew
from articles.web import front, sitemaps_parts
from tests.large import Newsroom, fill
from tests.plans import GROWING, Plan, asked, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]

PUBLISHED, DATE, HELD = "article_listed_published", "article_listed_date", "article_listed_held"
FROM, UPDATED, DUE = "article_card_from", "article_card_updated", "article_card_due"
UNTIL, KIND, TOLD = "article_card_until", "article_change_kind", "article_revision_told"
OF_SOURCE, WORDS = "by_source|article_source_id", "VIRTUAL TABLE|article_search_vector"
PICTURES, FILED = "image_public_id|autoindex_articles_image", "categories_category_id"
NUMBER, CARD_ID = "change_number|autoindex_articles_change", "card_public_id|articles_card_2"
# What every answer rests on; see `articles.freshness`.
RESTS = {DUE, UNTIL}
# Rows that others lead to: by their own key, or by the key of what they hang on.
BY_KEY = re.compile(
    "INTEGER PRIMARY KEY|.*_pkey|.*_key|sqlite_autoindex_.*|.*_id_[0-9a-f]{8}(_uniq)?"
    "|.*_[0-9a-f]{8}_like"
    "|article_listed_once|article_search_part_once|article_copy_once|article_one_lead_image"
    "|article_revision_once_a_version"
)

ADDRESSES: dict[str, tuple[str, set[str]]] = {
    "changes": ("/api/v1/changes/", {NUMBER, DUE}),
    "later changes": ("/api/v1/changes/?since=150&page_size=20", {NUMBER, DUE}),
    "sources": ("/api/v1/sources/", {OF_SOURCE}),
    "sources backwards": ("/api/v1/sources/?ordering=-name", {OF_SOURCE}),
    "categories": ("/api/v1/categories/", set()),
    "pictures": ("/api/v1/images/", {PICTURES}),
    "articles that hold a rare word": ("/api/v1/articles/?search=number77", {WORDS}),
    "articles that hold a common word": ("/api/v1/articles/?search=story", {WORDS}),
    "the same by date": ("/api/v1/articles/?search=story&ordering=-date", {DATE, WORDS}),
    "search": ("/api/v1/search/?q=railway", {WORDS}),
    "search, newest first": ("/api/v1/search/?q=railway&ordering=-published_at", {WORDS}),
    "search under headings": ("/api/v1/search/?q=railway&source={source}&language=en", {WORDS}),
    "the page of a search": ("/search/?q=railway", {WORDS}),
    "the page of a search, newest first": ("/search/?q=railway&order=newest", {WORDS}),
    "sitemap index": ("/sitemap.xml", {FROM, UPDATED, CARD_ID}),
    "sitemap of pages": ("/sitemaps/pages.xml", {OF_SOURCE, FILED}),
    "sitemap of a month": ("/sitemaps/{month}.xml", {FROM}),
    "sitemap of a part of a month": ("/sitemaps/{month}-{first}.xml", {FROM}),
    "news sitemap": ("/news-sitemap.xml", {DATE}),
    "feed of everything": ("/feeds/rss.xml", {PUBLISHED, HELD}),
    "feed of a source": ("/sources/{source}/rss.xml", {PUBLISHED, HELD}),
    "feed of a section": ("/sections/{category}/feed.json", {PUBLISHED, HELD}),
    "feed of a name": ("/people/Writer 7/rss.xml?text=full", {PUBLISHED, HELD}),
    "feed with what is gone": ("/feeds/atom.xml", {PUBLISHED, HELD, KIND}),
    "front page": ("/", {DATE}),
    "section": ("/sections/{category}/city-01/", {DATE}),
    "source": ("/sources/{source}/", {DATE}),
    "person": ("/people/Writer 7/", {DATE, PUBLISHED}),
    "archive": ("/archive/", {DATE}),
    "archive of a year": ("/archive/{year}/", {DATE}),
    "archive of a month": ("/archive/{year}/{in_year}/", {DATE}),
    "archive of a day": ("/archive/{year}/{in_year}/10/", {DATE}),
    "corrections": ("/corrections/", {TOLD}),
}
# What PostgreSQL or SQLite may sort although it is more than a few.
SORTED = {
    "articles that hold a common word": "PostgreSQL sorts a short list sooner than it walks it",
    "search": "PostgreSQL sorts what holds the words where that is less than the list",
    "search under headings": "the same",
    "search, newest first": "the same",
    "the page of a search": "the same",
    "the page of a search, newest first": "the same",
}


@pytest.fixture(scope="module")
def large(django_db_setup, django_db_blocker) -> Iterator[Newsroom]:
    with django_db_blocker.unblock():
        made = fill()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", interactive=False)
        # No flush empties the index of SQLite.
        rebuild_anew()


@pytest.fixture(autouse=True)
def small_shares(monkeypatch):
    """Let a common word be common here, and looks at a part of everything be at a part."""
    monkeypatch.setattr(lists, "MANY", 200)
    monkeypatch.setattr(lists, "LOTS", 1_000)
    monkeypatch.setattr(front, "RECENT", 30)
    monkeypatch.setattr(sitemaps_parts, "RECENT", 100)
    monkeypatch.setattr(sitemaps_parts, "SAMPLE", 100)


def plans(client, large: Newsroom, path: str) -> list[Plan]:
    return [plan(*one) for one in asked(client, _filled(path, large, timezone.now()))]


def _filled(path: str, large: Newsroom, now: datetime) -> str:
    month = now.replace(day=1) - timedelta(days=20)
    return path.format(
        source=large.source,
        category=large.category,
        article=large.article,
        month=f"{month:%Y-%m}",
        first=_someone(month)[0],
        year=f"{month:%Y}",
        in_year=f"{month:%m}",
    )


def _someone(month: datetime) -> str:
    cards = Card.objects.filter(visible_from__year=month.year, visible_from__month=month.month)
    return str(cards[0].public_id)


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_list_is_read_by_its_index(client, large, name):
    path, expected = ADDRESSES[name]
    found = plans(client, large, path)
    used = {index for one in found for index in one.indexes}

    for index in expected:
        assert any(re.search(index, one) for one in used), (index, used)
    # Whether words or a heading are fewer is counted along the index of the heading.
    allowed = expected | RESTS | ({PUBLISHED} if WORDS in expected else set())
    for one in found:
        assert not one.whole, one.whole
        assert not one.sorts or name in SORTED, one.text
        for index in one.indexes:
            is_expected = any(re.search(known, index) for known in allowed)
            assert is_expected or BY_KEY.fullmatch(index), index


def test_the_table_knows_a_read_of_everything_when_it_sees_one(large):
    whole = plan("SELECT title FROM articles_article WHERE title LIKE %s", ["%x"])
    sorted_ = plan("SELECT card_id FROM articles_listed ORDER BY card_id + 1", [])

    assert [step.table for step in whole.whole] == ["articles_article"]
    assert sorted_.sorts
    assert whole.whole[0].table in GROWING
