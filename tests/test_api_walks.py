"""Lists under any filters, in any order, are walked there and back as a plain query has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db.models import Q, QuerySet
from django.test import Client

from articles.api.ordering import Place, Side, orderings
from articles.api.pagination import Queried, Walked
from articles.cards.lists import Reader, Wanted, entries
from articles.cards.walk import Walk
from articles.choices import CreditRole, Status
from articles.models import Article, ArticleImage, Category, Credit, Source
from articles.search import newest
from articles.search.index import index_articles
from articles.text.headings import Kind, heading
from tests.builders import LONG_AGO, make_article, make_category, make_image, make_source, shown
from tests.walks import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]
API = "/api/v1/articles/"
EMBARGO, END, FAR = (datetime(year, 1, 1, tzinfo=UTC) for year in (2080, 2090, 2099))
# Long before the embargoes end, after that, and after what ends has ended.
MOMENTS = [datetime(year, 1, 1, tzinfo=UTC) for year in (2079, 2085, 2095)]
ORDERS = {"published_at": "published_at", "date": "sort_at"}
NAMES = [*ORDERS, *(f"-{name}" for name in ORDERS)]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Articles that share days, sources and people; some are hidden."""

    sources: list[Source]
    categories: list[Category]


def make_crowd(random: Random) -> Crowd:
    news = make_category()
    local = make_category(parent=news)
    crowd = Crowd(
        [make_source(), make_source()],
        [news, local, make_category(parent=local), make_category()],
    )
    image, made = make_image(), []
    for _number in range(36):
        made.append(
            make_article(
                "Crossing",
                status=random.choice([*[Status.PUBLISHED] * 6, Status.DRAFT]),
                source=random.choice([None, *crowd.sources]),
                categories=tuple(random.sample(crowd.categories, random.randrange(3))),
                lead=random.choice([None, image]),
                language=random.choice(["en", "zh"]),
                truncated=random.random() < 0.3,
                body=random.choice(["<p>ferry</p>", "<p>ferry bridge</p>"]),
                published_at=random.choice([*days(random, 6), FAR]),
                originally_published_at=random.choice([None, None, *days(random, 2), FAR]),
                embargo_until=random.choice([None] * 6 + [EMBARGO]),
                expires_at=random.choice([None] * 6 + [LONG_AGO, END]),
            )
        )
        for name in random.sample(["Lin", "Wu", "Ada"], random.randrange(3)):
            role = random.choice([CreditRole.AUTHOR, CreditRole.EDITOR])
            Credit.objects.create(article=made[-1], role=role, name=name)
    for article in made:
        if article.status == Status.PUBLISHED:
            shown(article)
    index_articles(made)
    return crowd


def days(random: Random, count: int) -> list[datetime]:
    return [LONG_AGO + timedelta(days=random.randrange(6)) for _number in range(count)]


def day(random: Random) -> str:
    return f"{LONG_AGO + timedelta(days=random.randrange(-1, 7)):%Y-%m-%d}"


FILTERS: dict[str, Callable[[Random, Crowd], str]] = {
    "source": lambda random, crowd: random.choice(crowd.sources).public_id,
    "category": lambda random, crowd: random.choice(crowd.categories).public_id,
    "language": lambda random, _crowd: random.choice(["en", "zh"]),
    "credit": lambda random, _crowd: random.choice(["Lin", "Wu"]),
    "credit_role": lambda random, _crowd: random.choice(["author", "editor"]),
    "has_image": lambda random, _crowd: random.choice(["true", "false"]),
    "truncated": lambda random, _crowd: random.choice(["true", "false"]),
    "published_after": lambda random, _crowd: day(random),
    "published_before": lambda random, _crowd: day(random),
    "originally_published_after": lambda random, _crowd: day(random),
    "originally_published_before": lambda random, _crowd: day(random),
    "updated_since": lambda random, _crowd: random.choice([day(random), "2098-01-01"]),
    "search": lambda random, _crowd: random.choice(["bridge", "ferry"]),
}


def conditions(query: dict[str, str]) -> Iterator[Q]:
    """Say what each filter means, in the plainest words that there are."""
    plain = {
        "language": "language",
        "source": "source__public_id",
        "published_after": "published_at__gte",
        "published_before": "published_at__lt",
        "originally_published_after": "originally_published_at__gte",
        "originally_published_before": "originally_published_at__lt",
        "updated_since": "updated_at__gte",
        "search": "body_text__contains",
    }
    for name, column in plain.items():
        if name in query:
            value: Any = query[name]
            if name.endswith(("_after", "_before", "_since")):
                value = datetime.fromisoformat(value).replace(tzinfo=UTC)
            yield Q(**{column: value})
    if "truncated" in query:
        yield Q(truncated=query["truncated"] == "true")
    if "has_image" in query:
        pictured = Q(pk__in=ArticleImage.objects.values("article"))
        yield pictured if query["has_image"] == "true" else ~pictured
    if "category" in query:
        yield Q(pk__in=Article.objects.filter(categories__in=under(query["category"])).values("pk"))
    of_credit = {"credit": "name", "credit_role": "role"}
    asked = {column: query[name] for name, column in of_credit.items() if name in query}
    if asked:
        yield Q(pk__in=Credit.objects.filter(**asked).values("article"))


