"""How many articles a list has: nothing, an estimate, or exactly as far as that is cheap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from articles.api.errors import ParameterError, ParametersRefused
from articles.cards.estimates import estimated
from articles.cards.lists import Reader, counted
from articles.models import Listed

# As far as `exact` counts, and as far as an estimate is none.
MOST = 10_000
FEW = 1_000

Count = Callable[[QuerySet[Listed], Reader], dict[str, Any]]


def count_asked_for(request: Request) -> Count | None:
    """Return what counts as `count` asks for, or raise `ParametersRefused`."""
    word = request.query_params.get("count", "none")
    if word not in _COUNTS:
        detail = _("Give one of: %s.") % ", ".join(_COUNTS)
        raise ParametersRefused([ParameterError("count", detail)])
    return _COUNTS[word]


def exact(rows: QuerySet[Listed], reader: Reader) -> dict[str, Any]:
    """Count up to `MOST`, and say where there are more."""
    found = counted(rows, MOST)
    return _count(MOST, "gte") if found > MOST else _count(found, "eq")


def estimate(rows: QuerySet[Listed], reader: Reader) -> dict[str, Any]:
    """Count up to `FEW`; of more, say about how many."""
    found = counted(rows, FEW)
    if found <= FEW:
        return _count(found, "eq")
    return _count(max(found, estimated(rows, reader)), "about")


def _count(value: int, relation: str) -> dict[str, Any]:
    return {"value": value, "relation": relation}


_COUNTS: dict[str, Count | None] = {"none": None, "estimate": estimate, "exact": exact}

COUNT = OpenApiParameter(
    "count",
    {"type": "string", "enum": list(_COUNTS), "default": "none"},
    description=f"Whether to count: up to {MOST} exactly, or about how many there are.",
)
SCHEMA = {
    "type": "object",
    "description": "Only with `count`.",
    "required": ["value", "relation"],
    "properties": {
        "value": {"type": "integer"},
        "relation": {
            "type": "string",
            "enum": ["eq", "gte", "about"],
            "description": "Whether there are so many, at least so many, or about so many.",
        },
    },
}
