from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Shingle(models.Model):
    """A sampled run of a text's characters, by hash, and an article that has it."""

    hash = models.BigIntegerField()
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["hash", "article"], name="article_shingle_hash")]

    def __str__(self) -> str:
        return f"{self.hash:x}"


class Passage(models.Model):
    """Words that stand in two articles alike; offsets are code points of their plain texts."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="passages", verbose_name=_("article")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    other = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", verbose_name=_("other article")
    )
    other_start = models.PositiveIntegerField(_("start in the other"))
    other_end = models.PositiveIntegerField(_("end in the other"))

    class Meta:
        verbose_name = _("shared passage")
        verbose_name_plural = _("shared passages")
        ordering = ["article", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__lt=F("other")), name="article_passage_once_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}:{self.start}-{self.end} = {self.other_id}:{self.other_start}"
