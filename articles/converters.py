"""Path converters that API and pages share; importing this module registers them."""

from __future__ import annotations

from django.urls import register_converter

from articles.models.fields import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH

PUBLIC_ID_PATTERN = f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"


class PublicIdConverter:
    """Match what can be a public id and nothing else; other ids are a 404 without a query."""

    regex = PUBLIC_ID_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicIdConverter, "public_id")
