"""What shared caches may keep, decided for every view of the API at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.views import APIView

from articles import freshness
from articles.api import deprecations
from articles.freshness import Standing
from articles.search.confirming import reading_few_texts


class Cacheable(APIView):
    """A view whose good answers are public, carry an ETag, and answer 304 to who has them.

    A view says what its answers rest on by overriding `standing`: more than one article by
    default. What a view itself says is private stays so.
    """

    # Whether good answers have words of their own in the reader's language.
    speaks = False

    def standing(self) -> Standing | None:
        """Return what the answer rests on, out of `self.request` and `self.kwargs`."""
        return freshness.of_lists()

    def surrogates(self) -> tuple[str, ...]:
        """Return further names that a cache may be told to forget the answer by."""
        return ()

    def variant(self) -> str:
        """Return the form of the answer, where the address has several."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        standing = self.standing() if request.method in freshness.READING else None
        if standing and request.method == "HEAD" and self._is_sure(standing):
            self.head = self._head

        def answer() -> HttpResponseBase:
            with reading_few_texts():
                return super(Cacheable, self).dispatch(request, *args, **kwargs)

        variant = f"{self.variant()} {get_language() if self.speaks else ''}"
        response = freshness.serve(request, standing, answer, variant=variant)
        freshness.vary(response, "Accept")
        if response.status_code == 200:
            freshness.mark(response, self.surrogates())
        if response.status_code in {200, 304}:
            setattr(response, "is_wordless", not self.speaks)  # noqa: B010  (for the middleware)
        match = request.resolver_match
        deprecations.announce(response, match.url_name if match else None)
        return response

    def _is_sure(self, standing: Standing) -> bool:
        """Say whether there is a good answer, and `_head` has its headers, without making it.

        Where a view does not vouch for that, HEAD is answered by what GET would be.
        """
        return standing.is_there and not self.request.META.get("QUERY_STRING")

    def _head(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = request.accepted_renderer
        charset = f"; charset={form.charset}" if form.charset else ""
        response = HttpResponse(content_type=f"{form.media_type}{charset}")
        setattr(response, "is_unmade", True)  # noqa: B010  (nobody knows how long it would be)
        return response

    def options(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say what may be done here (`Allow`), and nothing of how it is made."""
        return HttpResponse(status=204)
