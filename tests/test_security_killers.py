"""Texts that have broken other systems, as every parameter there is: none is a server error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
import schemathesis
from django.test import Client
from django.urls import resolve
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.addresses import DESCRIPTION, is_api, leads_of, parameters
from tests.test_api_privacy import Newsroom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unthrottled")]

KILLERS = [
    # Characters that are none, or that no column keeps.
    *("\0", "a\0b", "\x01", "\ufffe", "\u202edrow", "e" + "\u0301" * 90, "\r\nSet-Cookie: a=b"),
    *("\ud800", "a\udfff", "\udcff\udcfe", "%00", "%", "{{7*7}}", "%s", "<script>", " ", ""),
    # Much of something.
    *("x" * 100_000, "the " * 2_000, "a " * 100, "(" * 200, '" ' * 100, "-" * 200),
    *(",", "," * 5_000, "title," * 2_000, "id,,id", "title, body_html", "id.id", "[[[["),
    # Numbers and moments.
    *("-1", "0", "１", "1e999", "NaN", "1_0", str(2**31), str(2**63), str(2**64), "9" * 5_000),
    *("0000-00-00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01"),
    *("9999-12-31", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "10000-01-01"),
    *("292278994-08-17T07:12:55Z", "2024-02-30", "2024-01-01T24:00:00Z", "2024-01-01T08:00:60Z"),
    # Places in lists that are none.
    *("cD0yMDI0", "bnVsbA", "W10", "W1tdXQ", "====", "99999999999999999.bcdfghjkmnpq"),
    *("-999999999999999999.bcdfghjkmnpq", "1704268800000000.bcdfghjkmnp", "0.bcdfghjkmnpq"),
    # Other languages than ours.
    *("' OR 1=1 --", "1' AND SLEEP(5)#", "1) UNION ALL SELECT NULL,NULL-- -", "1;DROP TABLE x"),
    *("';SELECT PG_SLEEP(5)--", "1 AND (SELECT 1 FROM pg_sleep(5))", "\\", "*", "NEAR(a b)"),
    *("a:* & !", "^a", "../../etc/passwd", "${jndi:ldap://x}", "true'", "None"),
]
API = schemathesis.openapi.from_dict(DESCRIPTION)
CONFORM = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def written(text: str) -> str:
    """Return a text as an address holds it, halves of characters too."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def requests_of(path: str, **ids: str) -> Iterator[str]:
    """Yield every killer as each parameter of an operation, all others being good."""
    described = DESCRIPTION["paths"][path]["get"].get("parameters", [])
    inside = [one["name"] for one in described if one["in"] == "path"]
    asked = [one["name"] for one in described if one["in"] == "query"]
    needed = [one["name"] for one in described if one["in"] == "query" and one.get("required")]
    for text in map(written, KILLERS):
        yield from (path.format_map(ids | {name: text}) for name in inside)
        for name in [*asked, "nonsense"]:
            beside = "".join(f"&{other}=ferry" for other in needed if other != name)
            yield f"{path.format_map(ids)}?{name}={text}{beside}"


def fault(case: schemathesis.Case[Any], address: str, response: Any) -> str:
    """Return what is wrong with an answer, if anything is."""
    headers = {name.lower(): [value] for name, value in response.headers.items()}
    request = requests.Request("GET", f"http://testserver{address}").prepare()
    status, content = response.status_code, response.content
    seen = Response(status, headers, content, request, 0.0, verify=False)
    try:
        case.validate_response(seen, checks=CONFORM)
    except FailureGroup as failures:
        return f"{address[:200]}: {failures}"
    return ""


@pytest.mark.parametrize("path", sorted(DESCRIPTION["paths"]))
def test_every_killer_gets_an_answer_of_the_api_that_is_described(newsroom, path):
    client = Client(raise_request_exception=False)
    row = newsroom.rows().get(path.split("/")[3])
    ids = {"id": row.public_id if row else "", "format": "json"}

    case = API[path]["GET"].Case(path_parameters=ids)

    faults = [fault(case, one, client.get(one)) for one in requests_of(path, **ids)]

    assert list(filter(None, faults)) == []


def pages(newsroom: Newsroom) -> Iterator[str]:
    """Yield an address of every view that is no part of the API."""
    found: dict[Any, str] = {}
    for address in leads_of(newsroom.articles[2]).values():
        if not is_api(address):
            found.setdefault(resolve(address).func, address)
    yield from found.values()


def test_no_killer_breaks_a_page(newsroom):
    client = Client(raise_request_exception=False)
    asked = (
        f"{address}?{one['name']}={written(text)}"
        for address in pages(newsroom)
        for one in parameters(address)
        for text in KILLERS
    )

    answers = ((address[:200], client.get(address)) for address in asked)

    wrong = [(address, one.status_code) for address, one in answers if one.status_code >= 500]
    assert wrong == []
