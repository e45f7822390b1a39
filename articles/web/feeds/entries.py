"""The newest articles of a subject, as every format tells them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet
from django.db.models.functions import Left

from articles.cards.lists import Reader
from articles.choices import ImageRole
from articles.faces.described import WRITERS, followable
from articles.imaging.specs import CARD, LEAD
from articles.models import Article, Card, Listed, Source
from articles.web.feeds.bodies import full_text
from articles.web.pictures import Picture
from articles.web.words import teaser

MOST = 50
# What stands for a summary where there is none: the first sentences of the text.
OPENING = 280


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that is kept here, with a small one of it."""

    whole: Picture
    small: Picture
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An article for feed readers; addresses are absolute, `content` is "" without full text."""

    id: str
    url: str
    origin: str
    title: str
    summary: str
    content: str
    language: str
    published: datetime
    updated: datetime
    authors: list[str]
    contributors: list[str]
    categories: list[str]
    source: Source | None
    pictures: list[Shot]


def urn(public_id: str) -> str:
    """Return the name of an article that stays the same wherever it is read."""
    return f"urn:newsroom:article:{public_id}"


def newest(heading: int, at: datetime) -> list[Card]:
    """Return the cards of what readers first saw last under a heading, in two queries."""
    cards = {entry.card for walk in walks(heading, at) for entry in walk}
    return sorted(cards, key=attrgetter("visible_from", "public_id"), reverse=True)[:MOST]


def walks(heading: int, at: datetime) -> list[QuerySet[Listed]]:
    """Return two walks along indexes of the heading, which hold the newest between them.

    By publication, and by the end of their embargo those that had one: when it ends, any number
    of articles published later may be there already.
    """
    rows = Listed.objects.filter(Reader(at).sees("card__"), heading=heading)
    loaded = rows.select_related("card").defer("card__face", "card__rest")
    # Of what is scheduled or still held back, the indexes need not be read.
    return [
        loaded.filter(published_at__lte=at).order_by("-published_at", "-public_id")[:MOST],
        loaded.filter(held_until__lte=at).order_by("-held_until", "-public_id")[:MOST],
    ]


def entries(cards: list[Card], at: datetime, site: str, *, is_full: bool) -> list[Entry]:
    """Return the articles of `cards`, in their order; `site` is scheme and host.

    A fixed number of queries. What was taken down since the cards were read is left out, by its
    row: asked for what is published, SQLite would look through all that is.
    """
    found = (
        Article.objects.for_reading()
        .annotate(opening=Left("body_text", 2 * OPENING))
        .defer("body_text", *([] if is_full else ["body"]))
        .in_bulk([card.pk for card in cards])
    )
    return [
        _entry(article, card, site, is_full=is_full)
        for card in cards
        if (article := found.get(card.pk)) and article.is_public(at)
    ]


def _entry(article: Article, card: Card, site: str, *, is_full: bool) -> Entry:
    url = site + article.get_absolute_url()
    writers = _names(article, writers=True)
    return Entry(
        id=urn(article.public_id),
        url=url,
        origin=followable(article.canonical_url),
        title=article.title,
        summary=_summary(article, is_full=is_full),
        content=full_text(article, url) if is_full else "",
        language=article.language,
        published=card.visible_from,
        updated=max(card.updated_at, card.visible_from),
        authors=writers,
        contributors=[n for n in _names(article, writers=False) if n not in writers],
        categories=[category.name for category in article.categories.all()],
        source=article.source,
        pictures=_shots(article, site),
    )


def _names(article: Article, *, writers: bool) -> list[str]:
    """Return the names of who wrote it, or of who else had a part in it, each once."""
    named = (c.name for c in article.credits.all() if (c.role in WRITERS) is writers)
    return list(dict.fromkeys(named))


def _summary(article: Article, *, is_full: bool) -> str:
    """Return what is said of the article; how it begins, where nothing is said and no text."""
    said = article.summary or article.subtitle
    opening: str = getattr(article, "opening", "")
    return said if said or is_full else teaser(opening, article.title, OPENING)


def _shots(article: Article, site: str) -> list[Shot]:
    """Return the pictures that are kept here, the lead picture first."""
    uses = sorted(article.article_images.all(), key=lambda use: use.role != ImageRole.LEAD)
    return [
        Shot(_at(site, whole), _at(site, small), is_lead=use.role == ImageRole.LEAD)
        for use in uses
        if (whole := Picture.of(use, LEAD)) and (small := Picture.of(use, CARD))
    ]


def _at(site: str, picture: Picture) -> Picture:
    return replace(picture, src=site + picture.src)
