"""Pages by key: the same cost at any depth, and no row twice or never while others come in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Model, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from articles.api.errors import ParameterError, ParametersRefused
from articles.api.found import Searched
from articles.api.ordering import LONGEST_CURSOR, NoSuchPlace, Ordering, Place, Side
from articles.cards.lists import EVER, Span
from articles.cards.walk import Walk

PAGE_SIZE = 20
LARGEST_PAGE = 100


class Ordered(Protocol):
    """A list view: the orders it may have by name, the default first."""

    @property
    def orderings(self) -> Mapping[str, Ordering]: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in order, and where the pages around them start."""

    rows: list[Any]
    previous: Place | None
    next: Place | None


class KeysetPagination(BasePagination):
    """`cursor`, `page_size` and `ordering`; counts nothing, for a count would read every row."""

    parameters = ("cursor", "ordering", "page_size")
    # Within which the first column of the order stays.
    span = EVER

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page that is asked for, out of a query, a `Walk` or `Searched`."""
        query = request.query_params
        size = size_asked_for(query)
        ordering = ordering_asked_for(query, view)
        place = place_asked_for(query, ordering)
        self.page = page_of(self._rows(queryset, ordering), ordering, place, size)
        self.address = request.build_absolute_uri()
        return self.page.rows

    def _rows(self, among: Any, ordering: Ordering) -> Rows:
        if isinstance(among, Searched):
            return among
        is_walk = isinstance(among, Walk)
        return Walked(among, ordering) if is_walk else Queried(among, ordering, self.span)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({**self.links(), "results": data})

    def links(self) -> dict[str, str | None]:
        """Return where the pages around are, by name."""
        return {"next": self._link(self.page.next), "previous": self._link(self.page.previous)}

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
        return [
            {"name": one.name, "in": "query", "description": one.description, "schema": one.type}
            for one in described(view.orderings)
        ]


class Rows(Protocol):
    """What a page takes its rows from; they are models, or tuples that begin with their place."""

    def found(self, place: Place | None, *, forwards: bool, limit: int) -> list[Any]:
        """Return the first rows on one side of a place.

        Each tells last, or as `is_behind`, whether there is any on the other side.
        """

    def is_there(self, place: Place) -> bool:
        """Say whether there is any row on this side of a place."""


@dataclass(frozen=True, slots=True)
class Queried:
    """Rows of a query; `span` bounds the first column of the order."""

    queryset: QuerySet[Any]
    ordering: Ordering
    span: Span = EVER

    def found(self, place: Place | None, *, forwards: bool, limit: int) -> list[Any]:
        rows = self._beyond(place)
        if place is not None:
            others = self._beyond(place.opposite)
            # Not Exists, which PostgreSQL answers by the first row of the table that will do.
            nearest = others.order_by(*self.ordering.terms(forwards=not forwards)).values("pk")
            rows = rows.annotate(is_behind=IsNull(Subquery(nearest[:1]), False))  # noqa: FBT003
        return list(rows.order_by(*self.ordering.terms(forwards=forwards))[:limit])

    def is_there(self, place: Place) -> bool:
        return self._beyond(place).exists()

    def _beyond(self, place: Place | None) -> QuerySet[Any]:
        return self.queryset.filter(*_on_side(self.ordering, place, self.span))


@dataclass(frozen=True, slots=True)
class Walked:
    """Rows of a plain list."""

    walk: Walk
    ordering: Ordering

    def found(self, place: Place | None, *, forwards: bool, limit: int) -> list[Any]:
        is_descending = self.ordering.is_descending == forwards
        if place is None:
            return self.walk.rows(limit=limit, is_descending=is_descending)
        signs = (place.sign, place.opposite.sign)
        return self.walk.rows_beyond(*signs, place.key, limit=limit, is_descending=is_descending)

    def is_there(self, place: Place) -> bool:
        return self.walk.is_there(place.sign, place.key)


def page_of(rows: Rows, ordering: Ordering, place: Place | None, size: int) -> Page:
    """Return `size` rows on one side of a place, or from the start.

    One query, which also says whether there is a way back; two where no row is left on this side.
    """
    forwards = place is None or place.side.is_forwards
    found = rows.found(place, forwards=forwards, limit=size + 1)
    has_more, shown = len(found) > size, found[:size]
    ahead = _ahead(shown[-1], ordering, forwards=forwards) if has_more else None
    behind = _behind(rows, shown, place) if place else None
    if forwards:
        return Page(shown, previous=behind, next=ahead)
    return Page(shown[::-1], previous=ahead, next=behind)


def _on_side(ordering: Ordering, place: Place | None, span: Span) -> Iterator[Any]:
    column = ordering.columns[0]
    if place is not None:
        yield place.condition()
    if span and place is not None:
        yield span.towards(column, place.key[0], later=place.is_greater)
    elif span:
        yield span.condition(column)


def _ahead(last: Model, ordering: Ordering, *, forwards: bool) -> Place:
    return Place(ordering, Side.AFTER if forwards else Side.BEFORE, ordering.key(last))


def _behind(rows: Rows, shown: list[Any], place: Place) -> Place | None:
    """Return the way back, if a row still lies there; `shown` runs away from `place`."""
    ordering, forwards = place.ordering, place.side.is_forwards
    if shown:
        back = Place(ordering, Side.BEFORE if forwards else Side.AFTER, ordering.key(shown[0]))
        is_behind = shown[0][-1] if isinstance(shown[0], tuple) else shown[0].is_behind
    else:
        # All rows on this side are gone since; the place itself may be the last that is left.
        back = replace(place, side=Side.UP_TO if forwards else Side.FROM)
        is_behind = rows.is_there(back)
    return back if is_behind else None


def size_asked_for(query: Mapping[str, str]) -> int:
    """Return how many rows a page is to have, or raise `ParametersRefused`."""
    text = query.get("page_size")
    if text is None:
        return PAGE_SIZE
    if not re.fullmatch("[1-9][0-9]{0,2}", text) or int(text) > LARGEST_PAGE:
        detail = _("Give a whole number from 1 to %d.") % LARGEST_PAGE
        raise ParametersRefused([ParameterError("page_size", detail)])
    return int(text)


def ordering_asked_for(query: Mapping[str, str], view: Ordered) -> Ordering:
    """Return the order that is asked for, the view's first by default, or refuse."""
    name = query.get("ordering", next(iter(view.orderings)))
    if name not in view.orderings:
        detail = _("Give one of: %s.") % ", ".join(view.orderings)
        raise ParametersRefused([ParameterError("ordering", detail)])
    return view.orderings[name]


def place_asked_for(query: Mapping[str, str], ordering: Ordering) -> Place | None:
    """Return where the page starts; None for the beginning; or refuse."""
    token = query.get("cursor")
    if token is None:
        return None
    try:
        return Place.read(token, ordering)
    except NoSuchPlace as error:
        detail = _("Take `next` or `previous` as they are; a cursor is good for one ordering.")
        raise ParametersRefused([ParameterError("cursor", detail)]) from error


def described(orderings: Iterable[str]) -> list[OpenApiParameter]:
    """Return the parameters of a list in pages; the first of its orders is the default."""
    names = list(orderings)
    whole = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    return [
        OpenApiParameter(
            "cursor",
            {"type": "string", "maxLength": LONGEST_CURSOR},
            description="Where the page starts, out of `next` or `previous`; "
            "good for one ordering.",
        ),
        OpenApiParameter(
            "ordering",
            {"type": "string", "enum": names, "default": names[0]},
            description="What the list is sorted by; `-` reverses it. Ties are broken by `id`.",
        ),
        OpenApiParameter("page_size", whole, description="How many results a page has."),
    ]
