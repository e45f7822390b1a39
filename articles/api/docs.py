"""A page to read about this API and to try it, wholly from this host."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from articles import freshness
from articles.api.errors import method_not_allowed

METHODS = "GET, HEAD, OPTIONS"


def docs(request: HttpRequest) -> HttpResponseBase:
    """Show the OpenAPI description; its script and style are files, as the site's CSP wants."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in freshness.READING:
        return method_not_allowed(str(request.method), METHODS)
    return freshness.serve(
        request,
        freshness.of_nothing(),
        lambda: render(request, "api/docs.html"),
        variant=get_language() or "",
    )
