"""Which addresses of the API are on their way out: said in their answers, from the day it is known.

The version of the API stands in its path. Within a version nothing is taken away before an entry
here has stood for half a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Deprecation:
    """An address that nobody should begin to use: since when, until when, and what to use."""

    since: datetime
    until: datetime | None = None
    # A page that says what to do instead.
    link: str = ""


# By the name of the route, such as "article-list".
TABLE: dict[str, Deprecation] = {}


def announce(
    response: HttpResponseBase,
    route: str | None,
    table: Mapping[str, Deprecation] = TABLE,
) -> None:
    """Say in an answer that its address is deprecated (RFC 9745) and when it ends (RFC 8594)."""
    entry = table.get(route or "")
    if entry is None:
        return
    response.headers["Deprecation"] = f"@{int(entry.since.timestamp())}"
    if entry.until:
        response.headers["Sunset"] = http_date(entry.until.timestamp())
    if entry.link:
        link = f'<{entry.link}>; rel="deprecation"'
        before = response.headers.get("Link")
        response.headers["Link"] = f"{before}, {link}" if before else link
