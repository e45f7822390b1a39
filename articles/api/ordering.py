"""The orders a list may have, and places in them that a page can start from."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self, cast

from django.db.models import DateTimeField, F, IntegerField, Model, Value
from django.db.models.fields import Field

from articles.cards.comparison import RowComparison
from articles.converters import PUBLIC_ID_PATTERN

# A name of 200 characters, each six bytes of JSON at most, and the rest with room to spare; a third
# more in base64.
LONGEST_CURSOR = 1800
GREATEST_INTEGER = 2**31 - 1


class NoSuchPlace(ValueError):
    """A cursor that no list of this order gave out."""


class Side(StrEnum):
    """Which rows a page takes, seen from its place; the last two take the place itself too."""

    AFTER = "after"
    BEFORE = "before"
    FROM = "from"
    UP_TO = "up_to"

    @property
    def is_forwards(self) -> bool:
        return self in {Side.AFTER, Side.FROM}

    @property
    def is_inclusive(self) -> bool:
        return self in {Side.FROM, Side.UP_TO}

    @property
    def other(self) -> Side:
        """The side of all rows that are not on this one."""
        return _OTHER[self]


_OTHER = {
    Side.AFTER: Side.UP_TO,
    Side.BEFORE: Side.FROM,
    Side.FROM: Side.BEFORE,
    Side.UP_TO: Side.AFTER,
}


@dataclass(frozen=True, slots=True)
class Ordering:
    """A named order of a model's rows: all columns run one way, the last is the public id."""

    name: str
    model: type[Model]
    columns: tuple[str, ...]

    @property
    def is_descending(self) -> bool:
        return self.name.startswith("-")

    def fields(self) -> list[Field[Any, Any]]:
        by_name = {field.name: field for field in self.model._meta.concrete_fields}
        return [by_name[column] for column in self.columns]

    def terms(self, *, forwards: bool) -> list[str]:
        """Return what `order_by` takes."""
        sign = "-" if self.is_descending == forwards else ""
        return [f"{sign}{column}" for column in self.columns]

    def key(self, row: Model | tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what places `row` in this order; a row of values begins with that."""
        if isinstance(row, tuple):
            return row[: len(self.columns)]
        return tuple(getattr(row, column) for column in self.columns)


def orderings(model: type[Model], default: str, **columns: str) -> dict[str, Ordering]:
    """Return the orders of both directions by name, the default first; the public id breaks ties.

    >>> from articles.models import Source
    >>> list(orderings(Source, "-name", name="name"))
    ['-name', 'name']
    """
    names = sorted((sign + word for word in columns for sign in ("", "-")), key=default.__ne__)
    return {
        name: Ordering(name, model, (*columns[name.removeprefix("-")].split(), "public_id"))
        for name in names
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an order and the side of it that a page shows; as a token, a cursor."""

    ordering: Ordering
    side: Side
    key: tuple[Any, ...]

    @property
    def opposite(self) -> Self:
        """The same place, with all other rows."""
        return replace(self, side=self.side.other)

    @property
    def is_greater(self) -> bool:
        """Whether the rows on this side are greater than the place."""
        return self.side.is_forwards != self.ordering.is_descending

    @property
    def sign(self) -> str:
        """How the rows on this side compare with the place."""
        return (">" if self.is_greater else "<") + ("=" if self.side.is_inclusive else "")

    def condition(self) -> RowComparison:
        """Return the filter for the rows on this side."""
        values = zip(self.key, self.ordering.fields(), strict=True)
        return RowComparison(
            *map(F, self.ordering.columns),
            *(Value(value, output_field=field) for value, field in values),
            operator=self.sign,
        )

    def token(self) -> str:
        """Return the place as text that is safe in a URL."""
        parts = [self.ordering.name, self.side, *map(_written, self.key)]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, token: str, ordering: Ordering) -> Self:
        """Return the place that `token` names, or raise `NoSuchPlace`.

        Only what `token()` writes is read: whatever else decodes to something is refused.
        """
        try:
            place = cls._parsed(token, ordering)
            if place.token() == token:
                return place
        except (ValueError, TypeError, RecursionError) as error:
            raise NoSuchPlace(token) from error
        raise NoSuchPlace(token)

    @classmethod
    def _parsed(cls, token: str, ordering: Ordering) -> Self:
        if len(token) > LONGEST_CURSOR:
            raise NoSuchPlace(token)
        padded = token + "=" * (-len(token) % 4)
        name, side, *key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if name != ordering.name:
            raise NoSuchPlace(token)
        pairs = zip(key, ordering.fields(), strict=True)
        values = tuple(_read(value, field) for value, field in pairs)
        return cls(ordering, Side(side), values)


def _written(value: Any) -> str | int:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return cast("str | int", value)


def _read(value: object, field: Field[Any, Any]) -> datetime | str | int:
    if isinstance(field, IntegerField):
        return _read_number(value)
    if not isinstance(value, str) or "\0" in value:
        raise NoSuchPlace
    if isinstance(field, DateTimeField):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if field.name == "public_id" and not re.fullmatch(PUBLIC_ID_PATTERN, value):
        raise NoSuchPlace
    return value


def _read_number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= GREATEST_INTEGER:
        raise NoSuchPlace
    return value
