"""Every address there is, from the URL table; every parameter, from the API's description."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from articles.faces.kinds import Kind
from articles.models import Article
from articles.web.feeds.subjects import MEDIA_TYPES
from tests.builders import LONG_AGO

UNKNOWN = "bcdfghjkmnpq"
# What stands in articles that readers may not see.
SECRET = "quicksilver"
DESCRIPTION = yaml.safe_load(
    (Path(__file__).parent / "golden" / "openapi.yaml").read_text("utf-8"),
)
# A value for every argument that an address may have.
VALUES: dict[str, Any] = {
    "spec": "card",
    "slug": "x",
    "object_id": "1",
    "pk": 1,
    "id": 1,
    "content_type_id": 1,
    "app_label": "articles",
    "url": "x/",
    "format": "json",
    "name": "2024-01",
    "year": "2024",
    "month": "01",
    "day": "01",
    "key": UNKNOWN,
}


def addresses(public_id: str = UNKNOWN) -> dict[str, str]:
    """Return an address for every pattern there is, and one that is none."""
    found = {"nothing": "/nowhere/", "nothing in the desk": "/admin/nowhere/"}
    for name, pattern in _named(get_resolver()):
        route = pattern.pattern
        keys = list(route.converters) or list(getattr(route, "regex").groupindex)  # noqa: B009
        values = {**VALUES, "public_id": public_id}
        if not name.startswith("admin:"):
            values |= {"id": public_id, "key": public_id}
        address = reverse(name, kwargs={key: values[key] for key in keys})
        found[f"{name} {keys}"] = address
    return found


def is_desk(address: str) -> bool:
    return address.startswith("/admin/")


def is_api(address: str) -> bool:
    return address.startswith("/api/")


def asked(article: Article) -> list[str]:
    """Return every address that readers may ask for, without parameters and with each of them.

    Of an article with a source and a category, and of what is not there. But for `/healthz`, which
    is for operators.
    """
    leads = leads_of(article)
    values = values_of(article)
    found = {
        with_query(place, query)
        for place in set(leads.values())
        for query in _queries(parameters(place), values)
    }
    return sorted({*leads, *leads.values(), *found, *_of_nothing()})


def leads_of(article: Article) -> dict[str, str]:
    """Return every address at which readers find something of an article, and where it leads."""
    return {one: place for one in sorted(_of(article)) if (place := _leads_to(one))}


def with_query(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def parameters(address: str) -> list[dict[str, Any]]:
    """Return the parameters that an address takes, as OpenAPI describes them."""
    path = urlsplit(address).path
    if not is_api(path):
        return [{"name": name, "required": name == "q", "schema": {}} for name in _of_page(path)]
    template = "/" + re.sub("<.*?:(.*?)>", r"{\1}", resolve(path).route)
    described = DESCRIPTION["paths"].get(template, {"get": {}})["get"].get("parameters", [])
    return [one for one in described if one["in"] == "query"]


def values_of(article: Article) -> dict[str, list[str]]:
    """Return values of parameters, good ones and those of what readers may not see."""
    place = LONG_AGO + timedelta(days=2) - datetime(1970, 1, 1, tzinfo=UTC)
    places = [f"{place // timedelta(microseconds=1)}.{UNKNOWN}"]
    return {
        "after": places,
        "at": ["2025-01-01"],
        "before": places,
        "category": [one.public_id for one in article.categories.all()],
        "credit": ["Lin", SECRET],
        "credit_role": ["author", "translator"],
        # What else there is, the links of the lists lead to.
        "cursor": [UNKNOWN],
        "family": [article.public_id],
        "language": ["en", "zh"],
        "order": ["newest"],
        "originally_published_after": ["2024-01-03"],
        "originally_published_before": ["2024-01-03"],
        "page_size": ["2"],
        "published_after": ["2023-01-01", "2026-01-01"],
        "published_before": ["2023-01-01", "2099-01-01"],
        "q": ["ferry", "ferr", SECRET, f"{SECRET}x", f"ferry -{SECRET}"],
        "search": ["ferry", SECRET],
        "since": ["0", "2"],
        "source": [article.source.public_id if article.source else UNKNOWN],
        "text": ["full", "summary"],
        "updated_since": ["2024-01-01", "2099-01-01"],
    }


def _named(resolver: URLResolver, before: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern of the project with its name, name-spaces included."""
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            inside = (*before, item.namespace) if item.namespace else before
            yield from _named(item, inside)
        elif item.name:
            yield ":".join((*before, item.name)), item


def _of(article: Article) -> set[str]:
    pictures = [use.image for use in article.article_images.all()]
    rows = [article, article.source, *article.categories.all(), *pictures]
    every = (addresses(row.public_id).values() for row in rows if row)
    found = {one for some in every for one in some if not is_desk(one)}
    found |= {f"/api/v1/articles/{article.public_id}.{kind.suffix}" for kind in Kind}
    found |= {f"/people/Lin/{ending}" for ending in ("", *MEDIA_TYPES)}
    # The days around.
    found |= {"/archive/2023/", "/archive/2023/12/", "/archive/2024/01/03/"}
    return found - {"/healthz"}


def _of_nothing() -> set[str]:
    found = {one for one in addresses().values() if not is_desk(one)}
    found |= {f"/people/{SECRET}/{ending}" for ending in ("", *MEDIA_TYPES)}
    return found - {"/healthz"}


def _leads_to(address: str) -> str | None:
    """Return the address at which there is something, None for one that leads nowhere."""
    response = Client().get(address, follow=True)
    chain = response.redirect_chain
    if response.status_code == 404:
        return None
    return urlsplit(chain[-1][0]).path if chain else address


def _queries(
    parameters: Sequence[dict[str, Any]], values: dict[str, list[str]]
) -> Iterator[dict[str, str]]:
    """Yield every value of every parameter alone, beside those that must be there."""
    given = {one["name"]: values.get(one["name"]) or _allowed(one) for one in parameters}
    needed = [one["name"] for one in parameters if one.get("required")]
    for some in itertools.product(*(given[name] for name in needed)):
        base = dict(zip(needed, some, strict=True))
        yield base
        for name, texts in given.items():
            # In each order on to the end.
            beside = base | ({"page_size": "2"} if name == "ordering" else {})
            yield from (beside | {name: text} for text in texts)


def _allowed(parameter: dict[str, Any]) -> list[str]:
    schema = parameter["schema"]
    if schema.get("type") == "boolean":
        return ["true", "false"]
    if schema.get("type") == "array":
        return [",".join(schema["items"]["enum"])]
    return list(schema["enum"])


def _of_page(path: str) -> list[str]:
    """Return the parameters of a page that is for people, or of a feed."""
    if path == "/search/":
        return ["q", "order", "before", "after"]
    if path.endswith((*MEDIA_TYPES, "feed.atom")):
        return ["text"]
    return ["before", "after"] if path.endswith("/") else []
