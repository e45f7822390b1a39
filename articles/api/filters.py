"""Parameters to rows: each filter is one parameter, described where it is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework.request import Request

from articles.api.errors import ParameterError, ParametersRefused
from articles.cards.lists import Span, Wanted
from articles.choices import CreditRole
from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Article
from articles.search.query import LONGEST_SEARCH, holding
from articles.text.headings import Kind, heading, yes_or_no

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
# No text with a NUL, and none of white space alone.
SAYS_SOMETHING = r"^[^\x00]*[^\s\x00][^\x00]*$"


class StrictFilterBackend(filters.DjangoFilterBackend):
    """Filters that refuse a value they do not understand, in the API's own form."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Leave an article that is looked up by its id as it is."""
        return queryset

    def asked_for(self, request: Request, view: Any) -> dict[str, Any]:
        """Return what the parameters of a view's filters say, or raise `ParametersRefused`.

        Without the form that a filterset makes: all its fields would be made for each request.
        """
        found, errors = {}, []
        for name, one in view.filterset_class.base_filters.items():
            if name not in request.query_params:
                continue
            try:
                found[name] = one.field.clean(request.query_params[name])
            except forms.ValidationError as error:
                errors.append(ParameterError(name, " ".join(error.messages)))
        if errors:
            raise ParametersRefused(errors)
        return found


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
        self.describe = describe
        extend_schema_field({**self.schema, "description": describe})(self)

    def described(self, name: str) -> OpenApiParameter:
        """Return the filter as a parameter of a view that has no filters of its own."""
        return OpenApiParameter(name, self.schema, description=self.describe)


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
        self.schema = {"type": "string", "pattern": SAYS_SOMETHING, "maxLength": longest}
        super().__init__(max_length=longest, **options)


class ArticleFilters(filters.FilterSet):
    source = PublicIdFilter(describe="The `id` of a source.")
    category = PublicIdFilter(
        describe="The `id` of a category; articles of the categories under it count too."
    )
    family = PublicIdFilter(
        describe="The `id` of an article: itself and those that carry nearly the same text."
    )
    language = TextFilter(
        longest=20, describe="A language tag as articles carry it, such as `en` or `zh`."
    )
    credit = TextFilter(
        longest=200, describe="The full name of a person or organisation in the credits."
    )
    credit_role = ChoiceFilter(
        CreditRole.values,
        describe="A role in the credits; with `credit`, the role of that name.",
    )
    originally_published_after = MomentFilter(
        describe="First published at this moment or later; a day stands for its midnight."
    )
    originally_published_before = MomentFilter(
        describe="First published before this moment; a day stands for its midnight."
    )
    published_after = MomentFilter(
        describe="Published here at this moment or later; a day stands for its midnight."
    )
    published_before = MomentFilter(
        describe="Published here before this moment; a day stands for its midnight."
    )
    updated_since = MomentFilter(
        describe="Changed or first seen at this moment or later; a day stands for its midnight."
    )
    has_image = YesNoFilter(describe="Whether the article has a picture.")
    truncated = YesNoFilter(describe="Whether the text broke off where it was found.")
    search = TextFilter(
        longest=LONGEST_SEARCH, describe="Words that the article holds, all of them."
    )

    class Meta:
        model = Article
        fields: list[str] = []


def wanted(asked: Mapping[str, Any], order: str) -> Wanted:
    """Return the articles that filters ask for; `order` is the column of the list's order."""
    text = asked.get("search")
    return Wanted(
        headings=tuple(_headings(asked)),
        order=order,
        published_at=Span(asked.get("published_after"), asked.get("published_before")),
        sort_at=Span(
            asked.get("originally_published_after"), asked.get("originally_published_before")
        ),
        updated_since=asked.get("updated_since"),
        family=asked.get("family") or "",
        holding=holding(text) if text else None,
    )


def _headings(asked: Mapping[str, Any]) -> Iterator[int]:
    """Yield the headings of what is asked for."""
    for name, kind in _SINGLE.items():
        if asked.get(name):
            yield heading(kind, asked[name])
    for name, kind in _YES_OR_NO.items():
        if asked.get(name) is not None:
            yield heading(kind, yes_or_no(answer=asked[name]))
    credit, role = asked.get("credit"), asked.get("credit_role")
    if credit and role:
        yield heading(Kind.CREDIT_AS, role, credit)
    elif credit or role:
        yield heading(Kind.CREDIT, credit) if credit else heading(Kind.ROLE, str(role))
    if asked.get("originally_published_after") or asked.get("originally_published_before"):
        yield heading(Kind.DATED, yes_or_no(answer=True))


_SINGLE = {"source": Kind.SOURCE, "category": Kind.CATEGORY, "language": Kind.LANGUAGE}
_YES_OR_NO = {"has_image": Kind.PICTURE, "truncated": Kind.TRUNCATED}
