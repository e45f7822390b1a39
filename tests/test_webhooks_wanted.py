"""A webhook hears of what it asked for, and of everything that ends it."""

from __future__ import annotations

import json

import pytest

from articles import mapping, workflow
from articles.cards.following import follow_category
from articles.choices import ChangeKind, Status
from articles.models import Article, Card, Category, Change, SourceLabel
from articles.removal import remove
from articles.webhooks import wanted
from articles.webhooks.delivering import deliver
from tests.builders import edit, make_category, make_published, make_source
from tests.documents import run, write
from tests.receivers import make_change, make_webhook, numbers, receiving

pytestmark = pytest.mark.django_db(transaction=True)


def told(*, of: str = "kind") -> list[str]:
    with receiving() as receiver:
        deliver(way=receiver.way())
    return [json.loads(one.body)[of] for one in receiver.received]


def test_only_the_kinds_that_were_asked_for():
    webhook = make_webhook(kinds=[ChangeKind.PUBLISHED, ChangeKind.WITHDRAWN])
    last = [make_change(kind) for kind in ChangeKind][-1]

    assert told() == ["published", "withdrawn"]
    webhook.refresh_from_db()
    assert webhook.delivered == last


def test_only_articles_of_its_source():
    source = make_source()
    make_webhook(source=source)
    make_published()
    article = make_published(source=source)
    make_published(source=make_source())

    assert told(of="id") == [article.public_id]


def test_only_articles_in_its_category_or_under_it():
    above = make_category("Valley")
    below = make_category("Bridges", above)
    make_webhook(category=above)
    articles = [make_published(categories=(one,)) for one in (above, below, make_category())]

    assert told(of="id") == [one.public_id for one in articles[:2]]


def test_source_and_category_together():
    source, category = make_source(), make_category()
    make_webhook(source=source, category=category)
    make_published(source=source)
    make_published(categories=(category,))
    article = make_published(source=source, categories=(category,))

    assert told(of="id") == [article.public_id]


def test_an_article_that_leaves_the_category_is_told_once_more(chief):
    make_webhook(category=make_category("Valley"))
    article = make_published(categories=tuple(Category.objects.all()))
    other = make_published()
    edit(article, chief, title="Another title")
    assert told() == ["published", "corrected"]

    article.categories.clear()
    edit(article, chief, title="A third title")
    edit(other, chief, title="Another title")

    assert told(of="id") == [article.public_id]


def test_a_withdrawal_is_told_to_those_who_heard_of_the_article(chief):
    source = make_source()
    make_webhook(source=source)
    article, other = make_published(source=source), make_published()
    for one in (article, other):
        workflow.move(one, Status.WITHDRAWN, by=chief, note="Wrong.")

    assert told() == ["published", "withdrawn"]


def test_a_deletion_is_told_whatever_the_source():
    source = make_source()
    make_webhook(source=source)
    article = make_published(source=source)
    assert told() == ["published"]

    remove([article.pk], Article.objects.filter(pk=article.pk).delete)

    assert told() == ["deleted"]


def test_many_changes_that_nobody_wants_are_passed_over(monkeypatch):
    monkeypatch.setattr(wanted, "PORTION", 3)
    webhook = make_webhook(source=make_source())
    for _ in range(10):
        make_published()
    last = make_change(ChangeKind.DELETED)

    with receiving() as receiver:
        deliver(way=receiver.way())

    assert numbers(receiver) == [last]
    webhook.refresh_from_db()
    assert webhook.delivered == last


def test_an_article_that_a_mapping_moves_is_told_where_it_stood_and_where_it_stands(tmp_path):
    city, games, other = (make_category(name) for name in ("City", "Games", "Other"))
    write(tmp_path, "a.txt", labels=("Local",))
    run(tmp_path)
    label = SourceLabel.objects.get(name="Local")

    def map_to(category: Category) -> None:
        SourceLabel.objects.filter(pk=label.pk).update(category=category)
        mapping.apply([(label.source_id, "Local")])

    map_to(city)
    workflow.move_all([Article.objects.get().pk], Status.PUBLISHED)
    make_webhook(category=city)
    assert told() == ["published"]

    map_to(games)
    assert told() == ["corrected"]

    map_to(other)
    assert told() == []


def test_an_article_whose_category_is_deleted_is_told_to_those_who_look_above_it():
    above = make_category("Valley")
    below = make_category("Bridges", above)
    make_published(categories=(below,))
    make_webhook(category=above)
    assert told() == ["published"]

    follow_category(below, below.delete)

    assert told() == ["corrected"]


def test_what_was_told_late_is_told_of_where_it_stood_then(chief):
    """The receiver was away; meanwhile the article has gone elsewhere twice."""
    source = make_source()
    article = make_published(source=source)
    make_webhook(source=source)
    for other in (make_source(), make_source()):
        edit(article, chief, source=other)

    assert told() == ["published", "corrected"]


def test_a_deletion_elsewhere_is_told_to_nobody_who_does_not_look_there():
    make_webhook(source=make_source())
    article = make_published(source=make_source())

    remove([article.pk], Article.objects.filter(pk=article.pk).delete)

    assert told() == []


def test_where_nobody_noted_where_an_article_stood_all_are_told(chief):
    """As an upgrade leaves cards and changes that were written before."""
    make_webhook(source=make_source())
    article = make_published()
    Card.objects.update(places=None)
    Change.objects.update(places=None)
    edit(article, chief, title="Another title")
    edit(article, chief, title="A third title")

    assert told() == ["published", "corrected"]
