from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import columns
from articles.admin.lists import counted
from articles.admin.searching import PlainChangeList
from articles.admin.tree import in_tree_order
from articles.cards.following import follow_category, follow_names
from articles.models import Article, Category, SourceLabel


class TreeChangeList(PlainChangeList):
    """All categories on one page, each under its parent."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        ordered = in_tree_order(self.result_list)
        for category, depth in ordered:
            category.depth = depth  # type: ignore[attr-defined]
        self.result_list = [category for category, _depth in ordered]


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    fields = ["name", "parent", "slug", "description", "position"]
    autocomplete_fields = ["parent"]
    list_display = ["branch", "position", "articles", "labels"]
    list_per_page = 1_000
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = []
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        if "parent" in form.changed_data:
            follow_category(obj)
        else:
            follow_names()

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        follow_category(obj, obj.delete)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        for category in queryset:
            self.delete_model(request, category)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[TreeChangeList]:
        return TreeChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") != "articles_category_changelist":
            return rows
        uses = Article.categories.through.objects.filter(category=OuterRef("pk"))
        labels = SourceLabel.objects.filter(category=OuterRef("pk"))
        return rows.annotate(
            article_count=counted(uses, "category"), label_count=counted(labels, "category")
        )

    @admin.display(description=_("name"))
    def branch(self, category: Category) -> SafeString:
        depth = min(category.depth, 9)  # type: ignore[attr-defined]
        return format_html('<span class="branch depth-{}">{}</span>', depth, category.name)

    @admin.display(description=_("articles"))
    def articles(self, category: Category) -> SafeString:
        address = reverse("admin:articles_article_changelist")
        count = category.article_count  # type: ignore[attr-defined]
        return columns.link_with(address, {"within": category.public_id}, count)

    @admin.display(description=_("source labels"))
    def labels(self, category: Category) -> int:
        return int(category.label_count)  # type: ignore[attr-defined]
