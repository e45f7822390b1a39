"""Path converters that API and pages share; importing this module registers them."""

from __future__ import annotations

import re

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


class YearConverter(PublicIdConverter):
    """Match a year as one address has it: four digits."""

    regex = "[0-9]{4}"


class TwoDigitsConverter(PublicIdConverter):
    """Match a month or a day as one address has it."""

    regex = "[0-9]{2}"


def is_public_id(text: str) -> bool:
    """Say whether a text can be a public id."""
    return re.fullmatch(PUBLIC_ID_PATTERN, text) is not None


register_converter(PublicIdConverter, "public_id")
register_converter(YearConverter, "year")
register_converter(TwoDigitsConverter, "two_digits")
