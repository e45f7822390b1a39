from __future__ import annotations

import pytest

from articles.choices import Status
from tests.builders import make_article, make_published
from tests.pictures import keep_image

pytestmark = pytest.mark.django_db

ELSEWHERE = {"Origin": "https://reader.example"}
API = "/api/v1/articles/"
ASK = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}


@pytest.mark.parametrize(
    "address", [API, "/api/v1/", "/api/v1/schema/", "/feed.atom", f"{API}?nonsense=1", "/api/no/"]
)
def test_scripts_of_other_hosts_may_read_what_everybody_may(client, address):
    make_published()

    response = client.get(address, headers=ELSEWHERE)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Retry-After", "Link"} <= set(
        response["Access-Control-Expose-Headers"].split(", ")
    )
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Origin" not in response.headers.get("Vary", "")


def test_also_that_they_have_it_already(client):
    tag = client.get(API)["ETag"]
    response = client.get(API, headers={**ELSEWHERE, "If-None-Match": tag})

    assert response.status_code == 304
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_browser_that_asks_first_is_answered(client):
    headers = {**ASK, "Access-Control-Request-Headers": "if-none-match"}
    response = client.options(API, headers=headers)

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert "Authorization" not in response["Access-Control-Allow-Headers"]
    assert not response.content


def test_nothing_is_allowed_at_an_address_that_is_none(client):
    assert client.options("/api/v1/nothing/", headers=ASK).status_code == 404


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/login/", "/admin/api/", "/admin/x.json", "/", "/healthz"]
)
@pytest.mark.parametrize("method", ["get", "options"])
def test_nothing_else_is_for_scripts_of_other_hosts(client, chief, address, method):
    client.force_login(chief)
    response = getattr(client, method)(address, headers=ASK)

    assert not [name for name in response.headers if name.startswith("Access-Control")]


def test_nor_is_a_picture_that_only_an_editor_sees(client, chief):
    image = keep_image()
    make_article(lead=image, status=Status.DRAFT)
    client.force_login(chief)

    response = client.get(image.rendition_url("card"), headers=ELSEWHERE)

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers
