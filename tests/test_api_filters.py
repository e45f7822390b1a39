from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.cards import lists
from articles.choices import CreditRole
from articles.models import ArticleImage, Credit
from articles.search.index import index_articles
from tests.builders import LONG_AGO, make_category, make_image, make_published, make_source, shown

pytestmark = pytest.mark.django_db


def found(client, **query):
    response = client.get("/api/v1/articles/", query)
    assert response.status_code == 200, response.json()
    return sorted(row["title"] for row in response.json()["results"])


def refusal(client, **query):
    response = client.get("/api/v1/articles/", query)
    assert response.status_code == 400, query
    return {error["parameter"]: error["detail"] for error in response.json()["errors"]}


def test_articles_of_one_source(client):
    post, herald = make_source(), make_source()
    make_published("Post", source=post)
    make_published("Herald", source=herald)

    assert found(client, source=post.public_id) == ["Post"]


def test_articles_of_a_category_and_of_those_under_it_each_once(client):
    news = make_category("News")
    local = make_category("Local", parent=news)
    roads = make_category("Roads", parent=local)
    make_published("All three", categories=(news, local, roads))
    make_published("Deep", categories=(roads,))
    make_published("Elsewhere", categories=(make_category("Sport"),))

    assert found(client, category=news.public_id) == ["All three", "Deep"]


@pytest.mark.parametrize("name", ["source", "category"])
def test_an_id_that_nothing_has_finds_nothing(client, name):
    make_published()

    assert found(client, **{name: "bbbbbbbbbbbb"}) == []


def test_articles_in_one_language(client):
    make_published("English", language="en")
    make_published("中文", language="zh")

    assert found(client, language="zh") == ["中文"]


def with_credits(title, *pairs):
    article = make_published(title)
    for role, name in pairs:
        Credit.objects.create(article=article, role=role, name=name)
    shown(article)


def test_articles_that_credit_a_name_in_full(client):
    with_credits("Hers", (CreditRole.AUTHOR, "林默"), (CreditRole.EDITOR, "林默"))
    with_credits("Another's", (CreditRole.AUTHOR, "林默然"))

    assert found(client, credit="林默") == ["Hers"]


def test_articles_that_credit_anybody_in_a_role(client):
    with_credits("Translated", (CreditRole.TRANSLATOR, "Lin"))
    with_credits("Written", (CreditRole.AUTHOR, "Lin"))

    assert found(client, credit_role="translator") == ["Translated"]


def test_a_name_and_a_role_must_stand_in_one_credit(client):
    with_credits("Both", (CreditRole.AUTHOR, "Lin"))
    with_credits("Apart", (CreditRole.AUTHOR, "Wu"), (CreditRole.EDITOR, "Lin"))

    assert found(client, credit="Lin", credit_role="author") == ["Both"]


@pytest.mark.parametrize("field", ["published", "originally_published"])
@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ("2024-01-01", "2024-01-02", ["1"]),
        ("2024-01-01T08:00:00Z", "2024-01-01T08:00:01Z", ["1"]),
        ("2024-01-01T16:00:00+08:00", "2024-01-03T08:00:00Z", ["1", "2"]),
        ("2024-01-01T08:00:00.000001Z", "2030-01-01", ["2", "3"]),
    ],
    ids=["a day", "to the second", "another offset", "to the microsecond"],
)
def test_a_span_of_dates_takes_its_start_and_not_its_end(client, field, after, before, expected):
    for day in range(3):
        moment = LONG_AGO + timedelta(days=day)
        make_published(f"{day + 1}", published_at=moment, originally_published_at=moment)

    span = {f"{field}_after": after, f"{field}_before": before}

    assert found(client, **span) == expected


