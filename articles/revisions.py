"""The text of an article as it stood, version by version.

An import writes no revision: the row itself is the present version. The first change keeps the
version it replaces, every change keeps the one it makes, so that history begins with the first
edit and costs nothing before. A version without a revision has not been touched since it was
written or published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.cards import following as cards
from articles.choices import Status
from articles.copies.following import follow
from articles.models import (
    Article,
    ArticleImage,
    Credit,
    ImportRun,
    Review,
    Revision,
    Source,
)
from articles.search.index import index_articles

COLUMNS = (
    "title",
    "subtitle",
    "summary",
    "body",
    "language",
    "publisher",
    "keywords",
    "canonical_url",
    "originally_published_at",
    "original_precision",
    "published_at",
    "embargo_until",
    "expires_at",
)


ORDER = "position pk"


class Edit(NamedTuple):
    """Who changed something, by key, and when."""

    by: int
    at: datetime


class StaleArticle(Exception):
    """The article has changed since the version somebody saw; `present` is what it is now."""

    def __init__(self, present: Article) -> None:
        super().__init__(_("Somebody else has changed this article meanwhile."))
        self.present = present


def values_of(article: Article) -> dict[str, Any]:
    """Return what a revision keeps, ready for JSON: columns, and what hangs on the article."""
    return _values_of_all([article])[article.pk]


def _values_of_all(articles: Collection[Article]) -> dict[int, dict[str, Any]]:
    """Return the same of many articles by key, in a fixed number of queries."""
    pks = [article.pk for article in articles]
    of_sources = Source.objects.filter(pk__in={article.source_id for article in articles})
    sources = dict(of_sources.values_list("pk", "public_id"))
    hanging = {
        "categories": _by_article(
            Article.categories.through.objects.filter(article__in=pks),
            *("category__public_id", "category__public_id"),
        ),
        "credits": _by_article(
            Credit.objects.filter(article__in=pks), ORDER, "role", "label", "name"
        ),
        "pictures": _by_article(
            ArticleImage.objects.filter(article__in=pks),
            *(ORDER, "image__public_id", "role", "alt", "caption", "credit"),
        ),
    }
    return {
        article.pk: {
            **{name: _plain(getattr(article, name)) for name in COLUMNS},
            "source": sources.get(article.source_id) if article.source_id else None,
            **{name: rows[article.pk] for name, rows in hanging.items()},
        }
        for article in articles
    }


def _by_article(rows: QuerySet[Any], order: str, *columns: str) -> defaultdict[int, list[Any]]:
    """Return what stands in the columns of rows, by article; of one column the bare values."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for article, *row in rows.order_by(*order.split()).values_list("article", *columns):
        found[article].append(row if len(row) > 1 else row[0])
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@transaction.atomic
def lock(pk: int, *, seen: int) -> Article:
    """Return the article for a change, its present version kept, or raise StaleArticle.

    `seen` is the version that whoever changes it looked at.
    """
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    if article.version != seen:
        raise StaleArticle(article)
    keep_former([article])
    return article


def keep_former(articles: Collection[Article]) -> None:
    """Keep the present version of locked articles, where that has not been done."""
    rows = Revision.objects.filter(article__in=[article.pk for article in articles])
    kept = set(rows.filter(version=F("article__version")).values_list("article", flat=True))
    wanting = [article for article in articles if article.pk not in kept]
    moves = Review.objects.filter(article__in=wanting, to_status=Status.PUBLISHED).order_by("pk")
    published = dict(moves.values_list("article", "created_at"))
    since = {a.pk: _visible_from(a, published.get(a.pk, a.created_at)) for a in wanting}
    _write(wanting, since)


@transaction.atomic
def keep(
    article: Article,
    *,
    by: User | None = None,
    note: str = "",
    correction: str = "",
    run: ImportRun | None = None,
) -> Revision:
    """Write the version just made, after everything that belongs to it has been saved.

    `note` is the desk's own; `correction` is a word to readers.
    The search index, copies and cards follow here, because every change by a person ends here.
    """
    return keep_all([article], by=by, note=note, correction=correction, run=run)[0]


@transaction.atomic
def keep_all(
    articles: Collection[Article],
    *,
    by: User | None = None,
    note: str = "",
    correction: str = "",
    run: ImportRun | None = None,
) -> list[Revision]:
    """Write the versions just made of many articles, in a fixed number of queries."""
    index_articles(list(articles))
    follow(list(articles))
    now = timezone.now()
    since = {article.pk: _visible_from(article, now) for article in articles}
    written = _write(articles, since, by=by, note=note, correction=correction, run=run)
    cards.follow([article.pk for article in articles])
    return written


def last_edits(pks: Collection[int], name: str) -> dict[int, Edit]:
    """Return who last changed a value of each article; without those that no person changed."""
    rows = (
        Revision.objects.filter(article__in=pks)
        .order_by("article", "version")
        .values_list("article", "by", "created_at", KeyTransform(name, "values"))
    )
    found: dict[int, Edit] = {}
    former: tuple[int, Any] | None = None
    for article, by, at, value in rows:
        is_changed = former is not None and former[0] == article and former[1] != value
        if by is not None and is_changed:
            found[article] = Edit(by, at)
        former = (article, value)
    return found


def _visible_from(article: Article, since: datetime) -> datetime | None:
    """Return when readers begin to see a version made at `since`, or None if they do not.

    Of two versions that begin at the same moment, as edits of a scheduled article do, readers
    only ever see the later one.
    """
    if article.status != Status.PUBLISHED:
        return None
    bounds = (since, article.published_at, article.embargo_until)
    return max(moment for moment in bounds if moment is not None)


def _write(
    articles: Collection[Article], since: Mapping[int, datetime | None], **values: Any
) -> list[Revision]:
    said = _values_of_all(articles) if articles else {}
    return Revision.objects.bulk_create(
        Revision(
            article=article,
            version=article.version,
            values=said[article.pk],
            visible_from=since[article.pk],
            **values,
        )
        for article in articles
    )
