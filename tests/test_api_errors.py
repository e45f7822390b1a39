from __future__ import annotations

import json

import pytest
from django.db import OperationalError, connection

from tests.builders import make_published, make_source

PROBLEM = "application/problem+json"


def is_problem(response, status):
    document = response.json()
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    assert document["status"] == status
    assert document["detail"]
    return document


@pytest.fixture
def broken_database(client):
    """Every statement fails, as where the disk is gone."""
    client.raise_request_exception = False

    def fail(execute, sql, params, many, context):
        raise OperationalError("disk I/O error at /var/secret/place")

    with connection.execute_wrapper(fail):
        yield client


NO_IDS = [
    "1abc",
    "１",
    "1e3",
    "-0",
    "0",
    "1",
    str(2**63),
    "1%00",
    "%00",
    "BBBBBBBBBBBB",
    "bbbbbbbbbbb",
]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["articles", "sources", "categories", "images"])
@pytest.mark.parametrize("text", [*NO_IDS, "bbbbbbbbbbbb"])
def test_an_id_of_nothing_answers_404(client, kind, text):
    document = is_problem(client.get(f"/api/v1/{kind}/{text}/"), 404)

    assert document == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


@pytest.mark.django_db
def test_a_primary_key_is_no_id(client):
    source = make_source()
    make_published(source=source)

    assert client.get(f"/api/v1/sources/{source.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/articles/a/b/"])
def test_an_address_of_nothing_answers_404_as_a_problem(client, path):
    is_problem(client.get(path), 404)


def test_an_address_without_its_slash_is_led_to_the_one_with_it(client):
    response = client.get("/api/v1/articles?page_size=1")

    assert response.status_code == 301
    assert response["Location"] == "/api/v1/articles/?page_size=1"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["articles/", "articles/bbbbbbbbbbbb/", "", "schema/"])
def test_nothing_can_be_changed(client, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")

    is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("[" * 100_000, "application/json"),
        ("{", "application/json"),
        ("a=1", "application/x-www-form-urlencoded"),
        ("<a/>", "text/xml"),
    ],
    ids=["nested deep", "broken", "form", "xml"],
)
def test_no_body_is_ever_read(client, body, media_type):
    is_problem(client.post("/api/v1/articles/", body, content_type=media_type), 405)


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*"])
def test_only_json_is_spoken(client, accept):
    is_problem(client.get("/api/v1/articles/", headers={"Accept": accept}), 406)


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html,*/*;q=0.8"])
def test_who_takes_json_among_others_gets_it(client, accept):
    response = client.get("/api/v1/articles/", headers={"Accept": accept})

    assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_the_bytes_do_not_depend_on_how_json_is_asked_for(client):
    plain = client.get("/api/v1/articles/")

    indented = client.get("/api/v1/articles/", headers={"Accept": "application/json; indent=8"})

    assert indented.content == plain.content


@pytest.mark.django_db
def test_a_crash_is_a_problem_and_says_nothing_of_its_cause(broken_database):
    response = broken_database.get("/api/v1/articles/")

    is_problem(response, 500)
    assert b"disk" not in response.content
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_too_many_parameters_are_a_problem(client):
    query = "&".join(f"p{number}=1" for number in range(2_500))

    is_problem(client.get(f"/api/v1/articles/?{query}"), 400)


@pytest.mark.django_db
def test_a_refusal_does_not_hand_a_long_request_back(client):
    query = "&".join(f"{'p' * 500}{number}=1" for number in range(200))

    response = client.get(f"/api/v1/articles/?{query}")

    assert len(is_problem(response, 400)["errors"]) == 10
    assert len(response.content) < 10_000


@pytest.mark.django_db
def test_a_refusal_speaks_the_language_of_who_asks_and_names_it(client):
    response = client.get("/api/v1/articles/?a=1", headers={"Accept-Language": "zh-hans"})

    assert response["Content-Language"] == "zh-hans"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anon": "2/min"},
    }
    answers = [client.get("/api/v1/articles/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    is_problem(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.django_db
def test_a_made_up_forwarding_header_does_not_get_around_the_limit(client, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anon": "1/min"},
    }
    client.get("/api/v1/articles/", headers={"X-Forwarded-For": "192.0.2.1"})

    response = client.get("/api/v1/articles/", headers={"X-Forwarded-For": "192.0.2.2"})

    assert response.status_code == 429


@pytest.mark.django_db
def test_a_site_without_a_limit_never_refuses(client, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": None}}

    assert {client.get("/api/v1/articles/").status_code for _ in range(300)} == {200}


@pytest.mark.parametrize("path", ["articles/", "articles/bbbbbbbbbbbb/", ""])
def test_options_say_what_can_be_asked(client, path):
    response = client.options(f"/api/v1/{path}")

    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_head_answers_as_get_without_the_body(client):
    got = client.get("/api/v1/articles/")

    response = client.head("/api/v1/articles/")

    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == got["ETag"]
    assert response["Content-Type"] == got["Content-Type"]


@pytest.mark.django_db
def test_elsewhere_an_error_is_a_page(client):
    assert client.get("/nothing/here").status_code == 404
    assert client.get("/nothing/here")["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_elsewhere_a_crash_is_a_page(broken_database):
    response = broken_database.get("/")

    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_elsewhere_a_request_of_too_many_parameters_is_a_page(client):
    query = "&".join(f"p{number}=1" for number in range(2_500))

    response = client.get(f"/search/?{query}")

    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_healthy_site_says_so(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_site_without_its_database_says_that_and_no_more(broken_database):
    response = broken_database.get("/healthz")

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "unavailable"}


@pytest.mark.django_db
def test_health_may_be_asked_as_often_as_one_likes(client, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anon": "1/min"},
    }

    assert {client.get("/healthz").status_code for _ in range(5)} == {200}


def test_health_is_asked_and_not_told(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_a_wish_in_no_encoding_is_no_wish_that_can_be_met(client):
    article = make_published()

    response = client.get(
        f"/api/v1/articles/{article.public_id}/", headers={"accept": "application/json;a*=b''%41"}
    )

    assert response.status_code == 406


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/api/v1/articles/?bogus=1", "/people/nobody/"])
def test_whoever_has_anything_at_all_is_not_told_that_nothing_is_unchanged(client, url):
    assert client.get(url, headers={"if-none-match": "*"}).status_code == (
        client.get(url).status_code
    )
