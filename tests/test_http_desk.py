"""What is saved in the desk turns the tags of all that reads otherwise afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.search.index import index_articles
from tests.builders import make_article, make_category, make_published, make_source
from tests.desk import edit
from tests.forms import form_on
from tests.pictures import keep_image

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unthrottled")]


def everything(article: Article) -> dict[str, tuple[str, bytes]]:
    """Return what readers get at every address that mentions an article: tag and bytes."""
    api, use = "/api/v1", article.article_images.get()
    named = {
        "sources": article.source,
        "categories": article.categories.get(),
        "images": use.image,
        "articles": article,
    }
    addresses = ["/", "/feed.atom", "/search/?q=ferry", "/sitemap.xml", article.get_absolute_url()]
    for kind, row in named.items():
        addresses += [f"{api}/{kind}/", f"{api}/{kind}/{getattr(row, 'public_id')}/"]  # noqa: B009
    addresses += [f"/sources/{getattr(named['sources'], 'public_id')}/"]  # noqa: B009
    addresses += [f"/sections/{getattr(named['categories'], 'public_id')}/"]  # noqa: B009
    found = {}
    for address in addresses:
        response = Client().get(address, follow=True)
        found[address] = (response.headers.get("ETag", ""), response.content)
    return found


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("source", {"name": "Another"}),
        ("source", {"homepage": "https://another.example/"}),
        ("source", {"rights": "All rights"}),
        ("source", {"kind": "agency"}),
        ("category", {"name": "Another"}),
        ("category", {"slug": "another"}),
        ("category", {"description": "Another"}),
        ("category", {"position": "7"}),
        ("image", {"alt": "Another"}),
        ("image", {"credit": "Another"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_a_change_of_what_articles_mention(desk, kind, values):
    source, category, image = make_source(), make_category("A"), keep_image()
    make_category("B", position=3)
    article = make_published("Ferry", source=source, categories=(category,), lead=image)
    index_articles([article])
    before = everything(article)
    row = {"source": source, "category": category, "image": image}[kind]
    address = reverse(f"admin:articles_{kind}_change", args=[row.pk])

    response = desk.post(address, form_on(desk.get(address), f"{kind}_form") | values)

    after = everything(article)
    assert response.status_code == 302
    differ = {address for address in before if before[address][1] != after[address][1]}
    assert differ
    assert not {address for address in differ if before[address][0] == after[address][0]}


@pytest.mark.parametrize("name", ["add", "delete"])
def test_a_category_that_comes_or_goes(desk, name):
    category = make_category("B")
    before = Client().get("/api/v1/categories/")
    if name == "add":
        address, form = reverse("admin:articles_category_add"), "category_form"
        desk.post(address, form_on(desk.get(address), form) | {"name": "C"})
    else:
        address = reverse("admin:articles_category_delete", args=[category.pk])
        desk.post(address, {"post": "yes"})

    after = Client().get("/api/v1/categories/")

    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_a_source_of_drafts_turns_no_tag(desk):
    article = make_published("Ferry", source=make_source(), categories=(make_category(),),
                             lead=keep_image())  # fmt: skip
    source = make_source()
    make_article(source=source)
    before = everything(article)
    address = reverse("admin:articles_source_change", args=[source.pk])

    desk.post(address, form_on(desk.get(address), "source_form") | {"name": "Another"})

    assert everything(article) == before


@pytest.mark.parametrize(
    ("written", "kept"), [("12:00:00", (12, 0)), ("12:00:01", (12, 1)), ("12:59:59", (13, 0))]
)
def test_an_embargo_ends_with_a_minute(desk, written, kept):
    article = make_article()

    edit(desk, article, embargo_until_0="2030-01-01", embargo_until_1=written)

    article.refresh_from_db()
    hour, minute = kept
    assert article.embargo_until == datetime(2030, 1, 1, hour, minute, tzinfo=UTC)
