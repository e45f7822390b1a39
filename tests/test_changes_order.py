"""Numbers follow the order of commits, whoever writes meanwhile; nobody waits in a circle."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from articles import workflow
from articles.cards.following import announce_due, follow, follow_pictures, follow_source
from articles.choices import ChangeKind, ImageRole, Status
from articles.models import (
    Article,
    ArticleImage,
    Card,
    Change,
    Counter,
    Credit,
    Image,
    Review,
    Source,
)
from articles.revisions import StaleArticle
from articles.turns import writing_alone
from tests.builders import make_article, make_image, make_published, make_source

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISHED, CORRECTED = ChangeKind.PUBLISHED, ChangeKind.CORRECTED


class Others:
    """People who work at the same time, each on a connection of their own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8)
        self._began: list[Future[Any]] = []

    def do(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        began = self._threads.submit(self._alone, work, given)
        self._began.append(began)
        return began

    def _alone(self, work: Callable[..., Any], given: Any) -> Any:
        try:
            return work(*given)
        finally:
            connection.close()

    def end(self) -> None:
        for began in self._began:
            began.result(timeout=60)
        self._threads.shutdown()


@pytest.fixture
def others() -> Iterator[Others]:
    found = Others()
    yield found
    found.end()


def publish(pk: int) -> None:
    workflow.move_all([pk], Status.PUBLISHED)


def told(since: int = 0) -> list[tuple[int | None, str]]:
    return list(Change.objects.since(since).values_list("number", "public_id"))


class TakenBack(Exception):
    pass


def write_some(seed: int, drafts: list[int], committed: list[str]) -> None:
    """Publish articles in transactions that end late, a third of them taken back."""
    random = Random(seed)  # noqa: S311
    for pk in drafts:
        try:
            # SQLite's writers wait for each other; they need not wait long.
            with transaction.atomic():
                publish(pk)
                time.sleep(random.random() / 50)
                if random.random() < 0.3:
                    raise TakenBack
        except TakenBack:
            continue
        committed.append(Article.objects.get(pk=pk).public_id)


def test_no_number_is_skipped_or_given_twice_while_writers_commit_late(others):
    drafts = [make_article().pk for _ in range(40)]
    committed: list[str] = []
    writers = [others.do(write_some, seed, drafts[seed::4], committed) for seed in range(4)]
    followed: list[tuple[int | None, str]] = []

    while not all(writer.done() for writer in writers):
        followed += told(since=len(followed))
    followed += told(since=len(followed))

    assert [number for number, _id in followed] == list(range(1, len(committed) + 1))
    assert sorted(public_id for _number, public_id in followed) == sorted(committed)


def test_two_who_publish_an_article_at_once_publish_it_once(others, chief, publisher):
    pks = [make_article().pk for _ in range(4)]

    def publish_one(pk: int, by: User, gate: Barrier) -> bool:
        article = Article.objects.get(pk=pk)
        gate.wait(timeout=30)
        try:
            workflow.move(article, Status.PUBLISHED, by=by)
        except StaleArticle:
            return False
        return True

    for pk in pks:
        gate = Barrier(2)
        tries = [others.do(publish_one, pk, by, gate) for by in (chief, publisher)]
        assert sorted(one.result() for one in tries) == [False, True]

    assert [Review.objects.filter(article=pk).count() for pk in pks] == [1, 1, 1, 1]
    assert [number for number, _id in told()] == [1, 2, 3, 4]


@pytest.mark.postgresql
def test_what_is_committed_late_comes_after_what_was_committed_before(others):
    early, late = make_article(), make_article()

    with transaction.atomic():
        publish(late.pk)
        others.do(publish, early.pk).result()
        assert told() == [(1, early.public_id)]

    assert told(since=1) == [(2, late.public_id)]


@pytest.mark.postgresql
def test_whoever_waits_for_a_row_at_the_commit_does_not_hold_the_numbers(others):
    one, other = make_article(), make_article()

    def write() -> None:
        with transaction.atomic():
            publish(one.pk)
            # Its foreign key is looked at when all is committed, and waits for the other article.
            Credit.objects.create(article=other, role="author", name="Lin")

    with transaction.atomic():
        Article.objects.select_for_update(of=("self",)).get(pk=other.pk)
        waiting = others.do(write)
        until_somebody_waits()
        publish(other.pk)
    waiting.result()

    assert told() == [(1, other.public_id), (2, one.public_id)]


def until_somebody_waits() -> None:
    ends = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone():
                return
            time.sleep(0.01)
    pytest.fail("nobody waits")


def correct(pks: list[int], seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for pk in random.sample(pks, len(pks)):
        with transaction.atomic():
            article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
            article.title += " again"
            article.save()
            follow([pk])
            time.sleep(random.random() / 200)


def import_some(pks: list[int], seed: int) -> None:
    """Write as an import does: several steps of a batch in one transaction, alone."""
    random = Random(seed)  # noqa: S311
    for _ in range(4):
        with writing_alone():
            for some in (sorted(random.sample(pks, 3)), sorted(random.sample(pks, 3))):
                workflow.move_all(some, Status.WITHDRAWN, note="Why")
                workflow.move_all(some, Status.PUBLISHED)


def test_editors_imports_and_the_clock_get_through_together(others):
    soon = timezone.now() + timedelta(seconds=0.3)
    scheduled = [make_published(published_at=soon).pk for _ in range(12)]
    published = [make_published().pk for _ in range(8)]
    others.do(correct, scheduled, 1)
    others.do(correct, published, 2)
    importing = others.do(import_some, published, 3)
    while not importing.done() or timezone.now() < soon:
        announce_due()

    others.end()
    announce_due()

    for pk in scheduled:
        kinds = Change.objects.filter(public_id=Card.objects.get(pk=pk).public_id)
        found = list(kinds.order_by("number").values_list("kind", flat=True))
        assert found[0] == PUBLISHED
        assert set(found[1:]) <= {CORRECTED}
    assert [number for number, _id in told()] == list(range(1, Change.objects.count() + 1))
    assert not Card.objects.due(timezone.now()).exists()


def use(article: Article, image: Image) -> None:
    with transaction.atomic():
        ArticleImage.objects.create(article=article, image=image, role=ImageRole.LEAD)
        follow([article.pk])


def describe(image: Image, alt: str) -> None:
    with transaction.atomic():
        Image.objects.filter(pk=image.pk).update(alt=alt)
        follow_pictures([image.pk])


@pytest.mark.postgresql
def test_a_picture_that_is_described_while_it_is_put_into_an_article_says_so(others):
    article, image = make_published(), make_image(alt="Old")

    with transaction.atomic():
        use(article, image)
        waiting = others.do(describe, image, "New")
        until_somebody_waits()
    waiting.result()

    assert '"alt":"New"' in Card.objects.get(article=article).face


@pytest.mark.postgresql
def test_a_picture_that_is_put_into_an_article_while_it_is_described_says_so(others):
    article, image = make_published(), make_image(alt="Old")

    with transaction.atomic():
        describe(image, "New")
        waiting = others.do(use, article, image)
        until_somebody_waits()
    waiting.result()

    assert '"alt":"New"' in Card.objects.get(article=article).face


def rename(source: Source, name: str) -> None:
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(name=name)
        follow_source(source)


@pytest.mark.postgresql
def test_a_source_that_is_renamed_while_its_first_article_is_published_is_news(others):
    article, source = make_published(), make_source("Old")

    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(source=source)
        follow([article.pk])
        renaming = others.do(rename, source, "New")
        until_somebody_waits()
    renaming.result()

    assert Source.objects.get().name == "New"
    assert Counter.objects.get(name=Counter.NAMES).number == 1
