"""The list of articles: flags, search, filters, and the way down to a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.admin.dates import periods_of
from articles.choices import SourceKind, Status
from articles.models import (
    Conflict,
    Family,
)
from articles.search.index import index_articles
from tests.builders import make_article, make_category, make_published, make_source
from tests.desk import address, rows_of


def test_an_untitled_article_is_shown_as_such(desk):
    make_article("", original_title="")
    make_article("", original_title="As the source wrote it")

    page = desk.get(address("article")).content.decode()

    assert '<span class="untitled">Untitled</span>' in page
    assert '<span class="untitled">As the source wrote it</span>' in page


NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


FLAGGED = {
    "title": lambda: make_article("", originally_published_at=NOW),
    "date": lambda: make_article(source=make_source("Outlet")),
    "truncated": lambda: make_article(truncated=True, originally_published_at=NOW),
    "copy": lambda: make_article(family=Family.objects.create(), originally_published_at=NOW),
}


@pytest.mark.parametrize("flag", FLAGGED)
def test_a_flag_is_shown_and_filtered_by_the_same_rule(desk, flag):
    flagged = FLAGGED[flag]()
    make_article(originally_published_at=NOW)
    make_article(source=make_source("Own desk", kind=SourceKind.OWN), originally_published_at=NOW)

    response = desk.get(address("article"), {"flag": flag})

    assert list(response.context["cl"].result_list) == [flagged]
    assert response.content.decode().count('<span class="flag" title="') == 1


def test_an_own_article_needs_no_original_date(desk):
    make_article(source=make_source("Own desk", kind=SourceKind.OWN))

    assert rows_of(desk, flag="date") == []


def test_the_article_that_stands_for_its_family_is_no_copy(desk):
    article = make_article()
    article.family = Family.objects.create(canonical=article)
    article.save()

    assert rows_of(desk, flag="copy") == []
    assert b'class="flag" title="Another' not in desk.get(address("article")).content


def test_articles_with_values_an_import_did_not_take_are_found(desk):
    article = make_article()
    Conflict.objects.create(article=article, field="title", incoming="Theirs")
    make_article()

    assert rows_of(desk, flag="incoming") == [article]


@pytest.mark.parametrize("words", ["水位", "RISING water", "水"])
def test_search_finds_words_of_title_and_text(desk, words):
    article = make_article("汛期水位上涨", body="<p>Rising water at the bridge.</p>")
    index_articles([article, make_article("Another")])

    assert rows_of(desk, q=words) == [article]


@pytest.mark.parametrize("words", ["x" * 201, "a " * 150, "\0", '"', "*", "a OR b", "' --"])
def test_no_search_is_a_server_error(desk, words):
    assert desk.get(address("article"), {"q": words}).status_code == 200


def test_a_search_has_an_end(desk):
    response = desk.get(address("article"), {"q": "x" * 201})

    assert "at most 200 characters" in response.content.decode()


@pytest.mark.parametrize("name", ["Harbour Post", "harbour"])
def test_articles_are_filtered_by_the_name_of_their_source(desk, name):
    article = make_article(source=make_source("Harbour Post"))
    make_article(source=make_source("Valley Times"))

    assert rows_of(desk, **{"from": name}) == [article]


def test_a_whole_name_of_a_source_means_that_source(desk):
    article = make_article(source=make_source("Harbour"))
    make_article(source=make_source("Harbour Post"))

    assert rows_of(desk, **{"from": "Harbour"}) == [article]


def test_articles_are_filtered_by_a_category_and_what_stands_under_it(desk):
    parent = make_category("City")
    article = make_article(categories=(make_category("Trams", parent=parent),))
    make_article()

    assert rows_of(desk, within=parent.public_id) == [article]
    assert rows_of(desk, within="nothing") == []


def test_articles_are_filtered_by_language_and_status(desk):
    article = make_published(language="zh-Hans")
    make_article(language="zh-Hans")
    make_article(language="en")

    assert rows_of(desk, language="zh-Hans", status__exact=Status.PUBLISHED) == [article]
    page = desk.get(address("article")).content.decode()
    assert "?language=en" in page
    assert "?language=zh-Hans" in page


def steps(client, **query: str) -> list[str]:
    changelist = client.get(address("article"), query).context["cl"]
    return [words for _address, words, _is_back in changelist.date_steps()]


def test_the_drill_down_shows_only_periods_that_hold_articles(desk):
    for day in (datetime(2023, 12, 31, 23, 59, tzinfo=UTC), NOW, NOW + timedelta(days=30)):
        make_article(originally_published_at=day)

    assert steps(desk) == ["2023", "2026"]
    assert steps(desk, sort_at__year="2026") == ["‹", "May 2026", "June 2026"]
    assert steps(desk, sort_at__year="2026", sort_at__month="5") == ["‹", "2026", "May 4"]


def test_the_drill_down_leads_to_the_articles_of_a_day(desk):
    article = make_article(originally_published_at=NOW)
    make_article(originally_published_at=NOW + timedelta(days=1))
    query = {"sort_at__year": "2026", "sort_at__month": "5", "sort_at__day": "4"}

    assert rows_of(desk, **query) == [article]


def test_the_drill_down_of_an_empty_list_is_empty(desk):
    assert steps(desk) == []


@pytest.mark.parametrize("year", ["0", "99999", "x", "-1", "2026"])
@pytest.mark.parametrize("month", ["0", "13", "x", "2"])
def test_any_date_in_an_address_is_answered(desk, year, month):
    make_article()

    response = desk.get(address("article"), {"sort_at__year": year, "sort_at__month": month})

    assert response.status_code in {200, 302, 400}


def test_december_ends_with_the_year():
    assert periods_of(2024, 12)[-1][1].isoformat() == "2025-01-01"
    assert len(periods_of(2024, 2)) == 29
    assert periods_of(2024, 13) == []


def test_an_article_written_now_has_a_place_in_the_drill_down(desk):
    make_article()

    assert steps(desk) == [str(timezone.localtime().year)]
