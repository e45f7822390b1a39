"""A newsroom with so much in it that a database chooses its ways as it would in any large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.cards.following import follow
from articles.choices import ChangeKind, CreditRole, ImageRole, Status
from articles.models import (
    Article,
    ArticleImage,
    Card,
    Category,
    Change,
    Copy,
    Credit,
    Family,
    Image,
    Passage,
    Revision,
)
from articles.search.index import index_articles
from tests.builders import make_category, make_source

# Published; a tenth as many are drafts, and scheduled.
PUBLISHED = 1_500
SOURCES = 12
# From one article to the next older one.
STEP = timedelta(hours=7)
_WORDS = ["harbour", "valley", "council", "bridge", "school", "river", "market", "railway"]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What addresses of a large newsroom are made of."""

    source: str
    category: str
    article: str
    name: str = "Writer 7"


def fill(count: int = PUBLISHED) -> Newsroom:
    """Fill an empty database, and let PostgreSQL learn what there is, as it does by itself.

    Nobody tells SQLite, here or anywhere.
    """
    with transaction.atomic():
        newsroom = _filled(count)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return newsroom


def _filled(count: int) -> Newsroom:
    sources = [make_source(f"Source {number:02}") for number in range(SOURCES)]
    above = make_category("Region")
    categories = [make_category(f"City {number:02}", parent=above) for number in range(SOURCES)]
    articles = [_article(number, Status.PUBLISHED) for number in range(count)]
    articles += [_article(-1 - number, Status.PUBLISHED) for number in range(count // 10)]
    articles += [_article(number, Status.DRAFT) for number in range(count // 10)]
    for number, article in enumerate(articles):
        article.source = sources[number % SOURCES]
        article.derive()
    Article.objects.bulk_create(articles)
    _file(articles, categories)
    _follow(articles)
    _tell(articles)
    return Newsroom(sources[1].public_id, categories[1].public_id, articles[9].public_id)


def _article(number: int, status: Status) -> Article:
    day = timezone.now() - number * STEP - timedelta(minutes=5)
    words = [word for place, word in enumerate(_WORDS) if number % (place + 2) == 0]
    said = " ".join(words) or "nothing much"
    return Article(
        title=f"Story {number} of the {said}",
        body=f"<p>What happened at number{number} was {said}.</p>" * 4,
        status=status,
        language="en" if number % 3 else "zh",
        published_at=day if status == Status.PUBLISHED else None,
    )


def _file(articles: Sequence[Article], categories: Sequence[Category]) -> None:
    """Give each article a category, a picture and two names."""
    filed = Article.categories.through
    filed.objects.bulk_create(
        filed(article_id=article.pk, category_id=categories[number % SOURCES].pk)
        for number, article in enumerate(articles)
    )
    pictures = Image.objects.bulk_create(
        Image(file=f"originals/{number}.jpg", sha256=f"{number:064}", width=1600, height=900)
        for number in range(len(articles))
    )
    ArticleImage.objects.bulk_create(
        ArticleImage(article=article, image=image, role=ImageRole.LEAD)
        for article, image in zip(articles, pictures, strict=True)
    )
    Credit.objects.bulk_create(
        Credit(article=article, role=role, name=f"Writer {(number + place) % 40}")
        for number, article in enumerate(articles)
        for place, role in enumerate([CreditRole.AUTHOR, CreditRole.EDITOR])
    )


def _follow(articles: Sequence[Article]) -> None:
    seen = [article for article in articles if article.status == Status.PUBLISHED]
    for start in range(0, len(seen), 500):
        follow([article.pk for article in seen[start : start + 500]])
    # As if each had been written when it was published.
    Card.objects.published().update(updated_at=F("visible_from"))
    index_articles(articles)


def _tell(articles: Sequence[Article]) -> None:
    """Withdraw what is gone, correct, and find copies."""
    now = timezone.now()
    Change.objects.bulk_create(
        Change(kind=ChangeKind.DELETED, public_id=f"gone{number:08}", at=now - number * STEP)
        for number in range(len(articles) // 5)
    )
    Revision.objects.bulk_create(
        Revision(
            article=article,
            version=2,
            values={},
            correction="Not so." if number % 2 == 0 else "",
            visible_from=now - number * STEP,
        )
        for number, article in enumerate(articles)
    )
    pairs = list(zip(articles[::9], articles[1::9], strict=False))
    family = Family.objects.create()
    Article.objects.filter(pk__in=[one.pk for one in articles[9:11]]).update(family=family)
    Copy.objects.bulk_create(Copy(article=one, other=other) for one, other in pairs)
    Passage.objects.bulk_create(
        Passage(article=one, other=other, start=0, end=9, other_start=0, other_end=9)
        for one, other in pairs[::2]
    )
