"""The order of an API list, and what a walk through it shows and costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.api.ordering import Place, Side, orderings
from articles.api.pagination import Queried, page_of
from articles.choices import Status
from articles.models import Article, ArticleImage, Category, Listed
from articles.text.headings import Kind, heading
from tests.builders import (
    LONG_AGO,
    make_article,
    make_category,
    make_image,
    make_published,
    make_source,
    shown,
)
from tests.walks import BY_DATE, make_crowd, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]


def titles(page):
    return [row["title"] for row in page["results"]]


def take_back(articles):
    for article in articles:
        Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
        shown(article)


@pytest.mark.parametrize("ordering", ["-published_at", "published_at", "-date", "date"])
def test_a_walk_shows_each_of_1500_articles_of_one_date_once_both_ways(client, ordering):
    ids = {article.public_id for article in make_crowd(1_500)}

    there = list(walk(client, f"/api/v1/articles/?page_size=70&ordering={ordering}"))
    seen = [row["id"] for page in there for row in page["results"]]
    last = there[-1]["previous"]
    back = list(walk(client, last, "previous"))

    assert len(seen) == 1_500
    assert set(seen) == ids
    assert [page["results"] for page in back] == [page["results"] for page in there[-2::-1]]


def test_ties_are_broken_by_the_public_id(client):
    ids = sorted(article.public_id for article in make_crowd(5))

    rows = client.get("/api/v1/articles/?ordering=published_at").json()["results"]

    assert [row["id"] for row in rows] == ids


def test_the_newest_come_first_by_default(client):
    make_published("Older")
    make_published("Newer", published_at=LONG_AGO + timedelta(days=1))

    assert titles(client.get("/api/v1/articles/").json()) == ["Newer", "Older"]


def test_date_is_the_original_one_where_there_is_one(client):
    make_published("Old story", originally_published_at=LONG_AGO - timedelta(days=99))
    make_published("Own story")

    assert titles(client.get("/api/v1/articles/?ordering=date").json()) == [
        "Old story",
        "Own story",
    ]


def test_names_sort_by_their_characters_on_every_database(client):
    for name in ["bridge", "Bridge", "桥", "Ätna"]:
        make_published(source=make_source(name))

    rows = client.get("/api/v1/sources/").json()["results"]

    assert [row["name"] for row in rows] == ["Bridge", "bridge", "Ätna", "桥"]


def test_articles_that_come_in_shift_nothing(client):
    for number in range(4):
        make_published(f"{number}", published_at=LONG_AGO + timedelta(days=number))
    first = client.get("/api/v1/articles/?page_size=2").json()

    make_published("New", published_at=LONG_AGO + timedelta(days=9))
    second = client.get(first["next"]).json()

    assert titles(first) == ["3", "2"]
    assert titles(second) == ["1", "0"]
    assert titles(client.get(second["previous"]).json()) == ["3", "2"]


def test_what_came_in_is_found_on_the_way_back(client):
    for number in range(2):
        make_published(f"{number}", published_at=LONG_AGO + timedelta(days=number))
    first = client.get("/api/v1/articles/?page_size=1").json()
    second = client.get(first["next"]).json()
    back = client.get(second["previous"]).json()
    assert back["previous"] is None

    make_published("New", published_at=LONG_AGO + timedelta(days=9))
    back = client.get(second["previous"]).json()

    assert titles(back) == ["1"]
    assert titles(client.get(back["previous"]).json()) == ["New"]


def test_an_only_page_has_no_neighbours(client):
    make_published()

    page = client.get("/api/v1/articles/").json()

    assert (page["next"], page["previous"]) == (None, None)


def test_the_last_page_is_exactly_full_and_still_the_last(client):
    make_crowd(4)

    pages = list(walk(client, "/api/v1/articles/?page_size=2"))

    assert [len(page["results"]) for page in pages] == [2, 2]


@pytest.mark.parametrize("step", ["next", "previous"])
def test_a_page_whose_rows_are_all_gone_leads_back_to_what_is_left(client, step):
    days = [LONG_AGO + timedelta(days=number) for number in range(3)]
    articles = [make_published(f"{day:%d}", published_at=day) for day in days]
    edge = "-published_at" if step == "next" else "published_at"
    url = f"/api/v1/articles/?page_size=1&ordering={edge}"
    page = client.get(url).json()
    if step == "previous":
        page = client.get(client.get(page["next"]).json()["next"]).json()
        gone, left = articles[:2], articles[2]
    else:
        gone, left = articles[:2], articles[2]

    take_back(gone)
    empty = client.get(page[step]).json()
    other = "previous" if step == "next" else "next"

    assert empty["results"] == []
    assert empty[step] is None
    assert titles(client.get(empty[other]).json()) == [left.title]


def test_a_page_that_nothing_is_left_around_has_no_neighbours(client):
    make_crowd(2)
    page = client.get("/api/v1/articles/?page_size=1").json()

    take_back(Article.objects.all())

    assert client.get(page["next"]).json() == {"next": None, "previous": None, "results": []}


def test_links_keep_the_other_parameters(client):
    for number in range(2):
        make_published(f"{number}", language="en")
    make_published("Other", language="zh")

    pages = list(walk(client, "/api/v1/articles/?language=en&page_size=1&ordering=published_at"))

    assert sorted(titles(page) for page in pages) == [["0"], ["1"]]


def fill(count):
    source, category = make_source(), make_category("News", parent=make_category())
    for _ in range(count):
        image = make_image()
        article = make_published(source=source, categories=(category,), lead=image)
        ArticleImage.objects.create(article=article, image=make_image(), position=1)
        shown(article)


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


LISTS = ["articles", "sources", "categories", "images"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_often_for_50_rows_as_for_one(client, name):
    fill(1)
    for_one = queries(client, f"/api/v1/{name}/?page_size=100")
    fill(49)

    for_fifty = queries(client, f"/api/v1/{name}/?page_size=100")

    assert for_fifty == for_one <= 3


def test_a_page_in_the_middle_of_a_list_takes_three_queries(client):
    """What it rests on, its rows, and the names in them."""
    fill(6)
    page = client.get("/api/v1/articles/?page_size=2").json()

    assert queries(client, page["next"]) == 3


def test_an_article_asks_the_database_as_often_for_many_pictures_as_for_one(client):
    few, many = (make_published(lead=make_image(), categories=(make_category(),)) for _ in range(2))
    for number in range(9):
        ArticleImage.objects.create(article=many, image=make_image(), position=number)
        many.categories.add(make_category())
    shown(many)

    counts = [queries(client, f"/api/v1/articles/{a.public_id}/") for a in (few, many)]

    assert counts == [3, 3]


def test_no_list_counts_its_rows(client):
    fill(3)
    page = client.get("/api/v1/articles/?page_size=1").json()

    with CaptureQueriesContext(connection) as captured:
        client.get(page["next"])

    assert [q["sql"] for q in captured if "COUNT(" in q["sql"].upper()] == []


def plan_of(page):
    """Return how the database would go about it with a large table, which this one is not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return page.explain()


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("column", ["published_at", "sort_at"])
def test_a_page_is_walked_to_in_an_index_and_not_sorted(column, sign):
    make_crowd(1)
    order = orderings(Listed, "", **{column: column})[f"{sign}{column}"]
    rows = Listed.objects.filter(heading=heading(Kind.EVERYTHING))
    place = Place(order, Side.AFTER, order.key(rows.get()))
    page = rows.order_by(*order.terms(forwards=True))

    first, later = plan_of(page), plan_of(page.filter(place.condition()))

    for plan in (first, later):
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
    comparison = f"({column},public_id)" if connection.vendor == "sqlite" else "AND (ROW("
    assert comparison in later


