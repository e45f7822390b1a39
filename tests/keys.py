"""API keys for tests, and programs that send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.api import usage
from articles.choices import KeyScope
from articles.models import ApiKey

UNKNOWN = "bcdfghjkmnpq"


def make_key(name: str = "Wire", *scopes: KeyScope, **values: Any) -> str:
    """Store a key and return it."""
    key = ApiKey(name=name, scopes=[KeyScope.READ, *scopes], **values)
    token = key.renew()
    key.save()
    return token


def program(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def counted_afresh() -> Iterator[None]:
    """Begin and end with nothing counted that is not written."""
    usage.tally = usage.Tally()
    yield
    usage.tally = usage.Tally()


def api_addresses(public_id: str = UNKNOWN) -> dict[str, str]:
    """Return an address for every pattern of the API, one that is none, and one without end."""
    found = {"nothing": "/api/v1/nowhere/", "redirected": "/api/v1/articles"}
    for pattern in _patterns(get_resolver(), ""):
        route = pattern.pattern
        values = dict.fromkeys(route.converters, public_id)
        if pattern.name:
            found[f"{pattern.name} {route}"] = reverse(f"api:{pattern.name}", kwargs=values)
    return found


def _patterns(resolver: URLResolver, space: str) -> Iterator[URLPattern]:
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from _patterns(item, item.namespace or space)
        elif space == "api":
            yield item
