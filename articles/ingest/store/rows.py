"""New rows: sources and labels, articles, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import models
from django.db.models.expressions import RawSQL

from articles.ingest.store.bulk import create, dumped, insert
from articles.ingest.store.facts import Facts, New
from articles.ingest.store.planning import DocumentPlan, Step
from articles.ingest.store.values import COLUMNS, Values, label_of, source_fold
from articles.models import (
    Article,
    ArticleImage,
    Category,
    Credit,
    Image,
    ImportedValues,
    Source,
    SourceLabel,
)
from articles.models.fields import new_public_id
from articles.moments import stored
from articles.text.html import RULES_VERSION


def make_sources(plans: Sequence[DocumentPlan], facts: Facts) -> dict[str, int]:
    """Make the sources and labels that documents name; return the sources' keys."""
    names = {
        plan.source: facts.sources.names[plan.source]
        for plan in plans
        if plan.source and plan.source not in facts.sources.pks
    }
    made = Source.objects.bulk_create([Source(name=name) for name in names.values()])
    pks = facts.sources.pks | dict(zip(names, (source.pk for source in made), strict=True))
    labels = {
        (plan.source, label_of(label)): None
        for plan in plans
        if plan.source
        for label in plan.reading.labels
        if label
    }
    SourceLabel.objects.bulk_create(
        SourceLabel(source_id=pks[source], name=name)
        for source, name in labels
        if (source, name) not in facts.categories
    )
    return pks


def make_articles(steps: Sequence[Step], sources: Mapping[str, int], at: datetime) -> list[Article]:
    """Make the articles that steps create, with credits, pictures and categories."""
    new = [(step.target, step.new) for step in steps if step.new is not None]
    articles = [_article(one, sources, at) for _target, one in new]
    create(articles)
    values = {}
    for (target, one), article in zip(new, articles, strict=True):
        target.pk, target.public_id = article.pk, article.public_id
        values[article.pk] = one.values
    now = stored(at)
    base = ((pk, dumped(of_one), now) for pk, of_one in values.items())
    insert(ImportedValues, ("article_id", "values", "updated_at"), base)
    make_credits(values)
    make_pictures(values)
    make_categories(values)
    return articles


def _article(new: New, sources: Mapping[str, int], at: datetime) -> Article:
    values, reading = new.values, new.reading
    moment, precision = values["originally_published"] or (None, "")
    original = datetime.fromisoformat(moment) if moment else None
    return Article(
        **{name: values[name] for name in COLUMNS},
        source_id=source_key(values, sources),
        body_text=reading.body_text,
        body_rules=RULES_VERSION,
        fingerprint=reading.fingerprint,
        originally_published_at=original,
        original_precision=precision,
        sort_at=original or at,
    )


def source_key(values: Values, sources: Mapping[str, int]) -> int | None:
    name = values["source"]
    return sources.get(source_fold(name)) if name else None


def make_credits(values: Mapping[int, Values]) -> None:
    """Make the credits of articles, by key, that have none."""
    insert(
        Credit,
        ("article_id", "position", "role", "label", "name"),
        (
            (pk, position, *credit)
            for pk, of_one in values.items()
            for position, credit in enumerate(of_one["credits"])
        ),
    )


def make_pictures(values: Mapping[int, Values]) -> None:
    """Make the uses of pictures of articles, by key, that have none; an address is one picture."""
    images = _images(row[0] for of_one in values.values() for row in of_one["pictures"])
    insert(
        ArticleImage,
        ("article_id", "image_id", "position", "role", "alt", "caption", "credit"),
        (
            (pk, images[url], position, *use)
            for pk, of_one in values.items()
            for position, (url, *use) in enumerate(of_one["pictures"])
            if url in images  # or it was deleted meanwhile
        ),
    )


# Addresses in one query: SQLite takes 32,766 values at once.
MOST_URLS = 20_000
# The condition of the index of addresses, in its words: SQLite uses the index for no others, and
# parameters are none.
_HAS_URL = RawSQL("""NOT ("articles_image"."url" = '')""", [], models.BooleanField())


def _images(urls: Iterable[str]) -> dict[str, int]:
    wanted = dict.fromkeys(urls)
    # A picture that an editor uploaded has no address; a merge keeps it by its public id.
    ids = {name for name in wanted if ":" not in name}
    held = dict(Image.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    urls = [url for url in wanted if url not in ids]
    known = _stored(urls)
    insert(Image, ("url", "public_id"), ((u, new_public_id()) for u in urls if u not in known))
    return _stored(urls) | held


def _stored(urls: Sequence[str]) -> dict[str, int]:
    """Return the keys of the pictures that are stored by their addresses."""
    found: dict[str, int] = {}
    for start in range(0, len(urls), MOST_URLS):
        some = urls[start : start + MOST_URLS]
        rows = Image.objects.filter(_HAS_URL, url__in=some).order_by()
        found |= dict(rows.values_list("url", "pk"))
    return found


def make_categories(values: Mapping[int, Values]) -> None:
    named = {public_id for of_one in values.values() for public_id in of_one["categories"]}
    pks = dict(Category.objects.filter(public_id__in=named).values_list("public_id", "pk"))
    link = Article.categories.through
    link.objects.bulk_create(
        link(article_id=pk, category_id=pks[public_id])
        for pk, of_one in values.items()
        for public_id in of_one["categories"]
        if public_id in pks  # or it was deleted meanwhile
    )
