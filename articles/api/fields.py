"""Fields that every serializer of this API says alike."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Article


@extend_schema_field({"type": "string", "pattern": f"^{PUBLIC_ID_PATTERN}$", "readOnly": True})
class PublicIdField(serializers.CharField):
    """`id`: the public id."""

    def __init__(self, source: str = "public_id", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)


class AddressField(serializers.HyperlinkedIdentityField):
    """`uri`: where this API has the thing in its long form."""

    def __init__(self, view_name: str, source: str = "public_id", **options: Any) -> None:
        super().__init__(
            view_name=view_name,
            lookup_field="public_id",
            lookup_url_kwarg="id",
            help_text="Where this API has it (ninjs: uri).",
            **options,
        )


@extend_schema_field({"type": "string", "format": "uri", "readOnly": True})
class PageField(serializers.Field):
    """`url`: the page for readers."""

    def __init__(self, source: str = "*", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)

    def to_representation(self, article: Article) -> str:
        address: str = self.context["request"].build_absolute_uri(article.get_absolute_url())
        return address


@extend_schema_field({"type": "string", "format": "uri", "nullable": True, "readOnly": True})
class LinkField(serializers.Field):
    """An address kept as text; a blank one is null."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, address: str) -> str | None:
        return address or None
