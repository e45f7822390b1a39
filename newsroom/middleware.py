"""What the project adds to every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse

MEDIA = "/media/"


class BodilessMiddleware:
    """Sends no body to HEAD, and all headers of the answer with one.

    Django leaves that to the server, and gunicorn warns of each body that it has to drop.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = []
        elif request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""
        return response


class CookielessMiddleware:
    """Let readers' addresses see no cookie, so that no answer can depend on one.

    Shared caches keep those answers and tell them apart by Accept-Language alone. Django would
    let a cookie choose the language, and answers a malformed CSRF cookie with a new one. Pictures
    see the session: an editor may look at those of a draft, and no cache keeps that answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")):
            seen = {settings.SESSION_COOKIE_NAME} if request.path_info.startswith(MEDIA) else set()
            request.COOKIES = {n: v for n, v in request.COOKIES.items() if n in seen}
        return self.get_response(request)


class SpokenLanguageMiddleware(LocaleMiddleware):
    """Chooses the language of an answer, and says so only where the answer has words in it.

    Django lets every answer vary by Accept-Language: shared caches would keep one copy of the
    same JSON for each browser's list of languages.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if getattr(response, "is_wordless", False):
            return response
        return super().process_response(request, response)
