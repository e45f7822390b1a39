"""Parameters to rows: each filter is one parameter, described where it is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from articles.api.errors import ParameterError, ParametersRefused
from articles.choices import CreditRole
from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Article, ArticleQuerySet, Category
from articles.search.query import LONGEST_SEARCH, search

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}))?"
)


class StrictFilterBackend(filters.DjangoFilterBackend):
    """Filters that refuse a value they do not understand, in the API's own form."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        filters_of_view = self.get_filterset_class(view, queryset)
        # Most requests filter nothing; a form of twelve fields would be built for each.
        if (
            filters_of_view is None
            or not request.query_params.keys() & filters_of_view.base_filters
        ):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise ParametersRefused(
                ParameterError(name, " ".join(details))
                for name, details in filterset.errors.items()
            )
        return filterset.qs


class MomentField(forms.CharField):
    """A day or a moment; a day starts at midnight where this newsroom keeps its clock."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return _moment(text)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(
                _("Give a day such as 2026-05-01 or a moment such as 2026-05-01T08:00:00Z.")
            ) from error


def _one_of(words: list[str]) -> str:
    return gettext("Give one of: %s.") % ", ".join(words)


one_of = lazy(_one_of, str)


def _moment(text: str) -> datetime:
    if not MOMENT.fullmatch(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    return moment.astimezone(UTC)


class DescribedFilter(filters.Filter):
    """A filter that says in the API's description exactly what it takes."""

    schema: dict[str, Any]

    def __init__(self, *, describe: str, **options: Any) -> None:
        super().__init__(**options)
        extend_schema_field({**self.schema, "description": describe})(self)


class MomentFilter(DescribedFilter):
    field_class = MomentField
    schema = {
        "oneOf": [
            {"type": "string", "format": "date"},
            {"type": "string", "format": "date-time"},
        ]
    }


class PublicIdFilter(DescribedFilter):
    field_class = forms.RegexField
    schema = {"type": "string", "pattern": f"^{PUBLIC_ID_PATTERN}$"}

    def __init__(self, **options: Any) -> None:
        message = _("This is not an id; take one out of the lists of this API.")
        super().__init__(
            regex=rf"\A{PUBLIC_ID_PATTERN}\Z", error_messages={"invalid": message}, **options
        )


class ChoiceFilter(DescribedFilter):
    """One of a closed set of words; whatever else is refused and not taken for one of them."""

    field_class = forms.TypedChoiceField

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        allowed = list(words)
        self.schema = {"type": "string", "enum": allowed}
        super().__init__(
            choices=[(word, word) for word in allowed],
            empty_value=None,
            error_messages={"invalid_choice": one_of(allowed)},
            **options,
        )


class YesNoFilter(DescribedFilter):
    field_class = forms.TypedChoiceField
    schema = {"type": "boolean"}

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("true", "true"), ("false", "false")],
            coerce="true".__eq__,
            empty_value=None,
            error_messages={"invalid_choice": one_of(["true", "false"])},
            **options,
        )


class TextFilter(DescribedFilter):
    field_class = forms.CharField

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.schema = {"type": "string", "pattern": r"\S", "maxLength": longest}
        super().__init__(max_length=longest, **options)


class ArticleFilters(filters.FilterSet):
    source = PublicIdFilter(field_name="source__public_id", describe="The `id` of a source.")
    category = PublicIdFilter(
        method="filter_category",
        describe="The `id` of a category; articles of the categories under it count too.",
    )
    language = TextFilter(
        longest=20, describe="A language tag as articles carry it, such as `en` or `zh`."
    )
    credit = TextFilter(
        method="filter_credit",
        longest=200,
        describe="The full name of a person or organisation in the credits.",
    )
    credit_role = ChoiceFilter(
        CreditRole.values,
        method="filter_credit_role",
        describe="A role in the credits; with `credit`, the role of that name.",
    )
    originally_published_after = MomentFilter(
        field_name="originally_published_at",
        lookup_expr="gte",
        describe="First published at this moment or later; a day stands for its midnight.",
    )
    originally_published_before = MomentFilter(
        field_name="originally_published_at",
        lookup_expr="lt",
        describe="First published before this moment; a day stands for its midnight.",
    )
    published_after = MomentFilter(
        field_name="published_at",
        lookup_expr="gte",
        describe="Published here at this moment or later; a day stands for its midnight.",
    )
    published_before = MomentFilter(
        field_name="published_at",
        lookup_expr="lt",
        describe="Published here before this moment; a day stands for its midnight.",
    )
    has_image = YesNoFilter(
        method="filter_has_image", describe="Whether the article has a picture."
    )
    truncated = YesNoFilter(describe="Whether the text broke off where it was found.")
    search = TextFilter(
        method="filter_search",
        longest=LONGEST_SEARCH,
        describe="Words that the article holds, all of them.",
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_category(self, articles: ArticleQuerySet, _name: str, value: str) -> ArticleQuerySet:
        category = Category.objects.filter(public_id=value).first()
        return articles.none() if category is None else articles.in_category(category)

    def filter_credit(self, articles: ArticleQuerySet, _name: str, value: str) -> ArticleQuerySet:
        return articles.credited(value, role=self.form.cleaned_data["credit_role"])

    def filter_credit_role(
        self, articles: ArticleQuerySet, _name: str, value: str
    ) -> ArticleQuerySet:
        if self.form.cleaned_data["credit"]:
            return articles
        return articles.credited(role=value)

    def filter_has_image(
        self,
        articles: ArticleQuerySet,
        _name: str,
        value: bool,  # noqa: FBT001  (what a filter method takes)
    ) -> ArticleQuerySet:
        return articles.with_image(value)

    def filter_search(self, articles: ArticleQuerySet, _name: str, value: str) -> ArticleQuerySet:
        return search(articles, value)
