"""What the sitemap index tells without going through all articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.web import sitemaps_parts
from articles.web.sitemaps_parts import parts
from tests.builders import LONG_AGO, edit, make_published

pytestmark = pytest.mark.django_db

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lastmods(at: datetime) -> dict[str, datetime | None]:
    return {part.name: part.lastmod for part in parts(at)}


def test_says_no_date_of_a_part_that_none_of_the_newest_changes_is_in(chief, monkeypatch):
    monkeypatch.setattr(sitemaps_parts, "RECENT", 1)
    with time_machine.travel(T - HOUR, tick=False):
        old, _other = (make_published(published_at=LONG_AGO.replace(month=n)) for n in (1, 2))
    with time_machine.travel(T, tick=False):
        make_published(published_at=T)

    assert lastmods(T) == {"2024-01": None, "2024-02": None, "2026-03": T}
    with time_machine.travel(T + HOUR, tick=False):
        edit(old, by=chief, title="Another bridge")
    # What appeared may have changed since: as long ago as the changes that were not looked at.
    assert lastmods(T + HOUR) == {"2024-01": T + HOUR, "2024-02": None, "2026-03": None}


def test_a_sample_tells_which_month_is_crowded(monkeypatch):
    monkeypatch.setattr(sitemaps_parts, "CROWDED", 20)
    monkeypatch.setattr(sitemaps_parts, "SAMPLE", 30)
    made = [make_published() for _ in range(60)]
    make_published(published_at=LONG_AGO + timedelta(days=40))

    names = [part.name for part in parts(T)]

    assert names == [*sorted({f"2024-01-{one.public_id[0]}" for one in made}), "2024-02"]


def test_months_without_an_article_are_no_parts():
    moments = [datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC) for year in (1025, 1999, 2025)]
    for moment in (*moments, T, T + HOUR):
        make_published(published_at=moment)

    names = ["1025-12", "1999-12", "2025-12", "2026-03"]
    assert [part.name for part in parts(T)] == names
