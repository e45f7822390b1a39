"""A view chooses rows, orders and a form; everything else is decided once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils import translation
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from articles.api import parameters
from articles.api.caching import Cacheable
from articles.api.errors import Withdrawn
from articles.api.filters import ArticleFilters
from articles.api.ordering import Ordering, orderings
from articles.api.pagination import KeysetPagination
from articles.api.serializers import (
    ArticleRowSerializer,
    ArticleSerializer,
    CategorySerializer,
    ImageSerializer,
    IndexSerializer,
    SourceSerializer,
)
from articles.models import Article, Category, Image, Source


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


@extend_schema_view(
    list=extend_schema(summary="List articles"),
    retrieve=extend_schema(summary="Read one article"),
)
class ArticleViewSet(PublicViewSet):
    """Published articles."""

    filterset_class = ArticleFilters
    orderings = orderings(
        Article, "-published_at", published_at="published_at", date="sort_at", title="title"
    )
    queryset = Article.objects.none()

    def get_queryset(self) -> QuerySet[Article]:
        articles = Article.objects.published()
        return articles.for_reading() if self.detail else articles.for_listing()

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return ArticleSerializer if self.detail else ArticleRowSerializer

    def get_object(self) -> Article:
        try:
            article: Article = super().get_object()
        except Http404:
            withdrawn = Article.objects.withdrawn().filter(public_id=self.kwargs["id"])
            notice = withdrawn.values_list("withdrawal_notice", flat=True).first()
            if notice is None:
                raise
            raise Withdrawn(notice or None) from None
        self.ends = [article.expires_at]
        return article

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self.ends = [article.expires_at for article in page or ()]
        return page


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

    @extend_schema(
        responses=IndexSerializer, summary="Find everything", operation_id="index", tags=["index"]
    )
    def get(self, request: Request) -> Response:
        names = {
            "articles": "article-list",
            "sources": "source-list",
            "categories": "category-list",
            "images": "image-list",
            "schema": "schema",
            "docs": "docs",
        }
        return Response({k: reverse(f"api:{n}", request=request) for k, n in names.items()})


class SchemaView(Strict, Cacheable, SpectacularJSONAPIView):
    """This API as OpenAPI describes it: one document, in English, whoever asks."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with translation.override("en"):
            return cast("Response", super().get(request, *args, **kwargs))  # type: ignore[no-untyped-call]
