"""IPTC ninjs 3.0: a news item as agencies exchange them.

What the standard has no member for is left out, and so is what is not known to the second where
it wants a moment. https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from articles.choices import CreditRole
from articles.faces.described import Described, Pictured
from articles.text.counts import word_count
from articles.text.urls import uri

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#",
}
HTML, PLAIN = "text/html", "text/plain"


def ninjs(article: Described) -> dict[str, Any]:
    """Return an article as a ninjs news object."""
    return _said(
        {
            "uri": article.uri,
            "standard": STANDARD,
            "type": "text",
            "representationType": "partial" if article.is_truncated else "full",
            "pubStatus": "usable",
            "firstCreated": article.published_at.isoformat(),
            "versionCreated": article.updated_at.isoformat(),
            "contentCreated": article.original_moment and article.original_moment.isoformat(),
            "language": article.language,
            "title": article.title,
            "by": article.byline,
            "headlines": list(_headlines(article)),
            "descriptions": list(_descriptions(article)),
            "bodies": _bodies(article),
            "people": [
                {"name": credit.name, "rel": credit.role}
                for credit in article.credits
                if credit.role != CreditRole.PICTURE_SOURCE
            ],
            "organisations": [
                {"name": credit.name, "rel": credit.role}
                for credit in article.credits
                if credit.role == CreditRole.PICTURE_SOURCE
            ],
            "infoSources": list(_sources(article)),
            "subjects": list(_subjects(article)),
            "usageTerms": article.rights,
            "altIds": list(_other_ids(article)),
            "renditions": [{"name": "web", "href": article.page, "contentType": HTML}],
            "associations": [
                _picture(picture, number) for number, picture in enumerate(article.pictures, 1)
            ],
        }
    )


def _said(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _text(role: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": PLAIN, "value": value}


def _headlines(article: Described) -> Iterator[dict[str, str]]:
    yield _text("main", article.title)
    if article.subtitle:
        yield _text("subtitle", article.subtitle)
    if article.original_title:
        yield _text("original", article.original_title)


def _descriptions(article: Described) -> Iterator[dict[str, str]]:
    if article.summary:
        yield _text("summary", article.summary)
    for correction in article.corrections:
        yield _text("correction", f"{correction.day}: {correction.text}")


def _bodies(article: Described) -> list[dict[str, Any]]:
    counts = {"charCount": len(article.text), "wordCount": word_count(article.text)}
    return [
        {"role": "main", "contentType": HTML, **counts, "value": article.body},
        {**_text("plain", article.text), **counts},
    ]


def _sources(article: Described) -> Iterator[dict[str, str]]:
    if article.source:
        yield {"name": article.source.name, "role": "source", "uri": article.source.uri}
    if article.publisher:
        yield {"name": article.publisher, "role": "publisher"}


def _subjects(article: Described) -> Iterator[dict[str, str]]:
    for section in article.sections:
        yield {"name": section.name, "rel": "category", "uri": section.uri}
    for keyword in article.keywords:
        yield {"name": keyword, "rel": "keyword"}


def _other_ids(article: Described) -> Iterator[dict[str, str]]:
    yield {"role": "page", "value": article.page}
    if article.origin:
        yield {"role": "original", "value": article.origin}


def _picture(picture: Pictured, number: int) -> dict[str, Any]:
    elsewhere = [{"name": "original", "href": uri(picture.url)}] if picture.url else []
    return _said(
        {
            "name": f"picture-{number}",
            "rel": "lead" if picture.is_lead else "inline",
            "uri": picture.uri,
            "type": "picture",
            "by": picture.credit,
            "descriptions": [
                _text(role, said)
                for role, said in (("caption", picture.caption), ("alternative", picture.alt))
                if said
            ],
            "renditions": [
                {
                    "name": made.name,
                    "href": made.url,
                    "contentType": made.mime,
                    "width": made.width,
                    "height": made.height,
                }
                for made in picture.renditions
            ]
            or elsewhere,
        }
    )
