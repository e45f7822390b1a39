"""Two people open version 1 of an article; one saves, then the other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.models import Revision
from tests.desk import BODY, page_of
from tests.forms import form_on


@pytest.fixture
def opened(desk, full_article):
    return form_on(desk.get(page_of(full_article)), "article_form")


def save(desk, article, data, **values):
    return desk.post(page_of(article), data | values, follow=True)


def test_the_second_sees_a_comparison_and_overwrites_nothing(desk, full_article, opened):
    save(desk, full_article, opened, title="Theirs")

    response = save(desk, full_article, opened, title="Mine")

    page = response.content.decode()
    full_article.refresh_from_db()
    assert (full_article.title, full_article.version) == ("Theirs", 2)
    assert 'id="compare-title"' in page
    assert "Theirs" in page
    assert form_on(response, "article_form")["title"] == "Mine"


def test_what_only_the_first_changed_is_taken_over(desk, full_article, opened):
    theirs = {"subtitle": "Theirs", "language": "en", "embargo_until_0": "2030-01-01"}
    save(desk, full_article, opened, **theirs, embargo_until_1="06:00:00", categories=[])

    response = save(desk, full_article, opened, title="Mine")
    save(desk, full_article, form_on(response, "article_form"))

    full_article.refresh_from_db()
    assert (full_article.title, full_article.subtitle) == ("Mine", "Theirs")
    assert full_article.embargo_until == datetime(2030, 1, 1, 6, tzinfo=UTC)
    assert full_article.categories.count() == 0
    assert full_article.version == 3


def test_a_saved_again_form_wins_knowingly(desk, full_article, opened):
    save(desk, full_article, opened, title="Theirs")
    response = save(desk, full_article, opened, title="Mine")

    save(desk, full_article, form_on(response, "article_form"))

    full_article.refresh_from_db()
    assert full_article.title == "Mine"
    assert full_article.body == BODY
    versions = Revision.objects.order_by("version").values_list("values__title", flat=True)
    assert list(versions) == ["Two  spaces, “quotes”", "Theirs", "Mine"]


def test_rows_of_both_stay(desk, full_article, opened):
    new = {"credits-TOTAL_FORMS": "2", "credits-1-role": "editor", "credits-1-name": "Theirs"}
    save(desk, full_article, opened, **new)

    response = save(desk, full_article, opened, **new | {"credits-1-name": "Mine"})
    save(desk, full_article, form_on(response, "article_form"))

    names = set(full_article.credits.values_list("name", flat=True))
    assert names == {"王芳", "Theirs", "Mine"}


def test_a_row_that_the_first_deleted_is_no_error(desk, full_article, opened):
    save(desk, full_article, opened, **{"credits-0-DELETE": "on"})

    response = save(desk, full_article, opened, title="Mine")
    save(desk, full_article, form_on(response, "article_form"))

    full_article.refresh_from_db()
    assert full_article.title == "Mine"
    assert full_article.credits.count() == 0


@pytest.mark.parametrize("seen", ["", "0", "99", "x"])
def test_a_forged_version_saves_nothing(desk, full_article, opened, seen):
    save(desk, full_article, opened, title="Forged", seen=seen)

    full_article.refresh_from_db()
    assert full_article.version == 1
