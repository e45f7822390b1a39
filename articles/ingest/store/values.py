"""What a reading would have an article say, in the form that columns and JSON hold.

These are the values that `ImportedValues` remembers, by column, and `pictures`, `credits`,
`categories` and `originally_published` (the instant and its precision, one value because neither
means anything alone). Whatever is longer than its column is cut; the document has it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from django.db.models import Model

from articles.choices import CreditRole, ImageRole
from articles.ingest.dated import Dated
from articles.ingest.records import Credit, DocumentReading, Picture, Reading
from articles.models import Article, ArticleImage, Image, Source, SourceLabel
from articles.models import Credit as CreditRow
from articles.text.characters import clean_text
from articles.text.folding import fold
from articles.text.urls import web_url

Values = dict[str, Any]

_WORDS = ("alt", "caption", "credit")
_ROLES = frozenset(CreditRole.values)

TEXTS = ("title", "original_title", "subtitle", "summary", "language", "publisher", "canonical_url")
COLUMNS = (*TEXTS, "body", "keywords", "truncated")

_PICTURE_FILE = re.compile(
    r"[^?#]*\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)(?=[?#])", re.IGNORECASE
)


def values_of(
    reading: Reading, document: DocumentReading, *, source: str | None, categories: Iterable[str]
) -> Values:
    """Return what `reading` says; `source` and `categories` as the database names them."""
    return {
        **{name: cut(getattr(reading, name, ""), Article, name) for name in TEXTS},
        "publisher": cut(reading.publisher or document.publisher or "", Article, "publisher"),
        "body": reading.body_html,
        "keywords": list(document.keywords if reading.keywords is None else reading.keywords),
        "truncated": reading.truncated,
        "originally_published": _moment(reading.originally_published),
        "source": source,
        "credits": [_credit(one) for one in reading.credits if one.name],
        "pictures": _pictures(reading.pictures),
        "categories": sorted(categories),
    }


def source_name(name: str | None) -> str | None:
    """Return the name as its column holds it, None for none."""
    return cut((name or "").strip(), Source, "name") or None


def source_fold(name: str | None) -> str:
    """Return what is equal for spellings of one name, "" for a name without a sign to see."""
    return fold(source_name(name) or "").strip()


def address(url: str) -> str:
    return cut(url, Article, "canonical_url")


def label_of(name: str) -> str:
    return cut(name, SourceLabel, "name")


def cut(text: str, model: type[Model], column: str) -> str:
    """Return as much of the text as the column holds, without what no feed takes."""
    return plain(text)[: _length(model, column)]


def image_key(url: str) -> str:
    """Return the address that identifies a picture, "" for what is no address to keep.

    A proxy before it and what a picture file is asked to be scaled to are no part of it.

    >>> image_key("//pictures.example/a.jpg?imageView2/2/w/500")
    'https://pictures.example/a.jpg'
    """
    url = web_url(url).partition("#")[0]
    if file := _PICTURE_FILE.match(url):
        url = file[0]
    return url if url == cut(url, Image, "url") else ""


def picture_keys(pictures: Iterable[Picture]) -> frozenset[str]:
    return frozenset(key for picture in pictures if (key := image_key(picture.url)))


def plain(text: str) -> str:
    """Return the text without control characters, which stand in what was read as it was."""
    return text if text.isprintable() else clean_text(text).text


@cache
def _length(model: type[Model], column: str) -> int | None:
    return getattr(model._meta.get_field(column), "max_length", None)


def _moment(dated: Dated | None) -> list[str] | None:
    """Return an instant and its precision; a bare date is the beginning of its day in UTC."""
    if dated is None:
        return None
    value: date = dated.value
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    return [value.astimezone(UTC).isoformat(), dated.precision]


def _credit(credit: Credit) -> list[str]:
    role = credit.role if credit.role in _ROLES else CreditRole.OTHER.value
    return [role, cut(credit.label, CreditRow, "label"), cut(credit.name, CreditRow, "name")]


def _pictures(pictures: Sequence[Picture]) -> list[list[str]]:
    """Return each picture once, where it stands first, and the first lead as the only one."""
    rows: dict[str, list[str]] = {}
    lead = ""
    for picture in pictures:
        url = image_key(picture.url)
        if not url:
            continue
        if picture.role == ImageRole.LEAD:
            lead = lead or url
        words = (picture.alt, picture.caption, picture.credit)
        fitting = [cut(w, ArticleImage, c) for w, c in zip(words, _WORDS, strict=True)]
        rows.setdefault(url, [url, ImageRole.INLINE.value, *fitting])
    if lead:
        rows[lead][1] = ImageRole.LEAD.value
    return list(rows.values())
