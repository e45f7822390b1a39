"""Search: results with the words marked, in pages, and what to ask where nothing is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from articles.api import access
from articles.api.caching import Cacheable
from articles.api.errors import ParameterError, ParametersRefused
from articles.api.filters import SAYS_SOMETHING, ArticleFilters
from articles.api.found import Searched
from articles.api.ordering import Ordering, Place
from articles.api.pagination import (
    described,
    ordering_asked_for,
    page_of,
    place_asked_for,
    size_asked_for,
)
from articles.api.serializers import ArticleRowSerializer
from articles.api.shapes import FACE, Shape, row_of, texts_of
from articles.api.views import Strict, json_of
from articles.cards.filled import filled, written
from articles.models import Listed
from articles.moments import read
from articles.search.newest import Shelf
from articles.search.pages import Order
from articles.search.query import LONGEST_SEARCH
from articles.search.suggestions import suggestions
from articles.text.headings import Kind, heading, yes_or_no
from articles.text.snippets import highlighted, snippet
from articles.text.tokens import Asked, asked

TITLE_AND_TEXT = ("article__title", "article__body_text")
# What a search can be narrowed to besides.
NARROWED = ("credit", "credit_role", "source", "category", "language", "truncated", "has_image")
KEY = ("published_at", "public_id")
ORDERINGS: Mapping[str, Ordering] = {
    name: Ordering(name, Listed, KEY) for name in (Order.RELEVANCE, Order.NEWEST)
}
PARAMETERS = (
    OpenApiParameter(
        "q",
        {"type": "string", "pattern": SAYS_SOMETHING, "maxLength": LONGEST_SEARCH},
        required=True,
        description="What to look for; any text is a valid search.",
    ),
    *(ArticleFilters.base_filters[name].described(name) for name in NARROWED),
    *described(ORDERINGS),
)


class ResultSerializer(ArticleRowSerializer):
    """An article that was found, and where the words stand in it."""

    title_highlighted = serializers.CharField(
        read_only=True, help_text="The title as HTML, the words within `mark`."
    )
    snippet = serializers.CharField(
        read_only=True, help_text="Words of the text as HTML, those asked for within `mark`."
    )

    class Meta(ArticleRowSerializer.Meta):
        fields = [*ArticleRowSerializer.Meta.fields, "title_highlighted", "snippet"]
        read_only_fields = fields


class FoundSerializer(serializers.Serializer):
    """A page of results."""

    next = serializers.URLField(
        read_only=True, allow_null=True, help_text="The page after this one; null on the last."
    )
    previous = serializers.URLField(
        read_only=True, allow_null=True, help_text="The page before this one; null on the first."
    )
    suggestions = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="Where nothing is found, searches like this one that find something.",
    )
    results = ResultSerializer(many=True, read_only=True)


class SearchView(Strict, Cacheable):
    """Published articles that hold words."""

    orderings = ORDERINGS

    def known_parameters(self) -> Collection[str]:
        return {one.name for one in PARAMETERS}

    @extend_schema(
        summary="Search articles",
        description="All words must be found, in any form of width and case. A phrase stands "
        "in double quotes; a minus before a word wants articles without it. By relevance, words "
        "in the title count as ten years of freshness and words at the top as one.",
        operation_id="search",
        tags=["search"],
        parameters=list(PARAMETERS),
        responses=FoundSerializer,
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        question, headings = _question(query), _headings(query)
        ordering, size = ordering_asked_for(query, self), size_asked_for(query)
        shelf = _shelf(request, headings)
        rows = Searched(question, Order(ordering.name), shelf)
        page = page_of(rows, ordering, place_asked_for(query, ordering), size)
        is_empty = not (page.rows or page.previous)
        origin = request.build_absolute_uri(get_script_prefix())[:-1]
        address = request.build_absolute_uri()
        told = {
            "next": _link(address, page.next),
            "previous": _link(address, page.previous),
            "suggestions": suggestions(question, shelf) if is_empty else [],
        }
        results = ",".join(_results(rows, page.rows, origin))
        return json_of(f'{written(told)[:-1]},"results":[{results}]}}')


def _results(searched: Searched, rows: Sequence[Any], origin: str) -> Iterator[str]:
    """Yield results as JSON: their cards, and the words in title and text."""
    question, shelf, shape = searched.question, searched.shelf, Shape(FACE)
    found = searched.cards(rows, (*shape.columns(), *TITLE_AND_TEXT))
    cards = [row_of(row[: -len(TITLE_AND_TEXT)]) for row in found]
    faces = filled(texts_of(cards, shape, origin), origin)
    for card, face, (*_card, title, text) in zip(cards, faces, found, strict=True):
        embargo = ""
        if shelf.with_embargoed:
            embargo = access.embargo_member(read(card.visible_from), shelf.at)
        words = {
            "title_highlighted": highlighted(title, question.wanted).html(),
            "snippet": snippet(text, question.wanted).html(),
        }
        yield f"{{{face}{embargo},{written(words)[1:-1]}}}"


def _shelf(request: Request, headings: Sequence[int]) -> Shelf:
    return Shelf(headings, timezone.now(), access.sees_embargoed(request))


def _question(query: QueryDict) -> Asked:
    text = query.get("q")
    if text is None:
        raise ParametersRefused([ParameterError("q", _("Say what to look for."))])
    if len(text) > LONGEST_SEARCH:
        detail = _("Give at most %d characters.") % LONGEST_SEARCH
        raise ParametersRefused([ParameterError("q", detail)])
    return asked(text)


def _headings(query: QueryDict) -> list[int]:
    """Return what the search is narrowed to, the likely rarest first."""
    if not query.keys() & set(NARROWED):
        return [heading(Kind.EVERYTHING)]
    given = ArticleFilters({name: query[name] for name in NARROWED if name in query})
    if not given.is_valid():
        raise ParametersRefused(
            ParameterError(name, " ".join(details)) for name, details in given.errors.items()
        )
    values = given.form.cleaned_data
    return [heading(kind, *words) for kind, words in _kinds(values)]


def _kinds(values: Mapping[str, Any]) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    role, name = values["credit_role"] or "", values["credit"] or ""
    given: dict[Kind, tuple[str, ...]] = {
        Kind.CREDIT_AS: (role, name) if role and name else (),
        Kind.CREDIT: (name,) if name and not role else (),
        Kind.SOURCE: (values["source"],),
        Kind.CATEGORY: (values["category"],),
        Kind.ROLE: (role,) if role and not name else (),
        Kind.LANGUAGE: (values["language"],),
        Kind.TRUNCATED: _side(values["truncated"]),
        Kind.PICTURE: _side(values["has_image"]),
    }
    yield from ((kind, words) for kind, words in given.items() if any(words))
    yield Kind.EVERYTHING, ()


def _side(answer: bool | None) -> tuple[str, ...]:  # noqa: FBT001  (a filter's value)
    return () if answer is None else (yes_or_no(answer),)


def _link(address: str, place: Place | None) -> str | None:
    return None if place is None else replace_query_param(address, "cursor", place.token())
