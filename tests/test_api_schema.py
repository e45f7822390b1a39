from __future__ import annotations

import re
from pathlib import Path

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from articles.choices import CreditRole
from articles.converters import PUBLIC_ID_PATTERN
from articles.models import Article, ArticleImage, Category, Credit, Image, Source
from articles.search.index import index_articles
from tests.builders import LONG_AGO, make_category, make_image, make_published, make_source

GOLDEN = Path(__file__).parent / "golden" / "openapi.yaml"
DOCUMENT = yaml.safe_load(GOLDEN.read_text("utf-8"))
PATHS = sorted(DOCUMENT["paths"])
REGENERATE = (
    "python manage.py spectacular --validate --fail-on-warn --file tests/golden/openapi.yaml"
)


def generated(folder):
    path = folder / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))
    return path.read_text("utf-8")


def test_the_schema_is_valid_and_says_what_it_said_when_last_reviewed(tmp_path):
    assert generated(tmp_path) == GOLDEN.read_text("utf-8"), (
        f"The API's description has changed. If that is meant, run\n    {REGENERATE}\n"
        "and look the difference over; what readers rely on must not go away within v1."
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_schema_that_is_served_is_the_reviewed_one_in_every_language(client, language):
    served = client.get("/api/v1/schema/", headers={"Accept-Language": language})

    assert served["Content-Type"] == "application/vnd.oai.openapi+json"
    assert served.json() == DOCUMENT


def test_every_operation_says_what_it_is_and_how_it_can_refuse():
    paths = DOCUMENT["paths"]
    operations = [(path, op) for path, methods in paths.items() for op in methods.values()]

    assert len(operations) == 13
    for path, operation in operations:
        assert operation["summary"], path
        assert {"200", "400", "406", "429", "500"} <= set(operation["responses"]), path
        parameters = [p for p in operation.get("parameters", []) if p["in"] == "query"]
        assert all(p["description"] for p in parameters), path


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_every_address_describes_the_parameters_that_it_takes(client, path):
    parameters = DOCUMENT["paths"][path]["get"].get("parameters", [])
    address = path.format(id=make_published().public_id, format="json")

    (error,) = client.get(address, {"nonsense": "x"}).json()["errors"]

    said = error["detail"].partition(": ")[2].removesuffix(".")
    taken = set(said.split(", ")) if said else set()
    assert taken == {one["name"] for one in parameters if one["in"] == "query"}


def test_every_address_of_the_api_is_described():
    routes = {str(one.pattern) for one in get_resolver("articles.api.urls").url_patterns}
    here = {"/api/v1/" + re.sub("<.*?:(.*?)>", r"{\1}", route) for route in routes}

    assert here - set(PATHS) == {"/api/v1/schema/", "/api/v1/docs/"}


def test_ids_have_one_form_in_addresses_and_in_answers():
    parameters = DOCUMENT["paths"]["/api/v1/articles/{id}/"]["get"]["parameters"]
    parameter = next(one for one in parameters if one["name"] == "id")
    field = DOCUMENT["components"]["schemas"]["Article"]["properties"]["id"]

    assert parameter["schema"]["pattern"] == field["pattern"] == f"^{PUBLIC_ID_PATTERN}$"


@pytest.fixture
def newsroom(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"anon": None},
    }
    news = make_category("News", slug="news")
    local = make_category("新闻", parent=news)
    image = make_image(alt="A ferry")
    article = make_published(
        "Ferry returns",
        source=make_source(homepage="https://valley.example/"),
        categories=(news, local),
        lead=image,
        keywords=["ferry"],
        canonical_url="https://valley.example/ferry",
        originally_published_at=LONG_AGO,
    )
    bare = make_published("Nothing more", body="")
    ArticleImage.objects.create(article=bare, image=image)
    Credit.objects.create(article=article, role=CreditRole.AUTHOR, name="Lin")
    index_articles([article, bare])
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())


# The WSGI client does not unpack what it gets.
PLAIN = {"Accept-Encoding": "identity"}
SOME = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def leave_out(case):
    """Leave out what only lists give out, and what a description cannot say goes not together."""
    query = case.query or {}
    query.pop("cursor", None)
    if "since" in query:
        # A number beyond the newest is refused, and only the feed knows which one that is.
        query["since"] = int(query["since"]) % 2
    if (case.path_parameters or {}).get("format", "json") != "json":
        query.pop("fields", None)
        query.pop("include", None)
    if "at" in query:
        query.pop("fields", None)
        query.pop("include", None)
        # A moment to come is refused, and only the clock knows which one is.
        query["at"] = f"2024{query['at'][4:]}" if query["at"] >= "2024" else query["at"]


def check(operation, mode, amend=lambda case: None):
    @SOME
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_described(case):
        amend(case)
        case.call_and_validate(headers=PLAIN)

    answers_as_described()


@pytest.mark.parametrize("path", PATHS)
def test_every_request_that_follows_the_schema_is_answered_as_it_says(newsroom, path):
    """But for cursors: those there are come from the lists themselves."""
    check(
        newsroom[path]["GET"],
        GenerationMode.POSITIVE,
        amend=leave_out,
    )


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/api/v1/"])
def test_every_request_that_does_not_is_refused_as_the_schema_says(newsroom, path):
    check(newsroom[path]["GET"], GenerationMode.NEGATIVE)


@pytest.mark.parametrize(
    ("kind", "model"),
    [("articles", Article), ("sources", Source), ("categories", Category), ("images", Image)],
)
def test_what_there_is_looks_as_the_schema_says(newsroom, kind, model):
    newsroom[f"/api/v1/{kind}/"]["GET"].Case().call_and_validate(headers=PLAIN)

    for row in model.objects.all():
        case = newsroom[f"/api/v1/{kind}/{{id}}/"]["GET"].Case(
            path_parameters={"id": row.public_id}
        )
        assert case.call_and_validate(headers=PLAIN).status_code == 200
