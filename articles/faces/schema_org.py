"""schema.org's NewsArticle as JSON-LD, with what Google asks of an article."""

from __future__ import annotations

from typing import Any

from articles.choices import CreditRole
from articles.faces.described import Described, Pictured
from articles.imaging.specs import LEAD, SOCIAL

# What a role is to schema.org; whoever has another one contributed.
_PROPERTIES = {
    CreditRole.EDITOR: "editor",
    CreditRole.COLUMN_EDITOR: "editor",
    CreditRole.TEXT_EDITOR: "editor",
    CreditRole.TRANSLATOR: "translator",
}


def news_article(article: Described) -> dict[str, Any]:
    """Return an article with its text."""
    return {
        **reference(article, article.summary or article.subtitle),
        "articleBody": article.text,
    }


def reference(article: Described, description: str) -> dict[str, Any]:
    """Return what a page says of the article it shows, which holds the text itself."""
    writers = set(article.writers)
    members = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article.uri,
        "mainEntityOfPage": article.page,
        "url": article.page,
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "description": description,
        "abstract": article.summary,
        "inLanguage": article.language,
        "datePublished": article.first_published,
        "dateModified": article.updated_at.isoformat(timespec="seconds"),
        "articleSection": [section.name for section in article.sections],
        "keywords": list(article.keywords),
        "image": _images(article),
        "author": [_person(name) for name in article.writers],
        **_others(article, writers),
        "publisher": {**_organisation(article.site_name), "url": f"{article.site}/"},
        "sourceOrganization": article.source and _organisation(article.source.name),
        "copyrightNotice": article.rights,
        "isAccessibleForFree": True,
        "isBasedOn": article.origin,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.at.isoformat(timespec="seconds"),
            }
            for correction in article.corrections
        ],
    }
    return {name: value for name, value in members.items() if value}


def _others(article: Described, writers: set[str]) -> dict[str, list[Any]]:
    """Return who else had a part, by what schema.org calls it."""
    found: dict[str, list[Any]] = {}
    for credit in article.credits:
        if credit.name not in writers:
            kind = _PROPERTIES.get(CreditRole(credit.role), "contributor")
            people = found.setdefault(kind, [])
            if (person := _person(credit.name)) not in people:
                people.append(person)
    return found


def _images(article: Described) -> list[dict[str, Any]]:
    kept = sorted(
        (p for p in article.pictures if p.renditions), key=lambda picture: not picture.is_lead
    )
    return [image for picture in kept for image in _sizes(picture)]


def _sizes(picture: Pictured) -> list[dict[str, Any]]:
    sizes = [made for made in picture.renditions if made.name in {SOCIAL.name, LEAD.name}]
    return [
        {
            "@type": "ImageObject",
            "url": made.url,
            "width": made.width,
            "height": made.height,
            **({"caption": picture.caption} if picture.caption else {}),
            **({"creditText": picture.credit} if picture.credit else {}),
        }
        for made in sorted(sizes, key=lambda made: made.name != SOCIAL.name)
    ]


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}
