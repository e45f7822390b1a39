"""One article in the form that its address or the request asks for, now or as it was.

What the address ends in wins over `Accept`. A request that names no form it takes is refused with
406, as everywhere in this API; one that takes any gets JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles import freshness
from articles.api.caching import Cacheable
from articles.api.errors import MEDIA_TYPE, ParameterError, ParametersRefused, Withdrawn
from articles.api.filters import MomentField, MomentFilter
from articles.api.renderers import PlainJSONRenderer
from articles.api.serializers import ArticleSerializer
from articles.api.shapes import FIELDS, INCLUDE
from articles.api.views import ArticleViewSet, Strict
from articles.faces.described import Described, described
from articles.faces.kinds import Kind, written
from articles.faces.then import Version, seen_at, versions
from articles.freshness import Standing
from articles.models import Article

# A document to read: nothing in it may run, and nothing is loaded from elsewhere.
POLICY = "sandbox; default-src 'none'; img-src 'self'"
# Characters; browsers send two hundred. Of eight thousand the quality of each word takes long.
LONGEST_ACCEPT = 2_000
_BY_TYPE = {kind.media_type: kind for kind in Kind}
_BY_SUFFIX = {kind.suffix: kind for kind in Kind}
_WITH_WORDS = {Kind.MARKDOWN, Kind.TEXT, Kind.HTML}


class FaceRenderer(BaseRenderer):
    """Writes a description in one form."""

    kind: Kind

    def render(
        self,
        data: Described,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return written(self.kind, data)


def _renderer(of: Kind) -> type[BaseRenderer]:
    if of is Kind.JSON:
        return PlainJSONRenderer
    is_text = of.media_type.startswith("text/")
    members = {
        "kind": of,
        "media_type": of.media_type,
        "format": of.suffix,
        "charset": "utf-8" if is_text else None,
    }
    return type(f"{of.name.title()}Renderer", (FaceRenderer,), members)


RENDERERS = {kind: _renderer(kind) for kind in Kind}


class ByFace(BaseContentNegotiation):
    """Choose as the view has, which weighs what is asked for by its quality."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> None:
        return None

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        kind = kind_asked_for(request, format_suffix)
        renderer = RENDERERS[kind]()
        return renderer, str(renderer.media_type)


def kind_asked_for(request: HttpRequest | Request, suffix: str | None) -> Kind:
    """Return the form that an address or `Accept` asks for, or raise 404 or 406."""
    if suffix is not None:
        if suffix not in _BY_SUFFIX:
            raise Http404
        return _BY_SUFFIX[suffix]
    accepted = request.META.get("HTTP_ACCEPT", "")
    kind = _preferred(accepted) if len(accepted) <= LONGEST_ACCEPT else None
    if kind is None:
        raise exceptions.NotAcceptable
    return kind


@lru_cache(256)
def _preferred(accepted: str) -> Kind | None:
    """Return what an `Accept` prefers, read once for all who send the same."""
    if not accepted.strip():
        return Kind.JSON
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = accepted
    try:
        preferred = asked.get_preferred_type(list(_BY_TYPE))
    except ValueError:  # a parameter in an encoding that is none
        return None
    return None if preferred is None else _BY_TYPE[preferred]


class MomentParameter:
    """`at`: a moment that is over."""

    described = OpenApiParameter(
        "at",
        MomentFilter.schema,
        description="The article as readers saw it at this moment, which is not to come.",
    )

    @staticmethod
    def read(text: str) -> datetime:
        """Return the moment, or raise `ParametersRefused`."""
        try:
            moment = MomentField().clean(text)
        except forms.ValidationError as error:
            raise ParametersRefused([ParameterError("at", " ".join(error.messages))]) from error
        if moment is None or moment > timezone.now():
            raise ParametersRefused([ParameterError("at", _("This moment is still to come."))])
        return moment


