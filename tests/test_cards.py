from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer

from articles.api.serializers import ArticleRowSerializer, ArticleSerializer
from articles.cards.filled import filled
from articles.cards.text import rules
from articles.choices import CreditRole, ImageRole, Precision
from articles.models import Article, ArticleImage, Card, Category, Credit, Source
from tests.builders import make_category, make_image, make_published, make_source, shown
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db


def rich_article() -> Article:
    above = make_category("Valley \u2028 “news”")
    article = make_published(
        "桥 & <bridges>\u2029",
        source=make_source('The "Courier"'),
        subtitle="Sub",
        summary="A \\ summary",
        language="zh",
        keywords=["桥", "river"],
        canonical_url="https://courier.example/1",
        originally_published_at=datetime.fromisoformat("2024-05-01T00:00:00+00:00"),
        original_precision=Precision.DAY,
        categories=(make_category("B", above), make_category("A", position=3), above),
    )
    Credit.objects.create(article=article, role=CreditRole.EDITOR, label="编辑：", name="王五")
    for position, role in enumerate((ImageRole.INLINE, ImageRole.LEAD)):
        ArticleImage.objects.create(
            article=article,
            image=make_image(width=800, height=600, alt="A bridge"),
            role=role,
            position=position,
            caption="Over the river",
        )
    return shown(article)


def bare_article() -> Article:
    return make_published("Nothing else")


def serialized(serializer: Any, article: Article) -> Any:
    request = RequestFactory().get("/")
    loaded = Article.objects.for_reading().get(pk=article.pk)
    return json.loads(JSONRenderer().render(serializer(loaded, context={"request": request}).data))


@pytest.mark.parametrize("make", [rich_article, bare_article])
def test_a_card_says_what_the_serializers_say(make: Any) -> None:
    article = make()
    card = Card.objects.get(article=article)
    (face,) = filled([card.face], "http://testserver")
    (whole,) = filled([f"{card.face},{card.rest}"], "http://testserver")
    row, detail = serialized(ArticleRowSerializer, article), serialized(ArticleSerializer, article)
    assert json.loads("{" + face + "}") == row
    texts = ("body_html", "body_text")
    assert json.loads("{" + whole + "}") == {k: v for k, v in detail.items() if k not in texts}
    assert [*json.loads("{" + face + "}")] == [*row]


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
EARLIEST, LATEST = (datetime.fromisoformat(day) for day in ("0001-01-02", "2020-01-01"))
MOMENTS = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))


@settings(
    max_examples=15,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.fixed_dictionaries(
        dict.fromkeys(("subtitle", "summary", "original_title", "publisher"), WORDS)
    ),
    names=st.lists(WORDS.filter(str.strip), min_size=3, max_size=3, unique=True),
    keywords=st.lists(WORDS, max_size=3),
    body=WORDS,
    moment=st.none() | MOMENTS,
)
def test_whatever_an_article_says_its_answer_is_the_serializers(
    client: Any,
    words: dict[str, str],
    names: list[str],
    keywords: list[str],
    body: str,
    moment: datetime | None,
) -> None:
    source = make_source(names[0][:30] + str(Source.objects.count()))
    article = make_published(
        names[1],
        source=source,
        keywords=keywords,
        body=f"<p>{escape(body)}</p>",
        originally_published_at=moment,
        categories=(make_category(names[2][:30] + str(Category.objects.count())),),
        **words,
    )
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name=names[2], label=names[0])
    use = {"image": make_image(alt=names[1]), "role": ImageRole.LEAD, "caption": names[0]}
    ArticleImage.objects.create(article=article, **use)
    shown(article)

    whole = client.get(f"/api/v1/articles/{article.public_id}/")
    (row,) = client.get("/api/v1/articles/", {"source": source.public_id}).json()["results"]

    assert whole.json() == serialized(ArticleSerializer, article)
    assert row == serialized(ArticleRowSerializer, article)
    assert "charset" not in whole["Content-Type"]


def test_a_text_that_looks_like_a_mark_is_a_text() -> None:
    for title in ("\x01/evil", "\x02", "\x03", "\\u0001", "\\u0000"):
        article = make_published(title, subtitle=title)
        (face,) = filled([Card.objects.get(article=article).face], "http://testserver")
        said = json.loads("{" + face + "}")
        assert (said["title"], said["subtitle"]) == (title, title)


def test_a_card_that_a_command_made_is_read_under_a_path_of_its_own(request: Any) -> None:
    article = make_published("Bridge", lead=keep_image())
    client = request.getfixturevalue("under_a_path")

    (row,) = client.get("/api/v1/articles/").json()["results"]

    here = "http://testserver/valley"
    assert row["uri"] == f"{here}/api/v1/articles/{article.public_id}/"
    assert row["url"] == f"{here}/articles/{article.public_id}/bridge/"
    assert row["lead_image"]["url"].startswith(f"{here}/media/")
    assert Card.objects.get().rules == rules.__wrapped__()
