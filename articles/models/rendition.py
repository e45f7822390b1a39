from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.image import Image


class Rendition(models.Model):
    """A derived picture of a named size; it can be thrown away and made again."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    spec = models.CharField(_("spec"), max_length=20)
    file = models.FileField(_("file"), upload_to="renditions", max_length=200)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["image", "spec"], name="article_rendition_once_a_spec")
        ]

    def __str__(self) -> str:
        return f"{self.image} ({self.spec})"
