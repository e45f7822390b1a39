"""Lets cards, list entries and changes follow what has been written about articles.

Whoever changes what readers may see calls `follow` in the same transaction, after everything that
belongs to it; whoever deletes articles calls `forget` before. Both hold the rows of their
articles. What cards say besides (pictures, the tree of categories) belongs to nobody's article:
whoever changes that, writes alone (`_turn`).

Locks are taken in this order: articles, the turn, cards by key. Whoever tells what is due by the
clock does so after the commit, in transactions that wait for nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, cast

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.cards.headings import Tree, headings_of, places_of
from articles.cards.text import digest, face_of, rest_of, rules
from articles.choices import ChangeKind, Status
from articles.models import (
    NEVER,
    Article,
    Card,
    Category,
    Change,
    Counter,
    Listed,
    Source,
)
from articles.text.headings import Kind, heading

logger = logging.getLogger(__name__)

# Articles whose cards are written at once.
PORTION = 200
_CARD = [
    *("face", "rest", "rules", "digest", "visible_from", "released_from", "visible_until"),
    *("updated_at", "announced", "due_at", "places"),
]
# Columns of list entries beside their heading, as `_entry` has them.
_ENTRY = ("published_at", "sort_at", "held_until")
# The number is one that nothing else in the database locks by. SQLite has one writer.
_TURN = 1852143476
_LOCK = {False: "pg_advisory_xact_lock_shared", True: "pg_advisory_xact_lock"}


# Within a batch no savepoint: SQLite would keep a copy of each page that is written, in memory.
@transaction.atomic(savepoint=False)
def follow(pks: Collection[int]) -> None:
    """Make the cards of articles say what these say now, in a fixed number of queries."""
    _turn()
    if _follow(pks):
        _announce_afterwards()


@transaction.atomic
def forget(pks: Collection[int]) -> None:
    """Tell readers that articles are to be deleted, of which they know."""
    _turn()
    cards = _locked(pks)
    at = timezone.now()  # not before the cards are held: what is due until then has been told
    _tell(change for card in cards for change in _news(card, None, at))
    Card.objects.filter(pk__in=[card.pk for card in cards]).delete()
    _announce_afterwards()


def announce_due(at: datetime | None = None) -> int:
    """Tell what has come and gone by the clock alone, and return of how many articles."""
    moment, told = at or timezone.now(), 0
    # Nobody waits for a writer to learn that there is nothing to tell.
    while Card.objects.due(moment).exists() and (portion := _announce(moment)):
        told += portion
    return told


def follow_names() -> None:
    """Let whoever keeps a list know that a source, a category or a picture reads otherwise."""
    counter, _is_new = Counter.objects.get_or_create(name=Counter.NAMES)
    Counter.objects.filter(pk=counter.pk).update(number=F("number") + 1)


def follow_source(source: Source) -> None:
    """Follow a source that has been changed; one that readers do not know of is no news.

    Its first article may just be published by somebody who has its turn and, at the commit, will
    wait for the source that is held here. So that is looked at once more afterwards.
    """
    if not _follow_source(source.pk):
        transaction.on_commit(partial(_follow_source_alone, source.pk), robust=True)


@transaction.atomic
def follow_pictures(pks: Collection[int]) -> None:
    """Follow what has been written about pictures: the cards of the articles that use them."""
    _turn(alone=True)
    cards = Card.objects.filter(article__article_images__image__in=pks)
    _follow_all(set(cards.values_list("pk", flat=True)))
    if cards.published().exists():
        follow_names()


@transaction.atomic
def follow_category(category: Category, change: Callable[[], Any] = bool) -> None:
    """Follow a category that `change` moves or deletes, with all that is listed under it."""
    number = heading(Kind.CATEGORY, category.public_id)
    # What is listed meanwhile by somebody who does not know of the change has to be seen.
    change()
    _turn(alone=True)
    _follow_all(set(Listed.objects.filter(heading=number).values_list("card", flat=True)))
    follow_names()


def card_of(article: Article, tree: Tree) -> Card:
    """Return the card of a published article, out of what `for_reading` loaded."""
    face, rest = face_of(article), rest_of(article)
    published_at = cast("datetime", article.published_at)
    return Card(
        article_id=article.pk,
        public_id=article.public_id,
        face=face,
        rest=rest,
        rules=rules(),
        digest=digest(face, rest, article.body),
        visible_from=max(published_at, article.embargo_until or published_at),
        released_from=published_at,
        visible_until=article.expires_at or NEVER,
        updated_at=article.updated_at,
        places=places_of(article, tree),
    )


def _turn(*, alone: bool = False) -> None:
    """Wait until nobody changes what cards say besides their articles.

    With `alone`, until nobody writes cards at all: otherwise a card could be made of a picture
    that is another once both have committed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_LOCK[alone]}(%s)", [_TURN])


def _follow_source(pk: int) -> bool:
    is_known = Article.objects.published().filter(source=pk).exists()
    if is_known:
        follow_names()
    return is_known


@transaction.atomic
def _follow_source_alone(pk: int) -> None:
    _turn(alone=True)
    _follow_source(pk)


def _follow_all(pks: Collection[int]) -> None:
    ordered = sorted(pks)
    for start in range(0, len(ordered), PORTION):
        _follow(ordered[start : start + PORTION])
    if ordered:
        _announce_afterwards()


