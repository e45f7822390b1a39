"""What the project adds to every request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Choose the language by Accept-Language alone.

    Public answers are kept by shared caches and say `Vary: Accept-Language`. Django would let a
    cookie decide, which they do not say: one reader's cookie would choose for all.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
        super().process_request(request)
