"""Stored text never runs: attacks in every field, on every page that shows one, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from articles.choices import Status
from articles.models import Article, Category, Document, Image, ImportRun, Source, SourceLabel
from articles.text.html import clean_html
from tests.builders import make_article, make_published
from tests.documents import run, words, write
from tests.forms import form_on
from tests.hostile import ATTACKS, SENTINEL, collected
from tests.pictures import keep_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# As many to an article as its title holds; the last shows what a later one does to those before.
CHUNK = 8
CHUNKS = [ATTACKS[n : n + CHUNK] for n in range(0, len(ATTACKS), CHUNK)]


@pytest.fixture
def bare(chromium: Browser) -> Iterator[Page]:
    """A page that no policy protects: whatever can run, runs."""
    context = chromium.new_context()
    context.add_init_script(SENTINEL)
    context.route("**", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def watched(page: Page) -> Page:
    """A page of the site that counts what ran; `page` itself notices what the policy stopped."""
    page.context.add_init_script(SENTINEL)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    return page


def ran(page: Page, html: str) -> int:
    """Show markup with no policy, click and focus what can be, and count the scripts that ran."""
    page.set_content(f"<!doctype html><body>{html}", wait_until="load")
    page.evaluate(
        "document.querySelectorAll('a, button, input, summary').forEach(one => {"
        " one.addEventListener('click', e => one.protocol === 'javascript:' ? window.__xss()"
        " : e.preventDefault()); one.focus(); one.click() })"
    )
    page.wait_for_timeout(100)
    return int(page.evaluate("window.__ran"))


def visit(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(address, wait_until="load")
        assert page.evaluate("window.__ran || 0") == 0, address
        links = page.locator("a[href^='javascript:' i], a[href^='data:' i], iframe, object, embed")
        assert links.count() == 0, address


def log_in(page: Page, live_server: Any, user: User) -> Client:
    """Log the browser in without its form, and return a client with the same session."""
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    return client


def one_line(attacks: list[str], longest: int) -> str:
    """Return as many of the attacks as fit whole."""
    text = attacks[0][:longest]
    for attack in attacks[1:]:
        text = f"{text} {attack}" if len(text) + len(attack) < longest else text
    return " ".join(text.split())


def import_attacks(folder: Path) -> None:
    """Import a document for each chunk, with its attacks in every field that a header has."""
    for number, chunk in enumerate(CHUNKS):
        quoted = one_line(chunk, 190).replace("'", "''")
        pictures = "".join(
            f'<figure><img src="https://p.example/{number}-{n}.png" alt="{attack}">'
            f"<figcaption>{attack}</figcaption></figure>"
            for n, attack in enumerate(chunk)
        )
        header = (
            f"---\ntitle: '{one_line(chunk, 480).replace(chr(39), chr(39) * 2)}'\n"
            f"categories:\n  - '{quoted}'\n  - '{quoted}'\ntags:\n  - '{quoted}'\n"
            f"author: '{quoted}'\nheadimg: '{quoted}'\ndescription: '{quoted}'\n"
            f"date: Mon, 12 Apr 2021 08:05:0{number % 10} +0800\n---\n"
        )
        body = f"<p>作者：{chunk[0]}</p><p>{words('harbour')} {number}</p>{pictures}"
        paragraphs = "".join(f"<p>{attack}</p>\n{attack}" for attack in chunk)
        name = chunk[-1].replace("/", "_").encode()[:200].decode(errors="ignore")
        write(folder, f"{number}{name}.txt", f"{header}\n<div>{body}{paragraphs}</div>")
    run(folder, publish=True)


def test_a_script_that_runs_is_noticed(bare):
    assert ran(bare, f"{ATTACKS[5]}") == 1
    assert ran(bare, f"{ATTACKS[0]}{ATTACKS[39]}") > 1


def test_no_attack_survives_the_cleaning_of_a_body(bare):
    assert ran(bare, "".join(f"<div>{clean_html(attack)}</div>" for attack in ATTACKS)) == 0


def test_no_imported_attack_runs_on_any_page(watched, live_server, tmp_path, chief):
    import_attacks(tmp_path)
    articles = list(Article.objects.all())
    assert len(articles) == len(CHUNKS)
    assert Document.objects.filter(refusal="").count() == len(CHUNKS)
    log_in(watched, live_server, chief)
    run_pk = ImportRun.objects.get().pk
    source, label = Source.objects.first(), SourceLabel.objects.first()

    visit(
        watched,
        [
            *("/", "/feed.atom", "/api/v1/articles/", f"/sources/{source.public_id}/"),
            *(article.get_absolute_url() for article in articles),
            # As a browser asks, this would be HTML, whose pictures stand elsewhere.
            *(f"/api/v1/articles/{article.public_id}.json" for article in articles[:2]),
            *(f"/admin/articles/{name}/" for name in ("article", "document", "importrun")),
            *(f"/admin/articles/{name}/" for name in ("source", "sourcelabel", "image")),
            *(f"/admin/articles/article/{article.pk}/change/" for article in articles),
            *(f"/admin/articles/document/{pk}/change/" for pk in documents()),
            f"/admin/articles/importrun/{run_pk}/change/",
            f"/admin/articles/article/{articles[0].pk}/history/",
            f"/admin/articles/article/{articles[0].pk}/delete/",
            f"/admin/articles/source/{source.pk}/change/",
            f"/admin/articles/sourcelabel/{label.pk}/change/",
            f"/admin/articles/image/{Image.objects.first().pk}/change/",
        ],
    )


def documents() -> list[int]:
    return list(Document.objects.values_list("pk", flat=True))


def test_no_typed_attack_runs_on_any_page(watched, live_server, chief):
    client = log_in(watched, live_server, chief)
    articles = [typed(client, chunk) for chunk in CHUNKS]
    sources, categories = list(Source.objects.all()), list(Category.objects.all())
    client.post(
        reverse("admin:articles_article_move", args=[articles[0].pk]),
        {"_move": "withdrawn", "move_note": one_line(CHUNKS[0], 500), "seen": ""},
    )
    withdrawn = make_article(status=Status.WITHDRAWN, withdrawal_notice=one_line(CHUNKS[1], 500))
    sample = articles[-1]

    visit(
        watched,
        [
            *("/", "/feed.atom", "/api/v1/articles/", "/api/v1/categories/", "/api/v1/sources/"),
            *(article.get_absolute_url() for article in [*articles, withdrawn]),
            *(f"/sources/{one.public_id}/" for one in sources[:3]),
            *(f"/sections/{one.public_id}/" for one in categories[:3]),
            *(f"/admin/articles/{name}/" for name in ("article", "source", "category", "image")),
            *(f"/admin/articles/article/{one.pk}/change/" for one in articles[:3]),
            *(f"/admin/articles/source/{one.pk}/change/" for one in sources[:2]),
            *(f"/admin/articles/category/{one.pk}/change/" for one in categories[:2]),
            *(f"/admin/articles/article/{sample.pk}/{page}/" for page in ("history", "delete")),
            *("/admin/", f"/admin/articles/image/{Image.objects.first().pk}/change/"),
        ],
    )


def typed(client: Client, chunk: list[str]) -> Article:
    """Return an article that a person wrote with the chunk in every field of its form."""
    short, middle, long = (one_line(chunk, length) for length in (60, 200, 480))
    category = save(client, Category, name=one_line(chunk, 100), description=long)
    source = save(client, Source, name=middle, rights=long, notes=long, aliases=middle)
    image = keep_image()
    save(client, Image, image.pk, title=middle, alt=long, credit=middle)
    save(
        client,
        Article,
        title=long,
        subtitle=long,
        summary=" ".join(chunk),
        body="<p>Words.</p>" + "".join(f"<p>{attack}</p>" for attack in chunk),
        publisher=middle,
        keywords=middle,
        source=source.pk,
        categories=category.pk,
        _move="published",
        **{  # type: ignore[arg-type]
            "credits-TOTAL_FORMS": "1",
            "credits-0-role": "author",
            "credits-0-label": short,
            "credits-0-name": middle,
            "article_images-TOTAL_FORMS": "1",
            "article_images-0-image": image.pk,
            "article_images-0-role": "inline",
            "article_images-0-alt": long,
            "article_images-0-caption": long,
            "article_images-0-credit": middle,
        },
    )
    article = Article.objects.latest("pk")
    assert (article.title, article.status) == (long, Status.PUBLISHED)
    return article


def save(client: Client, model: Any, pk: int | None = None, **values: Any) -> Any:
    """Send a form of the desk with these values, as a person would."""
    name = model._meta.model_name
    page, args = ("change", [pk]) if pk else ("add", [])
    address = reverse(f"admin:articles_{name}_{page}", args=args)
    data = form_on(client.get(address), f"{name}_form")
    response = client.post(address, data | values)
    assert response.status_code == 302, response.context["errors"]
    return model.objects.latest("pk")


def test_no_attack_in_an_address_runs(watched, live_server, chief):
    make_published()
    log_in(watched, live_server, chief)
    attacks = ATTACKS[5:18]

    visit(
        watched,
        [
            *(f"/search/?q={quote(attack)}" for attack in attacks),
            *(f"/admin/articles/article/?q={quote(attack)}" for attack in attacks[:4]),
            *(f"/admin/articles/article/?from={quote(attack)}" for attack in attacks[:4]),
            *(f"/admin/articles/image/remote/?url={quote(attack)}" for attack in attacks),
            *(f"/admin/articles/image/remote/?url=//{quote(attack)}/" for attack in attacks),
            *(f"/{quote(attack)}" for attack in attacks[:2]),
            f"/admin/login/?next={quote(attacks[2])}",
            f"/api/v1/articles/?{quote(attacks[2])}={quote(attacks[2])}",
        ],
    )


@pytest.mark.corpora
def test_no_collected_attack_runs_in_a_body(bare, corpora):
    bodies = [f"<div>{clean_html(attack)}</div>" for attack in collected(corpora)]

    for start in range(0, len(bodies), 300):
        assert ran(bare, "".join(bodies[start : start + 300])) == 0


@pytest.mark.corpora
def test_no_collected_attack_runs_in_a_title(bare, corpora, client):
    attacks = [" ".join(text.replace("\0", "").split()) for text in collected(corpora)]
    for start in range(0, len(attacks), 12):
        title = one_line(attacks[start : start + 12], 500)
        make_published(title, subtitle=title, summary=title, publisher=title[:200])

    address, shown = "/", ""
    while address:
        response = client.get(address)
        page = response.context["page"]
        shown += response.content.decode().partition("<main")[2].partition("</main>")[0]
        address = f"/?{page.older}" if page.older else ""

    assert ran(bare, shown) == 0
