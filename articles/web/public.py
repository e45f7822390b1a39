"""What every page for readers keeps: the same bytes for everybody, to be stored by anybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from articles import freshness

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Serve a page that depends on its address and on Accept-Language alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            freshness.keep(response)
        return response

    return require_safe(conditional_page(answer))
