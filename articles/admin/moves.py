"""Buttons and bulk actions that move articles; `workflow` decides and records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles import workflow
from articles.admin.several import tell_kept
from articles.choices import Status
from articles.models import Article
from articles.revisions import StaleArticle

# One by one, each in a transaction of its own: a request holds no more than this.
MOST_AT_ONCE = 500
NOTE_LENGTH = 500


class NoteActionForm(ActionForm):
    """An action with a note: withdrawing needs one, and readers see it."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        label=gettext_lazy("Note or notice"),
        widget=forms.TextInput(attrs={"size": 24}),
    )


class MovesAdmin(admin.ModelAdmin):
    """Adds the moves of `workflow` to a list of articles and to their pages."""

    action_form = NoteActionForm
    actions = ["submit", "approve", "send_back", "publish", "withdraw"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.move_view)
        own = path("<int:pk>/move/", view, name="articles_article_move")
        return [own, *super().get_urls()]

    @method_decorator(require_POST)
    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move an article whose text this person may not change."""
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        self.make_move(request, article, request.POST.get("_move", ""), seen_in(request))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def make_move(
        self, request: HttpRequest, article: Article, to: str, seen: int | None = None
    ) -> None:
        """Move the article and say what came of it."""
        if to not in Status.values:
            self.message_user(request, _("There is no such move."), messages.ERROR)
            return
        note = request.POST.get("move_note", "").strip()[:NOTE_LENGTH]
        try:
            workflow.move(article, Status(to), by=request.user, note=note, seen=seen)  # type: ignore[arg-type]
        except (workflow.MoveNotAllowed, StaleArticle) as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        words = _("“%(title)s” is now: %(status)s.")
        said = {"title": article, "status": Status(to).label}
        self.message_user(request, words % said, messages.SUCCESS)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.submit_article")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.review_article")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["submit"])
    def submit(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move_several(request, queryset, Status.IN_REVIEW)

    @admin.action(description=gettext_lazy("Approve"), permissions=["review"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move_several(request, queryset, Status.APPROVED)

    @admin.action(description=gettext_lazy("Return to the writer"), permissions=["review"])
    def send_back(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move_several(request, queryset, Status.DRAFT)

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move_several(request, queryset, Status.PUBLISHED)

    @admin.action(description=gettext_lazy("Withdraw, with the notice"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.move_several(request, queryset, Status.WITHDRAWN)

    def move_several(self, request: HttpRequest, queryset: QuerySet[Article], to: Status) -> None:
        """Move each article that may be moved; say how many, and why others were not."""
        articles = list(queryset.order_by("pk")[: MOST_AT_ONCE + 1])
        if len(articles) > MOST_AT_ONCE:
            words = _("Choose at most %(number)s articles at once.") % {"number": MOST_AT_ONCE}
            self.message_user(request, words, messages.ERROR)
            return
        note = request.POST.get("note", "").strip()[:NOTE_LENGTH]
        refused: list[str] = []
        for article in articles:
            try:
                workflow.move(article, to, by=request.user, note=note)  # type: ignore[arg-type]
            except (workflow.MoveNotAllowed, StaleArticle) as error:
                refused.append(f"{article}: {error}")
        self.say_moved(request, len(articles) - len(refused), to, refused)

    def say_moved(self, request: HttpRequest, moved: int, to: Status, refused: list[str]) -> None:
        if moved:
            words = ngettext(
                "%(count)s article is now: %(status)s.",
                "%(count)s articles are now: %(status)s.",
                moved,
            )
            said = {"count": moved, "status": to.label}
            self.message_user(request, words % said, messages.SUCCESS)
        tell_kept(self, request, refused)


def seen_in(request: HttpRequest) -> int | None:
    """Return the version that the page showed, as the form says it; -1 fits none."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1
