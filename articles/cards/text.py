"""An article to the JSON of its card: members without braces, with marks for what changes alone.

A control character stands in no JSON text, so that a mark is never mistaken: `ORIGIN` for where
this site is served, a key between two `SOURCE`, keys with commas between two `CATEGORIES`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

from articles.cards.pictures import Kept, has_pictures, picture_url, renditions, with_kept
from articles.imaging.specs import INLINE, SPECS
from articles.models import Article, ArticleImage, Image
from articles.moments import written

ORIGIN, SOURCE, CATEGORIES = "\x01", "\x02", "\x03"
# Where a value will begin with `ORIGIN`: no column can hold this.
_HERE = "\0"
# What a card says of a picture that is kept here; a quote within a value is written otherwise.
_KEPT = '"renditions":{"'

# Raise when what this module makes of the same article changes.
RULES = 2


@cache
def rules() -> str:
    """Return what cards depend on besides their articles, shortened."""
    paths = [_path(reverse(name)) for name in ("api:index", "web:front")]
    return digest(RULES, settings.TIME_ZONE, *paths, SPECS)


def digest(*values: object) -> str:
    """Return 22 characters that differ where any of the values does."""
    text = "\0".join(map(str, values)).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=11).hexdigest()


def face_of(article: Article) -> str:
    """Return what lists show of an article, out of what `for_reading` loaded."""
    lead = article.lead_image
    return _members(
        {
            "id": article.public_id,
            "uri": _HERE + _path(reverse("api:article-detail", args=[article.public_id])),
            "url": _HERE + _path(article.get_absolute_url()),
            "title": article.title,
            "subtitle": article.subtitle,
            "summary": article.summary,
            "language": article.language,
            "source": None,
            "categories": None,
            "lead_image": lead and _use(lead),
            "originally_published_at": _moment(article.originally_published_at),
            "originally_published_precision": article.original_precision or None,
            "published_at": _moment(article.published_at),
            "updated_at": _moment(article.updated_at),
            "truncated": article.truncated,
        },
        {
            "source": f"{SOURCE}{article.source_id or 0}{SOURCE}",
            "categories": CATEGORIES + ",".join(_keys(article)) + CATEGORIES,
        },
    )


def rest_of(article: Article) -> str:
    """Return what else an article's own address says, but for its text."""
    credits = article.credits.all()
    uses = article.article_images.all()
    return _members(
        {
            "original_title": article.original_title,
            "publisher": article.publisher,
            "canonical_url": article.canonical_url or None,
            "keywords": article.keywords,
            "credits": [{"role": c.role, "label": c.label, "name": c.name} for c in credits],
            "images": [
                {"role": use.role, **_use(use), "canonical_url": use.image.url or None}
                for use in uses
            ],
            "corrections": [
                {"at": _moment(told.visible_from), "text": told.correction}
                for told in article.corrections
            ],
        }
    )


def body_of(text: str, rest: str, origin: str) -> str:
    """Return the text of an article with its pictures from here, as far as they are kept here.

    `rest` is that of its card: unless it says that there are any, nothing more is looked at.
    """
    if _KEPT not in rest or not has_pictures(text):
        return text
    images = json.loads(f"{{{rest}}}", strict=False)["images"]
    return with_kept(text, (_kept(image, origin) for image in images if image["renditions"]))


def _kept(image: Mapping[str, Any], origin: str) -> Kept:
    made = image["renditions"][INLINE.name]
    src = made["url"].replace(ORIGIN, origin, 1)
    return Kept(image.get("canonical_url") or "", src, made["width"], made["height"], image["alt"])


def _keys(article: Article) -> list[str]:
    return sorted(str(category.pk) for category in article.categories.all())


def _use(use: ArticleImage) -> dict[str, Any]:
    """Return a picture as an article uses it."""
    image = use.image
    return {
        "id": image.public_id,
        "url": _url(image),
        "alt": use.alt or image.alt,
        "caption": use.caption,
        "credit": use.credit or image.credit,
        "width": image.width,
        "height": image.height,
        "renditions": {
            made.spec: {
                "url": _HERE + _path(made.path),
                "width": made.size.width,
                "height": made.size.height,
            }
            for made in renditions(image)
        },
    }


def _url(image: Image) -> str | None:
    address = picture_url(image)
    return _HERE + _path(address) if address and address.startswith("/") else address


def _path(address: str) -> str:
    """Return a path of this site without the one it is served under, which a request knows."""
    path = address.removeprefix(get_script_prefix()).lstrip("/")
    return f"/{path}"


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment)


def _members(values: Mapping[str, Any], marked: Mapping[str, str] | None = None) -> str:
    """Return JSON members; those among `marked` have their mark in the place of a value."""
    marks = marked or {}
    text = ",".join(f'"{name}":{marks.get(name) or _written(values[name])}' for name in values)
    # Only where a value begins: within one, a backslash may be somebody's own.
    return text.replace(json.dumps(_HERE)[:-1], f'"{ORIGIN}')


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
