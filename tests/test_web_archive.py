"""The archive where dates are odd: nothing that one article says makes another hard to find."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from articles.web.archive import MOST_YEARS, Period
from tests.builders import make_published

pytestmark = pytest.mark.django_db


def years(client: Any) -> list[int]:
    response = client.get("/archive/")
    assert response.status_code == 200
    return [int(year) for year in re.findall(rb'<li><a href="/archive/(\d{4})/"', response.content)]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("year", [1, 2, 1024, 9998, 9999])
def test_one_odd_year_hides_no_other(client, settings, year, zone):
    settings.TIME_ZONE = zone
    make_published("Now")
    make_published("Odd", originally_published_at=datetime(year, 6, 1, 12, tzinfo=UTC))

    found = years(client)

    assert len(found) == 2
    assert year in found
    for path in (f"{year:04}", f"{year:04}/06", f"{year:04}/06/01"):
        response = client.get(f"/archive/{path}/")
        assert response.status_code == 200
        assert re.findall(rb">(Odd|Now)<", response.content) == [b"Odd"]
        assert b'rel="next"' in response.content or b'rel="prev"' in response.content


def test_the_last_day_of_the_calendar_is_a_day(client):
    make_published("Odd", originally_published_at=datetime(9999, 12, 31, 12, tzinfo=UTC))
    make_published("Now")

    response = client.get("/archive/9999/12/31/")

    assert response.status_code == 200
    assert b"Odd" in response.content
    assert b'rel="prev"' in response.content
    assert b'rel="next"' not in response.content


def test_of_very_many_years_those_nearest_to_today_have_links(client):
    for year in (1, 900, 1990, 5000, 9999):
        make_published(str(year), originally_published_at=datetime(year, 6, 1, tzinfo=UTC))

    assert years(client) == [9999, 1990, 1]
    assert MOST_YEARS >= 200


def test_a_period_is_open_where_the_calendar_ends(settings):
    assert Period((9999,)).span.end is None
    assert Period((9999, 12, 31)).span.end is None
    assert Period((9999, 12, 30)).span.end == datetime(9999, 12, 31, tzinfo=UTC)
    settings.TIME_ZONE = "Asia/Shanghai"
    assert Period((1,)).span.start is None
    assert Period((1,)).span.end is not None
