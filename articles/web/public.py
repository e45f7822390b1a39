"""What every page for readers keeps: the same bytes for everybody, to be stored by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article

FRESH = 60  # seconds for which a page may be shown again without asking

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Serve a page that depends on its address and on Accept-Language alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            patch_cache_control(response, public=True, max_age=FRESH)
        return response

    return require_safe(conditional_page(answer))


def keep_until_one_ends(response: HttpResponse, articles: Iterable[Article]) -> HttpResponse:
    """Let no copy of a page outlive the first of the articles it shows."""
    ends = [a.expires_at for a in articles if a.expires_at is not None]
    patch_cache_control(response, public=True, max_age=_seconds(min(ends, default=None)))
    return response


def _seconds(end: datetime | None) -> int:
    if end is None:
        return FRESH
    return max(0, min(FRESH, int((end - timezone.now()).total_seconds())))
