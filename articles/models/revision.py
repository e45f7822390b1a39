from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import Status
from articles.models.fields import JSONField


class RevisionQuerySet(models.QuerySet["Revision"]):
    def told(self, at: datetime | None = None) -> Self:
        """Versions that readers saw with a word about what was corrected, oldest first."""
        rows = self.exclude(correction="").filter(visible_from__isnull=False).order_by("version")
        return rows.filter(visible_from__lte=at) if at else rows


class Revision(models.Model):
    """An article's values as they stood at one version, whoever set them."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("article")
    )
    version = models.PositiveIntegerField(_("version"))
    values = JSONField(_("values"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    correction = models.CharField(_("correction note for readers"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty where an import wrote it."),
    )
    run = models.ForeignKey(
        "articles.ImportRun", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    visible_from = models.DateTimeField(
        _("readers saw it from"),
        null=True,
        blank=True,
        help_text=_("Empty where readers never saw it."),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"], name="article_revision_once_a_version"
            )
        ]
        indexes = [
            models.Index(
                fields=["-visible_from"], name="article_revision_told", condition=~Q(correction="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} v{self.version}"


class Review(models.Model):
    """A move of an article from one status to another: who, when, why, over which text."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="reviews", verbose_name=_("article")
    )
    round = models.PositiveIntegerField(_("round"), default=1)
    from_status = models.CharField(_("from"), max_length=20, choices=Status)
    to_status = models.CharField(_("to"), max_length=20, choices=Status)
    version = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    run = models.ForeignKey(
        "articles.ImportRun", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["article", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "round", "by"],
                condition=Q(to_status=Status.APPROVED),
                name="article_reviewers_of_a_round_differ",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} -> {self.get_to_status_display()}"
