"""The whole path in a real browser: a file, an editor, a reader, the file again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import workflow
from articles.choices import Status
from articles.models import (
    Article,
    Category,
    Conflict,
    Document,
    Image,
    ImportRun,
    LearnedLine,
    Source,
    SourceLabel,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
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


def import_corrected(article: Article, folder: Path) -> None:
    """Import the article's document again, its title and its text corrected upstream."""
    file = folder / "documents" / "feed_dumps" / article.origins.get().document.path
    text = file.read_text("utf-8").replace("title: '", "title: 'Corrected: ", 1)
    file.write_text(text.replace("</p>", "</p><p>Corrected by its source.</p>", 1), "utf-8")
    call_command("import_articles", str(file.parent))


def test_what_an_editor_wrote_reaches_readers_and_outlives_the_next_import(
    page, publisher, samples, tmp_path
):
    folder = tmp_path / "documents" / "feed_dumps"
    shutil.copytree(samples / "feed_dumps", folder)
    shutil.copytree(samples.parent / "pictures", tmp_path / "pictures")
    import_sample(folder.parent)
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

    import_corrected(article, tmp_path)

    page.reload()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("Corrected by its source.")).to_be_visible()
    assert article.conflicts.get().incoming.startswith("Corrected: ")
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


def every_page(article: Article) -> list[str]:
    """Every address of the URL table that shows a page, with a row for each that wants one."""
    rows = {
        model.__name__.lower(): model.objects.order_by("pk").first()
        for model in (
            *(Article, Category, Conflict, Document, Image, ImportRun, LearnedLine, Source),
            SourceLabel,
        )
    }
    admin = [
        reverse(f"admin:articles_{name}_{page}", args=[row.pk] if page != "changelist" else [])
        for name, row in rows.items()
        for page in ("changelist", "change", "history")
    ]
    added = [reverse(f"admin:articles_{n}_add") for n in ("article", "image", "source", "category")]
    return [
        *("/", "/search/?q=灯塔", "/nowhere/", reverse("api:docs"), reverse("admin:index")),
        article.get_absolute_url(),
        reverse("web:category", args=[rows["category"].public_id]),
        reverse("web:source", args=[rows["source"].public_id]),
        *admin,
        *added,
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_policy_or_overflows_a_phone(page, chief, samples, scheme):
    call_command("load_categories", str(samples.parent / "categories.json"))
    import_sample(samples)
    call_command("import_articles", str(samples / "markdown"), publish=True)
    log_in(page, "chief")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    article = Article.objects.published().first()
    withdrawn = Article.objects.published().last()
    assert article is not None
    assert withdrawn is not None
    workflow.move(withdrawn, Status.WITHDRAWN, by=chief, note="Retracted.")
    Conflict.objects.create(article=article, field="body", incoming="<p>Mended.</p>")
    LearnedLine.objects.create(
        source=Source.objects.earliest("pk"), line="More to read", documents=9
    )

    for address in [*every_page(article), withdrawn.get_absolute_url()]:
        page.goto(address, wait_until="networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 391, f"{address} is {width} wide"
