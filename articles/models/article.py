from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.choices import ImageRole, Precision, Status
from articles.models.category import Category
from articles.models.fields import CleanHTMLField, JSONField, PublicIdField
from articles.models.image import ArticleImage
from articles.models.revision import Revision
from articles.models.source import Source
from articles.text.fingerprint import fingerprint
from articles.text.html import RULES_VERSION, clean_html, text_of
from articles.text.slugs import slug


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """Articles that a reader may see at the moment `at`, now by default."""
        moment = at or timezone.now()
        is_free = Q(embargo_until__isnull=True) | Q(embargo_until__lte=moment)
        return self.filter(is_free).for_partners(moment)

    def for_partners(self, at: datetime | None = None) -> Self:
        """Those and the embargoed: what a partner may see whose key says so."""
        moment = at or timezone.now()
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=moment),
            # Not `published_at <= moment`: SQLite would take that for the best way into an index
            # and sort or skip all its rows, where a list's own index starts at the right place.
            ~Q(published_at__gt=moment),
            status=Status.PUBLISHED,
        )

    def withdrawn(self) -> Self:
        """Articles that readers saw, that were taken down and are remembered by their notice.

        One that was taken back before its time had come was never there for readers.
        """
        return self.filter(status=Status.WITHDRAWN, was_public=True)

    def in_category(self, category: Category) -> Self:
        """Articles in the category or anywhere under it, each once."""
        within = Category.objects.within(category).values("pk")
        link = self.model.categories.through.objects.filter(
            article_id=models.OuterRef("pk"), category_id__in=within
        )
        return self.filter(models.Exists(link))

    def copies(self) -> Self:
        """Articles of a family that another article stands for."""
        return self.filter(family__isnull=False).exclude(family__canonical=F("pk"))

    def for_reading(self) -> Self:
        """Load what an article's page shows: a fixed number of queries."""
        pictures = ArticleImage.objects.select_related("image").order_by("position", "pk")
        return self.select_related("source").prefetch_related(
            "categories",
            "credits",
            models.Prefetch("article_images", queryset=pictures),
            models.Prefetch("revisions", Revision.objects.told().defer("values"), to_attr="told"),
        )


class Family(models.Model):
    """Articles of different sources that carry the same or nearly the same text."""

    canonical = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        related_name="stands_for",
        verbose_name=_("canonical article"),
    )

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")

    def __str__(self) -> str:
        return f"{self.pk}"


class Article(models.Model):
    """One story as it is kept: the values readers see beside the words of its source."""

    public_id = PublicIdField()
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        blank=True,
        help_text=_("Who first published the text, where the document says so."),
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    original_title = models.CharField(_("original title"), max_length=500, blank=True)
    subtitle = models.CharField(_("subtitle"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = CleanHTMLField(_("text"), blank=True)
    body_text = models.TextField(_("plain text"), blank=True, editable=False)
    # `derive` sets it; a row that nobody certified counts as certified by the oldest rules.
    body_rules = models.PositiveSmallIntegerField(default=1, editable=False)
    language = models.CharField(_("language"), max_length=20, blank=True)
    keywords = JSONField(_("keywords"), default=list, blank=True)
    canonical_url = models.CharField(_("canonical URL"), max_length=2000, blank=True)
    truncated = models.BooleanField(_("truncated"), default=False)
    categories = models.ManyToManyField(
        Category, blank=True, related_name="articles", verbose_name=_("categories")
    )

    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    originally_published_at = models.DateTimeField(_("originally published"), null=True, blank=True)
    original_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, blank=True
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_notice = models.CharField(
        _("withdrawal notice"), max_length=500, blank=True, editable=False
    )
    # What held when it was withdrawn: the dates may be edited afterwards, what readers saw not.
    was_public = models.BooleanField(default=False, editable=False)
    sort_at = models.DateTimeField(_("date"), default=timezone.now, editable=False)

    fingerprint = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    family = models.ForeignKey(
        Family,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name=_("family"),
    )
    review_round = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | (~Q(title="") & Q(published_at__isnull=False) & Q(body_rules__gte=1)),
                name="article_published_has_title_date_and_certified_body",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="article_withdrawn_has_date",
            ),
            models.CheckConstraint(
                condition=Q(originally_published_at__isnull=True, original_precision="")
                | (Q(originally_published_at__isnull=False) & ~Q(original_precision="")),
                name="article_original_date_has_precision",
            ),
        ]
        indexes = [
            # An import adds at the end of these two, and not somewhere in the middle.
            models.Index(fields=["status", "id"], name="article_by_status"),
            models.Index(fields=["source", "status", "published_at"], name="article_by_source"),
            models.Index(fields=["sort_at", "id"], name="article_by_date"),
            # Of all rows: SQLite uses a partial index only where the query repeats its condition
            # in words, and parameters are none.
            models.Index(fields=["canonical_url"], name="article_canonical_url"),
        ]
        permissions = [
            ("submit_article", _("Can submit an article for review")),
            ("review_article", _("Can approve or return an article")),
            ("publish_article", _("Can publish and withdraw an article")),
        ]

    def __str__(self) -> str:
        return self.title or self.original_title or _("Untitled (%s)") % self.public_id

    def save(self, *args: Any, **options: Any) -> None:
        """Keep the derived columns in step with what is saved."""
        fields = options.get("update_fields")
        if fields is None:
            self.derive()
        else:
            options["update_fields"] = {*fields, *self.derive(fields)}
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        """The page for readers; the slug decorates, the public id finds."""
        words = slug(self.title)
        parts = [self.public_id, words] if words else [self.public_id]
        return reverse("web:article", args=parts)

    def is_public(self, at: datetime | None = None) -> bool:
        """Whether a reader may see this row as it stands; `published()` for one article."""
        moment = at or timezone.now()
        return (
            self.status == Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= moment
            and (self.embargo_until is None or self.embargo_until <= moment)
            and (self.expires_at is None or self.expires_at > moment)
        )

    @property
    def lead_image(self) -> ArticleImage | None:
        """The lead picture out of what `for_reading` loaded."""
        return next((p for p in self.article_images.all() if p.role == ImageRole.LEAD), None)

    @property
    def corrections(self) -> list[Revision]:
        """The versions with a note for readers, out of what `for_reading` loaded."""
        told: list[Revision] = getattr(self, "told", [])
        return told

    def derive(self, changed: Iterable[str] = ("body", "published_at")) -> set[str]:
        """Set the columns that follow from `changed` ones; return the names of those set."""
        changed, derived = set(changed), set()
        if "body" in changed:
            self.body = clean_html(self.body)
            self.body_text = text_of(self.body)
            self.body_rules = RULES_VERSION
            self.fingerprint = fingerprint(self.body_text)
            derived |= {"body_text", "body_rules", "fingerprint"}
        if changed & {"originally_published_at", "published_at"}:
            made = self.sort_at if self._state.adding else self.created_at
            self.sort_at = self.originally_published_at or self.published_at or made
            derived.add("sort_at")
        return derived


class ImportedValues(models.Model):
    """What an article and its source last had in common, field by field.

    `values` is the base of the three-way merge: a field that still equals it follows its source,
    any other was changed by a person and stays; a `Conflict` asks about what was not taken.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="imported", verbose_name=_("article")
    )
    values = JSONField(_("imported values"), default=dict)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("imported values")
        verbose_name_plural = _("imported values")

    def __str__(self) -> str:
        return f"{self.article_id}"
