"""Who asks, how often, and what a partner's key shows beyond what everybody sees.

One gate stands before every address of the API, whatever answers there. A request without a key
is counted for its address and costs no query; one with a key costs one query, by an index of
digests, whether the key is known or not. (How long the index takes tells nothing: what is looked
up is a digest, which nobody can steer towards another.) A key that is unknown, has expired or was
revoked is answered in the same words and after the same work.

What saw a key is for its sender: no cache keeps it, and answers without one say that there are
others (`Vary`). Reading cannot write, and nor can this: but how often keys are used is counted
(`articles.api.usage`), and written when whoever asked has been answered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.settings import api_settings

from articles.addresses import address_of
from articles.api import usage
from articles.api.errors import API_PREFIX, MEDIA_TYPE, problem
from articles.api.throttling import Quota, spend
from articles.choices import KeyScope
from articles.freshness import vary
from articles.models import ApiKey, Article, ArticleQuerySet, Card
from articles.models.api_key import digest_of
from articles.models.card import CardQuerySet
from articles.moments import written

EMBARGO = "embargo_until"
CHALLENGE = 'Bearer realm="api", error="invalid_token"'
# What would let a cache in front keep an answer, whatever Cache-Control says.
FOR_CACHES = ("CDN-Cache-Control", "Surrogate-Control", "Expires")
VALIDATORS = ("ETag", "Last-Modified")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def visible_articles(request: HttpRequest, at: datetime | None = None) -> ArticleQuerySet:
    """Return the articles that whoever sends this request may see."""
    if sees_embargoed(request):
        return Article.objects.for_partners(at)
    return Article.objects.published(at)


def visible_cards(request: HttpRequest, at: datetime | None = None) -> CardQuerySet:
    """Return the cards of those articles."""
    if sees_embargoed(request):
        return Card.objects.for_partners(at)
    return Card.objects.published(at)


def sees_embargoed(request: HttpRequest) -> bool:
    """Whether a key came along that may; nothing kept for everybody may answer it then.

    Takes Django's requests and those of the framework, which pass attributes on.
    """
    key: ApiKey | None = getattr(request, "api_key", None)
    return key is not None and key.may(KeyScope.EMBARGOED)


def embargo_member(visible_from: datetime, at: datetime) -> str:
    """Return the JSON member `,"embargo_until": …` of a card that a partner sees, "" without one.

    Its publication is past, or the partner would not see it: only an embargo can lie ahead.
    """
    if visible_from <= at:
        return ""
    return f',"{EMBARGO}":"{written(visible_from)}"'


class Gate:
    """Middleware: lets into the API who may, as often as they may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        sent = request.META.get("HTTP_AUTHORIZATION")
        response = self._anonymous(request) if sent is None else self._with_key(request, sent)
        vary(response, "Authorization")
        return response

    def _anonymous(self, request: HttpRequest) -> HttpResponse:
        quota = _of_address(request)
        if quota is not None and quota.is_spent:
            return _too_many(quota)
        response = self.get_response(request)
        if quota is not None:
            quota.announce_policy(response)
        return response

    def _with_key(self, request: HttpRequest, sent: str) -> HttpResponse:
        key = _key(sent)
        quota = _of_address(request) if key is None else spend("key", str(key.pk), key.rate)
        if quota is not None and quota.is_spent:
            response = _too_many(quota)
        elif key is None:
            response = _unknown()
        else:
            response = self._of_partner(request, key)
        if key is not None:
            usage.count(key.pk, response.status_code)
        if quota is not None:
            quota.announce_policy(response)
            quota.announce_rest(response)
        return _for_nobody_else(response)

    def _of_partner(self, request: HttpRequest, key: ApiKey) -> HttpResponse:
        setattr(request, "api_key", key)  # noqa: B010  (no attribute that the class declares)
        if not key.may(KeyScope.EMBARGOED):
            return self.get_response(request)
        # What tells whether an answer has changed knows of nothing that is not public.
        for name in CONDITIONS:
            request.META.pop(name, None)
        response = self.get_response(request)
        for name in VALIDATORS:
            del response[name]
        return response


def _key(sent: str) -> ApiKey | None:
    """Return the key of an Authorization header, if it is good now."""
    scheme, _space, token = sent.partition(" ")
    found = ApiKey.objects.filter(digest=digest_of(token.strip())).order_by().first()
    is_bearer = scheme.casefold() == "bearer"
    return found if found is not None and is_bearer and found.is_good() else None


def _of_address(request: HttpRequest) -> Quota | None:
    rate = cast("str | None", api_settings.DEFAULT_THROTTLE_RATES["anon"])
    return spend("address", address_of(request), rate)


def _unknown() -> HttpResponse:
    detail = _("This key is not known or no longer good. Send one as “Authorization: Bearer …”.")
    response = _refusal(401, detail)
    response["WWW-Authenticate"] = CHALLENGE
    return response


def _too_many(quota: Quota) -> HttpResponse:
    detail = _("Too many requests; please wait %(seconds)s seconds.")
    response = _refusal(429, detail % {"seconds": quota.resets_in})
    response["Retry-After"] = str(quota.resets_in)
    quota.announce_policy(response)
    quota.announce_rest(response)
    return response


def _refusal(status: int, detail: str, **members: Any) -> HttpResponse:
    body = JSONRenderer().render(problem(status, detail, **members))
    response = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    for name in (*FOR_CACHES, settings.NEWSROOM_SURROGATE_HEADER):
        del response[name]
    return response
