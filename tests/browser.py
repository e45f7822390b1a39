"""A real Chromium, and a page that notices what no page may do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; tests that need it skip where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    # Playwright keeps an event loop running in this thread, and Django would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a fresh profile; fails the test that lets it break the rules of every page.

    No request leaves the host, nothing breaks the Content-Security-Policy, no script fails, and
    no answer is a server error. Its reader's language is British English unless told otherwise.
    """
    locale = getattr(request, "param", "en-GB")
    context = chromium.new_context(base_url=live_server.url, locale=locale)
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    host = urlsplit(live_server.url).netloc

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            faults.append(f"left the host: {request.url}")

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "response",
        lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None,
    )
    yield page
    context.close()
    assert faults == [], faults