def test_a_page_can_be_had_without_a_request():
    articles = sorted(make_crowd(3), key=lambda a: a.public_id, reverse=True)

    page = page_of(Queried(Article.objects.all(), BY_DATE), BY_DATE, None, 2)

    assert [row.pk for row in page.rows] == [row.pk for row in articles[:2]]
    assert page.previous is None
    assert page.next == Place(BY_DATE, Side.AFTER, (LONG_AGO, articles[1].public_id))


def test_a_story_older_than_four_digits_of_a_year_is_walked_past(client):
    for year in (1, 999, 2024):
        make_published(f"{year}", originally_published_at=datetime(year, 1, 2, tzinfo=UTC))

    pages = list(walk(client, "/api/v1/articles/?ordering=date&page_size=1"))

    assert [titles(page) for page in pages] == [["1"], ["999"], ["2024"]]


def test_categories_come_in_the_editors_order(client):
    for name, position in [("Late", 2), ("Early", 1), ("Also early", 1)]:
        make_category(name, position=position)

    names = [
        row["name"]
        for page in walk(client, "/api/v1/categories/?page_size=1")
        for row in page["results"]
    ]

    assert names == ["Also early", "Early", "Late"]


def test_the_tree_of_categories_is_public_even_where_no_article_is(client):
    make_category("Empty")
    make_article()

    assert [c["name"] for c in client.get("/api/v1/categories/").json()["results"]] == ["Empty"]
    assert Category.objects.count() == 1
