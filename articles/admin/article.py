"""Articles: the list, and the page on which one is written, checked and published."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles import revisions
from articles.admin import columns, conflicts, copies, filters, history, moves, original
from articles.admin.article_form import ArticleForm
from articles.admin.dates import DatedChangeList
from articles.admin.inlines import CreditInline, PictureInline
from articles.admin.lists import LongList
from articles.admin.paginator import BoundedPaginator, Searched
from articles.admin.permissions import may_edit
from articles.admin.reconciling import reconcile
from articles.admin.searching import SearchForm
from articles.admin.uploads import UploadsAdmin
from articles.choices import ImageRole, SourceKind
from articles.models import Article, ArticleImage, ArticleQuerySet, Source
from articles.removal import remove
from articles.search.desk import find
from articles.workflow import moves_for

# Under this name a request carries what its search knows to the list's paginator.
SEARCHED = "searched"


class ArticleChangeList(DatedChangeList):
    search_form_class = SearchForm


@admin.register(Article)
class ArticleAdmin(LongList, UploadsAdmin, moves.MovesAdmin):
    form = ArticleForm
    inlines = [CreditInline, PictureInline]
    autocomplete_fields = ["source", "categories"]
    fieldsets = [
        (None, {"fields": ["seen", "title", "subtitle", "body", "summary"]}),
        (
            _("Source and subject"),
            {"fields": ["source", "publisher", "categories", "keywords", "language"]},
        ),
        (
            _("Dates"),
            {
                "fields": [
                    ("originally_published_at", "original_precision"),
                    ("embargo_until", "expires_at"),
                ]
            },
        ),
    ]

    list_display = ["picture", "headline", "source", "state", "dated", "went_out", "marks"]
    list_display_links = ["headline"]
    list_filter = [
        "status",
        filters.FlagFilter,
        filters.SourceFilter,
        filters.CategoryFilter,
        filters.LanguageFilter,
    ]
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = ["dated"]
    date_hierarchy = "sort_at"
    search_fields = ["title"]
    search_help_text = _("Words in titles and texts; two Chinese characters are enough.")

    @admin.display(description=_("picture"))
    def picture(self, article: Article) -> SafeString:
        leads: list[ArticleImage] = getattr(article, "lead_images", [])
        return columns.thumbnail(leads[0].image if leads else None)

    @admin.display(description=_("title"))
    def headline(self, article: Article) -> SafeString | str:
        if article.title:
            return article.title
        words = article.original_title or gettext("Untitled")
        return format_html('<span class="untitled">{}</span>', words)

    @admin.display(description=_("status"))
    def state(self, article: Article) -> SafeString:
        return columns.badge(article.status)

    @admin.display(description=_("originally"), ordering="sort_at")
    def dated(self, article: Article) -> str:
        return columns.moment(article.originally_published_at, article.original_precision or "time")

    @admin.display(description=_("published"))
    def went_out(self, article: Article) -> str:
        return columns.moment(article.published_at)

    @admin.display(description=_("flags"))
    def marks(self, article: Article) -> SafeString:
        return columns.flags(article)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") != "articles_article_changelist":
            return rows
        lead = ArticleImage.objects.filter(role=ImageRole.LEAD).select_related("image")
        return (
            rows.select_related("source", "family")
            .prefetch_related(Prefetch("article_images", queryset=lead, to_attr="lead_images"))
            .defer("body", "body_text", "summary", "keywords")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if not search_term:
            return queryset, False
        articles = cast("ArticleQuerySet", queryset)
        found = find(search_term)
        counted = partial(found.counted, articles)
        setattr(request, SEARCHED, Searched(articles, counted, found.most_counted))
        return found.among(articles), False

    def get_paginator(self, request: HttpRequest, *args: Any, **options: Any) -> Paginator:
        paginator = cast("BoundedPaginator", super().get_paginator(request, *args, **options))
        paginator.searched = getattr(request, SEARCHED, None)
        return paginator

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_edit(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            told = [(_("Readers"), {"fields": ["correction"]})] if obj and obj.is_public() else []
            return [*super().get_fieldsets(request, obj), *told]
        shown = ["title", "subtitle", "text", "summary"]
        return [(None, {"fields": shown}), *self.fieldsets[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [] if self.has_change_permission(request, obj) else ["text"]

    @admin.display(description=_("text"))
    def text(self, article: Article) -> str:
        return article.body_text or columns.EMPTY

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = Source.objects.filter(kind=SourceKind.OWN).order_by("pk").first()
        return {"source": own.pk if own else None, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: Any) -> None:
        """Save a new article; a change waits for `save_related`, which knows of its rows."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save the whole as one version, or nothing at all where nobody changed anything."""
        article: Article = form.instance
        correction = ""
        if change and not _is_changed(form, formsets):
            for rows in formsets:
                rows.save()  # nothing; Django asks it afterwards what it did
            return
        if change:
            present = revisions.lock(article.pk, seen=article.version)
            correction = form.cleaned_data["correction"] if present.is_public() else ""
            article.version += 1
            article.save()
        super().save_related(request, form, formsets, change)
        if not article.is_public():
            correction = ""  # to what nobody sees there is nothing to say
        revisions.keep(article, by=request.user, correction=correction)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        remove([obj.pk], obj.delete)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        remove(list(queryset.order_by().values_list("pk", flat=True)), queryset.delete)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_move" in request.POST:
            return self.moved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if "_move" in request.POST:
            return self.moved(request, obj)
        return super().response_change(request, obj)

    def moved(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Move what has just been saved, and show it."""
        self.make_move(request, article, request.POST["_move"])
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Add what stands beside the form, and let the editor run under the page's nonce."""
        article: Article | None = options.get("obj")
        reconcile(self, request, context)
        nonce = str(getattr(request, "csp_nonce", ""))
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        if article is not None:
            context |= {
                "article": article,
                "moves": moves_for(article, request.user),  # type: ignore[arg-type]
                "flags": columns.flags_of(article),
                "badge": columns.badge(article.status),
                "beside": original.beside(article),
                "conflicts": conflicts.open_of(article),
                "members": copies.members(article),
                "passages": list(copies.shared(article)),
            }
        return super().render_change_form(request, context, *args, **options)

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.is_public() else None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the versions of an article and its moves, newest first."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            return self.admin_site.login(request)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History: %s") % article,
            "opts": self.opts,
            "original": article,
            "article": article,
            "versions": history.versions(article),
            "reviews": history.reviews(article),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)


def _is_changed(form: Any, formsets: Any) -> bool:
    return form.has_changed() or any(rows.has_changed() for rows in formsets)
