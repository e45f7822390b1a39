"""Which members an article has in an answer, and where each is read.

By default a list shows what `ArticleRowSerializer` describes and an article's own address what
`ArticleSerializer` does. `fields` chooses among all of these, `include` adds more or puts whole
objects where others are only named. What nobody asked for is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from articles.api import counting
from articles.api.access import EMBARGO, embargo_member
from articles.api.errors import ParameterError, ParametersRefused
from articles.api.serializers import (
    ArticleRowSerializer,
    ArticleSerializer,
    CategorySerializer,
    OriginSerializer,
    RelatedSerializer,
    SourceSerializer,
)
from articles.cards.around import origins_of, related_to
from articles.cards.filled import Names, filled, mentioned, names_in, written
from articles.cards.lists import Reader
from articles.cards.text import body_of, face_of, rest_of, rules
from articles.models import Article, Category, Source

AROUND = ("related", "origins")
WHOLE = ("source", "categories")
INCLUDES = (*WHOLE, "credits", "images", *AROUND)
TEXTS = {"body_html": "body", "body_text": "body_text"}
FACE = tuple(ArticleRowSerializer.Meta.fields)
MEMBERS = tuple(name for name in ArticleSerializer.Meta.fields if name not in AROUND)
REST = tuple(name for name in MEMBERS if name not in {*FACE, *TEXTS})


class Row(NamedTuple):
    """An article as a card has it."""

    pk: int
    rules: str
    visible_from: Any
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an article, in their order; some may be whole objects."""

    members: tuple[str, ...]
    includes: frozenset[str] = frozenset()

    @classmethod
    def asked_for(
        cls, query: Mapping[str, str], default: Sequence[str], *, is_partner: bool
    ) -> Self:
        """Return what `fields` and `include` ask for, or raise `ParametersRefused`.

        Partners may name the end of an embargo, which they are told of unasked.
        """
        known = (*MEMBERS, EMBARGO) if is_partner else MEMBERS
        fields = _words("fields", query.get("fields"), known)
        includes = _words("include", query.get("include"), INCLUDES)
        wanted = {*(fields or default), *includes}
        return cls(tuple(name for name in MEMBERS if name in wanted), frozenset(includes))

    @property
    def parts(self) -> list[str]:
        """The columns of a card that hold the members, and of its article for the texts."""
        wanted = set(self.members)
        return [
            *(["face"] if wanted & set(FACE) else []),
            *(["rest"] if wanted & set(REST) else []),
            *(f"article__{column}" for name, column in TEXTS.items() if name in wanted),
        ]

    @property
    def beside(self) -> list[str]:
        """The column that is read for the text alone: it says which pictures are kept here."""
        return ["rest"] if "body_html" in self.members and not set(REST) & set(self.members) else []

    def columns(self, path: str = "") -> list[str]:
        """Return what `values_list` takes for a `Row`, on cards at the end of `path`."""
        read = [*self.parts, *self.beside]
        return [f"{path}{name}" for name in ("pk", "rules", "visible_from", *read)]

    @property
    def is_whole(self) -> bool:
        """Whether the members are exactly those of the parts, so that nothing is picked out."""
        held = {"face": FACE, "rest": REST}
        texts = {f"article__{column}": (name,) for name, column in TEXTS.items()}
        return self.members == tuple(m for part in self.parts for m in (held | texts)[part])


def row_of(values: Sequence[Any]) -> Row:
    """Return a row out of values that `Shape.columns` asked for."""
    pk, made_by, visible_from, *parts = values
    return Row(pk, made_by, visible_from, tuple(parts))


def objects(rows: Sequence[Row], shape: Shape, request: Request, reader: Reader) -> list[str]:
    """Return a JSON object for each row; the queries it takes do not depend on how many."""
    if not rows:
        return []
    origin = request.build_absolute_uri(get_script_prefix())[:-1]
    texts = texts_of(rows, shape, origin)
    texts = filled(texts, origin, _names(texts, shape, request))
    if not shape.is_whole:
        texts = [_picked(text, shape) for text in texts]
    around = _around([row.pk for row in rows], shape, request, reader)
    told = (
        f"{text}{around.get(row.pk, '')}{_embargo(row, reader)}"
        for row, text in zip(rows, texts, strict=True)
    )
    return [f"{{{members.removeprefix(',')}}}" for members in told]


