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
