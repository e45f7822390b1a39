"""The normal form is the editor's own: opening a body in it and saving changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django_prose_editor
import pytest
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from playwright.sync_api import Browser, Page, Route

from articles.text.html import EDITOR_EXTENSIONS, clean_html
from articles.text.html.rules import ATTRIBUTES, TAGS
from tests.test_text_html import PAYLOADS
from tests.test_text_html_normal import FORMS

HOST = "http://editor.test/"
SCRIPTS = Path(django_prose_editor.__file__).parent / "static" / "django_prose_editor"
OPEN = """async ([host, extensions]) => {
    const library = await import(host + "editor.js");
    const chosen = Object.entries(extensions).map(([name, options]) =>
        typeof options === "object" ? library[name].configure(options) : library[name]);
    window.reopened = (html) => {
        const area = document.createElement("textarea");
        area.value = html;
        document.body.append(area);
        const editor = library.createTextareaEditor(area, chosen);
        const saved = [editor.getHTML()];
        editor.commands.insertContentAt(0, "<p>typed</p>");
        saved.push(area.value);
        editor.destroy();
        area.remove();
        return saved;
    };
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that holds the editor with the table's extensions, and can reach nothing else."""
    extensions = expand_extensions(dict(EDITOR_EXTENSIONS)) | {"Menu": {"groups": []}}
    page = chromium.new_page()
    page.route("**/*", answered)
    page.goto(HOST)
    page.evaluate(OPEN, [HOST, extensions])
    yield page
    page.close()


def answered(route: Route) -> None:
    name = route.request.url.removeprefix(HOST)
    if name == "editor.js":
        route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
    elif name == "":
        route.fulfill(body="<!doctype html><title>Editor</title>", content_type="text/html")
    else:
        route.abort()


@pytest.mark.browser
@pytest.mark.parametrize("html", [html for _, html, _ in FORMS], ids=[name for name, _, _ in FORMS])
def test_opening_and_saving_a_body_changes_nothing(page, html):
    body = clean_html(html)

    untouched, _ = page.evaluate("(html) => reopened(html)", str(body))

    assert clean_html(untouched) == body


@pytest.mark.browser
@pytest.mark.parametrize("html", [html for _, html, _ in FORMS], ids=[name for name, _, _ in FORMS])
def test_typing_in_one_place_changes_no_other(page, html):
    body = clean_html(html)

    _, edited = page.evaluate("(html) => reopened(html)", str(body))

    assert clean_html(edited) == f"<p>typed</p>{body}"


@pytest.mark.browser
@pytest.mark.parametrize("dirty", PAYLOADS, ids=range(len(PAYLOADS)))
def test_opening_what_was_an_attack_changes_nothing(page, dirty):
    body = clean_html(dirty)

    untouched, _ = page.evaluate("(html) => reopened(html)", str(body))

    assert clean_html(untouched) == body


def test_the_editor_writes_every_tag_of_the_table_and_no_other():
    allowed: dict[str, Any] = allowlist_from_extensions(dict(EDITOR_EXTENSIONS))

    assert allowed["tags"] - {"thead"} == TAGS
    for tag, names in ATTRIBUTES.items():
        assert set(names) <= allowed["attributes"][tag]
