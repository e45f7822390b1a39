"""Every refusal as a problem document (RFC 9457), whoever refuses: a view, Django or a crash."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from articles.search.confirming import TooManyTexts, has_read_too_many, too_many

MEDIA_TYPE = "application/problem+json"
API_PREFIX = "/api/"


@dataclass(frozen=True, slots=True)
class ParameterError:
    """What is wrong with one parameter of a request."""

    parameter: str
    detail: str


class ParametersRefused(exceptions.APIException):
    """The query string holds what it may not; says what, parameter by parameter."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Iterable[ParameterError]) -> None:
        self.errors = list(errors)
        names = ", ".join(error.parameter for error in self.errors)
        super().__init__(_("This request was not understood because of: %s.") % names)


class Withdrawn(exceptions.APIException):
    """The article was there and was taken down."""

    status_code = HTTPStatus.GONE
    default_detail = gettext_lazy("This article was withdrawn.")


def problem(status: int, detail: str, **members: Any) -> dict[str, Any]:
    """Return a problem document; `members` are its own beyond those of the RFC."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **members,
    }


def nothing_here() -> dict[str, Any]:
    """Return the one answer to every address that holds nothing, drafts included."""
    return problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of an API view; what is no refusal goes on to Django's handlers."""
    if isinstance(error, Http404 | exceptions.NotFound):
        return _response(nothing_here())
    if isinstance(error, OperationalError) and has_read_too_many():
        return _response(problem(HTTPStatus.BAD_REQUEST, too_many()))
    if not isinstance(error, exceptions.APIException):
        return None
    response = _response(problem(error.status_code, str(error.detail), **_members(error)))
    wait = getattr(error, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(math.ceil(wait))
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404 for the whole site: a problem document under the API, a page elsewhere.

    No cache keeps either: what is not there yet may be there in a second.
    """
    if not request.path_info.startswith(API_PREFIX):
        response = defaults.page_not_found(request, exception)
        patch_cache_control(response, no_store=True)
        return response
    return _plain_response(nothing_here())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400 for the whole site, as `page_not_found` does 404."""
    if isinstance(exception, TooManyTexts):
        response = render(request, "400.html", {"detail": str(exception)}, status=400)
        patch_cache_control(response, no_store=True)
        return response
    if not request.path_info.startswith(API_PREFIX):
        return defaults.bad_request(request, exception)
    return _plain_response(problem(HTTPStatus.BAD_REQUEST, _("This request was not understood.")))


def method_not_allowed(method: str, allowed: str) -> HttpResponse:
    """Answer 405 where a plain view of the API was asked for what it does not do."""
    detail = str(exceptions.MethodNotAllowed(method).detail)
    response = _plain_response(problem(HTTPStatus.METHOD_NOT_ALLOWED, detail))
    response["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500 for the whole site, as `page_not_found` does 404."""
    if not request.path_info.startswith(API_PREFIX):
        return defaults.server_error(request)
    return _plain_response(
        problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            _("Something went wrong on this side. It has been noted; please try again later."),
        )
    )


def _members(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, ParametersRefused):
        return {"errors": [asdict(e) for e in error.errors]}
    return {}


def _response(document: dict[str, Any]) -> Response:
    response = Response(document, status=document["status"], content_type=MEDIA_TYPE)
    if document["status"] != HTTPStatus.GONE:  # a notice may be kept for seconds, as its page is
        response["Cache-Control"] = "no-store"
    return response


def _plain_response(document: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(
        JSONRenderer().render(document), status=document["status"], content_type=MEDIA_TYPE
    )
    response["Cache-Control"] = "no-store"
    return response
