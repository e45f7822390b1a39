"""A page to read about this API and to try it, wholly from this host."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.freshness import FRESH


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH)
def docs(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI description; its script and style are files, as the site's CSP wants."""
    return render(request, "api/docs.html")
