from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom import compression
from newsroom.compression import CompressionMiddleware, agreed
from tests.builders import make_article, make_published

pytestmark = pytest.mark.django_db

API = "/api/v1/articles/"


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate, gzip;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("*", "gzip"),
        ("*;q=0", ""),
        ("gzip;q=0, *", ""),
        ("identity, gzip;q=0.5", ""),
        ("gzip;q=nonsense", ""),
        ("gzip;q=0.5;q=1", ""),
        ("identity;q=0", ""),
        (" gzip ; q=1.0", "gzip"),
    ],
)
def test_a_packing_is_agreed_on(monkeypatch, accepted, packing):
    monkeypatch.setattr(compression, "PACKINGS", {"gzip": compression.PACKINGS["gzip"]})

    assert agreed(accepted) == packing


def test_the_better_packing_wins_where_both_are_welcome():
    assert agreed("gzip, br") == next(iter(compression.PACKINGS))


def unpacked(packing: str, data: bytes) -> bytes:
    opened: bytes
    if packing == "br":
        opened = pytest.importorskip("brotli").decompress(data)
    else:
        opened = gzip.decompress(data)
    return opened


@pytest.mark.parametrize("packing", ["gzip", "br"])
@pytest.mark.parametrize("place", ["/", API])
def test_text_is_packed_for_whoever_takes_it(client, place, packing):
    if packing == "br":
        pytest.importorskip("brotli")
    for _ in range(3):
        make_published()
    plain = client.get(place)

    packed = client.get(place, headers={"Accept-Encoding": packing})

    assert packed["Content-Encoding"] == packing
    assert unpacked(packing, packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]


def test_equal_texts_are_equal_bytes(client):
    make_published()
    answers = {client.get(API, headers={"Accept-Encoding": "gzip"}).content for _ in range(3)}

    assert len(answers) == 1


def test_each_packing_has_a_tag_of_its_own_and_each_is_known_again(client):
    make_published()
    plain = client.get(API)["ETag"]
    packed = client.get(API, headers={"Accept-Encoding": "gzip"})["ETag"]

    assert packed == plain[:-1] + '-gzip"'
    for tag in (plain, packed, f"W/{packed}", f'"other", {packed}'):
        headers = {"Accept-Encoding": "gzip", "If-None-Match": tag}
        response = client.get(API, headers=headers)
        assert response.status_code == 304
        assert response["ETag"] in tag


def test_head_has_the_tag_of_what_get_would_send(client):
    headers = {"Accept-Encoding": "gzip"}
    make_published()

    assert client.head(API, headers=headers)["ETag"] == client.get(API, headers=headers)["ETag"]


@pytest.mark.parametrize("place", ["login", "form"])
def test_no_page_with_a_token_is_packed(client, chief, place):
    article = make_article(body="<p>A long text.</p>" * 200)
    address = "/admin/login/"
    if place == "form":
        client.force_login(chief)
        address = f"/admin/articles/article/{article.pk}/change/"

    response = client.get(address, headers={"Accept-Encoding": "gzip, br"})

    assert response.status_code == 200
    assert b"csrfmiddlewaretoken" in response.content
    assert "Content-Encoding" not in response.headers


def through(response: HttpResponse) -> Any:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return CompressionMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(b"x" * 499, {"Content-Type": "text/plain"}, id="short"),
        pytest.param(b"x" * 9000, {"Content-Type": "image/webp"}, id="picture"),
        pytest.param(
            b"x" * 9000, {"Content-Type": "text/plain", "Cache-Control": "private"}, id="private"
        ),
        pytest.param(
            b"x" * 9000, {"Content-Type": "text/plain", "Content-Encoding": "br"}, id="packed"
        ),
    ],
)
def test_other_answers_stay_as_they_are(body, headers):
    response = through(HttpResponse(body, headers={"Cache-Control": "public", **headers}))

    assert response.content == body


def test_what_does_not_shrink_is_not_packed():
    noise = bytes(ord("!") + (i * i * 31 + i // 7) % 90 for i in range(600))
    response = through(
        HttpResponse(noise, content_type="text/plain", headers={"Cache-Control": "public"})
    )

    assert ("Content-Encoding" in response.headers) == (len(gzip.compress(noise)) < len(noise))
