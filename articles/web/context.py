from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.converters import is_public_id
from articles.search.query import LONGEST_SEARCH
from articles.web.cards import sections
from articles.web.feeds.subjects import Subject, links


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its sections and its feeds; a page with feeds of its own names those.

    Sections cost a query only where a template asks.
    """
    return {
        "site_name": settings.NEWSROOM_SITE_NAME,
        "sections": sections,
        "feeds": lambda: links(Subject()),
        "sought": lambda: _sought(request.path),
    }


def _sought(path: str) -> str:
    """Return the words of an address, for whoever found nothing there and wants to search."""
    parts = [part for part in path.split("/") if part and not is_public_id(part)]
    words = parts[-1].replace("-", " ") if len(parts) > 1 else ""
    return words[:LONGEST_SEARCH]
