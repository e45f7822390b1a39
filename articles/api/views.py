"""A view chooses rows, orders and a form; everything else is decided once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from articles import freshness
from articles.api import parameters
from articles.api.access import sees_embargoed, visible_articles, visible_cards
from articles.api.caching import Cacheable
from articles.api.counting import COUNT, count_asked_for
from articles.api.errors import Withdrawn
from articles.api.filters import ArticleFilters, StrictFilterBackend, wanted
from articles.api.found import Searched
from articles.api.ordering import Ordering, orderings
from articles.api.pagination import KeysetPagination, ordering_asked_for
from articles.api.serializers import (
    ArticleRowSerializer,
    ArticleSerializer,
    CategorySerializer,
    ImageSerializer,
    IndexSerializer,
    SourceSerializer,
)
from articles.api.shapes import FACE, FIELDS, INCLUDE, MEMBERS, PARAMETERS, Shape, objects, row_of
from articles.cards.filled import written
from articles.cards.lists import EVERYTHING, MANY, Reader, Wanted, entries
from articles.cards.walk import Walk, one, rarest_first
from articles.converters import is_public_id
from articles.freshness import Standing
from articles.models import Article, Category, Image, Listed, Source
from articles.search.newest import Shelf
from articles.search.pages import Order
from articles.text.tokens import asked as words_asked


class Strict(APIView):
    """A view that refuses parameters it does not know."""

    http_method_names = ["get", "head", "options"]

    def known_parameters(self) -> Collection[str]:
        return ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            parameters.check(request.query_params, self.known_parameters())


class PublicViewSet(Strict, Cacheable, viewsets.ReadOnlyModelViewSet):
    """A list in pages and its items by public id."""

    orderings: Mapping[str, Ordering]
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_converter = "public_id"

    def known_parameters(self) -> Collection[str]:
        if self.detail:
            return ()
        filterset = getattr(self, "filterset_class", None)
        filters = filterset.base_filters if filterset else ()
        return {*KeysetPagination.parameters, *filters}

    def surrogates(self) -> tuple[str, ...]:
        asked = {name: self.request.GET.get(name, "") for name in ("source", "category")}
        named = {**asked, self.basename: self.kwargs.get("id", "")}
        return tuple(f"{kind}-{key}" for kind, key in named.items() if is_public_id(key))

    def _is_sure(self, standing: Standing) -> bool:
        # A list without parameters is never refused.
        is_list = not (self.detail or self.request.META.get("QUERY_STRING"))
        return is_list or super()._is_sure(standing)


@extend_schema_view(
    list=extend_schema(summary="List articles", parameters=[FIELDS, INCLUDE, COUNT]),
    retrieve=extend_schema(summary="Read one article", parameters=[FIELDS, INCLUDE]),
)
class ArticleViewSet(PublicViewSet):
    """Published articles."""

    filterset_class = ArticleFilters
    orderings = orderings(Listed, "-published_at", published_at="published_at", date="sort_at")
    queryset = Article.objects.none()

    def known_parameters(self) -> Collection[str]:
        return PARAMETERS if self.detail else {*super().known_parameters(), *PARAMETERS, "count"}

    def standing(self) -> Standing | None:
        # With parameters the answer may tell of other articles too.
        if self.detail and not self.request.META.get("QUERY_STRING"):
            return freshness.of_article(self.kwargs["id"])
        rests = freshness.of_lists()
        # What is found out about copies is no change of an article; the bytes of the answer tell.
        is_told = not self.request.GET.keys() & {"include", "family"}
        return rests if is_told else replace(rests, facts=None)

    def get_queryset(self) -> QuerySet[Article]:
        return visible_articles(self.request).for_reading()

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return ArticleSerializer if self.detail else ArticleRowSerializer

    def get_object(self) -> Article:
        try:
            article: Article = super().get_object()
        except Http404:
            raise self._absence() from None
        return article

    def list(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        reader = self._reader()
        shape = Shape.asked_for(request.query_params, FACE, is_partner=reader.is_partner)
        ordering = ordering_asked_for(request.query_params, self)
        asked = StrictFilterBackend().asked_for(request, self)
        count = count_asked_for(request)
        narrowed = wanted(asked, ordering.columns[0])
        columns = tuple(shape.columns("card__"))
        page = cast("KeysetPagination", self.paginator)
        page.span = narrowed.in_order(reader.at)
        told = {}
        if count or reader.is_partner or not (narrowed.is_plain or narrowed.is_of_words):
            among = entries(narrowed, reader)
            found: Any = among.values_list(*ordering.columns, *columns)
            within = page.span.condition(narrowed.order)
            told = {"count": count(among.filter(within), reader)} if count else {}
        elif narrowed.is_of_words:
            shelf, words = Shelf(_headings(narrowed), reader.at), words_asked(asked["search"])
            found = Searched(words, Order.NEWEST, shelf, ordering.is_descending)
        else:
            found = Walk(_headings(narrowed), narrowed.order, columns, reader.at)
        shown = page.paginate_queryset(found, request, self)
        if isinstance(found, Searched):
            rows = [row_of(values) for values in found.cards(shown, columns)]
        else:
            rows = [row_of(row[len(ordering.columns) :][: len(columns)]) for row in shown]
        head = written({**told, **page.links()})[1:-1]
        results = ",".join(objects(rows, shape, request, reader))
        return json_of(f'{{{head},"results":[{results}]}}')

    def retrieve(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        reader = self._reader()
        shape = Shape.asked_for(request.query_params, MEMBERS, is_partner=reader.is_partner)
        columns, public_id = tuple(shape.columns()), self.kwargs["id"]
        if reader.is_partner:
            cards = visible_cards(request, reader.at).filter(public_id=public_id)
            found = cards.values_list(*columns).first()
        else:
            found = one(public_id, columns, reader.at)
        rows = [row_of(found)] if found else []
        if not rows:
            raise self._absence()
        return json_of(*objects(rows, shape, request, reader))

    def _reader(self) -> Reader:
        return Reader(timezone.now(), is_partner=sees_embargoed(self.request))

    def _absence(self) -> Exception:
        """Return why an article is not shown, as far as readers may know."""
        withdrawn = Article.objects.withdrawn().filter(public_id=self.kwargs["id"])
        notice = withdrawn.values_list("withdrawal_notice", flat=True).first()
        return Http404() if notice is None else Withdrawn(notice or None)


def _headings(narrowed: Wanted) -> tuple[int, ...]:
    return rarest_first(narrowed.headings or (EVERYTHING,), MANY)


def json_of(text: str) -> HttpResponse:
    """Return an answer whose JSON is written already."""
    return HttpResponse(text.encode(), content_type="application/json")


@extend_schema_view(
    list=extend_schema(summary="List sources"),
    retrieve=extend_schema(summary="Read one source"),
)
class SourceViewSet(PublicViewSet):
    """Sources of published articles."""

    queryset = Source.objects.none()
    serializer_class = SourceSerializer
    orderings = orderings(Source, "name", name="name")

    def get_queryset(self) -> QuerySet[Source]:
        return Source.objects.used_by(Article.objects.published())


@extend_schema_view(
    list=extend_schema(summary="List categories"),
    retrieve=extend_schema(summary="Read one category"),
)
class CategoryViewSet(PublicViewSet):
    """The tree of subjects."""

    queryset = Category.objects.none()
    serializer_class = CategorySerializer
    orderings = orderings(Category, "position", position="position name", name="name")

    def get_queryset(self) -> QuerySet[Category]:
        return Category.objects.select_related("parent")


@extend_schema_view(
    list=extend_schema(summary="List pictures"),
    retrieve=extend_schema(summary="Read one picture"),
)
class ImageViewSet(PublicViewSet):
    """Pictures of published articles."""

    queryset = Image.objects.none()
    serializer_class = ImageSerializer
    orderings = orderings(Image, "id", id="")

    def get_queryset(self) -> QuerySet[Image]:
        return Image.objects.used_by(Article.objects.published())


class IndexView(Strict, Cacheable):
    """Where everything is."""

    def standing(self) -> Standing:
        return freshness.of_nothing()

    @extend_schema(
        responses=IndexSerializer, summary="Find everything", operation_id="index", tags=["index"]
    )
    def get(self, request: Request) -> Response:
        names = {
            "articles": "article-list",
            "sources": "source-list",
            "categories": "category-list",
            "images": "image-list",
            "search": "search",
            "changes": "changes",
            "schema": "schema",
            "docs": "docs",
        }
        return Response({k: reverse(f"api:{n}", request=request) for k, n in names.items()})


class SchemaView(Strict, Cacheable, SpectacularJSONAPIView):
    """This API as OpenAPI describes it: one document, in English, whoever asks."""

    def standing(self) -> Standing:
        return freshness.of_nothing()

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with translation.override("en"):
            return cast("Response", super().get(request, *args, **kwargs))  # type: ignore[no-untyped-call]
