"""What the proof certifies needs no cleaning, and Chromium finds nothing in it to run.

nh3 and bleach must return the very same characters: U+00A0, which they spell differently where
it stands as it is, is certified only as `&nbsp;`.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Request

from articles.text.html import clean_html, is_certified
from articles.text.html.clean import _CLEANER
from articles.text.html.second import _cleaner
from tests.hostile import SENTINEL
from tests.mutated import body

HOST = "http://bodies.test/"
TYPE = "text/html; charset=utf-8"
HOW_MANY = 1_200
BODIES = st.randoms(use_true_random=False).map(body)


@given(BODIES)
@settings(max_examples=HOW_MANY)
def test_no_cleaner_changes_what_is_certified(html):
    if is_certified(html):
        assert _CLEANER.clean(html) == html
        assert _cleaner().clean(html) == html


@given(BODIES)
@settings(max_examples=HOW_MANY)
def test_what_is_not_certified_can_be_cleaned_until_it_is(html):
    cleaned = clean_html(html)

    assert is_certified(cleaned)
    assert clean_html(str(cleaned)) == cleaned


def certified() -> list[str]:
    """Return some hundreds of the bodies, the same ones each time."""
    return [html for seed in range(HOW_MANY) if is_certified(html := body(Random(seed)))]  # noqa: S311


def test_the_grammar_makes_both_what_is_certified_and_what_is_not():
    assert 200 < len(certified()) < HOW_MANY - 200


@pytest.fixture
def shown(chromium: Browser) -> Iterator[tuple[Page, list[Request]]]:
    """A page that no policy protects, with some hundreds of certified bodies in it."""
    page = chromium.new_page()
    page.add_init_script(SENTINEL)
    html = "<!doctype html><body>" + "".join(f"<div>{one}</div>" for one in certified())
    page.route("**", lambda route: route.abort())
    page.route(HOST, lambda route: route.fulfill(body=html, content_type=TYPE))
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    page.goto(HOST, wait_until="load")
    yield page, asked
    page.close()


@pytest.mark.browser
def test_no_certified_body_runs_a_script_or_loads_more_than_pictures(shown):
    page, asked = shown

    page.evaluate(
        "document.querySelectorAll('a').forEach(one => {"
        " if (one.protocol === 'javascript:' || one.protocol === 'data:') window.__xss();"
        " one.addEventListener('click', e => e.preventDefault()); one.focus(); one.click() })"
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.__ran") == 0
    assert [one.url for one in asked if one.resource_type != "image"] == [HOST]
    assert len(asked) > 1
    assert page.url == HOST


@pytest.mark.browser
def test_chromium_reads_a_certified_body_as_it_is_written(shown):
    page, _ = shown

    read = page.evaluate("Array.from(document.body.children, one => one.innerHTML)")

    assert read == certified()
