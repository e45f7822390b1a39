"""What holds for every answer."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_language_cookie_changes_nothing_that_caches_would_share(client):
    plain = client.get("/", headers={"accept-language": "en"})
    client.cookies["django_language"] = "zh-hans"

    forged = client.get("/", headers={"accept-language": "en"})

    assert forged.content == plain.content
    assert forged["Content-Language"] == "en"
    assert "Accept-Language" in forged["Vary"]


@pytest.mark.parametrize("address", ["/", "/api/v1/articles/", "/api/v1/docs/", "/nowhere/"])
def test_a_malformed_token_is_not_answered_with_a_new_one(client, address):
    client.cookies["csrftoken"] = "malformed"

    response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/nowhere/", "/api/v1/nowhere/", "/articles/bcdfghjkmnpq/"])
def test_no_cache_keeps_what_is_not_there_yet(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]