def under(public_id: str) -> QuerySet[Category]:
    one = Q(public_id=public_id)
    return Category.objects.filter(
        one | Q(parent__public_id=public_id) | Q(parent__parent__public_id=public_id)
    )


def expected(query: dict[str, str], ordering: str) -> list[str]:
    sign, column = ordering[: ordering.startswith("-")], ORDERS[ordering.removeprefix("-")]
    rows = Article.objects.published().filter(*conditions(query))
    return list(
        rows.order_by(f"{sign}{column}", f"{sign}public_id").values_list("public_id", flat=True)
    )


def combinations(random: Random) -> list[list[str]]:
    """Return every filter alone, none, and some together."""
    names = sorted(FILTERS)
    together = [random.sample(names, count) for count in [2] * 25 + [3] * 12 + [4] * 4]
    return [[], *([name] for name in names), *together]


def require(client: Client, query: dict[str, str], wanted: list[str]) -> None:
    pages = list(walk(client, f"{API}?{urlencode(query)}"))
    # From the last page back to the first.
    pages_back = [pages[-1], *walk(client, pages[-1]["previous"], "previous")]

    assert [row["id"] for page in pages for row in page["results"]] == wanted, query
    assert [row["id"] for page in pages_back[::-1] for row in page["results"]] == wanted, query
    counts = [page["count"] for page in pages if "count" in query]
    assert all(count == {"value": len(wanted), "relation": "eq"} for count in counts), query


@pytest.mark.parametrize("at", MOMENTS[1:], ids=["with-what-ends", "without-what-ended"])
def test_any_filters_in_any_order_are_walked_there_and_back_like_a_plain_query(client, at):
    random = Random(at.year)  # noqa: S311
    crowd = make_crowd(random)
    found = 0

    with time_machine.travel(at, tick=False):
        for number, names in enumerate(combinations(random)):
            query = {name: FILTERS[name](random, crowd) for name in names}
            ordering = NAMES[number % len(NAMES)]
            wanted = expected(query, ordering)
            counted = {"count": "exact"} if random.random() < 0.3 else {}
            require(client, {**query, **counted, "ordering": ordering, "page_size": "4"}, wanted)
            found += bool(wanted)

    assert found > 25


HEADINGS = ["source", "category", "language", "credit", "credit_role", "has_image", "truncated"]


@pytest.mark.parametrize("ordering", ["published_at", "-published_at"])
@pytest.mark.parametrize("few", [-1, newest.FEW], ids=["of-many", "of-few"])
def test_words_under_any_heading_are_walked_there_and_back(client, monkeypatch, ordering, few):
    monkeypatch.setattr(newest, "FEW", few)
    random = Random(ordering)  # noqa: S311
    crowd = make_crowd(random)

    with time_machine.travel(MOMENTS[1], tick=False):
        for names in [[], *([name] for name in HEADINGS), HEADINGS[:3]]:
            query = {name: FILTERS[name](random, crowd) for name in ["search", *names]}
            wanted = expected(query, ordering)
            require(client, {**query, "ordering": ordering, "page_size": "3"}, wanted)


COLUMNS = ("card__face", "card__digest", "card__article__body")


@pytest.mark.parametrize("name", NAMES)
def test_the_short_way_through_a_plain_list_finds_what_the_long_one_finds(name):
    random = Random(name)  # noqa: S311
    crowd = make_crowd(random)
    column = ORDERS[name.removeprefix("-")]
    ordering = orderings(Article, name, **{name.removeprefix("-"): column})[name]
    everything, source = heading(Kind.EVERYTHING), heading(Kind.SOURCE, crowd.sources[0].public_id)
    several = [(everything,), (source,), (source, everything, heading(Kind.LANGUAGE, "en"))]
    keys = list(Article.objects.values_list(column, "public_id"))[::6]
    places = [Place(ordering, side, key) for side in Side for key in keys]

    for at, headings in product(MOMENTS, several):
        wanted = Wanted(headings, column)
        rows = entries(wanted, Reader(at)).values_list(*ordering.columns, *COLUMNS)
        long = Queried(rows, ordering, wanted.in_order(at))
        short = Walked(Walk(headings, column, COLUMNS, at), ordering)
        for forwards in (True, False):
            found = short.found(None, forwards=forwards, limit=5)
            assert found == long.found(None, forwards=forwards, limit=5) != []
        for place in places:
            found = short.found(place, forwards=place.side.is_forwards, limit=5)
            assert found == long.found(place, forwards=place.side.is_forwards, limit=5)
            assert short.is_there(place) == long.is_there(place)
