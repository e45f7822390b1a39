"""Pages of other hosts may read what everybody may read, and never as somebody."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

# The API, and what has the ending of a feed or of an article's other forms. Pages are for people.
SHARED = re.compile(r"/api/|(?!/admin/).*\.(?:atom|rss|json|jsonld|xml|md|txt)\Z")
METHODS = "GET, HEAD, OPTIONS"
# What scripts may send without being asked for more, besides what they always may.
HEADERS = "Accept, Accept-Language, If-None-Match, If-Modified-Since"
EXPOSED = (
    "Allow, Content-Language, Deprecation, ETag, Link, RateLimit, RateLimit-Policy, Retry-After,"
    " Sunset, Vary"
)
# Seconds; browsers take two hours at most.
KNOWN_FOR = 7200


class CrossOriginMiddleware:
    """Says to browsers whose scripts may read an answer: everybody's, without credentials.

    There is no Access-Control-Allow-Credentials, so that no browser hands a script what a cookie
    or a log-in has opened; keys of partners are for programs, and no header for them is allowed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not SHARED.match(request.path_info):
            return self.get_response(request)
        is_asked_first = (
            request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META
        )
        if is_asked_first and _exists(request.path_info):
            return _allowed()
        response = self.get_response(request)
        if _is_everybodys(request, response):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        return response


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _allowed() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": str(KNOWN_FOR),
            "Allow": METHODS,
            "Cache-Control": "no-store",
        },
    )


def _is_everybodys(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether nothing was shown or asked that is not everybody's; refusals are."""
    is_private = "private" in response.headers.get("Cache-Control", "")
    return not is_private and "HTTP_AUTHORIZATION" not in request.META
