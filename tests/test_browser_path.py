"""The whole path in a real browser: a file, an editor, a reader, the file again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from articles.models import Article

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

TITLE = "A title that an editor wrote"


def log_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(
        page.get_by_role("link", name="Log out").or_(page.get_by_role("button", name="Log out"))
    ).to_be_visible()


def import_sample(samples: Path) -> None:
    pictures = samples.parent / "pictures"
    call_command("import_articles", str(samples / "feed_dumps"), pictures=str(pictures))


def test_what_an_editor_wrote_reaches_readers_and_outlives_the_next_import(
    page, publisher, samples
):
    import_sample(samples)
    article = Article.objects.exclude(article_images=None).first()
    assert article is not None
    body = article.body
    log_in(page, "publisher")

    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("Published").first).to_be_visible()
    article.refresh_from_db()
    assert (article.title, article.status, article.body) == (TITLE, "published", body)

    page.get_by_role("link", name="View on site").first.click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    shown = page.request.get("/api/v1/articles/").json()["results"]
    assert [row["title"] for row in shown] == [TITLE]

    import_sample(samples)

    page.reload()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert page.request.get(f"/api/v1/articles/{article.public_id}/").json()["title"] == TITLE


def test_opening_and_saving_an_imported_article_changes_nothing(page, publisher, samples):
    import_sample(samples)
    log_in(page, "publisher")
    before = list(Article.objects.order_by("pk").values())

    for article in Article.objects.order_by("pk"):
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        expect(page.locator("[contenteditable].ProseMirror")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist .success")).to_be_visible()

    assert list(Article.objects.order_by("pk").values()) == before
    assert not any(a.revisions.exists() for a in Article.objects.all())


PAGES = [
    *("/", "/search/?q=灯塔", "/api/v1/docs/", "/admin/", "/admin/articles/article/"),
    *("/admin/articles/article/add/", "/admin/articles/document/", "/admin/articles/importrun/"),
    *("/admin/articles/source/", "/admin/articles/category/", "/admin/articles/image/"),
    *("/admin/articles/image/add/", "/nowhere/"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_policy_or_overflows_a_phone(page, publisher, samples, scheme):
    import_sample(samples)
    call_command("import_articles", str(samples / "markdown"), publish=True)
    log_in(page, "publisher")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    article = Article.objects.published().first()
    assert article is not None

    for address in [*PAGES, article.get_absolute_url()]:
        page.goto(address, wait_until="networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 391, f"{address} is {width} wide"