class Written(APIView):
    """A view whose answers are tagged by their bytes wherever nothing else tells."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        if finished.status_code == HTTPStatus.OK and isinstance(finished, Response):
            finished.render()
        return finished


class ArticleFaces(Written, ArticleViewSet):
    """An article: JSON, ninjs, JSON-LD, Markdown, plain text or HTML."""

    renderer_classes = list(RENDERERS.values())
    content_negotiation_class = ByFace

    @cached_property
    def kind(self) -> Kind | None:
        """The form of the answer, None where it will be a refusal."""
        try:
            return kind_asked_for(self.request, self.kwargs.get("format"))
        except (Http404, exceptions.NotAcceptable):
            return None

    def get_queryset(self) -> QuerySet[Article]:
        # That there is an embargo is said in JSON alone.
        return super().get_queryset() if self.kind is Kind.JSON else _published()

    @property
    def speaks(self) -> bool:  # type: ignore[override]
        return self.kind in _WITH_WORDS

    def variant(self) -> str:
        return self.kind.suffix if self.kind else ""

    def standing(self) -> Standing | None:
        if not self.request.META.get("QUERY_STRING") or "at" not in self.request.GET:
            return super().standing()
        # What was seen then is no matter of what is new; its bytes tell. Of its source and pictures
        # is shown what articles of today use.
        return replace(freshness.of_lists(), facts=None)

    def _is_sure(self, standing: Standing) -> bool:
        return self.kind is Kind.JSON and super()._is_sure(standing)

    def known_parameters(self) -> Collection[str]:
        # Members are chosen of what is shown now; nothing else is kept in members.
        is_now = "at" not in self.request.GET
        return {"at", *(super().known_parameters() if is_now and self.kind is Kind.JSON else ())}

    @extend_schema(
        summary="Read one article",
        parameters=[MomentParameter.described, FIELDS, INCLUDE],
        responses={
            (200, Kind.JSON.media_type): ArticleSerializer,
            (200, Kind.NINJS.media_type): OpenApiTypes.OBJECT,
            (200, Kind.JSON_LD.media_type): OpenApiTypes.OBJECT,
            (200, Kind.MARKDOWN.media_type): OpenApiTypes.STR,
            (200, Kind.TEXT.media_type): OpenApiTypes.STR,
            (200, Kind.HTML.media_type): OpenApiTypes.STR,
        },
    )
    def retrieve(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form is that which the address ends in, else that which `Accept` prefers."""
        at = request.query_params.get("at")
        if at is None and self.kind is Kind.JSON:
            return super().retrieve(request, *args, **kwargs)
        article = self._article_at(MomentParameter.read(at)) if at else self.get_object()
        if self.kind is Kind.JSON:
            return Response(self.get_serializer(article).data)
        return Response(described(article, request.build_absolute_uri("/")[:-1]))

    def get_serializer_context(self) -> dict[str, Any]:
        # Addresses in an answer do not end in the form that it has.
        return {**super().get_serializer_context(), "format": None}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if "format" in kwargs:
            _forget_accept(response)
        if response.status_code == 200 and self.kind:
            response["Link"] = _links(request, kwargs["id"], self.kind)
            if self.kind is Kind.HTML:
                response["Content-Security-Policy"] = POLICY
                response["X-Content-Type-Options"] = "nosniff"
        return response

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        if getattr(finished, "content_type", "") == MEDIA_TYPE:
            finished.accepted_renderer = PlainJSONRenderer()
        return finished

    def _article_at(self, at: datetime) -> Article:
        article = seen_at(public_article(self.kwargs["id"]), at)
        if article is None:
            raise Http404
        return article


class VersionSerializer(serializers.Serializer):
    """A version that readers saw."""

    number = serializers.IntegerField(read_only=True, help_text="1 is the oldest one known.")
    visible_from = serializers.DateTimeField(source="since", read_only=True)
    visible_until = serializers.DateTimeField(
        source="until",
        read_only=True,
        allow_null=True,
        help_text="Null for the version that readers see now.",
    )
    correction = serializers.CharField(
        read_only=True, help_text="What the newsroom said about the change, or blank."
    )
    uri = serializers.SerializerMethodField(help_text="Where this API has that version.")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_uri(self, version: Version) -> str:
        moment = version.since.astimezone(UTC).replace(tzinfo=None).isoformat()
        return f"{self.context['uri']}?at={moment}Z"


class VersionListSerializer(serializers.Serializer):
    """All versions of an article that readers saw, oldest first."""

    results = VersionSerializer(many=True, read_only=True)


class VersionsView(Written, Strict, Cacheable):
    """The public history of an article."""

    def standing(self) -> Standing | None:
        rests = freshness.of_article(self.kwargs["id"])
        # A version that reads as the one before it is no news; its bytes tell, also those of HEAD.
        return rests and replace(rests, facts=None, is_there=False)

    def surrogates(self) -> tuple[str, ...]:
        return (f"article-{self.kwargs['id']}",)

    @extend_schema(
        responses=VersionListSerializer,
        summary="List the versions of an article",
        operation_id="articles_versions",
        tags=["articles"],
    )
    def get(self, request: Request, id: str) -> Response:
        found = {"results": versions(public_article(id))}
        uri = request.build_absolute_uri(request.path.removesuffix("versions/"))
        return Response(VersionListSerializer(found, context={"uri": uri}).data)


def _published() -> QuerySet[Article]:
    return Article.objects.published().for_reading()


def public_article(public_id: str) -> Article:
    """Return an article that readers see now, or raise what tells that they do not."""
    article = Article.objects.published().filter(public_id=public_id).first()
    if article is not None:
        return article
    withdrawn = Article.objects.withdrawn().filter(public_id=public_id)
    notice = withdrawn.values_list("withdrawal_notice", flat=True).first()
    if notice is None:
        raise Http404
    raise Withdrawn(notice or None)


def _links(request: HttpRequest, public_id: str, shown: Kind) -> str:
    """Return where the other forms of the same moment are, as a `Link` header."""
    base = request.build_absolute_uri(request.path).rpartition(public_id)[0] + public_id
    at = request.GET.get("at")
    tail = f"?{urlencode({'at': at})}" if at else ""
    return ", ".join(
        f'<{base}.{kind.suffix}{tail}>; rel="alternate"; type="{kind.media_type}"'
        for kind in Kind
        if kind is not shown
    )


def _forget_accept(response: HttpResponseBase) -> None:
    """Take `Accept` out of what an answer depends on: its address alone says its form."""
    names = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    del response.headers["Vary"]
    if others := [name for name in names if name and name != "Accept"]:
        patch_vary_headers(response, others)
