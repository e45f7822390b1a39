"""Lets cards, list entries and changes follow what has been written about articles.

Whoever changes what readers may see calls `follow` in the same transaction, after everything that
belongs to it; whoever deletes articles calls `forget` before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.cards.headings import Tree, headings_of
from articles.cards.text import digest, face_of, rest_of, rules
from articles.choices import ChangeKind, Status
from articles.models import (
    NEVER,
    Article,
    ArticleImage,
    Card,
    Category,
    Change,
    Counter,
    Listed,
    Source,
)
from articles.text.headings import Kind, heading

# Articles whose cards are written at once.
PORTION = 200
_CARD = [
    *("face", "rest", "rules", "digest"),
    *("visible_from", "visible_until", "updated_at", "announced"),
]


@transaction.atomic
def follow(pks: Collection[int]) -> None:
    """Make the cards of articles say what these say now, in a fixed number of queries."""
    at = timezone.now()
    announce_due(at)
    former = {card.pk: card for card in _locked(pks)}
    shown = Article.objects.filter(pk__in=pks, status=Status.PUBLISHED).for_reading()
    articles = {article.pk: article for article in shown}
    if not articles and not former:
        return
    cards = {pk: card_of(article) for pk, article in articles.items()}
    changes = [
        change
        for pk in sorted(former.keys() | cards.keys())
        if (change := _change(former.get(pk), cards.get(pk), at))
    ]
    _keep(cards, articles)
    gone = former.keys() - cards.keys()
    Card.objects.filter(pk__in=gone).delete()
    _tell(changes, withdrawn=_withdrawn(gone))


@transaction.atomic
def forget(pks: Collection[int]) -> None:
    """Tell readers that articles are to be deleted, of which they know."""
    at = timezone.now()
    cards = _locked(pks)
    _tell(change for card in cards if (change := _change(card, None, at)))
    Card.objects.filter(pk__in=[card.pk for card in cards]).delete()


@transaction.atomic
def announce_due(at: datetime | None = None) -> int:
    """Tell what has come and gone by the clock alone, and return how much that is."""
    moment = at or timezone.now()
    come, gone = Card.objects.unannounced(moment), Card.objects.outlived(moment)
    due = [*_locked_of(come), *_locked_of(gone)]
    for card in due:
        card.announced = not card.announced
    Card.objects.bulk_update(due, ["announced"])
    _tell(
        Change(
            kind=ChangeKind.PUBLISHED if card.announced else ChangeKind.EXPIRED,
            public_id=card.public_id,
            digest=card.digest,
            at=card.visible_from if card.announced else card.visible_until,
        )
        for card in sorted(due, key=lambda c: c.visible_from if c.announced else c.visible_until)
    )
    return len(due)


def follow_names() -> None:
    """Let whoever keeps a list know that a source or a category reads otherwise."""
    counter, _is_new = Counter.objects.get_or_create(name=Counter.NAMES)
    Counter.objects.filter(pk=counter.pk).update(number=F("number") + 1)


def follow_pictures(pks: Collection[int]) -> None:
    """Follow what has been written about pictures: the cards of the articles that use them."""
    uses = ArticleImage.objects.filter(image__in=pks, article__status=Status.PUBLISHED)
    _follow_all(set(uses.values_list("article", flat=True)))


def follow_category(category: Category, change: Callable[[], Any] = bool) -> None:
    """Follow a category that `change` moves or deletes, with all that is listed under it."""
    number = heading(Kind.CATEGORY, category.public_id)
    listed = set(Listed.objects.filter(heading=number).values_list("card", flat=True))
    change()
    _follow_all(listed)
    follow_names()


def _follow_all(pks: Collection[int]) -> None:
    ordered = sorted(pks)
    for start in range(0, len(ordered), PORTION):
        follow(ordered[start : start + PORTION])


def card_of(article: Article) -> Card:
    """Return the card of a published article, out of what `for_reading` loaded."""
    face, rest = face_of(article), rest_of(article)
    bounds = (article.published_at, article.embargo_until)
    return Card(
        article_id=article.pk,
        public_id=article.public_id,
        face=face,
        rest=rest,
        rules=rules(),
        digest=digest(face, rest, article.body),
        visible_from=max(moment for moment in bounds if moment is not None),
        visible_until=article.expires_at or NEVER,
        updated_at=article.updated_at,
    )


def _locked(pks: Collection[int]) -> list[Card]:
    return list(
        Card.objects.select_for_update().filter(pk__in=pks).defer("face", "rest").order_by("pk")
    )


def _locked_of(cards: Iterable[Card]) -> list[Card]:
    """Lock cards that nobody else has locked: what others hold, they will tell."""
    rows = Card.objects.select_for_update(skip_locked=True)
    return list(rows.filter(pk__in=[card.pk for card in cards]).defer("face", "rest"))


def _change(former: Card | None, card: Card | None, at: datetime) -> Change | None:
    """Return what readers can notice, and note on the new card whether they know of it."""
    was_known = former is not None and former.announced
    is_seen = card is not None and card.visible_from <= at < card.visible_until
    if card is not None:
        card.announced = is_seen
    named = card or former
    if named is None or not (was_known or is_seen):
        return None
    if was_known and is_seen and former is not None and former.digest == named.digest:
        return None
    if not is_seen:
        kind = ChangeKind.EXPIRED if card else ChangeKind.DELETED
        return Change(kind=kind, public_id=named.public_id, at=at)
    kind = ChangeKind.CORRECTED if was_known else ChangeKind.PUBLISHED
    return Change(kind=kind, public_id=named.public_id, digest=named.digest, at=at)


def _keep(cards: Mapping[int, Card], articles: Mapping[int, Article]) -> None:
    """Store cards and what lists them."""
    tree = Tree()
    keys = {article.source_id for article in articles.values() if article.source_id}
    sources = dict(Source.objects.filter(pk__in=keys).values_list("pk", "public_id"))
    Card.objects.bulk_create(
        cards.values(), update_conflicts=True, unique_fields=["pk"], update_fields=_CARD
    )
    Listed.objects.filter(card__in=cards).delete()
    Listed.objects.bulk_create(
        Listed(
            heading=number,
            card_id=pk,
            published_at=cast("datetime", article.published_at),
            sort_at=article.sort_at,
            public_id=article.public_id,
        )
        for pk, article in articles.items()
        for number in sorted(headings_of(article, tree, sources))
    )


def _withdrawn(pks: Collection[int]) -> set[str]:
    rows = Article.objects.filter(pk__in=pks, status=Status.WITHDRAWN)
    return set(rows.values_list("public_id", flat=True))


def _tell(changes: Iterable[Change], withdrawn: Collection[str] = ()) -> None:
    told = list(changes)
    for change in told:
        if change.kind == ChangeKind.DELETED and change.public_id in withdrawn:
            change.kind = ChangeKind.WITHDRAWN
    Change.objects.bulk_create(told)
