"""Lists that cost the same at any size."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from articles.admin.paginator import BoundedPaginator
from articles.admin.searching import PlainChangeList


class LongList(admin.ModelAdmin):
    """A list of any number of rows: nothing counts them all, and a search has an end."""

    list_max_show_all = 0
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return PlainChangeList


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return a count of rows for each outer row, without joining one count with another."""
    count = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(count), 0)
