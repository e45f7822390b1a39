"""Any text may be typed into any box, filter or address, and none is a server error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ListFilter
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.search.index import index_articles
from tests.builders import make_category, make_image, make_published, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]

ODD = [
    *("\0", "a\0b", "\x01\x1b[31m", "\x7f", "\ufffe", "\uffff", "\U0001f468\u200d\U0001f469"),
    *("\u202edrow", "\u200b", "\ufeff", "e" + "\u0301" * 190, "﷽" * 190, "ﬃ", "İ", "ß"),
    *("'", '"', "''", "\\", "%", "_", "%_%", "';--", "' OR 1=1 --", "1; DROP TABLE x", "*", "a*"),
    *(
        "NEAR(a b)",
        "a AND b",
        "AND",
        "NOT",
        "OR",
        "(",
        ")",
        "title:a",
        '"a',
        "^a",
        "+a",
        "-a",
        "{a}",
    ),
    *(
        "a & b",
        "a | b",
        "!a",
        "a <-> b",
        ":*",
        "a:*",
        "'a':1",
        "\\'",
        "{{7*7}}",
        "%s",
        "%(a)s",
        "{}",
    ),
    *("0", "-1", "-0", "1e3", "1e999", "NaN", "Infinity", "１", "²", "0x10", "1_0", str(2**63)),
    *("9" * 190, "True", "None", "null", "undefined", "[]", "[", "a,b", "2026-13-45", "0000-00-00"),
    *("9999-12-31", "10000-01-01", "../../etc/passwd", "<script>", "\r\nSet-Cookie: a=b", " ", ""),
    *("x" * 199, "x " * 99, "x" * 5_000, "x " * 2_000, "' " * 2_000, "灯" * 3_000, "(" * 3_000),
]
# One of each kind, for what is no search of texts.
KILLERS = [
    "\0",
    "\x01",
    "１",
    "-1",
    "1e999",
    str(2**63),
    "0000-00-00",
    "[",
    "x" * 5_000,
    "x " * 2_000,
]
# What every list of the desk takes beside the parameters of its filters.
OF_LISTS = ["q", "p", "o", "e", "_facets", "_popup", "_to_field", "unknown", "pk", "id__in"]
OF_ARTICLES = [
    *("sort_at__year", "sort_at__month", "sort_at__day", "sort_at__gte", "source__id__exact"),
    *("created_by__password", "credits__name"),
]


@pytest.fixture
def article() -> Article:
    source, category, image = make_source("Harbour Post"), make_category("City"), make_image()
    article = make_published(source=source, categories=(category,), lead=image, language="en")
    index_articles([article])
    return article


@pytest.fixture
def desk(chief) -> Client:
    """A client that shows errors as readers get them."""
    client = Client(raise_request_exception=False)
    client.force_login(chief)
    return client


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


def parameters_of(model_admin: admin.ModelAdmin[Any], client: Client) -> list[str]:
    """Return the parameters of a list: those of all lists, and those of its own filters."""
    page = client.get(address_of(model_admin))
    specs: list[ListFilter] = page.context["cl"].filter_specs
    own = [str(name) for spec in specs for name in spec.expected_parameters()]
    own += [getattr(spec, "parameter_name", None) or "" for spec in specs]
    extra = OF_ARTICLES if model_admin.model is Article else []
    return list(dict.fromkeys(filter(None, [*OF_LISTS, *extra, *own])))


def address_of(model_admin: admin.ModelAdmin[Any]) -> str:
    options = model_admin.opts
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist")


def faults(client: Client, addresses: Iterator[tuple[str, dict[str, str]]]) -> list[Any]:
    """Return the requests that ended in a server error."""
    return [
        (address, {name: text[:40] for name, text in query.items()})
        for address, query in addresses
        if client.get(address, query).status_code >= 500
    ]


LISTS = [model._meta.label_lower for model in admin.site._registry]


@pytest.mark.parametrize("label", LISTS)
def test_no_list_of_the_desk_breaks_on_a_text(desk, article, label):
    model_admin = next(a for m, a in admin.site._registry.items() if m._meta.label_lower == label)
    names = parameters_of(model_admin, desk)

    asked = ((address_of(model_admin), {name: text}) for name in names for text in KILLERS)

    assert faults(desk, asked) == []


def test_any_text_is_a_search_of_the_desk(desk, article):
    address = reverse("admin:articles_article_changelist")

    assert faults(desk, ((address, {"q": text}) for text in ODD)) == []


def test_no_suggestion_breaks_on_a_text(desk, article):
    address = reverse("admin:autocomplete")
    fields = [("article", "source"), ("article", "categories"), ("articleimage", "image")]

    asked = (
        (address, {"app_label": "articles", "model_name": m, "field_name": f, "term": text})
        for m, f in fields
        for text in KILLERS
    )

    assert faults(desk, asked) == []


@pytest.mark.parametrize("name", ["app_label", "model_name", "field_name", "page"])
def test_suggestions_are_asked_for_by_any_name(desk, article, name):
    asked = {"app_label": "articles", "model_name": "article", "field_name": "source", "term": "H"}

    requests = ((reverse("admin:autocomplete"), asked | {name: text}) for text in KILLERS)

    assert faults(desk, requests) == []


@pytest.mark.parametrize("address", ["/search/", "/api/v1/articles/"])
def test_any_text_is_a_search_of_readers(reader, article, address):
    name = "q" if address == "/search/" else "search"

    assert faults(reader, ((address, {name: text}) for text in ODD)) == []


@pytest.mark.corpora
@pytest.mark.parametrize("address", ["/search/", "/api/v1/articles/", "/admin/articles/article/"])
def test_no_collected_string_breaks_a_search(desk, article, corpora, address):
    path = corpora / "corpora" / "hostile" / "naughty_strings.json"
    name = "search" if address.startswith("/api/") else "q"

    asked = ((address, {name: text}) for text in json.loads(path.read_text("utf-8")))

    assert faults(desk, asked) == []
