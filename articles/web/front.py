"""The front page: the newest stories with a picture, and beside them the newest of all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from articles.imaging.specs import LEAD
from articles.models import Article, ArticleImage, ArticleQuerySet
from articles.web.cards import Card, for_cards
from articles.web.listing import Page, page_of

PICTURED = 9
# How far back to look for them: a newsroom without pictures pays no more than this.
RECENT = 200


@dataclass(frozen=True, slots=True)
class Front:
    """What leads, what follows it with pictures, and the newest of the rest."""

    lead: Card | None
    cards: list[Card]
    latest: list[Card]
    page: Page
    articles: list[Article]


def front_of(articles: ArticleQuerySet) -> Front:
    """Return the front page of `articles`; none of them stands on it twice."""
    page = page_of(articles)
    pictured = list(for_cards(_recent_with_picture(articles))[:PICTURED])
    shown = {article.pk for article in pictured}
    rest = [article for article in page.articles if article.pk not in shown]
    return Front(
        lead=Card(pictured[0], LEAD) if pictured else None,
        cards=[Card(article) for article in pictured[1:]],
        latest=[Card(article) for article in rest],
        page=page,
        articles=[*pictured, *rest],
    )


def _recent_with_picture(articles: ArticleQuerySet) -> ArticleQuerySet:
    recent = articles.order_by("-sort_at", "-public_id").values("pk")[:RECENT]
    kept = ArticleImage.objects.filter(article=OuterRef("pk")).exclude(image__file="")
    return articles.filter(Exists(kept), pk__in=recent)
