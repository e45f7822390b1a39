from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ChangeKind
from articles.models.fields import JSONField

# When an article without an end ends; a column that is never empty compares without a second case.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class CardQuerySet(models.QuerySet["Card"]):
    def published(self, at: datetime | None = None) -> Self:
        """Cards of the articles that a reader may see at the moment `at`, now by default.

        The same articles as `Article.objects.published(at)`.
        """
        moment = at or timezone.now()
        # Not `visible_until > moment`: nearly all are, and SQLite would walk that index for it.
        return self.filter(~models.Q(visible_until__lte=moment), visible_from__lte=moment)

    def for_partners(self, at: datetime | None = None) -> Self:
        """Cards of the same articles as `Article.objects.for_partners(at)`: embargoed ones too."""
        moment = at or timezone.now()
        return self.filter(models.Q(released_from__lte=moment), models.Q(visible_until__gt=moment))

    def due(self, at: datetime) -> Self:
        """Cards of what has come or gone by the clock alone and has not been told."""
        return self.filter(due_at__lte=at)


class Card(models.Model):
    """What readers get of an article whose status is published, kept ready beside it.

    `face` is what lists show of it and `rest` what else its own address says, both as JSON
    members (`articles.cards.text`). The process that changes an article writes its card in the
    same transaction; what comes and goes by the clock alone, readers' queries decide.
    """

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        primary_key=True,
        related_name="card",
        verbose_name=_("article"),
    )
    public_id = models.CharField(_("public id"), max_length=12, unique=True)
    # The rules that the texts were made by; of other rules than today's they are made anew.
    rules = models.CharField(max_length=22)
    # Of all that readers get of the article but names, which its source and categories have.
    digest = models.CharField(max_length=22)
    visible_from = models.DateTimeField()
    # As if there were no embargo; where it is over and `visible_from` is not, that is the embargo.
    released_from = models.DateTimeField()
    visible_until = models.DateTimeField(default=NEVER)
    updated_at = models.DateTimeField()
    # Whether readers have been told that it is there.
    announced = models.BooleanField(default=False)
    # When there will be something to tell by the clock alone; never, for most.
    due_at = models.DateTimeField(default=NEVER)
    # Behind what every list looks at: SQLite reads a row up to the last column it is asked for.
    face = models.TextField()
    rest = models.TextField()
    # Public ids of its source and of its categories with all above; None where nobody noted it.
    places = JSONField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        indexes = [
            # With what sitemaps say of each address, so that they read the index alone.
            models.Index(
                fields=["visible_from", "visible_until", "updated_at", "public_id"],
                name="article_card_from",
            ),
            models.Index(fields=["visible_until"], name="article_card_until"),
            models.Index(fields=["due_at"], name="article_card_due"),
            models.Index(fields=["updated_at"], name="article_card_updated"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def told_by_clock(self, at: datetime) -> list[Change]:
        """Note what has come and gone by the clock alone, and return it; saves nothing."""
        told = []
        if not self.announced and self.due_at <= at:
            told.append(self.change(ChangeKind.PUBLISHED, self.visible_from))
            self.announced, self.due_at = True, self.visible_until
        if self.announced and self.due_at <= at:
            told.append(self.change(ChangeKind.EXPIRED, self.visible_until))
            self.announced, self.due_at = False, NEVER
        return told

    def change(self, kind: ChangeKind, at: datetime, former: Card | None = None) -> Change:
        """Return news of the article, not saved; what is gone has no digest.

        With the card it had before, they are news where it stood until now, too.
        """
        is_there = kind in {ChangeKind.PUBLISHED, ChangeKind.CORRECTED}
        digest = self.digest if is_there else ""
        noted = [card.places for card in (self, former or self)]
        places = None if None in noted else sorted({one for places in noted for one in places})
        return Change(kind=kind, public_id=self.public_id, digest=digest, at=at, places=places)


class Listed(models.Model):
    """An article under one heading (`articles.text.headings`), with what orders it there.

    Every list is a walk along an index of one heading, however rare or common it is.
    """

    heading = models.BigIntegerField()
    # Found by the unique index below.
    card = models.ForeignKey(Card, models.CASCADE, related_name="listed", db_index=False)
    published_at = models.DateTimeField()
    sort_at = models.DateTimeField()
    public_id = models.CharField(max_length=12)
    # The end of an embargo past `published_at`; hardly any article has one.
    held_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        constraints = [
            models.UniqueConstraint(fields=["card", "heading"], name="article_listed_once")
        ]
        indexes = [
            models.Index(
                fields=["heading", "-published_at", "-public_id"], name="article_listed_published"
            ),
            # With what tells the scheduled apart: without an original date, they are ahead of all.
            models.Index(
                fields=["heading", "-sort_at", "-public_id", "published_at"],
                name="article_listed_date",
            ),
            models.Index(
                fields=["heading", "-held_until", "-public_id"],
                condition=models.Q(held_until__isnull=False),
                name="article_listed_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.public_id}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def since(self, number: int) -> Self:
        """Changes after the one with this number, in order."""
        return self.filter(number__gt=number).order_by("number")


class Change(models.Model):
    """Something that readers can notice happened to an article; outlives it.

    The database gives numbers as transactions are committed, so their order is that of commits
    and none comes after a higher one (migration 0010).
    """

    number = models.BigIntegerField(null=True, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    public_id = models.CharField(_("public id"), max_length=12)
    digest = models.CharField(max_length=22, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Where the article stood before and stands after it, as its card says; for webhooks.
    places = JSONField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["public_id", "number"], name="article_change_of"),
            models.Index(fields=["kind", "at"], name="article_change_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.public_id}"


class Counter(models.Model):
    """How often something has happened, for whoever wants to know whether it has again."""

    CHANGES = "changes"  # that readers can notice; counted by the database
    NAMES = "names"  # edits of sources, categories and pictures, which lists mention
    INDEX = "index"  # rebuilding of what searches find, which is no change of an article

    name = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
