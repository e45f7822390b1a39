"""Every kind of page under axe-core: by day and by night, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from articles.choices import CreditRole, DeliveryFailure, Status
from articles.models import (
    ApiKey,
    Article,
    Category,
    Conflict,
    Credit,
    ImportRun,
    Passage,
    Revision,
    SourceLabel,
)
from articles.search.index import index_articles
from articles.web.listing import PAGE_SIZE
from articles.webhooks import claims
from articles.webhooks.sending import Result
from tests.builders import edit as edit_elsewhere
from tests.builders import (
    make_article,
    make_category,
    make_copies,
    make_published,
    make_source,
    shown,
)
from tests.disputes import make_conflict
from tests.keys import make_key
from tests.pictures import keep_image
from tests.receivers import make_webhook
from tests.test_browser_path import import_sample, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What other colours alone can break.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES: dict[Literal["light", "dark"], list[object]] = {
    "light": ["tag", TAGS],
    "dark": ["rule", COLOURS],
}
WIDE, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)

RUN = """async ([type, values]) => {
  // What waits for the page to be loaded goes first, and what waits for day or night: two frames.
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  await frame();
  document.getAnimations().forEach(one => one.finish());
  const {violations} = await axe.run(
    {runOnly: {type, values}, resultTypes: ["violations"], preload: false});
  return violations.flatMap(rule => rule.nodes.map(node =>
    [rule.id, `${node.target.join(" ")}\\n  ${node.failureSummary.replaceAll("\\n", "\\n  ")}`]));
}"""

# What other people's markup breaks and no template of ours can mend: a page, a rule, and why.
THEIRS = {
    ("API", "heading-order"): "Swagger UI: h3 follows its title, h1",
    ("API", "nested-interactive"): "Swagger UI: a link in the button that opens a request",
    ("API", "region"): "Swagger UI: its title stands before its main element",
    ("article form", "list"): "Select2: the cross that empties a list is an item of it",
    ("comparison", "list"): "the same form",
    ("source form", "empty-table-header"): "Django: rows in a form begin with a nameless column",
}

# What shows that a page of a name is the one that is meant: its status, something on it.
STATUSES = {"day without articles": 404, "too long": 400, "withdrawn": 410, "not found": 404}
SIGNS = {
    "front": ".split .latest",
    "older": ".pager [rel=prev]",
    "article": ".corrections ~ .related",
    "found": ".card mark",
    "found instead": ".instead",
    "API": ".opblock",
    "article form": "[contenteditable].ProseMirror",
    "new article": "[contenteditable].ProseMirror",
}

DAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
PARAGRAPH = "<p>渡口的老船工每天早晨五点解缆，他说雾越大，越要听水声，水声比眼睛可靠。</p>" * 2
BODY = (
    f'{PARAGRAPH}<h2>雾</h2><p>他说<a href="https://a.example/fog">雾越大</a>，越要<em>听</em>'
    "水声，记在<code>log.txt</code>里。</p><figure><img src='{picture}'><figcaption>渡口"
    f"</figcaption></figure><blockquote>{PARAGRAPH}</blockquote><h3>班次</h3>"
    "<ul><li><p>早班</p></li></ul><ol><li><p>晚班</p></li></ol><hr>"
    f"<pre><code>{'06:10 07:20 08:30 ' * 12}</code></pre>"
    f"<table><tbody><tr>{'<th><p>Pier</p></th>' * 12}</tr><tr>{'<td><p>06:10</p></td>' * 12}</tr>"
    "</tbody></table>"
)


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def faults(page: Page, *sizes: ViewportSize) -> Iterator[tuple[str, str]]:
    """Return the rules that the page breaks, and where, at each size by day and by night.

    axe-core is evaluated by the browser's own debugger and not put into the page: so the page
    keeps its Content-Security-Policy, and the fixture goes on listening for what breaks it.
    """
    page.evaluate(axe())
    for size in sizes:
        page.set_viewport_size(size)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            for rule, where in page.evaluate(RUN, rules):
                yield rule, f"{scheme}, {size['width']} wide: {where}"


def found_on(page: Page, name: str, *sizes: ViewportSize) -> Iterator[str]:
    """Return what is to be mended on the page, and what of its exceptions is none any more."""
    expected = {rule for kind, rule in THEIRS if kind == name}
    met = set()
    for rule, where in faults(page, *sizes):
        met.add(rule)
        if rule not in expected:
            yield f"{name} ({page.url}): {rule}, {where}"
    yield from (f"{name}: keeps {rule} now, strike it off" for rule in expected - met)


def open_page(page: Page, name: str, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == STATUSES.get(name, 200), name
    if name in SIGNS:
        expect(page.locator(SIGNS[name]).first).to_be_visible()


def test_what_axe_finds_is_heard(page):
    page.set_content("<html lang=en><title>A</title><main><h1>A</h1><a href='/'></a></main>")

    assert {rule for rule, _where in faults(page, WIDE)} == {"link-name"}


def story() -> Article:
    """An article with all that may stand in and around one."""
    image = keep_image(600, 400)
    article = make_published(
        "桥通了，摆渡人老何坐上了第一班火车",
        language="zh",
        subtitle="河上的最后一个早晨",
        original_title="最后一班渡船",
        publisher="松河晚报",
        truncated=True,
        body=BODY.replace("{picture}", image.url),
        source=make_source("松河日报", rights="版权所有", homepage="https://river.example/"),
        categories=(make_category("渡口", make_category("城市", slug="city")),),
        canonical_url="https://river.example/bridge",
        originally_published_at=DAY,
        lead=keep_image(900, 600, alt="渡口", credit="何方 摄"),
    )
    article.article_images.create(image=image, position=1, alt="雾")
    article.article_images.create(image=keep_image(), position=2, caption="船", credit="何方")
    Credit.objects.create(article=article, role=CreditRole.REPORTER, name="何方")
    Revision.objects.create(
        article=article, version=9, values={}, correction="班次应为六班。", visible_from=DAY
    )
    copy = make_published("The bridge is open", language="en", source=make_source("River Post"))
    make_copies(article, copy)
    other = make_published("渡轮停航", language="zh", summary="渡口今天没有船。", lead=keep_image())
    span = {"start": 0, "end": 60, "other_start": 0, "other_end": 60}
    Passage.objects.create(article=article, other=other, **span)
    index_articles([article, copy, other])
    return shown(article)


def readers_pages() -> dict[str, str]:
    """Fill the newsroom; return an address of every kind of page for readers."""
    article = story()
    for number in range(PAGE_SIZE):
        make_published(f"Boat number {number}", language="en", published_at=DAY)
    gone = make_article("The toll", status=Status.WITHDRAWN, withdrawal_notice="It was not so.")
    city = Category.objects.get(slug="city")
    return {
        "front": "/",
        "older": f"/?before=1800000000000000.{article.public_id}",
        "article": article.get_absolute_url(),
        "section": f"/sections/{city.public_id}/city/",
        "source": reverse("web:source", args=[article.source.public_id]),
        "person": reverse("web:person", args=["何方"]),
        "archive": "/archive/",
        "year": "/archive/2026/",
        "month": "/archive/2026/05/",
        "day": "/archive/2026/05/01/",
        "day without articles": "/archive/2026/05/02/",
        "corrections": "/corrections/",
        "search": "/search/",
        "found": "/search/?q=渡口",
        "found instead": "/search/?q=bridgge",
        "withdrawn": reverse("web:article", args=[gone.public_id]),
        "not found": "/articles/bcdfghjkmnpq/nothing-here/",
        "too long": f"/search/?q={'a' * 201}",
        "API": reverse("api:docs"),
    }


@pytest.mark.parametrize(
    ("page", "language"),
    [("en-GB", "en"), ("zh-CN", "zh-hans")],
    indirect=["page"],
    ids=["en", "zh"],
)
def test_no_page_for_readers_breaks_a_rule_of_axe(page, language):
    found: list[str] = []
    for name, address in readers_pages().items():
        open_page(page, name, address)
        assert page.locator("html").get_attribute("lang") == language
        found += found_on(page, name, *([WIDE] if name == "API" else [WIDE, PHONE]))

    assert not found, "\n".join(found)


def desk_pages(samples: Path) -> dict[str, str]:
    """Fill the desk; return an address of every kind of page there."""
    call_command("load_categories", str(samples.parent / "categories.json"))
    import_sample(samples)
    call_command("import_articles", str(samples / "compilations"))
    article = Article.objects.exclude(article_images=None).earliest("pk")
    make_copies(article, make_article("A copy"))
    run = ImportRun.objects.latest("pk")
    make_key()
    webhook = make_webhook()
    claims.record(webhook, 1, Result(503, DeliveryFailure.STATUS, 20))
    rows = {
        "article": article,
        "conflict": make_conflict(article, run=run),
        "document": article.origins.get().document,
        "importrun": run,
        "source": article.source,
        "sourcelabel": SourceLabel.objects.first(),
        "category": Category.objects.first(),
        "image": article.article_images.first().image,
        "webhook": webhook,
        "apikey": ApiKey.objects.get(),
    }
    return {
        "the desk": reverse("admin:index"),
        **{f"{n} list": reverse(f"admin:articles_{n}_changelist") for n in rows},
        **{
            f"{n} form": reverse(f"admin:articles_{n}_change", args=[row.pk])
            for n, row in rows.items()
        },
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "new article": reverse("admin:articles_article_add"),
        "password": reverse("admin:password_change"),
    }


def test_no_page_of_the_desk_breaks_a_rule_of_axe(page, chief, samples):
    addresses = desk_pages(samples)
    page.goto(reverse("admin:login"))
    found = list(found_on(page, "login", WIDE))
    log_in(page, "chief")
    for name, address in addresses.items():
        open_page(page, name, address)
        found += found_on(page, name, WIDE)

    page.goto(reverse("admin:articles_apikey_add"))
    page.get_by_label("Name").fill("Partner")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("API key")).to_be_visible()
    found += found_on(page, "made key", WIDE)

    page.goto(addresses["article form"])
    edit_elsewhere(Conflict.objects.get().article, title="Changed elsewhere")
    page.locator("#id_title").fill("Changed here")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#comparison")).to_be_visible()
    found += found_on(page, "comparison", WIDE)

    assert not found, "\n".join(found)
