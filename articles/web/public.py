"""What every page for readers keeps: the same bytes for everybody, to be stored by anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import freshness
from articles.freshness import Standing

View = Callable[..., HttpResponse]
# From what an address names to what its answer rests on.
Rests = Callable[..., Standing | None]


def _on_lists(**named: str) -> Standing:
    return freshness.of_lists()


def _on_lists_and_copies(**named: str) -> Standing:
    # What is found out about copies is no change of an article; the bytes of the answer tell.
    return replace(freshness.of_lists(), facts=None)


def resting(
    rests: Rests,
    variant: Callable[[HttpRequest], str] = lambda _request: "",
    kind: str = "",
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Serve a view that depends on its address, on Accept-Language, and on what `rests` says.

    `variant` gives the form of the answer where an address has several; `kind` names what an id
    in the address is of, for caches that are told what to forget.
    """

    def decorated(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            response = freshness.serve(
                request,
                rests(**named),
                lambda: view(request, *args, **named),
                variant=f"{variant(request)} {get_language()}",
            )
            if kind and "public_id" in named and response.status_code == 200:
                freshness.mark(response, [f"{kind}-{named['public_id']}"])
            return response

        return require_safe(answer)

    return decorated


public = resting(_on_lists)
# For what names copies of an article: tagged by its bytes, kept no longer than a list.
with_copies = resting(_on_lists_and_copies)
# For what depends on the time of day beyond what comes and goes: tagged by its bytes.
by_bytes = resting(lambda **_named: None)
