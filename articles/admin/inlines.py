"""What hangs on an article: credits and pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import columns
from articles.admin.permissions import may_edit
from articles.admin.rows import InOrder, OneLead, PictureForm, RowForm
from articles.models import Article, ArticleImage, Credit


class OfArticle(admin.StackedInline):
    """Rows that may be changed by whoever may change their article."""

    extra = 0
    formset = InOrder

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_add_permission(request, obj) and may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_edit(request, obj)


class CreditInline(OfArticle):
    model = Credit
    form = RowForm
    verbose_name_plural = _("credits")
    fields = [("role", "label", "name", "position")]
    ordering = ["position", "pk"]

    @staticmethod
    def as_row(values: dict[str, Any]) -> list[str]:
        """Return a row of the form as a revision keeps it."""
        return [values.get("role") or "", values.get("label") or "", values.get("name") or ""]

    @staticmethod
    def from_row(row: list[str]) -> dict[str, Any]:
        return {"role": row[0], "label": row[1], "name": row[2]}


class PictureInline(OfArticle):
    model = ArticleImage
    form = PictureForm
    formset = OneLead
    verbose_name_plural = _("pictures")
    fields = ["preview", ("image", "upload"), ("role", "position"), "alt", "caption", "credit"]
    readonly_fields = ["preview"]
    autocomplete_fields = ["image"]
    ordering = ["position", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("image")

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return ["preview", "image", ("role", "position"), "alt", "caption", "credit"]

    @admin.display(description=_("preview"))
    def preview(self, use: ArticleImage) -> SafeString:
        return columns.thumbnail(use.image if use.image_id else None)

    @staticmethod
    def as_row(values: dict[str, Any]) -> list[str]:
        """Return a row of the form as a revision keeps it."""
        image = values.get("image")
        texts = [values.get(name) or "" for name in ("role", "alt", "caption", "credit")]
        return [image.public_id if image else "", *texts]

    @staticmethod
    def from_row(row: list[str]) -> dict[str, Any]:
        from_row = dict(zip(("role", "alt", "caption", "credit"), row[1:], strict=True))
        return {"image": row[0], **from_row}
