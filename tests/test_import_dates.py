"""A document with a date that cannot be leaves every page of the site as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, Document
from tests.documents import run, write

pytestmark = pytest.mark.django_db

ZONES = ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"]
DATES = [
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "Fri, 31 Dec 9999 23:59:59 -1200",
    "2150-01-01",
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("date", DATES, ids=["first", "last", "beyond", "future"])
def test_a_date_that_cannot_be_breaks_no_page(client, chief, settings, tmp_path, zone, date):
    settings.TIME_ZONE = zone
    write(tmp_path, "a.txt", date=date, source="The Post")
    run(tmp_path, publish=True)
    article = Article.objects.get()
    client.force_login(chief)

    assert article.originally_published_at is None
    assert [one["code"] for one in Document.objects.get().warnings] == ["date_unread"]
    for address in (
        "/",
        "/api/v1/articles/",
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_change", args=[article.pk]),
    ):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("zone", ZONES)
def test_the_earliest_date_that_counts_is_shown_everywhere(client, chief, settings, tmp_path, zone):
    settings.TIME_ZONE = zone
    write(tmp_path, "a.txt", date="1800-01-01T00:00:00Z")
    run(tmp_path, publish=True)
    article = Article.objects.get()
    client.force_login(chief)

    assert article.status == "published"
    for address in ("/", article.get_absolute_url(), "/api/v1/articles/"):
        assert client.get(address).status_code == 200
    assert client.get(reverse("admin:articles_article_changelist")).status_code == 200


def test_an_author_of_nothing_is_no_source(tmp_path):
    write(tmp_path, "a.txt", source="\u200b")
    run(tmp_path)

    assert Article.objects.get().source is None


def test_labels_are_stored_as_one_line(tmp_path):
    write(tmp_path, "a.txt", labels=("L&#10;M",))
    run(tmp_path)

    assert Document.objects.get().labels == ["L M"]
