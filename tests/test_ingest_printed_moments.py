"""Moments as pages print them, in time that grows with their text."""

from __future__ import annotations

import pytest

from articles.ingest.printed_moments import moment_in
from articles.text.lines import DATE
from tests.limits import at_most


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("2021-04-03 14:00-16:00", "2021-04-03", id="from-to"),
        pytest.param("2021-04-03 14:00-05:00", "2021-04-03T14:00:00-05:00", id="zone"),
        pytest.param("2021-04-03T08:30-09:30", "2021-04-03T08:30:00-09:30", id="a-program-s-zone"),
    ],
)
def test_when_something_ends_is_no_zone(text, said):
    assert str(moment_in(text)) == said


@pytest.mark.limits
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2021-04-03" + " " * 20_000 + "x", id="space-behind-a-day"),
        pytest.param("April 3, 2021" + " " * 20_000 + "x", id="space-behind-an-english-day"),
    ],
)
def test_a_clock_that_never_comes_is_soon_given_up(text):
    with at_most(0.1):
        assert str(moment_in(text)) == "2021-04-03"


@pytest.mark.limits
def test_months_without_a_space_between_them_are_soon_read():
    with at_most(1):
        assert DATE.search("JanJan" * 20_000) is None