def test_a_day_is_a_day_where_the_newsroom_keeps_its_clock(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    make_published("Late in April, UTC", published_at=datetime(2026, 4, 30, 17, tzinfo=UTC))

    assert found(client, published_after="2026-05-01") == ["Late in April, UTC"]


NO_MOMENTS = [
    "yesterday",
    "2026",
    "2026-02-30",
    "2026-13-01",
    "2026-05-01T25:00:00Z",
    "2026-05-01T08:00:00",
    "2026-05-01 08:00:00Z",
    "20260501",
    "2026-W18-5",
    "２０２６-05-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0000-01-01",
    "2026-05-01T08:00:00+99:99",
]


@pytest.mark.parametrize("value", NO_MOMENTS)
def test_a_date_that_is_none_is_refused_with_an_example(client, value):
    assert "2026-05-01T08:00:00Z" in refusal(client, published_after=value)["published_after"]


def test_articles_with_a_picture_and_without(client):
    inline = make_published("Inline")
    ArticleImage.objects.create(article=inline, image=make_image())
    shown(inline)
    make_published("Lead", lead=make_image())
    make_published("None")

    assert found(client, has_image="true") == ["Inline", "Lead"]
    assert found(client, has_image="false") == ["None"]


@pytest.mark.parametrize("many", [lists.MANY, 1], ids=["few", "many"])
def test_changed_since_is_also_what_has_appeared_since(client, monkeypatch, many):
    monkeypatch.setattr(lists, "MANY", many)
    half_past_nine = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    noon, after = half_past_nine + timedelta(hours=3), half_past_nine + timedelta(hours=4)
    with time_machine.travel(half_past_nine, tick=False):
        make_published("Scheduled", published_at=noon)
        make_published("Held back", embargo_until=noon)
        make_published("Scheduled later", published_at=after)
        make_published("Still held back", embargo_until=after)
        make_published("There before")

    with time_machine.travel(noon, tick=False):
        last_hour = (noon - timedelta(hours=1)).isoformat()
        assert found(client, updated_since=last_hour) == ["Held back", "Scheduled"]
        assert found(client, updated_since=last_hour, language="en", count="exact") == []
        assert found(client, updated_since=noon.isoformat()) == ["Held back", "Scheduled"]
        assert len(found(client, updated_since=half_past_nine.isoformat())) == 3


def test_articles_that_broke_off(client):
    make_published("Half", truncated=True)
    make_published("Whole")

    assert found(client, truncated="true") == ["Half"]
    assert found(client, truncated="false") == ["Whole"]


@pytest.mark.parametrize("value", ["1", "yes", "True", "null", "truefalse"])
def test_yes_and_no_have_one_spelling(client, value):
    assert refusal(client, has_image=value) == {"has_image": "Give one of: true, false."}


def test_filters_narrow_each_other(client):
    source = make_source()
    make_published("Both", source=source, language="en")
    make_published("One", source=source, language="zh")

    assert found(client, source=source.public_id, language="en") == ["Both"]


REFUSED = {
    "an unknown parameter": {"sauce": "x"},
    "a lookup of the framework": {"title__startswith": "A"},
    "a column": {"status": "draft"},
    "a relation": {"created_by__password__startswith": "p"},
    "a primary key": {"source_id": "1"},
    "another way to page": {"page": "2"},
    "another format": {"format": "json"},
    "an empty value": {"source": ""},
    "only white space": {"search": "  "},
    "NUL": {"credit": "a\0b"},
    "no id": {"source": "1"},
    "an id with a newline": {"source": "bbbbbbbbbbbb\n"},
    "an id of full width": {"category": "２" * 12},
    "a column of the table": {"ordering": "status"},
    "another's column": {"ordering": "created_by__password"},
    "two orderings": {"ordering": "published_at,date"},
    "an order that there was": {"ordering": "title"},
    "a random order": {"ordering": "?"},
    "no role": {"credit_role": "boss"},
    "a long search": {"search": "a" * 201},
    "a search of 2,000 words": {"search": "word " * 2_000},
    "a long language": {"language": "a" * 21},
    "a page of none": {"page_size": "0"},
    "a page below none": {"page_size": "-1"},
    "a page too large": {"page_size": "101"},
    "a page of a float": {"page_size": "1e1"},
    "a page of full width": {"page_size": "２"},
    "a page beyond numbers": {"page_size": "9" * 5_000},
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_refused_by_name(client, query):
    assert set(refusal(client, **query)) == set(query)


def test_an_unknown_parameter_is_answered_with_those_there_are(client):
    detail = refusal(client, sauce="x")["sauce"]

    assert "source" in detail
    assert "page_size" in detail


def test_a_parameter_given_twice_is_refused(client):
    assert refusal(client, language=["en", "zh"]) == {
        "language": "This parameter may be given once only."
    }


def test_every_parameter_that_is_wrong_is_named(client):
    assert set(refusal(client, sauce="x", language="", source="a\0")) == {
        "sauce",
        "language",
        "source",
    }


@pytest.mark.parametrize("path", ["sources/bbbbbbbbbbbb/", "schema/", ""])
def test_where_there_is_nothing_to_choose_no_parameter_is_taken(client, path):
    response = client.get(f"/api/v1/{path}?page_size=1")

    assert response.status_code == 400
    assert "takes none" in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("path", ["sources", "categories", "images"])
def test_lists_without_filters_take_what_pages_them(client, path):
    assert client.get(f"/api/v1/{path}/?page_size=1").status_code == 200
    assert client.get(f"/api/v1/{path}/?source=bbbbbbbbbbbb").status_code == 400


@pytest.mark.parametrize("text", ["ferry", "Ferry", "渡轮", "渡"])
def test_a_search_finds_words_of_the_text(client, text):
    article = make_published("Found", body="<p>The ferry is a 渡轮.</p>")
    index_articles([article, make_published("Not found")])

    assert found(client, search=text) == ["Found"]


@pytest.mark.parametrize(
    "text", ['"', "'", "*", "a AND", "NEAR(", "-", "^a", "(", "title:x", "%", "\\", "😀", "a\u0301"]
)
def test_any_text_is_a_search(client, text):
    index_articles([make_published()])

    assert found(client, search=text) in ([], ["A bridge for the valley"])
