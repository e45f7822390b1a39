from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Outcome, RunStatus
from articles.models.document import Document
from articles.models.fields import JSONField


class ImportRun(models.Model):
    """One run of the import: what was asked, what came of it."""

    status = models.CharField(
        _("status"), max_length=20, choices=RunStatus, default=RunStatus.RUNNING
    )
    arguments = JSONField(_("arguments"), default=dict, blank=True)
    counts = JSONField(_("counts"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class RunDocument(models.Model):
    """What one run did with one document: its outcome and its plan, without the texts."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="documents", verbose_name=_("run")
    )
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="run_documents", verbose_name=_("document")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    plan = JSONField(_("plan"), default=dict, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)
    # What an undo puts back: rows of the document as they were; null where the run made them.
    before = JSONField(_("before"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of a run")
        verbose_name_plural = _("documents of a run")
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "document"], name="article_document_once_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_outcome_display()}"
