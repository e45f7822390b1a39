from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from articles import freshness
from articles.models import Article
from articles.web.listing import page_of


class Latest(Feed):
    """The newest articles, with what a list says of them."""

    feed_type = Atom1Feed
    link = "/"
    subtitle = _("The newest articles.")

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        articles = page_of(Article.objects.published()).articles
        response: HttpResponse = super().__call__(request, *args, articles=articles, **kwargs)
        freshness.keep(response, [article.expires_at for article in articles])
        return response

    def get_object(self, request: HttpRequest, *, articles: list[Article]) -> list[Article]:
        return articles

    def title(self) -> str:
        return str(settings.NEWSROOM_SITE_NAME)

    def items(self, articles: list[Article]) -> list[Article]:
        return articles

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.summary

    def item_guid(self, item: Article) -> str:
        return f"urn:newsroom:article:{item.public_id}"

    def item_author_name(self, item: Article) -> str | None:
        return item.source.name if item.source else None

    def item_pubdate(self, item: Article) -> datetime:
        return item.sort_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.published_at or item.sort_at

    def item_categories(self, item: Article) -> list[str]:
        return [category.name for category in item.categories.all()]
