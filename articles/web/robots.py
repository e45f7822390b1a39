from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.web.public import public


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers need not ask for, and where they find what they may."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {reverse(name)}" for name in ("admin:index", "web:search")]
    lines += [
        f"Sitemap: {request.build_absolute_uri(reverse(name))}"
        for name in ("web:sitemap", "web:news-sitemap")
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
