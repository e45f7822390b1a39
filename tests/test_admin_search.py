"""The search box of the list of articles: the same rows, however many hold the words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.admin.paginator import BoundedPaginator
from articles.choices import Status
from articles.models import Article
from articles.search import desk as searching
from articles.search.index import index_articles
from tests.builders import make_article, make_category, make_source

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def ferries() -> list[str]:
    """Titles of what holds the word, newest first; every third is in review."""
    source = make_source()
    made = [
        make_article(
            f"{'Ferry' if number % 4 else 'Bridge'} {number}",
            status=Status.DRAFT if number % 3 else Status.IN_REVIEW,
            source=source if number % 2 else None,
            body="<p>The ferry at the quay. " * (900 if number == 5 else 1),
        )
        for number in range(24)
    ]
    index_articles(made)
    return [article.title for article in reversed(made)]


@pytest.mark.parametrize("few", [3, searching.FEW], ids=["long-list", "short-list"])
@pytest.mark.parametrize("lots", [3, 10_000], ids=["a-lot", "few"])
@pytest.mark.parametrize(
    ("narrowed", "kept"),
    [
        pytest.param({}, lambda number: True, id="all"),
        pytest.param({"status__exact": "in_review"}, lambda number: number % 3 == 0, id="status"),
        pytest.param({"from": "nowhere"}, lambda number: False, id="nothing"),
    ],
)
def test_a_search_finds_and_counts_the_same_however_many_hold_the_words(
    desk, ferries, monkeypatch, lots, few, narrowed, kept
):
    monkeypatch.setattr(searching, "a_lot", lambda *_question: lots)
    monkeypatch.setattr(searching, "FEW", few)
    wanted = [title for title in ferries if kept(int(title.split()[1]))]

    found = desk.get(LIST, {"q": "ferry quay", **narrowed}).context["cl"]

    assert [article.title for article in found.result_list] == wanted
    assert found.result_count == len(wanted)


@pytest.mark.parametrize("lots", [3, 10_000], ids=["a-lot", "few"])
@pytest.mark.usefixtures("ferries")
def test_a_search_that_finds_more_than_a_list_holds_says_so(desk, monkeypatch, lots):
    monkeypatch.setattr(searching, "a_lot", lambda *_question: lots)
    monkeypatch.setattr(BoundedPaginator, "limit", 10)

    response = desk.get(LIST, {"q": "ferry"})

    assert "more than 10 articles" in response.content.decode()


@pytest.mark.parametrize("lots", [3, 10_000], ids=["a-lot", "few"])
@pytest.mark.parametrize("status", ["", "in_review"])
@pytest.mark.usefixtures("ferries")
def test_a_phrase_for_which_texts_are_read_is_counted_less_far(desk, monkeypatch, lots, status):
    monkeypatch.setattr(searching, "a_lot", lambda *_question: lots)
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)

    response = desk.get(LIST, {"q": '"the quay"'} | ({"status__exact": status} if status else {}))

    assert "more than 2 articles" in response.content.decode()


@pytest.mark.parametrize("lots", [3, 10_000], ids=["a-lot", "few"])
def test_an_article_in_two_categories_asked_for_is_found_once(desk, ferries, monkeypatch, lots):
    monkeypatch.setattr(searching, "a_lot", lambda *_question: lots)
    both = [make_category(), make_category()]
    for article in Article.objects.all():
        article.categories.set(both)
    asked = {"categories__id__in": ",".join(str(one.pk) for one in both)}

    found = desk.get(LIST, {"q": "ferry", **asked}).context["cl"]

    assert [article.title for article in found.result_list] == ferries
    assert found.result_count == len(ferries)


@pytest.mark.parametrize("lots", [3, 10_000], ids=["a-lot", "few"])
def test_former_versions_do_not_count(desk, monkeypatch, lots):
    monkeypatch.setattr(searching, "a_lot", lambda *_question: lots)
    article = make_article("Ferry")
    for number in range(6):
        article.title = f"Ferry {number}"
        article.save()
        index_articles([article])

    found = desk.get(LIST, {"q": "ferry"}).context["cl"]

    assert (len(found.result_list), found.result_count) == (1, 1)
