from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.choices import ImageRole
from articles.models.fields import PublicIdField

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet


class ImageQuerySet(models.QuerySet["Image"]):
    def used_by(self, articles: ArticleQuerySet) -> Self:
        """Images that at least one of `articles` uses."""
        return self.filter(
            models.Exists(articles.filter(article_images__image=models.OuterRef("pk")))
        )


class Image(models.Model):
    """A picture: its file where we have one, the address it came from where there is one."""

    public_id = PublicIdField()
    title = models.CharField(_("title"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to="originals", blank=True, max_length=200)
    url = models.CharField(_("canonical URL"), max_length=2000, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    mime = models.CharField(_("media type"), max_length=40, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(url=""), name="article_image_has_file_or_url"
            ),
            models.UniqueConstraint(
                fields=["url"], condition=~Q(url=""), name="article_image_url_once"
            ),
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(sha256=""), name="article_image_bytes_once"
            ),
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="article_image_focal_point_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url.rpartition("/")[2] or self.file.name or self.public_id

    def rendition_url(self, spec: str) -> str:
        """The address of a rendition as the picture is now; "" for a picture without a file.

        What stands behind an address never changes: another file or focal point is another one.
        """
        if not self.file:
            return ""
        version = f"{self.sha256[:8]}-{self.focal_x:.3g}-{self.focal_y:.3g}"
        return f"{reverse('web:rendition', args=[self.public_id, spec])}?v={version}"


class ArticleImage(models.Model):
    """One use of an image in an article."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="article_images", verbose_name=_("article")
    )
    image = models.ForeignKey(
        Image, models.PROTECT, related_name="article_images", verbose_name=_("image")
    )
    role = models.CharField(_("role"), max_length=10, choices=ImageRole, default=ImageRole.INLINE)
    position = models.PositiveIntegerField(_("position"), default=0)
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["article", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(role=ImageRole.LEAD), name="article_one_lead_image"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or str(self.image)
