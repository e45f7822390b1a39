"""The labels that sources use, and the categories that editors map them to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import mapping
from articles.admin import filters, log
from articles.admin.lists import LongList
from articles.admin.tree import indented
from articles.models import Category, SourceLabel


def follow(desk: admin.ModelAdmin, request: HttpRequest, labels: Iterable[mapping.Label]) -> None:
    """Let articles follow the mapping of these labels, and say how many have."""
    number = mapping.apply(labels)
    words = ngettext(
        "%(count)s article has followed the mapping.",
        "%(count)s articles have followed the mapping.",
        number,
    )
    desk.message_user(request, words % {"count": number}, messages.INFO)


class MapForm(ActionForm):
    """An action with the category to map to."""

    category = forms.ModelChoiceField(
        Category.objects.none(), required=False, label=_("Category"), empty_label="–"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["category"]
        field.queryset = Category.objects.all()  # type: ignore[attr-defined]
        field.choices = [("", "–"), *((c.pk, name) for c, name in indented(Category.objects.all()))]  # type: ignore[attr-defined]


@admin.register(SourceLabel)
class SourceLabelAdmin(LongList):
    list_display = ["name", "source", "category", "created_at"]
    list_filter = [filters.UnmappedFilter]
    list_select_related = ["source", "category"]
    list_per_page = 100
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["name", "source__name"]
    fields = ["source", "name", "category"]
    autocomplete_fields = ["source", "category"]
    action_form = MapForm
    actions = ["map_to"]

    def get_readonly_fields(self, request: HttpRequest, obj: SourceLabel | None = None) -> Any:
        return ["source", "name"] if obj else []

    def save_model(self, request: HttpRequest, obj: SourceLabel, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if form.changed_data:
            follow(self, request, [(obj.source_id, obj.name)])

    def delete_model(self, request: HttpRequest, obj: SourceLabel) -> None:
        super().delete_model(request, obj)
        follow(self, request, [(obj.source_id, obj.name)])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SourceLabel]) -> None:
        labels = list(queryset.values_list("source", "name"))
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            follow(self, request, labels)

    @admin.action(description=_("Map to the category"), permissions=["change"])
    def map_to(self, request: HttpRequest, queryset: QuerySet[SourceLabel]) -> None:
        key = request.POST.get("category", "")  # its form has checked it
        category = Category.objects.get(pk=key) if key else None
        with transaction.atomic():
            rows = list(queryset.select_related("source").order_by("pk"))
            number = queryset.order_by().update(category=category)
            log.note(request, rows, lambda: _mapped(category))
            words = ngettext("%(count)s label is mapped.", "%(count)s labels are mapped.", number)
            self.message_user(request, words % {"count": number}, messages.SUCCESS)
            follow(self, request, [(row.source_id, row.name) for row in rows])


def _mapped(category: Category | None) -> str:
    if category is None:
        return gettext("Mapped to no category.")
    return gettext("Mapped to the category “%(name)s”.") % {"name": category}
