from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin import columns, figures, log
from articles.admin.fields import NamesField
from articles.admin.lists import LongList, counted
from articles.admin.source_label import follow
from articles.cards.following import follow_source
from articles.copies import families
from articles.models import Article, Document, Source, SourceLabel, SourceWatch
from articles.text.folding import fold
from articles.turns import writing_alone

# More rows than this make a form that nobody wants and that Django would not accept.
MOST_LABELS = 100
# What decides whose article stands for the others of a family.
RANKED = {"kind", "name", "aliases"}
# What readers get of a source; a note among colleagues is no news.
READ = {"name", "kind", "homepage", "rights"}


class SourceForm(forms.ModelForm):
    homepage = forms.URLField(
        label=_("Homepage"), required=False, max_length=500, assume_scheme="https"
    )
    aliases = NamesField(
        label=_("Aliases"),
        required=False,
        max_length=200,
        help_text=_("Other names this source goes by in documents, one a line."),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )
    domains = NamesField(
        label=_("Domains"),
        required=False,
        max_length=253,
        help_text=_("Host names, one a line."),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )

    class Meta:
        model = Source
        fields = ["name", "kind", "homepage", "aliases", "domains", "rights", "notes"]


class LabelInline(admin.TabularInline):
    model = SourceLabel
    extra = 0
    fields = ["name", "category"]
    autocomplete_fields = ["category"]


@admin.register(Source)
class SourceAdmin(LongList):
    form = SourceForm
    inlines = [LabelInline]
    list_display = ["name", "kind", "hosts", "articles", "unmapped", "held"]
    list_filter = ["kind"]
    list_per_page = 50
    sortable_by = ["name"]
    search_fields = ["name", "aliases", "domains"]
    readonly_fields = ["figures"]
    actions = ["let_in"]

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        named = SourceForm.Meta.fields
        return [*named, "figures"] if obj else named

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") != "articles_source_changelist":
            return rows
        waiting = SourceLabel.objects.filter(source=OuterRef("pk"), category=None)
        return rows.annotate(
            article_count=counted(Article.objects.filter(source=OuterRef("pk")), "source"),
            unmapped_count=counted(waiting, "source"),
            held_count=counted(
                Document.objects.filter(source=OuterRef("pk"), refusal=figures.HELD), "source"
            ),
        )

    def get_inlines(self, request: HttpRequest, obj: Source | None) -> Any:
        if obj is not None and obj.labels.count() > MOST_LABELS:
            return []
        return super().get_inlines(request, obj)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001
        """Keep a former name as an alias: documents go on saying it, and would make it anew."""
        former = form.initial.get("name", "") if change and "name" in form.changed_data else ""
        obj.aliases = with_former(obj.aliases, former, present=obj.name) if former else obj.aliases
        with writing_alone():  # or an import under way makes it still
            super().save_model(request, obj, form, change)
            if change and RANKED & {*form.changed_data}:
                families.choose_again(obj.pk)
            if READ & {*form.changed_data}:
                follow_source(obj)
        if former in obj.aliases:
            words = gettext(
                "Documents that say “%(name)s” still belong to this source: see its aliases."
            )
            self.message_user(request, words % {"name": former}, messages.INFO)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        changed = [one for one in formset.forms if one.has_changed()]
        super().save_formset(request, form, formset, change)
        names = {n for one in changed for n in (one.initial.get("name"), one.instance.name) if n}
        if names:
            follow(self, request, ((formset.instance.pk, name) for name in names))

    @admin.display(description=_("domains"))
    def hosts(self, source: Source) -> str:
        return ", ".join(source.domains) or columns.EMPTY

    @admin.display(description=_("articles"))
    def articles(self, source: Source) -> SafeString:
        address = reverse("admin:articles_article_changelist")
        return columns.link_with(address, {"from": source.name}, source.article_count)  # type: ignore[attr-defined]

    @admin.display(description=_("labels without category"))
    def unmapped(self, source: Source) -> SafeString | str:
        number = source.unmapped_count  # type: ignore[attr-defined]
        if not number:
            return columns.EMPTY
        address = reverse("admin:articles_sourcelabel_changelist")
        return columns.link_with(address, {"mapped": "no", "q": source.name}, number)

    @admin.display(description=_("quarantined"))
    def held(self, source: Source) -> SafeString | str:
        number = source.held_count  # type: ignore[attr-defined]
        if not number:
            return columns.EMPTY
        address = reverse("admin:articles_document_changelist")
        query = {"reading": "held", "from": source.name}
        return columns.link_with(address, query, number)

    @admin.display(description=_("Figures"))
    def figures(self, source: Source) -> SafeString:
        return figures.table(figures.figures_of(source))

    @admin.action(
        description=_("Let in what is held back"),
        permissions=["change"],
    )
    def let_in(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Forget what was usual for these sources; the next run compares with nothing."""
        with writing_alone():
            watched = SourceWatch.objects.filter(source__in=queryset.order_by())
            sources = list(Source.objects.filter(pk__in=watched.values("source")).order_by("pk"))
            number, _rows = watched.delete()
            log.note(request, sources, _("Let in what is held back"))
        words = ngettext(
            "The next import takes the documents of %(count)s source as they read now.",
            "The next import takes the documents of %(count)s sources as they read now.",
            number,
        )
        self.message_user(request, words % {"count": number}, messages.SUCCESS)


def with_former(aliases: list[str], former: str, *, present: str) -> list[str]:
    """Return the aliases with a former name, each name once and none that is the present one."""
    names = {fold(name): name for name in (former, *reversed(aliases))}
    names.pop(fold(present), None)
    return list(reversed(names.values()))
