from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import CreditRole


class Credit(models.Model):
    """A person or organisation named for their part in an article, label as printed."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="credits", verbose_name=_("article")
    )
    role = models.CharField(_("role"), max_length=20, choices=CreditRole)
    label = models.CharField(_("label"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["article", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="article_credit_has_name")
        ]
        indexes = [models.Index(fields=["name", "article"], name="article_credit_name")]

    def __str__(self) -> str:
        return self.name
