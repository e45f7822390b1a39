from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import run_words, words
from articles.admin import columns, filters, original, places
from articles.admin.again import AgainAdmin, title_of
from articles.admin.lists import LongList, counted
from articles.models import Document, Origin


@admin.register(Document)
class DocumentAdmin(LongList, AgainAdmin):
    list_display = ["place", "format", "source", "outcome", "articles", "weight", "seen"]
    list_filter = [filters.OutcomeFilter, filters.SourceFilter]
    list_select_related = ["source"]
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["path"]
    search_help_text = _("Part of a path.")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        rows = super().get_queryset(request).annotate(is_elsewhere=places.met_later())
        if getattr(request.resolver_match, "url_name", "") != "articles_document_changelist":
            return rows
        origins = Origin.objects.filter(document=OuterRef("pk"), is_current=True)
        return rows.annotate(article_count=counted(origins, "document")).defer(
            "parts", "evidence", "warnings", "boundaries", "labels", "keywords"
        )

    @admin.display(description=_("document"))
    def place(self, document: Document) -> str:
        return str(document)

    @admin.display(description=_("reading"))
    def outcome(self, document: Document) -> str:
        if not document.refusal:
            return str(_("read"))
        return words.because(str(_("refused")), words.refusal(document.refusal))

    @admin.display(description=_("articles"))
    def articles(self, document: Document) -> int:
        return int(document.article_count)  # type: ignore[attr-defined]

    @admin.display(description=_("size"))
    def weight(self, document: Document) -> str:
        return columns.size(document.size)

    @admin.display(description=_("last seen"))
    def seen(self, document: Document) -> SafeString | str:
        moment = columns.moment(document.last_seen_at)
        if not document.is_elsewhere:  # type: ignore[attr-defined]
            return moment
        sentence = _("A later run has met the same bytes at another place, and not here.")
        return format_html(
            '{} <span class="flag" title="{}">{}</span>', moment, sentence, _("elsewhere since")
        )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.original_view)
        own = path("<int:pk>/original/", view, name="articles_document_original")
        return [own, *super().get_urls()]

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the bytes as they arrived, as a file that no browser opens by itself."""
        document = Document.objects.select_related("blob").filter(pk=pk).first()
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        if document is None or document.blob is None:
            raise Http404
        name = str(document).rpartition("/")[2] or "document"
        response = HttpResponse(document.blob.content, content_type="text/plain")
        header = content_disposition_header(as_attachment=True, filename=name)
        response["Content-Disposition"] = iri_to_uri(header)
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the document: what it says by parts, and what came of it."""
        document = self.get_object(request, object_id)
        if not self.has_view_permission(request, document) or request.method == "POST":
            raise PermissionDenied
        if document is None:
            raise Http404
        origins = document.origins.select_related("article", "run").defer(
            "article__body", "article__body_text"
        )
        beside = original.whole(document)
        rows = list(origins.order_by("-is_current", "index", "-pk")[:200])
        left = [one for one in rows if one.is_current and one.article is None]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Document"),
            "subtitle": str(document),
            "opts": self.opts,
            "document": document,
            "original": document,
            "outcome": self.outcome(document),
            "origins": [
                (origin, run_words.done(origin.action), title_of(origin)) for origin in rows
            ],
            "deleted": left,
            "may_ask": bool(left) and self.has_again_permission(request),
            "elsewhere": places.others(document),
            "boundaries": original.boundaries(document, beside.stretches),
            "beside": beside,
        }
        return TemplateResponse(request, "admin/articles/document/page.html", context)
