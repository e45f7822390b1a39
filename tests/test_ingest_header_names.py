"""Whom a header names: a post's credits and source; a dump's `author` stays the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from articles.ingest.known import Known
from articles.ingest.reading import read
from articles.ingest.records import DocumentReading, Found, Place
from articles.text import header_keys
from tests.limits import at_most

README = Path(__file__).resolve().parent.parent / "README.md"
BODY = "\n\nThe lamp on the pier was lit again on Friday, and nobody had to be asked twice.\n"


def reading(header: str, *, fence: str = "---") -> DocumentReading:
    data = f"{fence}\n{header}\n{fence}{BODY}".encode()
    return read(Found(Place("", "post"), data, len(data), ""), Known())


def credited(header: str, *, fence: str = "---") -> list[tuple[str, str, str]]:
    (article,) = reading(header, fence=fence).articles
    return [(str(one.role), one.label, one.name) for one in article.credits]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        pytest.param("author: Mara Ellwood", ["Mara Ellwood"], id="one"),
        pytest.param("author: Mara", ["Mara"], id="one-word"),
        pytest.param("authors: [Mara Ellwood, Tom Hale]", ["Mara Ellwood", "Tom Hale"], id="list"),
        pytest.param("author: Ana & Bo", ["Ana", "Bo"], id="and-sign"),
        pytest.param(
            "author: Mara Ellwood, Tom Hale and Cy Day",
            ["Mara Ellwood", "Tom Hale", "Cy Day"],
            id="in-a-row",
        ),
        pytest.param("author: Ellwood, Mara", ["Ellwood, Mara"], id="family-name-first"),
        pytest.param("author: Mara K. Ellwood, PhD", ["Mara K. Ellwood"], id="a-degree"),
        pytest.param("byline: By Mara Ellwood, staff writer", ["Mara Ellwood"], id="a-byline"),
        pytest.param("author: Mara <mara@a.example>", ["Mara"], id="with-an-address"),
        pytest.param(
            "authors:\n  - name: Mara Ellwood\n    url: https://a.example\n  - name: Tom Hale",
            ["Mara Ellwood", "Tom Hale"],
            id="items-with-keys",
        ),
        pytest.param(
            "author:\n  name: Mara Ellwood\n  email: m@a.example", ["Mara Ellwood"], id="with-keys"
        ),
        pytest.param("author: m@a.example", [], id="an-address-alone"),
        pytest.param("author: admin", [], id="nobody"),
        pytest.param("author: false", [], id="a-setting"),
        pytest.param("author: null", [], id="null"),
        pytest.param("author: '{{ site.author }}'", [], id="a-template"),
        pytest.param("author: people/mara.md", [], id="a-path"),
        pytest.param("author: 9", [], id="a-number"),
        pytest.param("author: 文", [], id="a-sign-alone"),
    ],
)
def test_the_header_of_a_post_names_its_authors(header, names):
    (article,) = reading(header).articles

    assert list(article.authors) == names
    assert [(str(one.role), one.label) for one in article.credits] == [("author", "")] * len(names)


@pytest.mark.parametrize(
    ("header", "credits"),
    [
        pytest.param(
            "作者: 沈河、陆白", [("author", "作者", "沈河"), ("author", "作者", "陆白")], id="han"
        ),
        pytest.param("author: 文/沈河", [("author", "文", "沈河")], id="label-inside"),
        pytest.param("author: 文 沈河", [("author", "文", "沈河")], id="by"),
        pytest.param(
            "author: 潮汐电台编辑部小组", [("author", "", "潮汐电台编辑部小组")], id="an-office"
        ),
        pytest.param(
            "author: 潮头日报记者 王小明", [("reporter", "记者", "王小明")], id="a-reporter"
        ),
        pytest.param("translator: Tom Hale", [("translator", "", "Tom Hale")], id="translator"),
        pytest.param("edited_by: Tom Hale", [("editor", "", "Tom Hale")], id="edited-by"),
        pytest.param("editor: visual", [], id="a-tool"),
    ],
)
def test_a_key_says_the_role_and_a_chinese_one_is_the_label(header, credits):
    assert credited(header) == credits


@pytest.mark.parametrize(
    ("header", "fence"),
    [
        pytest.param('author = { name = "Mara Ellwood" }', "+++", id="toml-table"),
        pytest.param('authors = [{ name = "Mara Ellwood" }]', "+++", id="toml-tables"),
        pytest.param('authors = ["Mara Ellwood"]', "+++", id="toml-list"),
        pytest.param(
            'author.mail = "m@example.org"\nauthor.name = "Mara Ellwood"', "+++", id="dots"
        ),
    ],
)
def test_a_person_in_a_table_is_named(header, fence):
    assert [name for _, _, name in credited(header, fence=fence)] == ["Mara Ellwood"]


def test_a_person_in_a_json_header_is_named():
    data = ('{"title": "x", "author": {"name": "Mara Ellwood"}}\n' + BODY).encode()
    (article,) = read(Found(Place("", "post"), data, len(data), ""), Known()).articles

    assert article.authors == ("Mara Ellwood",)


def test_a_credit_of_the_header_shows_its_key_and_line():
    (article,) = reading("date: 2024-05-03\nauthor: Mara Ellwood").articles
    shown = article.evidence["credits"]

    assert (shown.rule, shown.line, shown.text) == ("header", 3, "Mara Ellwood")


def test_a_name_that_the_text_prints_too_is_credited_once():
    data = f"---\nauthor: Mara Ellwood\n---\n\nBy MARA ELLWOOD{BODY}".encode()
    (article,) = read(Found(Place("", "post"), data, len(data), ""), Known()).articles

    assert (article.authors, len(article.credits)) == (("Mara Ellwood",), 1)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("author: The Post\nheadimg: ''\nbyline: Mara", id="by-its-keys"),
        pytest.param("author: The Post\ncategories:\n - The Post", id="by-its-labels"),
    ],
)
def test_the_author_of_a_dump_is_the_site_and_nobody_is_credited(header):
    found = reading(header)

    assert found.source == "The Post"
    assert [one.credits for one in found.articles] == [()]


def test_the_author_of_a_post_is_a_person_even_if_a_tag_is_the_name():
    found = reading("layout: post\nauthor: Mara\ntags: [Mara, Sea]")

    assert (found.source, found.labels) == (None, ("Mara", "Sea"))
    assert found.articles[0].authors == ("Mara",)


@pytest.mark.parametrize(
    ("header", "source", "publisher"),
    [
        pytest.param("source: The Post", "The Post", None, id="source"),
        pytest.param("site: The Post\nauthor: Mara", "The Post", None, id="site"),
        pytest.param("来源: 潮头日报", "潮头日报", None, id="han"),
        pytest.param("publisher: Quay Press", "Quay Press", "Quay Press", id="publisher-alone"),
        pytest.param("source: The Post\npublisher: Quay", "The Post", "Quay", id="both"),
        pytest.param("source: _posts/lamp.md", None, None, id="a-path"),
        pytest.param("source: true", None, None, id="a-setting"),
        pytest.param("source: unknown\nsite_name: The Post", "The Post", None, id="the-next-key"),
        pytest.param("author: Aggregator\nheadimg: ''\nsource: X Y", "Aggregator", None, id="dump"),
    ],
)
def test_a_header_names_source_and_publisher(header, source, publisher):
    found = reading(header)

    assert (found.source, found.publisher) == (source, publisher)
    assert ("source" in found.evidence) is (source is not None)


def test_an_author_that_is_the_source_is_nobody():
    assert credited("author: The Post\nsource: the post") == []


def test_a_source_that_is_an_address_is_where_the_text_comes_from():
    found = reading("link: not yet\nsource: https://quay.example/lamp")
    (article,) = found.articles

    assert (found.source, found.domain) == (None, "quay.example")
    assert article.canonical_url == "https://quay.example/lamp"
    assert article.evidence["canonical_url"].line == 3


@pytest.mark.parametrize("written", ["[lamp, pier, lamp, '']", "lamp, pier", '"lamp, pier"'])
def test_keywords_of_a_header_are_keywords(written):
    assert reading(f"keywords: {written}").keywords == ("lamp", "pier")


# What the README says a header may say, by the field it becomes.
KEYS = {
    "title": header_keys.TITLE,
    "subtitle": header_keys.SUBTITLE,
    "summary": header_keys.SUMMARY,
    "date": header_keys.DATE,
    "address": header_keys.ADDRESS,
    "source": header_keys.SOURCE,
    "publisher": header_keys.PUBLISHER,
    "labels": header_keys.LABELS,
    "keywords": header_keys.KEYWORDS,
    "lead picture": header_keys.PICTURE,
    "not public": header_keys.STATUS,
}


def test_the_readme_says_what_a_header_may_say():
    """The keys of credits are too many to list."""
    rows = re.findall(r"^\| ([a-z ]+) \| (`.*`)[^|]* \|$", README.read_text("utf-8"), re.MULTILINE)
    table = {field: tuple(re.findall(r"`([^`]+)`", keys)) for field, keys in rows}
    assert {field: table[field] for field in KEYS} == KEYS


@pytest.mark.limits
def test_a_name_between_many_spaces_takes_no_longer_than_any_other():
    with at_most(1):
        found = credited(f"layout: post\nauthor: Ada{' ' * 15_000}Fenwick")

    assert found == [("author", "", "Ada Fenwick")]
