"""Conflicts: the queue of values that an editor and a source both changed, and how each ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin import columns, conflicts, filters, log
from articles.admin.history import name_of
from articles.admin.lists import LongList
from articles.admin.moves import MOST_AT_ONCE, seen_in
from articles.admin.permissions import ReadOnlyAdmin, may_edit
from articles.admin.several import tell_kept
from articles.choices import Precision, Resolution
from articles.ingest import store
from articles.models import Conflict
from articles.revisions import StaleArticle

# What a list shows of an article is not its text.
NOT_LISTED = [
    *("base", "incoming", "present"),
    *(f"article__{name}" for name in ("body", "body_text", "summary", "keywords")),
]


@admin.register(Conflict)
class ConflictAdmin(LongList, ReadOnlyAdmin):
    """Whoever sees articles sees their conflicts; whoever may edit one ends its conflicts."""

    list_display = ["subject", "value", "source", "met", "edited", "ended"]
    list_display_links = ["subject"]
    list_filter = [filters.ResolutionFilter, filters.FieldFilter, filters.ArticleSourceFilter]
    list_select_related = ["article__source", "run", "edited_by", "resolved_by"]
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["article__title"]
    search_help_text = _("Part of a title.")
    actions = ["accept_selected", "dismiss_selected"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        titled = {"title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {})
        return super().changelist_view(request, titled)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conflict]:
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") != "articles_conflict_changelist":
            return rows.select_related(*self.list_select_related)
        return rows.defer(*NOT_LISTED)

    def has_view_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_change_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        article = obj.article if obj else None
        return request.user.has_perm("articles.change_article") and may_edit(request, article)

    @admin.display(description=_("article"))
    def subject(self, conflict: Conflict) -> str:
        return str(conflict.article)

    @admin.display(description=_("field"))
    def value(self, conflict: Conflict) -> str:
        return name_of(conflict.field)

    @admin.display(description=_("source"))
    def source(self, conflict: Conflict) -> str:
        return str(conflict.article.source or columns.EMPTY)

    @admin.display(description=_("found"))
    def met(self, conflict: Conflict) -> SafeString:
        run = columns.to_change(conflict.run, f"#{conflict.run_id}")
        return columns.lines(columns.moment(conflict.created_at, Precision.DAY), run)

    @admin.display(description=_("edited by"))
    def edited(self, conflict: Conflict) -> SafeString | str:
        if conflict.edited_at is None:
            return columns.EMPTY
        day = columns.moment(conflict.edited_at, Precision.DAY)
        return columns.lines(*filter(None, (conflict.edited_by, day)))

    @admin.display(description=_("resolution"))
    def ended(self, conflict: Conflict) -> str:
        if conflict.resolution == Resolution.OPEN:
            return conflict.get_resolution_display()
        who = _who_and_when(conflict.resolved_by, conflict.resolved_at)
        return f"{conflict.get_resolution_display()}: {who}"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.settle_view)
        own = path("<int:pk>/settle/", view, name="articles_conflict_settle")
        return [own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the three values side by side, and the buttons that end the conflict."""
        conflict = self.get_object(request, object_id)
        if not self.has_view_permission(request, conflict) or request.method == "POST":
            raise PermissionDenied
        if conflict is None:
            raise Http404
        is_open = conflict.resolution == Resolution.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Conflict"),
            "subtitle": str(conflict.article),
            "opts": self.opts,
            "original": conflict,
            "conflict": conflict,
            "article": conflict.article,
            "badge": columns.badge(conflict.article.status),
            "three": conflicts.three_of(conflict),
            "edited": _who_and_when(conflict.edited_by, conflict.edited_at),
            "ended": self.ended(conflict),
            "is_open": is_open,
            "may_settle": is_open and self.has_change_permission(request, conflict),
        }
        return TemplateResponse(request, "admin/articles/conflict/page.html", context)

    @method_decorator(require_POST)
    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a conflict as the button said that was pressed."""
        conflict = self.get_object(request, str(pk))
        if conflict is None or not self.has_change_permission(request, conflict):
            raise PermissionDenied
        here = reverse("admin:articles_conflict_change", args=[pk])
        chosen = request.POST.get("_settle", "")
        if chosen not in ("accept", "dismiss"):
            self.message_user(request, gettext("There is no such step."), messages.ERROR)
            return HttpResponseRedirect(here)
        end = self._accept if chosen == "accept" else self._dismiss
        if problem := end(request, conflict, seen_in(request)):
            self.message_user(request, problem, messages.WARNING)
            return HttpResponseRedirect(here)
        words = _SETTLED[chosen] % {"field": name_of(conflict.field), "title": conflict.article}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(_next(conflict))

    @admin.action(description=_("Accept the source's values"), permissions=["change"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._end_several(request, queryset, self._accept)

    @admin.action(description=_("Dismiss, keep the editors' values"), permissions=["change"])
    def dismiss_selected(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        self._end_several(request, queryset, self._dismiss)

    def _end_several(
        self,
        request: HttpRequest,
        queryset: QuerySet[Conflict],
        end: Callable[[HttpRequest, Conflict, int | None], str],
    ) -> None:
        """End each conflict that can be ended; say how many, and why others were not."""
        chosen = list(queryset.select_related("article").order_by("pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            words = gettext("Choose at most %(number)s conflicts at once.")
            self.message_user(request, words % {"number": MOST_AT_ONCE}, messages.ERROR)
            return
        problems = [(conflict, self._end_one(request, conflict, end)) for conflict in chosen]
        kept = [f"{conflict.article}: {problem}" for conflict, problem in problems if problem]
        if done := len(chosen) - len(kept):
            words = ngettext(
                "%(count)s conflict is settled.", "%(count)s conflicts are settled.", done
            )
            self.message_user(request, words % {"count": done}, messages.SUCCESS)
        tell_kept(self, request, kept)

    def _end_one(
        self,
        request: HttpRequest,
        conflict: Conflict,
        end: Callable[[HttpRequest, Conflict, int | None], str],
    ) -> str:
        if not self.has_change_permission(request, conflict):
            return gettext("You may not edit this article.")
        return end(request, conflict, None)

    def _accept(self, request: HttpRequest, conflict: Conflict, seen: int | None) -> str:
        """Accept a conflict; return why that could not be, "" if it was."""
        note = gettext("Accepted from the source: %(field)s") % {"field": name_of(conflict.field)}
        try:
            with transaction.atomic():
                store.accept(conflict, by=request.user, seen=seen, note=note)  # type: ignore[arg-type]
                log.note(request, [conflict], _("Accept the source's values"))
        except StaleArticle as error:
            again = gettext("Compare again: nothing was overwritten.")
            return f"{error} {again}"
        except store.NotOpen:
            return gettext("This conflict is settled already.")
        except store.NotAcceptable:
            return gettext("The article cannot have this value.")
        return ""

    def _dismiss(self, request: HttpRequest, conflict: Conflict, seen: int | None) -> str:
        """Dismiss a conflict; return why that could not be, "" if it was."""
        try:
            with transaction.atomic():
                store.dismiss(conflict, by=request.user)  # type: ignore[arg-type]
                log.note(request, [conflict], _("Dismiss, keep the editors' values"))
        except store.NotOpen:
            return gettext("This conflict is settled already.")
        return ""


_SETTLED = {
    "accept": _("“%(title)s” has the source's value now: %(field)s."),
    "dismiss": _("“%(title)s” stays as it is: %(field)s."),
}


def _who_and_when(who: object | None, when: Any) -> str:
    if when is None:
        return columns.EMPTY
    moment = columns.moment(when)
    return f"{who}, {moment}" if who else moment


def _next(conflict: Conflict) -> str:
    """Return the address of the article's next open conflict, or of the list of all."""
    others = Conflict.objects.filter(article=conflict.article_id, resolution=Resolution.OPEN)
    pk = others.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        return reverse("admin:articles_conflict_changelist")
    return reverse("admin:articles_conflict_change", args=[pk])
