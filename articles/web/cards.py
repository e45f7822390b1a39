"""What a list shows of an article and of a category, and what it has to load for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.db.models.functions import Left
from django.urls import NoReverseMatch, reverse

from articles.imaging.specs import CARD, Spec
from articles.models import Article, ArticleImage, ArticleQuerySet, Category
from articles.text.slugs import slug
from articles.text.snippets import Marked
from articles.web.dates import shown_in_lists
from articles.web.pictures import Picture
from articles.web.words import beginning, teaser

MOST_SECTIONS = 10
# Three lines of a card on the widest screen, for Latin letters; Han characters fill more.
OPENING = 180


@dataclass(frozen=True, slots=True)
class Section:
    """A category or somebody as a link."""

    name: str
    url: str


class Card:
    """An article out of what `loaded` loaded."""

    def __init__(self, article: Article, spec: Spec = CARD) -> None:
        self.article = article
        self.date = shown_in_lists(article.sort_at, article.original_precision)
        self.sections = [section(category) for category in article.categories.all()]
        kept: list[ArticleImage] = getattr(article, "kept_images", [])
        self.picture = Picture.of(kept[0], spec) if kept else None
        self.title = Marked(article.title, ())
        self.text = Marked(self._words(), ())

    def _words(self) -> str:
        """Return the summary, else how the text begins."""
        article, opening = self.article, getattr(self.article, "opening", "")
        said = beginning(article.subtitle or article.summary, 2 * OPENING)
        return said or teaser(opening, article.title, OPENING)


def cards_of(keys: Sequence[int], at: datetime, spec: Spec = CARD) -> list[Card]:
    """Return articles in the order of their keys: five queries, and no text of a body.

    What was taken down since the keys were read is left out.
    """
    found = loaded(Article.objects.order_by()).in_bulk(keys)
    return [Card(a, spec) for key in keys if (a := found.get(key)) and a.is_public(at)]


def loaded(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Load what cards show; of pictures the lead if it is kept here, else the first that is."""
    kept = ArticleImage.objects.exclude(image__file="").select_related("image")
    first = kept.order_by("-role", "position", "pk")[:1]  # "lead" stands behind "inline"
    return (
        articles.prefetch_related(
            "source", "categories", Prefetch("article_images", first, to_attr="kept_images")
        )
        .defer("body", "body_text")
        .annotate(opening=Left("body_text", 2 * OPENING))
    )


def sections() -> list[Section]:
    """Return the first branches of the tree of subjects."""
    return [section(c) for c in Category.objects.filter(parent=None)[:MOST_SECTIONS]]


def section(category: Category) -> Section:
    """Return a category as a link to its page."""
    words = category.slug or slug(category.name)
    parts = [category.public_id, words] if words else [category.public_id]
    return Section(category.name, reverse("web:category", args=parts))


def person(name: str) -> Section:
    """Return somebody who is credited as a link to the page of the name.

    The address is empty for a name that can be no part of one.
    """
    if {".", ".."} & set(name.split("/")):
        return Section(name, "")
    try:
        return Section(name, reverse("web:person", args=[name]))
    except NoReverseMatch:
        return Section(name, "")
