from __future__ import annotations

from collections import defaultdict
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import PublicIdField


class CategoryQuerySet(models.QuerySet["Category"]):
    def within(self, root: Category) -> Self:
        """The category and everything under it: one query for the tree's shape, then a filter."""
        children = defaultdict(list)
        for pk, parent in self.model._default_manager.values_list("pk", "parent_id"):
            children[parent].append(pk)
        found, waiting = [], [root.pk]
        while waiting:
            pk = waiting.pop()
            found.append(pk)
            waiting += children.pop(pk, [])
        return self.filter(pk__in=found)


class Category(models.Model):
    """A branch of our own tree of subjects."""

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, allow_unicode=True, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="article_category_has_name"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent__isnull=True),
                name="article_root_category_name_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(parent__isnull=False),
                name="article_child_category_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a tree that would hold itself."""
        above = self.parent
        while above is not None:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": _("A category cannot stand under itself.")})
            above = above.parent
