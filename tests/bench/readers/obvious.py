"""The API as a tutorial writes it: model serializers in each other, pages by number, a count."""

from __future__ import annotations

from rest_framework import serializers, viewsets
from rest_framework.pagination import PageNumberPagination

from articles.api.serializers import ArticleRowSerializer, ArticleSerializer
from articles.models import Article


class Pages(PageNumberPagination):
    page_size = 20


class Articles(viewsets.ReadOnlyModelViewSet[Article]):
    """Each row asks for its source, its categories and its pictures."""

    queryset = Article.objects.published().order_by("-published_at", "-public_id")
    pagination_class = Pages
    filter_backends = []
    throttle_classes = []
    lookup_field = "public_id"

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Article]]:
        return ArticleSerializer if self.detail else ArticleRowSerializer
