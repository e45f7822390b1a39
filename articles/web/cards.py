"""What a list shows of an article and of a category, and what it has to load for that."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.db.models.functions import Left
from django.urls import reverse

from articles.imaging.specs import CARD, Spec
from articles.models import Article, ArticleImage, ArticleQuerySet, Category
from articles.text.slugs import slug
from articles.web.dates import shown_in_lists
from articles.web.pictures import Picture
from articles.web.words import beginning

MOST_SECTIONS = 10
# Three lines of a card on the widest screen, for Latin letters; Han characters fill more.
OPENING = 180


@dataclass(frozen=True, slots=True)
class Section:
    """A category as a link."""

    name: str
    url: str


class Card:
    """An article out of what `for_cards` loaded."""

    def __init__(self, article: Article, spec: Spec = CARD) -> None:
        self.article = article
        self.date = shown_in_lists(article.sort_at, article.original_precision)
        self.sections = [section(category) for category in article.categories.all()]
        kept: list[ArticleImage] = getattr(article, "kept_images", [])
        self.picture = Picture.of(kept[0], spec) if kept else None
        self._opening: str = getattr(article, "opening", "")

    @property
    def text(self) -> str:
        """The summary, else how the text begins."""
        article = self.article
        return article.subtitle or article.summary or beginning(self._opening, OPENING)


def for_cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Load what cards show: four queries, and of pictures only one an article.

    It is the lead picture if that is kept here, else the first that is. Sources are loaded by
    themselves: joined, they made SQLite sort all articles of a source for a page of them.
    """
    kept = ArticleImage.objects.exclude(image__file="").select_related("image")
    first = kept.order_by("-role", "position", "pk")[:1]  # "lead" stands behind "inline"
    return (
        articles.for_listing()
        .select_related(None)
        .prefetch_related(None)
        .prefetch_related(
            "source", "categories", Prefetch("article_images", first, to_attr="kept_images")
        )
        .annotate(opening=Left("body_text", 2 * OPENING))
        .order_by("-sort_at", "-public_id")
    )


def sections() -> list[Section]:
    """Return the first branches of the tree of subjects."""
    return [section(c) for c in Category.objects.filter(parent=None)[:MOST_SECTIONS]]


def section(category: Category) -> Section:
    """Return a category as a link to its page."""
    words = category.slug or slug(category.name)
    parts = [category.public_id, words] if words else [category.public_id]
    return Section(category.name, reverse("web:category", args=parts))
