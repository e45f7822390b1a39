from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer

from articles.api.serializers import ArticleRowSerializer, ArticleSerializer
from articles.cards.filled import filled
from articles.choices import CreditRole, ImageRole, Precision
from articles.models import Article, ArticleImage, Card, Credit
from tests.builders import make_category, make_image, make_published, make_source, shown

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
    return json.loads(
        JSONRenderer().render(serializer(loaded, context={"request": request}).data)
    )


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