def texts_of(rows: Sequence[Row], shape: Shape, origin: str) -> list[str]:
    """Return members of each row, with their marks; cards of other rules are made anew."""
    others = [row.pk for row in rows if row.rules != rules()]
    anew = {}
    if others:
        loaded = Article.objects.filter(pk__in=others).for_reading()
        anew = {one.pk: {"face": face_of(one), "rest": rest_of(one)} for one in loaded}
    shown, read = shape.parts, [*shape.parts, *shape.beside]
    values = [dict(zip(read, row.parts, strict=True)) | anew.get(row.pk, {}) for row in rows]
    return [",".join(_member_text(value, name, origin) for name in shown) for value in values]


def _member_text(values: Mapping[str, str], name: str, origin: str) -> str:
    value = values[name]
    if name in {"face", "rest"}:
        return value
    if name == "article__body":
        return f'"body_html":{written(body_of(value, values["rest"], origin))}'
    return f'"body_text":{written(value)}'


def _picked(text: str, shape: Shape) -> str:
    members = json.loads(f"{{{text}}}")
    return written({name: members[name] for name in shape.members})[1:-1]


def _names(texts: Sequence[str], shape: Shape, request: Request) -> Names | None:
    """Return what sources and categories are shown as; None for their names."""
    if not set(WHOLE) & set(shape.members):
        return Names()
    whole = set(WHOLE) & shape.includes
    if not whole:
        return None
    names = names_in(texts) if len(whole) < len(WHOLE) else Names()
    sources, categories = mentioned(texts)
    context = {"request": request}
    if "source" in whole:
        rows = Source.objects.filter(pk__in=sources)
        shown = {s.pk: written(SourceSerializer(s, context=context).data) for s in rows}
        names = Names(shown, names.categories)
    if "categories" in whole:
        tree = Category.objects.filter(pk__in=categories).select_related("parent")
        shown = {c.pk: written(CategorySerializer(c, context=context).data) for c in tree}
        names = Names(names.sources, shown)
    return names


def _around(pks: Sequence[int], shape: Shape, request: Request, reader: Reader) -> dict[int, str]:
    texts = dict.fromkeys(pks, "")
    context = {"request": request}
    if "related" in shape.includes:
        for pk, found in related_to(pks, reader).items():
            texts[pk] += _member("related", RelatedSerializer(found, many=True, context=context))
    if "origins" in shape.includes:
        for pk, places in origins_of(pks).items():
            texts[pk] += _member("origins", OriginSerializer(places, many=True, context=context))
    return texts


def _member(name: str, serializer: Any) -> str:
    return f',"{name}":{written(serializer.data)}'


def _embargo(row: Row, reader: Reader) -> str:
    return embargo_member(row.visible_from, reader.at) if reader.is_partner else ""


def _words(parameter: str, text: str | None, known: Iterable[str]) -> list[str]:
    """Return words between commas, or raise `ParametersRefused` naming those there are."""
    words = text.split(",") if text else []
    if set(words) <= set(known):
        return words
    detail = _("Give some of these, with commas between: %s.") % ", ".join(known)
    raise ParametersRefused([ParameterError(parameter, detail)])


def loosen(schemas: dict[str, Any]) -> None:
    """Say in the API's description that lists may show all members, and that any may be missing."""
    row, article = schemas["ArticleRow"], schemas["Article"]
    row["properties"] = article["properties"] | row["properties"]
    for one in (row, article):
        del one["required"]
    schemas["PaginatedArticleRowList"]["properties"]["count"] = counting.SCHEMA
    row["description"] += " Without `fields` and `include`, as far as `truncated`."


def _described(name: str, words: Sequence[str], description: str) -> OpenApiParameter:
    schema = {"type": "array", "items": {"type": "string", "enum": list(words)}, "minItems": 1}
    return OpenApiParameter(name, schema, style="form", explode=False, description=description)


FIELDS = _described(
    "fields",
    MEMBERS,
    "Only these members of an article; also of its text. Keys that see what is under embargo may "
    "name `embargo_until` too, and are told it in any case.",
)
INCLUDE = _described(
    "include",
    INCLUDES,
    "What else to tell of an article; sources and categories become whole objects.",
)
PARAMETERS = ("fields", "include")
