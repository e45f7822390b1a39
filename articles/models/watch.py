from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.source import Source


class SourceWatch(models.Model):
    """How the documents of a source have been read: what an import's fuse remembers.

    `recent` has a sign a document, the newest last: 0 read well, 1 read poorly, and o and x the
    same of documents that were held back. What has left it counts in `documents` and `poor`,
    unless it was held back.
    """

    source = models.OneToOneField(
        Source, models.CASCADE, related_name="watch", verbose_name=_("source")
    )
    documents = models.PositiveIntegerField(_("documents"), default=0)
    poor = models.PositiveIntegerField(_("read poorly"), default=0)
    recent = models.CharField(_("recent documents"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("watch of a source")
        verbose_name_plural = _("watches of sources")

    def __str__(self) -> str:
        return f"{self.source_id}: {self.recent}"
