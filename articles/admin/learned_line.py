"""Lines that return in a source's texts: an editor says which of them the source adds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import columns, filters, log
from articles.admin.lists import LongList
from articles.choices import LineStatus
from articles.models import LearnedLine


@admin.register(LearnedLine)
class LearnedLineAdmin(LongList):
    list_display = ["line", "source", "found_in", "status", "decided_by", "decided_at"]
    list_filter = [filters.LineStatusFilter, filters.SourceFilter]
    list_select_related = ["source", "decided_by"]
    list_per_page = 100
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["line"]
    fields = ["source", "line", "documents", "status", "decided_by", "decided_at"]
    readonly_fields = ["source", "line", "documents", "decided_by", "decided_at"]
    actions = ["approve", "reject"]

    @admin.display(description=_("documents"))
    def found_in(self, line: LearnedLine) -> SafeString:
        """Return the count, leading to a search for the line among the source's articles."""
        address = reverse("admin:articles_article_changelist")
        query = {"from": line.source.name, "q": line.line}
        return columns.link_with(address, query, line.documents)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: LearnedLine, form: Any, change: bool) -> None:  # noqa: FBT001
        if "status" in form.changed_data:
            obj.decided_by_id, obj.decided_at = request.user.pk, timezone.now()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Leave out of texts"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[LearnedLine]) -> None:
        self._decide(request, queryset, LineStatus.APPROVED, _("Leave out of texts"))

    @admin.action(description=_("Do not propose again"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[LearnedLine]) -> None:
        self._decide(request, queryset, LineStatus.REJECTED, _("Do not propose again"))

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[LearnedLine],
        status: LineStatus,
        said: Promise,
    ) -> None:
        with transaction.atomic():
            lines = list(queryset.order_by("pk"))
            number = LearnedLine.objects.filter(pk__in=[line.pk for line in lines]).update(
                status=status, decided_by=request.user.pk, decided_at=timezone.now()
            )
            log.note(request, lines, said)
        words = ngettext(
            "%(count)s line is not proposed again.",
            "%(count)s lines are not proposed again.",
            number,
        )
        if status == LineStatus.APPROVED:
            words = ngettext(
                "The next import leaves %(count)s line out of its source's texts.",
                "The next import leaves %(count)s lines out of their sources' texts.",
                number,
            )
        self.message_user(request, words % {"count": number}, messages.SUCCESS)
