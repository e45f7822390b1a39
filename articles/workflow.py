"""How an article moves from one status to another, and who may move it.

`MOVES` is the rule; `move` and its set-based twin `move_all` are the only code that changes a
status. Each move is one transaction: the row, its version, the review that says who and why. A
move by a person also keeps the revision that holds the text as it then stood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import revisions
from articles.cards.following import follow
from articles.choices import Status
from articles.models import Article, ImportRun, Review
from articles.search.index import follow_dates

D, R, A, P, W = (
    Status.DRAFT,
    Status.IN_REVIEW,
    Status.APPROVED,
    Status.PUBLISHED,
    Status.WITHDRAWN,
)
MOVES: dict[tuple[Status, Status], str] = {
    (D, R): "articles.submit_article",
    (R, D): "articles.review_article",
    (R, A): "articles.review_article",
    (A, D): "articles.review_article",
    (A, P): "articles.publish_article",
    (D, P): "articles.publish_article",
    (P, W): "articles.publish_article",
    (W, P): "articles.publish_article",
}
LABELS = {
    (D, R): gettext_lazy("Submit for review"),
    (R, D): gettext_lazy("Return to the writer"),
    (R, A): gettext_lazy("Approve"),
    (A, D): gettext_lazy("Return to the writer"),
    (A, P): gettext_lazy("Publish"),
    (D, P): gettext_lazy("Publish"),
    (P, W): gettext_lazy("Withdraw"),
    (W, P): gettext_lazy("Publish again"),
}


class Mover(Protocol):
    """Whoever moves an article: Django's user, or anything that answers for its permissions."""

    pk: int

    def has_perm(self, perm: str, /) -> bool: ...


class MoveNotAllowed(Exception):
    """A move that the rules, the person's permissions or the article itself forbid."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of moving several articles: how many moved, and why others did not, by id."""

    moved: int
    kept: dict[int, str]


def moves_for(article: Article, by: Mover) -> list[tuple[Status, str]]:
    """Return the moves this person may make with this article now, with their labels."""
    return [
        (to, str(LABELS[start, to]))
        for (start, to), permission in MOVES.items()
        if start == article.status and _is_offered(start, to) and by.has_perm(permission)
    ]


def _is_offered(start: Status, to: Status) -> bool:
    return (start, to) != (D, P) or settings.NEWSROOM_ONE_STAGE


def objection(article: Article, to: Status, *, by: Mover | None, note: str = "") -> str:
    """Return why an article may not be moved to `to`, "" where it may.

    `by` is None where the move is an operator's, made by a command.
    """
    start = Status(article.status)
    if (start, to) not in MOVES or not _is_offered(start, to):
        return _("An article cannot go from “%(start)s” to “%(to)s”.") % {
            "start": start.label,
            "to": to.label,
        }
    if by is not None and not by.has_perm(MOVES[start, to]):
        return _("You may not do this: %(move)s.") % {"move": LABELS[start, to]}
    if to == P and not article.title.strip():
        return _("An article without a title cannot be published.")
    if to == P and not article.body.strip():
        return _("An article without a text cannot be published.")
    if to == W and not note.strip():
        return _("Say why the article is withdrawn: readers will see it.")
    if to == A and by is not None and _has_approved(article, by):
        return _("You have already approved this article; another person has to.")
    return ""


def _has_approved(article: Article, by: Mover) -> bool:
    return article.reviews.filter(
        round=article.review_round, to_status=Status.APPROVED, by_id=by.pk
    ).exists()


@transaction.atomic
def move(
    article: Article,
    to: Status,
    *,
    by: User,
    note: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Review:
    """Move an article to status `to` and record who did it.

    `seen` is the version the person looked at, the article's own by default. Raises
    `revisions.StaleArticle` if it is not the present one, `MoveNotAllowed` with the reason if
    the move may not be made. `article` holds the new state afterwards.
    """
    present = revisions.lock(article.pk, seen=article.version if seen is None else seen)
    if reason := objection(present, to, by=by, note=note):
        raise MoveNotAllowed(reason)
    review = _review(present, to, note=note, by=by)
    present.status = to
    present.version += 1
    EFFECTS.get(to, _no_effect)(present, note, at or timezone.now())
    present.save()
    review.save()
    revisions.keep(present, by=by, note=note)
    article.refresh_from_db()
    return review


def _no_effect(article: Article, note: str, at: datetime) -> None:
    """The status alone changes."""


def _publish(article: Article, note: str, at: datetime) -> None:
    article.published_at = article.published_at or at
    article.withdrawn_at = None
    article.withdrawal_notice = ""
    article.was_public = False


def _withdraw(article: Article, note: str, at: datetime) -> None:
    article.withdrawn_at = at
    article.withdrawal_notice = note
    dates = (article.published_at, article.embargo_until)
    article.was_public = all(date is None or date <= at for date in dates)


def _return(article: Article, note: str, at: datetime) -> None:
    article.review_round += 1


EFFECTS: dict[Status, Callable[[Article, str, datetime], None]] = {
    P: _publish,
    W: _withdraw,
    D: _return,
}


@transaction.atomic
def move_all(
    ids: Collection[int],
    to: Status,
    *,
    run: ImportRun | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Moved:
    """Move articles as an operator's command does, in a fixed number of queries.

    On publishing, `published_at` becomes the original date where one is known and past, else
    `at` (now by default). What may not be moved stays and is named with the reason; what is
    there already is passed over, so that a second run changes nothing.
    """
    moment = at or timezone.now()
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=ids).exclude(status=to)
    columns = ("status", "title", "body", "version", "review_round")
    found = list(rows.only(*columns).order_by("pk"))
    kept = {a.pk: reason for a in found if (reason := objection(a, to, by=None, note=note))}
    moving = [article for article in found if article.pk not in kept]
    Review.objects.bulk_create([_review(article, to, note=note, run=run) for article in moving])
    Article.objects.filter(pk__in=[article.pk for article in moving]).update(
        status=to,
        version=F("version") + 1,
        updated_at=moment,
        **_changes(to, note, moment),
    )
    follow_dates([article.pk for article in moving])
    follow([article.pk for article in moving])
    return Moved(len(moving), kept)


def _review(article: Article, to: Status, **values: Any) -> Review:
    return Review(
        article=article,
        round=article.review_round,
        from_status=article.status,
        to_status=to,
        version=article.version,
        **values,
    )


def _changes(to: Status, note: str, at: datetime) -> dict[str, Any]:
    """The columns that follow from a move of many: what EFFECTS does to one."""
    if to == P:
        original = F("originally_published_at")
        known = When(originally_published_at__lte=at, then=original)
        published = Case(known, default=Value(at))
        sort_at = Coalesce(original, published)
        dates = {"published_at": published, "sort_at": sort_at, "withdrawn_at": None}
        return {**dates, "withdrawal_notice": "", "was_public": False}
    if to == W:
        hidden = When(Q(published_at__gt=at) | Q(embargo_until__gt=at), then=False)
        was_public = Case(hidden, default=True)
        return {"withdrawn_at": at, "withdrawal_notice": note, "was_public": was_public}
    return {"review_round": F("review_round") + 1} if to == D else {}
