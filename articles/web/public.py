"""What every page for readers keeps: the same bytes for everybody, to be stored by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import freshness
from articles.freshness import Standing
from articles.search.confirming import reading_few_texts

View = Callable[..., HttpResponse]
Rests = Callable[[], Standing]
# From what an address names to what a cache may be told to forget the answer by.
Keys = Callable[..., Iterable[str]]


def on_lists() -> Standing:
    return freshness.of_lists()


def on_more() -> Standing:
    """What changes without an article does, such as copies: kept as lists, tagged by its bytes."""
    return replace(freshness.of_lists(), facts=None)


def of(kind: str) -> Keys:
    """Return the keys of addresses that have the public id of something of that kind."""
    return lambda public_id, **_named: [f"{kind}-{public_id}"]


def resting(
    rests: Rests, keys: Keys = lambda **_named: ()
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Serve a view that depends on its address, on Accept-Language, and on what `rests` says."""

    def decorated(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            with reading_few_texts():
                response = freshness.serve(
                    request,
                    rests(),
                    lambda: view(request, *args, **named),
                    variant=get_language() or "",
                )
            if response.status_code == 200:
                freshness.mark(response, keys(**named))
            return response

        return require_safe(answer)

    return decorated


public = resting(on_lists)
by_bytes = resting(on_more)
