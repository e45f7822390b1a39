from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sample(models.Model):
    """A text whose chosen shingles stand in the index, under this row's id.

    A row is never changed: an edited article gets a new one. What the index still holds under an
    id that is gone finds nothing, because every search joins this table.
    """

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, related_name="sample", verbose_name=_("article")
    )
    size = models.PositiveIntegerField(_("chosen shingles"))
    digest = models.CharField(_("digest of text and source"), max_length=32)
    rules = models.PositiveSmallIntegerField(_("version of the rules"))

    class Meta:
        verbose_name = _("sampled text")
        verbose_name_plural = _("sampled texts")

    def __str__(self) -> str:
        return f"{self.article_id}"


class ShingleFilter(models.Model):
    """A piece of the bits of all shingles of samples up to one, so that nobody reads them all."""

    piece = models.PositiveIntegerField(unique=True)
    upto = models.BigIntegerField()
    bits = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.piece}: {self.upto}"
