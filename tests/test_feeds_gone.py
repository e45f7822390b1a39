"""What is taken back leaves every feed at once, and Atom says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.choices import ChangeKind, Status
from articles.models import Article, Change
from articles.removal import remove
from articles.web.feeds.entries import entries, newest, urn
from articles.web.feeds.gone import MOST
from articles.web.feeds.subjects import Subject
from tests.builders import make_article, make_category, make_published, make_source

pytestmark = pytest.mark.django_db

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
ENDINGS = ["atom.xml", "rss.xml", "feed.json"]


def withdraw(article: Article, by: User) -> None:
    workflow.move(article, Status.WITHDRAWN, by=by, note="Wrong.")


def delete(article: Article) -> None:
    remove([article.pk], article.delete)


def gone(path: str = "/feeds/atom.xml") -> list[str]:
    """The deleted entries of a feed."""
    content = Client().get(path).content
    assert feedparser.parse(content).bozo == 0
    name = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    nodes = ElementTree.fromstring(content).iter(name)  # noqa: S314  (our own)
    return [node.attrib["ref"].removeprefix("urn:newsroom:article:") for node in nodes]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("text", ["", "?text=full"])
def test_a_withdrawn_article_leaves_every_feed_at_once(chief, ending, text):
    source, category = make_source(), make_category()
    kept, article = (
        make_published(title, source=source, categories=(category,)) for title in ("Kept", "Gone")
    )
    places = ["/feeds/", f"/sources/{source.public_id}/", f"/sections/{category.public_id}/"]
    withdraw(article, chief)

    for place in places:
        content = Client().get(f"{place}{ending}{text}").content.decode()
        assert kept.get_absolute_url() in content
        assert article.get_absolute_url() not in content
        assert "Gone" not in content


def test_a_feed_whose_last_article_was_withdrawn_is_unknown(chief):
    article = make_published(source=make_source())
    path = f"/sources/{article.source.public_id}/rss.xml"
    assert Client().get(path).status_code == 200

    withdraw(article, chief)

    assert Client().get(path).status_code == 404


def test_atom_tells_what_to_forget_newest_first_and_when(chief):
    first, second = make_published(), make_published()
    with time_machine.travel(T, tick=False):
        withdraw(first, chief)
    with time_machine.travel(T + HOUR, tick=False):
        delete(second)

    with time_machine.travel(T + 2 * HOUR, tick=False):
        assert gone() == [second.public_id, first.public_id]
        content = Client().get("/feeds/atom.xml").content.decode()
    assert 'when="2026-03-01T12:00:00Z"' in content
    assert "<updated>2026-03-01T13:00:00Z</updated>" in content


def test_the_feed_of_a_source_tells_it_too(chief):
    source = make_source()
    make_published(source=source)
    article = make_published(source=source)

    withdraw(article, chief)

    assert gone(f"/sources/{source.public_id}/atom.xml") == [article.public_id]


def test_what_is_published_again_is_not_forgotten(chief):
    article = make_published()
    withdraw(article, chief)

    workflow.move(article, Status.PUBLISHED, by=chief)

    assert gone() == []


def test_what_was_withdrawn_twice_is_told_once(chief):
    article = make_published()
    withdraw(article, chief)
    workflow.move(article, Status.PUBLISHED, by=chief)
    withdraw(article, chief)

    assert gone() == [article.public_id]


@pytest.mark.parametrize("leave", ["withdraw", "delete"])
@pytest.mark.parametrize(
    "values", [{"published_at": FUTURE}, {"embargo_until": FUTURE}], ids=["scheduled", "embargoed"]
)
def test_nothing_is_told_of_what_readers_never_saw(chief, leave, values):
    article = make_published(**values)

    withdraw(article, chief) if leave == "withdraw" else delete(article)

    assert gone() == []


def test_nor_of_a_draft(chief):
    delete(make_article())

    assert gone() == []


def test_it_is_told_for_a_month():
    make_published()
    with time_machine.travel(T, tick=False):
        delete(make_published())

    for days, count in ((30, 1), (31, 0)):
        with time_machine.travel(T + timedelta(days=days), tick=False):
            assert len(gone()) == count


def test_no_more_than_fifty_are_told():
    Change.objects.bulk_create(
        Change(kind=ChangeKind.DELETED, public_id=f"{number:012}") for number in range(MOST + 1)
    )

    assert len(gone()) == MOST


def test_what_is_taken_down_while_a_feed_is_made_is_left_out(chief):
    kept, article = make_published(), make_published()
    cards = newest(Subject().heading, timezone.now())
    assert len(cards) == 2

    withdraw(article, chief)

    told = entries(cards, timezone.now(), "http://testserver", is_full=True)
    assert [entry.id for entry in told] == [urn(kept.public_id)]
    delete(kept)
    assert entries(cards, timezone.now(), "http://testserver", is_full=True) == []
