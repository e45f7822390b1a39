"""Filters of the lists; none of them reads all rows to know its choices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin.history import name_of
from articles.admin.tree import indented
from articles.choices import LineStatus, Resolution, SourceKind
from articles.models import Article, Category, Conflict, Origin, Passage, Source

# What an import may find changed on both sides; other values no editor can change.
FIELDS = (
    *("title", "subtitle", "summary", "body", "originally_published", "source", "publisher"),
    *("language", "credits", "pictures", "categories", "keywords"),
)
MOST_NAMES = 200
MOST_LANGUAGES = 30

FLAGS: dict[str, tuple[Promise | str, Q | Exists]] = {
    "title": (_("no title"), Q(title="")),
    "date": (
        _("no date"),
        Q(originally_published_at__isnull=True)
        & (Q(source__isnull=True) | ~Q(source__kind=SourceKind.OWN)),
    ),
    "truncated": (_("truncated"), Q(truncated=True)),
    "copy": (
        _("copy"),
        Q(family__isnull=False)
        & (Q(family__canonical__isnull=True) | ~Q(family__canonical=F("pk"))),
    ),
    "incoming": (
        _("new values from its source"),
        Exists(Conflict.objects.filter(article=OuterRef("pk"), resolution=Resolution.OPEN)),
    ),
    "passages": (
        _("shares passages"),
        Q(Exists(Passage.objects.filter(article=OuterRef("pk"))))
        | Q(Exists(Passage.objects.filter(other=OuterRef("pk")))),
    ),
}


class FlagFilter(admin.SimpleListFilter):
    title = _("flag")
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _test) in FLAGS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = FLAGS.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, code) for code in languages()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(language=self.value()) if self.value() else queryset


def languages() -> Iterator[str]:
    """Yield the languages of articles by jumping along their index, not by reading it."""
    last = ""
    codes = Article.objects.order_by("language").values_list("language", flat=True)
    for _number in range(MOST_LANGUAGES):
        found = codes.filter(language__gt=last).first()
        if found is None:
            return
        yield found
        last = found


class TypedFilter(admin.SimpleListFilter):
    """A filter whose value is chosen or typed in a small form, however many values there are."""

    template = "admin/typed_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        kept = changelist.get_filters_params()
        yield {
            "kept": [
                (key, v)
                for key, values in kept.items()
                if key != self.parameter_name
                for v in values
            ],
            "search": changelist.query,
            "name": self.parameter_name,
            "value": self.value() or "",
            "clear": changelist.get_query_string(remove=[str(self.parameter_name)]),
        }


class SourceFilter(TypedFilter):
    """By a source's name, whole or in part."""

    title = _("source")
    parameter_name = "from"
    path = "source"  # from a row of the list

    @cached_property
    def names(self) -> list[str]:
        """Return names to suggest."""
        return list(Source.objects.order_by("name").values_list("name", flat=True)[:MOST_NAMES])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = (self.value() or "").strip()[:MOST_NAMES].replace("\0", "")
        if not name:
            return queryset
        exact = Source.objects.filter(name=name)
        sources = exact if exact.exists() else Source.objects.filter(name__icontains=name)
        pks = list(sources.values_list("pk", flat=True)[:MOST_NAMES])
        return queryset.filter(**{f"{self.path}__in": pks})


class ArticleSourceFilter(SourceFilter):
    """By the source of the article that a row is about."""

    path = "article__source"


class QueueFilter(admin.SimpleListFilter):
    """Rows by what became of them; without a choice, those that wait for somebody."""

    states: type[TextChoices]
    waiting: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All")), *self.states.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or self.waiting
        return (
            queryset if chosen == "all" else queryset.filter(**{str(self.parameter_name): chosen})
        )

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Leave out Django's own choice of all, and show what no choice means."""
        chosen = self.value() or self.waiting
        for value, words in self.lookup_choices:
            query = changelist.get_query_string({str(self.parameter_name): value})
            yield {"selected": value == chosen, "query_string": query, "display": words}


class ResolutionFilter(QueueFilter):
    title = _("resolution")
    parameter_name = "resolution"
    states = Resolution
    waiting = Resolution.OPEN


class LineStatusFilter(QueueFilter):
    title = _("status")
    parameter_name = "status"
    states = LineStatus
    waiting = LineStatus.PROPOSED


class FieldFilter(admin.SimpleListFilter):
    """Conflicts by the field that they are about."""

    title = _("field")
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name_of(name)) for name in FIELDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(field=self.value()) if self.value() else queryset


class CategoryFilter(TypedFilter):
    """By a category or anything under it."""

    title = _("category")
    parameter_name = "within"

    @cached_property
    def options(self) -> list[tuple[str, str]]:
        return [(c.public_id, label) for c, label in indented(Category.objects.all())]

    def has_output(self) -> bool:
        return bool(self.options)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        category = Category.objects.filter(public_id=self.value()).first()
        return queryset.in_category(category) if category else queryset.none()  # type: ignore[attr-defined]


class UnmappedFilter(admin.SimpleListFilter):
    title = _("mapping")
    parameter_name = "mapped"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("without category")), ("yes", _("with category"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "no":
                return queryset.filter(category__isnull=True)
            case "yes":
                return queryset.filter(category__isnull=False)
        return queryset


class FileFilter(admin.SimpleListFilter):
    title = _("file")
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("kept here")), ("no", _("address only"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.exclude(file="")
            case "no":
                return queryset.filter(file="")
        return queryset


class OutcomeFilter(admin.SimpleListFilter):
    """Documents that could be read, or were refused, and why."""

    title = _("reading")
    parameter_name = "reading"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("read", _("read")),
            ("refused", _("refused")),
            ("held", _("quarantined")),
            ("deleted", _("with deleted articles")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        match self.value():
            case "read":
                return queryset.filter(refusal="")
            case "refused":
                return queryset.filter(refusal__gt="").exclude(refusal="quarantined")
            case "held":
                return queryset.filter(refusal="quarantined")
            case "deleted":
                left = Origin.objects.filter(article=None, is_current=True)
                return queryset.filter(pk__in=left.values("document"))
        return queryset
