from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import LineStatus
from articles.models.source import Source


class LearnedLine(models.Model):
    """A line that stands in many documents of a source; left out once an editor has approved it."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="learned_lines", verbose_name=_("source")
    )
    line = models.CharField(_("line"), max_length=200)
    documents = models.PositiveIntegerField(
        _("documents"), help_text=_("How many documents of the source have it.")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=LineStatus, default=LineStatus.PROPOSED
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("learned line")
        verbose_name_plural = _("learned lines")
        ordering = ["source", "-documents", "line"]
        constraints = [
            models.UniqueConstraint(fields=["source", "line"], name="article_line_once_a_source")
        ]

    def __str__(self) -> str:
        return self.line
