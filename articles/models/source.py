from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import SourceKind
from articles.models.fields import NameListField, PublicIdField

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet


class SourceQuerySet(models.QuerySet["Source"]):
    def used_by(self, articles: ArticleQuerySet) -> Self:
        """Sources of at least one of `articles`."""
        return self.filter(models.Exists(articles.filter(source=models.OuterRef("pk"))))


class Source(models.Model):
    """An outlet or site that articles come from, or this newsroom itself (kind *own*)."""

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind, default=SourceKind.OUTLET)
    aliases = NameListField(
        _("aliases"), blank=True, help_text=_("Other names this source goes by in documents.")
    )
    domains = NameListField(_("domains"), blank=True, help_text=_("Host names."))
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    rights = models.CharField(_("rights"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="article_source_has_name")
        ]

    def __str__(self) -> str:
        return self.name


class SourceLabel(models.Model):
    """A source's own label, as imports found it; an editor maps it to a category."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="labels", verbose_name=_("source")
    )
    name = models.CharField(_("label"), max_length=200)
    category = models.ForeignKey(
        "articles.Category",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="source_labels",
        verbose_name=_("category"),
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("source label")
        verbose_name_plural = _("source labels")
        ordering = ["source", "name"]
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="article_label_once_a_source")
        ]

    def __str__(self) -> str:
        return self.name
