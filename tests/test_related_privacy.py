"""Two public articles are no copies of each other because an unpublished one is of both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.cards.around import related_to
from articles.cards.lists import Reader, copies_of
from articles.choices import Status
from articles.copies.following import follow
from articles.models import Article, Copy, Passage
from tests.builders import LONG_AGO, make_article, make_copies, make_published, make_source

pytestmark = pytest.mark.django_db

ARTICLES = "/api/v1/articles/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)
HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "approved": {"status": Status.APPROVED},
    "scheduled": {"status": Status.PUBLISHED, "published_at": FUTURE},
    "embargoed": {"status": Status.PUBLISHED, "embargo_until": FUTURE},
    "expired": {"status": Status.PUBLISHED, "expires_at": LONG_AGO + timedelta(days=1)},
    "withdrawn": {"status": Status.WITHDRAWN},
}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def report(word: str) -> str:
    """A text that shares nothing with that of another word."""
    lines = (f"The {word}{n} met the {word}er{n} by {word}town{n * 7}." for n in range(40))
    return "".join(f"<p>{line}</p>" for line in lines)


def publish(word: str, **values: Any) -> Article:
    values = {"status": Status.PUBLISHED, **values}
    body = values.pop("body", "") or report(word)
    article = make_article(word.title(), body=body, source=make_source(), **values)
    follow([article])
    return article


def addresses(*articles: Article) -> list[str]:
    found = [f"{ARTICLES}?include=related"]
    for one in articles:
        own = f"{ARTICLES}{one.public_id}/"
        found += [f"{own}?include=related", own, one.get_absolute_url()]
        found.append(f"{ARTICLES}?family={one.public_id}")
    return found


def answers(paths: list[str]) -> list[tuple[Any, ...]]:
    """All that a reader can tell, and what it cost."""
    found = []
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(path)
        assert answer.status_code == 200
        found.append((path, answer.content, dict(answer.headers), len(captured)))
    return found


def related(article: Article, reader: Reader | None = None) -> list[tuple[str, str]]:
    found = related_to([article.pk], reader or Reader(timezone.now()))
    return [(one.article.title, str(one.relation)) for one in found[article.pk]]


@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_what_holds_two_public_texts_and_is_hidden_changes_nothing(values):
    one, other = publish("ferry"), publish("bridge")
    paths = addresses(one, other)
    before = answers(paths)

    both = publish("both", body=report("ferry") + report("bridge"), **values)

    one.refresh_from_db()
    other.refresh_from_db()
    assert one.family is not None
    assert one.family == other.family == Article.objects.get(pk=both.pk).family
    assert answers(paths) == before


def test_once_it_is_published_all_three_are_copies(client):
    one, other = publish("ferry"), publish("bridge")

    publish("both", body=report("ferry") + report("bridge"))

    assert sorted(related(one)) == [("Both", "family"), ("Bridge", "family")]
    rows = client.get(ARTICLES, {"family": other.public_id}).json()["results"]
    assert {row["title"] for row in rows} == {"Ferry", "Bridge", "Both"}
    assert "The same story elsewhere" in client.get(one.get_absolute_url()).content.decode()


def test_articles_are_connected_over_many_pairs_in_any_order():
    chain = [make_published(str(number)) for number in range(8)]
    make_copies(*(chain[place] for place in (0, 5, 2, 7, 1, 6, 3, 4)))
    alone = make_published("Alone")
    keys = {one.pk for one in chain}

    found = copies_of([*keys, alone.pk], Reader(timezone.now()))

    assert found == {**{pk: keys - {pk} for pk in keys}, alone.pk: set()}


def test_a_family_is_parted_where_only_a_draft_held_it_together():
    one, other, last = (make_published(title) for title in ("One", "Other", "Last"))
    make_copies(one, make_article("Draft"), other, last)

    assert related(one) == []
    assert related(other) == [("Last", "family")]


def test_a_partner_sees_what_an_embargoed_article_connects_but_not_its_name():
    one, other = make_published("One"), make_published("Other")
    held = make_published("Held", embargo_until=FUTURE)
    make_copies(one, held, other)
    partner = Reader(timezone.now(), is_partner=True)

    assert related(one) == []
    assert related(one, partner) == [("Other", "family")]
    assert sorted(related(held, partner)) == [("One", "family"), ("Other", "family")]


def test_a_shared_passage_stays_one_when_a_draft_makes_a_family_of_both():
    one, other = make_published("One"), make_published("Other")
    Passage.objects.create(article=one, other=other, start=0, end=9, other_start=0, other_end=9)

    make_copies(one, make_article("Draft"), other)

    assert related(one) == [("Other", "passage")]


@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_a_passage_is_told_of_public_articles_only(values):
    one, hidden = make_published("One"), make_article("Hidden", **values)
    paths = addresses(one)
    before = answers(paths)

    Passage.objects.create(article=one, other=hidden, start=0, end=9, other_start=0, other_end=9)

    assert answers(paths) == before


def test_a_page_that_names_another_copy_has_another_tag(client):
    one, other = make_published("One"), make_published("Other")
    path = one.get_absolute_url()
    before = client.get(path)

    make_copies(one, other)
    after = client.get(path, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert client.get(path, headers={"If-None-Match": after["ETag"]}).status_code == 304
    Copy.objects.all().delete()
    assert client.get(path)["ETag"] == before["ETag"]


def test_a_page_is_kept_no_longer_than_the_first_copy_that_it_names(client):
    one = make_published("One")
    make_copies(one, make_published("Other", expires_at=NOW + timedelta(seconds=20)))

    kept = client.get(one.get_absolute_url())["Cache-Control"]

    assert "max-age=20" in kept.split(", ")


def test_copies_are_found_by_the_family_and_its_pairs():
    one, other = make_published("One"), make_published("Other")
    make_copies(one, other)

    with CaptureQueriesContext(connection) as captured:
        copies_of([one.pk, other.pk], Reader(timezone.now()))

    (query,) = captured.captured_queries
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            told = "\n".join(row[-1] for row in cursor.fetchall())
        assert "articles_article_family_id" in told
        assert "SCAN articles_" not in told
