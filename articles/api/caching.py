"""What shared caches may keep: answers are the same for everybody, and good for a minute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import freshness


class Cacheable(APIView):
    """A view whose good answers are public, carry an ETag, and answer 304 to who has them."""

    ends: Iterable[datetime | None] = ()

    @method_decorator(conditional_page)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and request.method in {"GET", "HEAD"}:
            freshness.keep(response, self.ends)
        return response
