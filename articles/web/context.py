from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.web.cards import sections


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and its sections; the latter cost a query only where a template asks."""
    return {"site_name": settings.NEWSROOM_SITE_NAME, "sections": sections}
