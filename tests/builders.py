"""Rows for tests: each takes what matters to the test and makes up the rest."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import revisions
from articles.cards.following import follow
from articles.choices import ImageRole, Precision, Status
from articles.models import Article, ArticleImage, Category, Copy, Family, Image, Source
from tests.people import person

_numbers = itertools.count(1)
LONG_AGO = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)


def make_source(name: str = "", **values: Any) -> Source:
    return Source.objects.create(name=name or f"Source {next(_numbers)}", **values)


def make_category(name: str = "", parent: Category | None = None, **values: Any) -> Category:
    return Category.objects.create(
        name=name or f"Category {next(_numbers)}", parent=parent, **values
    )


def make_image(url: str = "", **values: Any) -> Image:
    return Image.objects.create(
        url=url or f"https://pictures.example/{next(_numbers)}.jpg", **values
    )


def make_article(
    title: str = "A bridge for the valley",
    *,
    status: Status = Status.DRAFT,
    body: str = "<p>The council voted for a new bridge.</p>",
    categories: tuple[Category, ...] = (),
    lead: Image | None = None,
    **values: Any,
) -> Article:
    if status == Status.PUBLISHED:
        values.setdefault("published_at", LONG_AGO)
    if status == Status.WITHDRAWN:
        gone_at = values.setdefault("withdrawn_at", timezone.now())
        dates = (values.get("published_at"), values.get("embargo_until"))
        values.setdefault("was_public", all(date is None or date <= gone_at for date in dates))
    if values.get("originally_published_at"):
        values.setdefault("original_precision", Precision.TIME)
    article = Article.objects.create(title=title, body=body, status=status, **values)
    article.categories.set(categories)
    if lead is not None:
        ArticleImage.objects.create(article=article, image=lead, role=ImageRole.LEAD)
    return shown(article) if status == Status.PUBLISHED else article


def make_published(title: str = "A bridge for the valley", **values: Any) -> Article:
    return make_article(title, status=Status.PUBLISHED, **values)


def shown(article: Article) -> Article:
    """Let readers see what was written about an article by hand, as the desk does at its end."""
    follow([article.pk])
    return article


def make_copies(*articles: Article) -> None:
    """Let each be a copy of the next, and all of one family, as comparing their texts does."""
    pks = [article.pk for article in articles]
    had = (article.family for article in articles if article.family)
    Article.objects.filter(pk__in=pks).update(family=next(had, None) or Family.objects.create())
    Copy.objects.bulk_create(
        Copy(article_id=min(pair), other_id=max(pair)) for pair in itertools.pairwise(pks)
    )
    for article in articles:
        article.refresh_from_db(fields=["family"])


def edit(article: Article, by: User | None = None, **values: Any) -> Article:
    """Change the newest version of an article as the desk does, signed by somebody."""
    locked = revisions.lock(article.pk, seen=Article.objects.get(pk=article.pk).version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    revisions.keep(locked, by=by or person(f"editor{locked.pk}v{locked.version}"))
    return locked
