"""What pages of lists say of themselves to search engines, as schema.org has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.web.cards import Section
from articles.web.trusted import script_json

_CONTEXT = {"@context": "https://schema.org"}


def website(request: HttpRequest) -> SafeString:
    """Return the site, and how it is searched."""
    at: Callable[[str], str] = request.build_absolute_uri
    search = {
        "@type": "SearchAction",
        "target": at(reverse("web:search")) + "?q={search_term_string}",
        "query-input": "required name=search_term_string",
    }
    site = {"@type": "WebSite", "name": settings.NEWSROOM_SITE_NAME, "url": at("/")}
    return script_json({**_CONTEXT, **site, "potentialAction": search})


def trail(request: HttpRequest, links: Sequence[Section]) -> SafeString:
    """Return the way from the front page to where a page stands, itself included."""
    steps = [Section(str(settings.NEWSROOM_SITE_NAME), "/"), *links]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": step.name,
            "item": request.build_absolute_uri(step.url),
        }
        for position, step in enumerate(steps, 1)
    ]
    return script_json({**_CONTEXT, "@type": "BreadcrumbList", "itemListElement": items})


def profile(request: HttpRequest, name: str) -> SafeString:
    """Return somebody's page."""
    url = request.build_absolute_uri(request.path)
    somebody = {"@type": "Person", "name": name, "url": url}
    return script_json({**_CONTEXT, "@type": "ProfilePage", "url": url, "mainEntity": somebody})
