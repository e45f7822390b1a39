"""Pages by key: the same cost at any depth, and no row twice or never while others come in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from articles.api.errors import ParameterError, ParametersRefused
from articles.api.ordering import LONGEST_CURSOR, NoSuchPlace, Ordering, Place, Side

PAGE_SIZE = 20
LARGEST_PAGE = 100


class Ordered(Protocol):
    """A list view: the orders it may have by name, the default first."""

    orderings: Mapping[str, Ordering]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in order, and where the pages around them start."""

    rows: list[Any]
    previous: Place | None
    next: Place | None


class KeysetPagination(BasePagination):
    """`cursor`, `page_size` and `ordering`; counts nothing, for a count would read every row."""

    parameters = ("cursor", "ordering", "page_size")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query = request.query_params
        size = _page_size(query.get("page_size"))
        ordering = _ordering(query.get("ordering"), view)
        place = _place(query.get("cursor"), ordering)
        self.page = page_of(queryset, ordering, place, size)
        self.address = request.build_absolute_uri()
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._link(self.page.next),
                "previous": self._link(self.page.previous),
                "results": data,
            }
        )

    def _link(self, place: Place | None) -> str | None:
        if place is None:
            return None
        return replace_query_param(self.address, "cursor", place.token())

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link | {"description": "The page after this one; null on the last."},
                "previous": link | {"description": "The page before this one; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = list(view.orderings)
        return [
            _parameter(
                "cursor",
                "Where the page starts, out of `next` or `previous`; good for one ordering.",
                {"type": "string", "maxLength": LONGEST_CURSOR},
            ),
            _parameter(
                "ordering",
                "What the list is sorted by; `-` reverses it. Ties are broken by `id`.",
                {"type": "string", "enum": names, "default": names[0]},
            ),
            _parameter(
                "page_size",
                "How many results a page has.",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
            ),
        ]


def page_of(queryset: QuerySet[Any], ordering: Ordering, place: Place | None, size: int) -> Page:
    """Return `size` rows on one side of a place, or from the start, in two queries at most."""
    forwards = place is None or place.side.is_forwards
    beyond = queryset if place is None else queryset.filter(place.condition())
    rows = list(beyond.order_by(*ordering.terms(forwards=forwards))[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    ahead = _ahead(rows[-1], ordering, forwards=forwards) if has_more else None
    behind = _behind(queryset, rows, place)
    if forwards:
        return Page(rows, previous=behind, next=ahead)
    return Page(rows[::-1], previous=ahead, next=behind)


def _ahead(last: Model, ordering: Ordering, *, forwards: bool) -> Place:
    return Place(ordering, Side.AFTER if forwards else Side.BEFORE, ordering.key(last))


def _behind(queryset: QuerySet[Any], rows: list[Any], place: Place | None) -> Place | None:
    """Return the way back, if a row still lies there; `rows` run away from `place`."""
    if place is None:
        return None
    ordering, forwards = place.ordering, place.side.is_forwards
    if rows:
        back = Place(ordering, Side.BEFORE if forwards else Side.AFTER, ordering.key(rows[0]))
    else:
        # All rows on this side are gone since; the place itself may be the last that is left.
        back = Place(ordering, Side.UP_TO if forwards else Side.FROM, place.key)
    return back if queryset.filter(back.condition()).exists() else None


def _page_size(text: str | None) -> int:
    if text is None:
        return PAGE_SIZE
    if not re.fullmatch("[1-9][0-9]{0,2}", text) or int(text) > LARGEST_PAGE:
        detail = _("Give a whole number from 1 to %d.") % LARGEST_PAGE
        raise ParametersRefused([ParameterError("page_size", detail)])
    return int(text)


def _ordering(text: str | None, view: Ordered) -> Ordering:
    name = next(iter(view.orderings)) if text is None else text
    if name not in view.orderings:
        detail = _("Give one of: %s.") % ", ".join(view.orderings)
        raise ParametersRefused([ParameterError("ordering", detail)])
    return view.orderings[name]


def _place(token: str | None, ordering: Ordering) -> Place | None:
    if token is None:
        return None
    try:
        return Place.read(token, ordering)
    except NoSuchPlace as error:
        detail = _("Take `next` or `previous` as they are; a cursor is good for one ordering.")
        raise ParametersRefused([ParameterError("cursor", detail)]) from error


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}
