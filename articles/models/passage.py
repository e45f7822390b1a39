from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Copy(models.Model):
    """Two articles of different sources whose texts have been compared and are nearly the same."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", verbose_name=_("article")
    )
    other = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", verbose_name=_("other article")
    )

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="article_copy_once"),
            models.CheckConstraint(
                condition=Q(article__lt=F("other")), name="article_copy_once_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} = {self.other_id}"


class PassageQuerySet(models.QuerySet["Passage"]):
    def of(self, article: int) -> Self:
        """Passages that an article shares with those that are no copies of it."""
        family = F("other__family")
        is_copy = Q(article__family__isnull=False, article__family=family)
        return self.filter(Q(article=article) | Q(other=article)).exclude(is_copy)


class Passage(models.Model):
    """Words that stand in two articles alike; offsets are code points of their plain texts."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="passages", verbose_name=_("article")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    other = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="passages_elsewhere",
        verbose_name=_("other article"),
    )
    other_start = models.PositiveIntegerField(_("start in the other"))
    other_end = models.PositiveIntegerField(_("end in the other"))

    objects = PassageQuerySet.as_manager()

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