def _follow(pks: Collection[int]) -> bool:
    """Bring cards in step; say whether there was any to write or to remove."""
    former = {card.pk: card for card in _locked(pks)}
    at = timezone.now()  # not before they are held: what is due until then has been told
    shown = Article.objects.filter(pk__in=pks, status=Status.PUBLISHED)
    articles = {a.pk: a for a in shown.for_reading().defer("body_text").order_by()}
    tree = Tree()
    cards = {pk: card_of(article, tree) for pk, article in sorted(articles.items())}
    changes = [
        change
        for pk in sorted(former.keys() | cards.keys())
        for change in _news(former.get(pk), cards.get(pk), at)
    ]
    gone = former.keys() - cards.keys()
    _tell(changes, withdrawn=_withdrawn(gone))
    if cards:
        _keep(cards, articles, tree, at)
    if gone:
        Card.objects.filter(pk__in=gone).delete()
    return bool(cards or former)


def _locked(pks: Collection[int]) -> list[Card]:
    rows = Card.objects.select_for_update().filter(pk__in=pks)
    return list(rows.defer("face", "rest").order_by("pk"))


def _news(former: Card | None, card: Card | None, at: datetime) -> Iterator[Change]:
    """Yield what readers can notice, and note on the new card what they know of it."""
    if former is not None:
        yield from former.told_by_clock(at)
    was_known = former is not None and former.announced
    if card is None:
        if former is not None and was_known:
            yield former.change(ChangeKind.DELETED, at)
        return
    card.announced = card.visible_from <= at < card.visible_until
    card.due_at = _due(card, at)
    if card.announced and not was_known:
        yield card.change(ChangeKind.PUBLISHED, at)
    elif card.announced and former is not None and former.digest != card.digest:
        yield card.change(ChangeKind.CORRECTED, at, former)
    elif was_known and not card.announced:
        yield card.change(ChangeKind.EXPIRED, at, former)


def _due(card: Card, at: datetime) -> datetime:
    if card.announced:
        return card.visible_until
    return card.visible_from if at < card.visible_from < card.visible_until else NEVER


def _keep(
    cards: Mapping[int, Card], articles: Mapping[int, Article], tree: Tree, at: datetime
) -> None:
    """Store cards and what lists them; entries that are right stay.

    What has expired is in no list: readers would walk past years of it.
    """
    Card.objects.bulk_create(
        cards.values(), update_conflicts=True, unique_fields=["pk"], update_fields=_CARD
    )
    rows = Listed.objects.filter(card__in=cards).order_by()
    there = {row[1:]: row[0] for row in rows.values_list("pk", "card", "heading", *_ENTRY)}
    wanted = {
        (pk, number, *_entry(article, cards[pk])): article.public_id
        for pk, article in articles.items()
        if cards[pk].visible_until > at
        for number in sorted(headings_of(article, tree))
    }
    wrong = [there[entry] for entry in there.keys() - wanted.keys()]
    if wrong:
        Listed.objects.filter(pk__in=wrong).delete()
    Listed.objects.bulk_create(
        Listed(
            card_id=pk,
            heading=number,
            published_at=cast("datetime", published_at),
            sort_at=sort_at,
            held_until=held_until,
            public_id=public_id,
        )
        for (pk, number, published_at, sort_at, held_until), public_id in wanted.items()
        if (pk, number, published_at, sort_at, held_until) not in there
    )


def _entry(article: Article, card: Card) -> tuple[datetime | None, datetime, datetime | None]:
    held_until = card.visible_from if card.visible_from > card.released_from else None
    return article.published_at, article.sort_at, held_until


def _withdrawn(pks: Collection[int]) -> set[str]:
    rows = Article.objects.filter(pk__in=pks, status=Status.WITHDRAWN)
    return set(rows.values_list("public_id", flat=True))


def _tell(changes: Iterable[Change], withdrawn: Collection[str] = ()) -> None:
    told = list(changes)
    for change in told:
        if change.kind == ChangeKind.DELETED and change.public_id in withdrawn:
            change.kind = ChangeKind.WITHDRAWN
    Change.objects.bulk_create(told)


def _announce_afterwards() -> None:
    """Tell what is due once this is committed: rows of others are locked for that."""
    if all(waiting[1] is not _announce_now for waiting in connection.run_on_commit):
        transaction.on_commit(_announce_now, robust=True)


def _announce_now() -> None:
    try:
        announce_due()
    except DatabaseError as error:
        # What is due stays due: whoever writes next tells it.
        logger.warning("What has come and gone by the clock could not be told: %s", error)


@transaction.atomic
def _announce(at: datetime) -> int:
    """Tell what is due of cards that nobody else has locked: those who have will tell."""
    rows = Card.objects.select_for_update(skip_locked=True).due(at).defer("face", "rest")
    due = list(rows.order_by("due_at", "pk")[:PORTION])
    told = [change for card in due for change in card.told_by_clock(at)]
    Card.objects.bulk_update(due, ["announced", "due_at"])
    Listed.objects.filter(card__in=[card.pk for card in due if card.visible_until <= at]).delete()
    _tell(sorted(told, key=attrgetter("at")))
    return len(due)
