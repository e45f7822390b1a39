"""What a search shows readers, and in which order: the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from articles.choices import Status
from articles.models import Article
from articles.search import newest, rows
from articles.search.index import follow_dates, index_articles
from articles.search.newest import Shelf, Start
from articles.search.pages import Order, Placed, found
from articles.text.headings import Kind, heading
from articles.text.tokens import asked
from tests.builders import make_article, make_published, make_source

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
EVERYTHING = heading(Kind.EVERYTHING)


def shown(title: str, text: str = "", *, days: float = 1, **values) -> Article:
    article = make_published(
        title, body=f"<p>{text}</p>", published_at=NOW - timedelta(days=days), **values
    )
    index_articles([article])
    return article


def page(
    words: str,
    order: Order = Order.RELEVANCE,
    start: Start | None = None,
    size: int = 100,
    headings: tuple[int, ...] = (),
) -> list[Placed]:
    shelf = Shelf((EVERYTHING, *headings), NOW)
    return found(asked(words), order, shelf, start or Start(), size)


def titles(placed: list[Placed]) -> list[str]:
    names = dict(Article.objects.values_list("pk", "title"))
    return [names[one.article] for one in placed]


FILLER = "The council sat for a long time and spoke of many things that nobody wrote down. " * 12


@pytest.fixture
def shelf(db) -> None:
    shown("Bridge opens", "Cars crossed at noon.", days=900)
    shown("Council news", FILLER + "A bridge was mentioned.", days=1)
    shown("Roads", "A bridge is planned. " + FILLER, days=30)
    shown("Ferry", FILLER + "The ferry passes the bridge.", days=2000)
    shown("台风过后", "渡口停航，居民在桥上等候。", days=10)
    shown("渡口的钟", "钟声在台风里很轻。", days=40)
    shown("天气", "多云。" * 60 + "台风不来，渡口照常。", days=3)


@pytest.mark.parametrize(
    ("words", "order", "expected"),
    [
        pytest.param(
            "bridge",
            Order.RELEVANCE,
            ["Bridge opens", "Roads", "Council news", "Ferry"],
            id="title-over-top-over-text",
        ),
        pytest.param(
            "bridge",
            Order.NEWEST,
            ["Council news", "Roads", "Bridge opens", "Ferry"],
            id="newest-first",
        ),
        pytest.param(
            "台风 渡口",
            Order.RELEVANCE,
            ["台风过后", "渡口的钟", "天气"],
            id="some-of-the-words-in-the-title",
        ),
        pytest.param("台风 渡口 -居民", Order.NEWEST, ["天气", "渡口的钟"], id="minus"),
        pytest.param("渡 -钟", Order.RELEVANCE, ["台风过后", "天气"], id="one-character"),
        pytest.param(
            "台风 渡",
            Order.RELEVANCE,
            ["台风过后", "渡口的钟", "天气"],
            id="a-word-and-a-character",
        ),
        pytest.param("渡 台 -居民", Order.RELEVANCE, ["渡口的钟", "天气"], id="characters-no-word"),
        pytest.param("台风 -桥 -钟", Order.RELEVANCE, ["天气"], id="a-word-no-characters"),
        pytest.param("台风 的 -council", Order.RELEVANCE, ["渡口的钟"], id="below-the-title"),
        pytest.param("过后 台", Order.RELEVANCE, ["台风过后"], id="both-in-the-title"),
        pytest.param("nothing", Order.RELEVANCE, [], id="nothing-found"),
        pytest.param("…", Order.RELEVANCE, [], id="nothing-asked"),
    ],
)
def test_a_search_has_one_order(shelf, words, order, expected):
    assert titles(page(words, order)) == expected


@pytest.mark.parametrize("order", Order)
def test_a_word_and_a_character_are_one_question(shelf, order):
    shown("Bridge of 渡", "Seen.", days=2)
    shown("Bridge", "A 渡 beside it.", days=5)
    shown("Roads", FILLER + "Neither bridge nor 渡.", days=20)
    shown("Bridge", FILLER + "Far from 渡.", days=7)

    days = [(NOW - one.moment).days for one in page("bridge 渡", order)]

    expected = {Order.NEWEST: [2, 5, 7, 20], Order.RELEVANCE: [2 - 3650, 5 - 365, 7 - 365, 20]}
    assert days == expected[order]
    assert len(page("bridge 渡 -far", order)) == len(page("bridge 渡 -远", order)) - 1 == 3
    assert len(page('bridge -渡 -"the bridge"', order)) == 3


def test_what_is_new_wins_over_a_title_of_ten_years_ago():
    shown("Tram", days=4000)
    shown("Today", FILLER + "tram", days=0)

    assert titles(page("tram")) == ["Today", "Tram"]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_join_without_a_gap_in_both_directions(shelf, order, size):
    same = NOW - timedelta(days=5)
    for number in range(5):
        article = shown(f"{'Bridge' if number % 2 else 'Road'} {number}", FILLER + "bridge")
        Article.objects.filter(pk=article.pk).update(published_at=same)
        index_articles([Article.objects.get(pk=article.pk)])
        article.card.listed.update(published_at=same)
    whole = page("bridge", order)

    assert len(whole) == 9
    for is_forwards in (True, False):
        start, collected = Start(is_forwards=is_forwards), []
        while some := page("bridge", order, start, size):
            collected += some
            start = Start(some[-1].key, is_forwards)
        assert collected == (whole if is_forwards else whole[::-1])


def test_a_place_itself_can_be_asked_for(shelf):
    whole = page("bridge", Order.NEWEST)

    again = page("bridge", Order.NEWEST, Start(whole[1].key, is_inclusive=True))

    assert again == whole[1:]


def test_only_what_readers_see_is_found():
    shown("Seen bridge")
    shown("Embargoed bridge", embargo_until=NOW + timedelta(hours=1))
    shown("Expired bridge", expires_at=NOW - timedelta(hours=1))
    shown("Bridge of tomorrow", days=-1)
    index_articles([make_article("Draft bridge"), make_article("Gone", status=Status.WITHDRAWN)])

    for order in Order:
        assert titles(page("bridge", order)) == ["Seen bridge"]


def test_a_moment_later_more_is_found():
    shown("Bridge of noon", days=0)

    assert titles(page("bridge")) == ["Bridge of noon"]
    early = Shelf((EVERYTHING,), NOW - timedelta(microseconds=1))
    assert found(asked("bridge"), Order.RELEVANCE, early, Start(), 10) == []


def test_drafts_move_nothing(shelf):
    before = [page("bridge council", order, size=2) for order in Order]

    drafts = [make_article(f"Bridge council {number}", body=FILLER) for number in range(50)]
    index_articles(drafts)

    assert [page("bridge council", order, size=2) for order in Order] == before


def test_headings_narrow_a_search(shelf):
    source = make_source("Bridge Weekly")
    shown("Bridge of ours", source=source)

    number = heading(Kind.SOURCE, source.public_id)

    assert titles(page("bridge", headings=(number,))) == ["Bridge of ours"]


def test_where_readers_see_few_of_many_the_list_is_walked(shelf, monkeypatch):
    for number in range(6):
        shown(f"Bridge {number}", days=1 + number / 100)
    expected = {order: page("bridge", order, size=3) for order in Order}

    monkeypatch.setattr(newest, "MOST_READ", 1)
    assert {order: page("bridge", order, size=3) for order in Order} == expected


@pytest.mark.parametrize("most", [1, 5_000])
def test_what_a_full_hour_has_no_room_for_is_found_in_its_place(shelf, monkeypatch, most):
    expected = {order: titles(page("bridge", order, size=3)) for order in Order}
    monkeypatch.setattr(rows, "ROWS_OF_HOUR", 1)
    monkeypatch.setattr(rows, "FIRST_HOUR", 800_000 * 24)
    monkeypatch.setattr(newest, "MOST_UNSORTED", most)

    index_articles([make_article(f"Bridge {n}", sort_at=NOW) for n in range(3)])

    for article in Article.objects.filter(published_at__isnull=False):
        article.subtitle = "again"
        article.save()
        index_articles([article])
    assert {order: titles(page("bridge", order, size=3)) for order in Order} == expected


def test_publishing_files_an_article_under_its_hour():
    article = make_article("A bridge", sort_at=NOW - timedelta(hours=1))
    index_articles([article])
    Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED, published_at=NOW)

    follow_dates([article.pk])

    (row,) = article.search_rows.all()
    assert rows.is_in_place(row.pk, Article.objects.get(pk=article.pk))


def test_a_search_takes_as_many_queries_for_one_result_as_for_many(
    shelf, django_assert_num_queries
):
    # SQLite asks once more for what no hour had room for, PostgreSQL how much there may be of the
    # words and on the list; for each rank.
    queries = 6 if connection.vendor == "sqlite" else 9
    with django_assert_num_queries(queries):
        page("ferry")
    for number in range(30):
        shown(f"Ferry {number}", days=number)
    with django_assert_num_queries(queries):
        page("ferry")
