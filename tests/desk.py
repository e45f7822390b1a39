"""The desk as somebody uses it: pages opened, forms sent, lists read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.choices import CreditRole
from articles.models import Article, Credit
from tests.builders import make_article, make_category, make_image, make_source
from tests.forms import form_on

BODY = (
    "<p>Line one<br>line two &amp; more</p><pre><code>a\n  b</code></pre>"
    '<figure><img src="https://pictures.example/a.jpg?x=1&amp;y=%20" alt="a &gt; b">'
    "<figcaption>Caption</figcaption></figure>"
    "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>"
)


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def edit(client: Client, article: Article, **values: str) -> Any:
    """Open the page as it is, change some values and save."""
    data = form_on(client.get(page_of(article)), "article_form") | values
    return client.post(page_of(article), data, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def act(client: Client, action: str, *articles: Article, **values: str) -> Any:
    """Choose an action for some articles of the list."""
    data = {"action": action, "_selected_action": [a.pk for a in articles], **values}
    return client.post(reverse("admin:articles_article_changelist"), data, follow=True)


def address(name: str) -> str:
    return reverse(f"admin:articles_{name}_changelist")


def rows_of(client: Client, name: str = "article", **query: str) -> list[Any]:
    return list(client.get(address(name), query).context["cl"].result_list)


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    """The browser of somebody who may do everything."""
    client.force_login(chief)
    return client


@pytest.fixture
def newsdesk(client: Client, publisher: User) -> Client:
    """The browser of a publisher."""
    client.force_login(publisher)
    return client


@pytest.fixture
def full_article(db: None) -> Article:
    article = make_article(
        "Two  spaces, “quotes”",
        body=BODY,
        summary="First line\nsecond line",
        keywords=["bridge", "river, wide"],
        source=make_source("Harbour Post"),
        categories=(make_category("City"), make_category("Water")),
        lead=make_image(),
        originally_published_at=datetime(2025, 3, 2, 7, 30, 15, 123456, tzinfo=UTC),
    )
    Credit.objects.create(article=article, role=CreditRole.REPORTER, label="记者", name="王芳")
    return article
