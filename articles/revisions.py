"""The text of an article as it stood, version by version.

An import writes no revision: the row itself is the present version. The first change keeps the
version it replaces, every change keeps the one it makes, so that history begins with the first
edit and costs nothing before. A version without a revision has not been touched since it was
written or published.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import Status
from articles.models import Article, ImportRun, Revision
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


class StaleArticle(Exception):
    """The article has changed since the version somebody saw; `present` is what it is now."""

    def __init__(self, present: Article) -> None:
        super().__init__(_("Somebody else has changed this article meanwhile."))
        self.present = present


def values_of(article: Article) -> dict[str, Any]:
    """Return what a revision keeps, ready for JSON: columns, and what hangs on the article."""
    values: dict[str, Any] = {name: _plain(getattr(article, name)) for name in COLUMNS}
    values["source"] = article.source.public_id if article.source else None
    values["categories"] = sorted(article.categories.values_list("public_id", flat=True))
    values["credits"] = [
        [c.role, c.label, c.name] for c in article.credits.order_by("position", "pk")
    ]
    values["pictures"] = [
        [use.image.public_id, use.role, use.alt, use.caption, use.credit]
        for use in article.article_images.select_related("image").order_by("position", "pk")
    ]
    return values


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
    if not article.revisions.filter(version=article.version).exists():
        published = article.reviews.filter(to_status=Status.PUBLISHED).order_by("-pk").first()
        since = published.created_at if published else article.created_at
        _write(article, visible_from=_visible_from(article, since))
    return article


@transaction.atomic
def keep(
    article: Article,
    *,
    by: User | None = None,
    note: str = "",
    run: ImportRun | None = None,
) -> Revision:
    """Write the version just made, after everything that belongs to it has been saved.

    The search index follows here, because every change by a person ends here.
    """
    index_articles([article])
    visible_from = _visible_from(article, timezone.now())
    return _write(article, visible_from=visible_from, by=by, note=note, run=run)


def _visible_from(article: Article, since: datetime) -> datetime | None:
    """Return when readers begin to see a version made at `since`, or None if they do not.

    Of two versions that begin at the same moment, as edits of a scheduled article do, readers
    only ever see the later one.
    """
    if article.status != Status.PUBLISHED:
        return None
    bounds = (since, article.published_at, article.embargo_until)
    return max(moment for moment in bounds if moment is not None)


def _write(article: Article, **values: Any) -> Revision:
    return Revision.objects.create(
        article=article, version=article.version, values=values_of(article), **values
    )
