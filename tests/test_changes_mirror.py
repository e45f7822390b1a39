"""Whoever follows the changes holds, at every moment, exactly what readers see.

A thousand random histories on SQLite; the first hundred on PostgreSQL, where each takes longer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from articles.cards.following import announce_due
from articles.cards.headings import Tree, headings_of
from articles.models import Article, Card, Change, Listed
from articles.search.rebuilding import check
from tests.histories import History, begin
from tests.mirror import Mirror, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PARTS = 10
HISTORIES = 100 if connection.vendor == "sqlite" else 10
STEPS = 5


@pytest.mark.parametrize("part", range(PARTS))
def test_a_mirror_is_exact_after_every_step_of_a_random_history(part, chief, tmp_path):
    begin()
    for seed in range(part * HISTORIES, (part + 1) * HISTORIES):
        with time_machine.travel(START, tick=False) as clock, transaction.atomic():
            folder = tmp_path / str(seed)
            folder.mkdir()
            live(History(seed, chief, folder), clock, label=f"history {seed}")
            transaction.set_rollback(True)


def live(history, clock, *, label):
    mirror = Mirror()
    for _ in range(STEPS):
        history.step(clock.shift)
        # Numbers are given at the commit, which comes only after the history.
        connection.check_constraints()
        assert mirror.follow().held == seen(), (label, history.steps)
    assert mirror.numbers == list(range(1, len(mirror.numbers) + 1)), label
    check_cards(history, (label, history.steps))


def check_cards(history, label):
    for at in (history.moment(), timezone.now() + timedelta(microseconds=1)):
        articles = set(Article.objects.published(at).values_list("pk", flat=True))
        assert set(Card.objects.published(at).values_list("pk", flat=True)) == articles, label
    tree, now = Tree(), timezone.now()
    announce_due(now)
    connection.check_constraints()
    cards = Article.objects.filter(status="published").exclude(expires_at__lte=now).for_reading()
    assert set(Listed.objects.values_list("card", "heading", "published_at", "sort_at")) == {
        (article.pk, number, article.published_at, article.sort_at)
        for article in cards
        for number in headings_of(article, tree)
    }, label
    assert not Change.objects.filter(number=None).exists(), label
    assert check().is_right, (check(), label)
