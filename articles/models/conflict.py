from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Resolution
from articles.models.fields import JSONField


class Conflict(models.Model):
    """A field that both an editor and a source changed; the editor's value stays until accepted."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="conflicts", verbose_name=_("article")
    )
    field = models.CharField(_("field"), max_length=40)
    base = JSONField(_("last imported"), null=True)
    incoming = JSONField(_("incoming"), null=True)
    present = JSONField(_("the editor's"), null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("edited by"),
    )
    edited_at = models.DateTimeField(_("edited"), null=True)
    run = models.ForeignKey(
        "articles.ImportRun",
        models.SET_NULL,
        null=True,
        related_name="conflicts",
        verbose_name=_("run"),
    )
    created_at = models.DateTimeField(_("found"), auto_now_add=True)
    resolution = models.CharField(
        _("resolution"), max_length=20, choices=Resolution, default=Resolution.OPEN
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field"],
                condition=models.Q(resolution=Resolution.OPEN),
                name="article_conflict_open_once_a_field",
            )
        ]
        indexes = [models.Index(fields=["resolution", "-id"], name="article_conflict_queue")]

    def __str__(self) -> str:
        return f"{self.article}: {self.field}"
