"""Asks deleted articles back: buttons on the page of the document that holds them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from articles.admin import log
from articles.admin.permissions import ReadOnlyAdmin
from articles.ingest import store
from articles.models import Origin

ALL = "all"


class AgainAdmin(ReadOnlyAdmin):
    """Adds to documents what lets the next import make their deleted articles anew."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.again_view)
        own = path("<int:pk>/again/", view, name="articles_document_again")
        return [own, *super().get_urls()]

    def has_again_permission(self, request: HttpRequest) -> bool:
        """Whoever may delete an article may take that back."""
        return request.user.has_perm("articles.delete_article")

    @method_decorator(require_POST)
    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the deleted article that the button named, or for all of the document."""
        document = self.get_object(request, str(pk))
        may_see = self.has_view_permission(request, document)
        if document is None or not (may_see and self.has_again_permission(request)):
            raise PermissionDenied
        chosen = request.POST.get("origin", "")
        left = store.deleted_of(document).values_list("pk", flat=True)
        with transaction.atomic():
            asked = store.ask_back(document, [one for one in left if chosen in (ALL, str(one))])
            if asked:
                log.note(request, [document], lambda: told(asked))
        level = messages.SUCCESS if asked else messages.WARNING
        self.message_user(request, told(asked), level)
        return HttpResponseRedirect(reverse("admin:articles_document_change", args=[pk]))


def told(asked: list[Origin]) -> str:
    if not asked:
        return gettext("This article is not deleted any more.")
    words = ngettext(
        "The next import of this document makes %(count)s article anew: %(titles)s",
        "The next import of this document makes %(count)s articles anew: %(titles)s",
        len(asked),
    )
    titles = "; ".join(filter(None, map(title_of, asked[:5])))
    return words % {"count": len(asked), "titles": titles or "–"}


def title_of(origin: Origin) -> str:
    """Return what a deleted article was called, as far as its document says."""
    return str(origin.evidence.get("title", {}).get("text", ""))
