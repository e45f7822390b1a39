"""The change feed: what readers can notice, in the order in which it was committed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.caching import Cacheable
from articles.api.errors import ParameterError, ParametersRefused
from articles.api.fields import PublicIdField
from articles.api.pagination import LARGEST_PAGE
from articles.api.views import Strict
from articles.choices import ChangeKind
from articles.models import Card, Change, Counter

# News by the clock that nobody has counted yet, answered at once.
MOST_DUE = 1000
LARGEST_NUMBER = 2**63 - 1


class ChangeSerializer(serializers.ModelSerializer):
    """Something that happened to an article."""

    number = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="Its place in the order of changes. Null where an article has come or gone by "
        "the clock and nobody has counted that yet: it comes again with a number.",
    )
    kind = serializers.ChoiceField(
        choices=ChangeKind.choices,
        read_only=True,
        help_text="Whatever the kind, `uri` says how it stands with the article now.",
    )
    id = PublicIdField()
    uri = serializers.SerializerMethodField(help_text="Where this API has the article, or had it.")
    at = serializers.DateTimeField(read_only=True, help_text="When readers could notice it.")

    class Meta:
        model = Change
        fields = ["number", "kind", "id", "uri", "at"]
        read_only_fields = fields

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_uri(self, change: Change) -> str:
        path = reverse("api:article-detail", args=[change.public_id])
        address: str = self.context["request"].build_absolute_uri(path)
        return address


class ChangesSerializer(serializers.Serializer):
    """Changes after a number, the oldest first."""

    next = serializers.IntegerField(
        read_only=True, help_text="The number to ask with next time, as `since`."
    )
    has_more = serializers.BooleanField(
        read_only=True, help_text="Whether there are more already; ask again at once."
    )
    names = serializers.IntegerField(
        read_only=True,
        help_text="Another number than before says that sources or categories read otherwise: "
        "articles mention them by name, and no change is listed for that.",
    )
    results = ChangeSerializer(many=True, read_only=True)


class ChangesView(Strict, Cacheable):
    """Everything that readers could notice, for whoever keeps a copy of it."""

    def known_parameters(self) -> Collection[str]:
        return ("since", "page_size")

    @extend_schema(
        summary="Follow all changes",
        description="Begin without `since`, apply `results` in order, ask again with `next`. "
        "To apply a change, read its `uri`: keep what is answered, remove the article where the "
        "answer is 404 or 410. Applying a change twice does no harm. A `since` beyond the newest "
        "number is refused (400): it is of another history, such as that before a restored "
        "backup; begin again without it.",
        operation_id="changes",
        tags=["changes"],
        parameters=[
            OpenApiParameter(
                "since",
                {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER, "default": 0},
                description="The number of the last change that is known, out of `next`.",
            ),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": LARGEST_PAGE},
                description="How many changes with a number are answered at most.",
            ),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request: Request) -> Response:
        since = _whole(request, "since", 0, LARGEST_NUMBER, default=0)
        size = _whole(request, "page_size", 1, LARGEST_PAGE, default=LARGEST_PAGE)
        # First what has no number yet: what gets one meanwhile is told twice and not never.
        due = _due(timezone.now())
        found = list(Change.objects.since(since)[: size + 1])
        newest, names = _counted()
        if since > newest:
            raise ParametersRefused([ParameterError("since", _never_told(newest))])
        has_more, found = len(found) > size, found[:size]
        rows = found if has_more else [*found, *due]
        return Response(
            {
                "next": found[-1].number if found else since,
                "has_more": has_more,
                "names": names,
                "results": ChangeSerializer(rows, many=True, context={"request": request}).data,
            }
        )


def _due(at: datetime) -> Sequence[Change]:
    """Return what has come and gone by the clock and has no number yet, the first of it."""
    cards = Card.objects.due(at).defer("face", "rest").order_by("due_at", "pk")[:MOST_DUE]
    told = [change for card in cards for change in card.told_by_clock(at)]
    return sorted(told, key=lambda change: change.at)


def _counted() -> tuple[int, int]:
    """Return the number of the newest change, and how often names were edited."""
    names = (Counter.CHANGES, Counter.NAMES)
    numbers = dict(Counter.objects.filter(name__in=names).values_list("name", "number"))
    return numbers.get(Counter.CHANGES, 0), numbers.get(Counter.NAMES, 0)


def _never_told(newest: int) -> str:
    """Say that whoever asks follows something else: another newsroom, or one since restored."""
    said = _(
        "The newest change has the number %(newest)d. If you were told a later one, it was not of "
        "this history: begin again without “since”."
    )
    return said % {"newest": newest}


def _whole(request: Request, name: str, least: int, most: int, *, default: int) -> int:
    text: Any = request.query_params.get(name)
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,19}", text) or not least <= int(text) <= most:
        detail = _("Give a whole number from %(least)d to %(most)d.")
        said = detail % {"least": least, "most": most}
        raise ParametersRefused([ParameterError(name, said)])
    return int(text)
